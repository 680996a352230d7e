/** Names and instances: the class, where it came from, then arguments, state, items and pairs, each a value of its own. */
import { type Handle, NOTHING, OBJECT, OBJECT_FLAG } from "../tape/handle.js";
import { asciiJson, idText, type Part, type Walk } from "./walk.js";

const PARTS: readonly (readonly [Part, number])[] = [
  ["args", OBJECT.ARGS],
  ["state", OBJECT.STATE],
  ["items", OBJECT.ITEMS],
  ["pairs", OBJECT.PAIRS],
];

/** A GLOBAL. */
export function writeGlobal({ tape, out }: Walk, handle: Handle): void {
  const named = tape.globalValue(handle);
  out.ascii(named?.listed === false ? '{"$type":"unlisted","name":' : '{"$type":"global","name":');
  out.longAscii(asciiJson(named?.path ?? ""));
  out.ascii("}");
}

/** An OBJECT. */
export function writeObject(walk: Walk, handle: Handle, id: number): void {
  const { tape, out } = walk;
  const named = tape.globalValue(tape.field(handle, OBJECT.CLASS));
  const origin = tape.globalValue(tape.field(handle, OBJECT.ORIGIN));
  const unlisted = (tape.field(handle, OBJECT.FLAGS) & OBJECT_FLAG.UNLISTED) !== 0;
  out.ascii(`{"$type":"${unlisted ? "unlisted" : "object"}"${idText(id)},"${unlisted ? "name" : "class"}":`);
  out.longAscii(asciiJson(named?.path ?? ""));
  if (!unlisted) {
    out.ascii(',"origin":');
    out.longAscii(asciiJson(origin === null ? "" : `${origin.module}.${origin.name}`));
  }
  pushParts(walk, handle);
}

/** Each part is written with a text before it, in its turn. */
function pushParts(walk: Walk, handle: Handle): void {
  const { tape } = walk;
  const handles: Handle[] = [];
  const parts: Part[] = [];
  for (const [part, field] of PARTS) {
    const value = tape.field(handle, field);
    if (value === NOTHING) continue;
    handles.push(value);
    parts.push(part);
  }
  const decoded = tape.decoded.get(handle);
  if (decoded !== undefined) {
    handles.push(decoded);
    parts.push("decoded");
  }
  walk.push(Int32Array.from(handles), "parts", "}", parts, tape.field(handle, OBJECT.STATE_COUNT));
}
