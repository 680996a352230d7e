/**
 * GLOBAL, STACK_GLOBAL and the opcodes whose meaning the loading program decides (EXT, PERSID). Names are decided here,
 * at the opcode that names them: what is popped or overwritten later still counts.
 */
import { utf8OrLatin1 } from "../bytes/latin1.js";
import { validUtf8 } from "../bytes/utf8.js";
import type { FindingCode } from "../finding/codes.js";
import { type Handle, KIND, NOTHING } from "../tape/handle.js";
import { isStr } from "../tape/read.js";
import { watched } from "./grammar.js";
import { canResolve, homeOfDtype } from "./loader.js";
import { dotted } from "./names.js";
import type { Stream } from "./stream.js";
import { unpicklerOf } from "./unpickler.js";

/** Bytes of a name that are looked at; longer names are refused anyway. */
const SHOWN_BYTES = 600;

/** Text of a name's bytes; null when they are not UTF-8. */
function nameText(bytes: Uint8Array): string | null {
  const end = Math.min(bytes.length, SHOWN_BYTES);
  if (bytes.length <= SHOWN_BYTES && !validUtf8(bytes, 0, end)) return null;
  return utf8OrLatin1(bytes.subarray(0, end));
}

/**
 * What the C unpickler reads of a line over an object without `peek`: behind a frame's end it forgets what stood before.
 * `left`: bytes of the frame at the line's start.
 */
const behindFrame = (line: Uint8Array, left: number): Uint8Array => (left > 0 && left <= line.length ? line.subarray(left) : line);

/** The pure Python unpickler takes the last byte of an unfinished line for its newline and resolves what stands before. */
function cutOff(s: Stream, module: string | null, rest: Uint8Array): void {
  // Of a text that happens to end behind a `c` or an `i`.
  if (s.machine.probe !== null) return;
  const judge = (text: string): void => s.machine.names.partial(module ?? text, module === null ? "" : text, s.place);
  judge(utf8OrLatin1(rest));
  if (rest.length < 2) return;
  const taken = utf8OrLatin1(rest.subarray(0, -1));
  judge(taken);
  const named = module ?? taken;
  if (s.machine.variant !== null && unpicklerOf(s) !== "c" && canResolve(s, named, module === null ? "" : taken))
    s.machine.find("global.unlisted", { ...s.place, global: dotted(named, module === null ? "" : taken) });
}

/** Reads the two lines of GLOBAL and INST. A name that is cut off is judged as far as it stands. */
export function nameLines(s: Stream): readonly [string, string] | null {
  let partial = new Uint8Array();
  const keep = (rest: Uint8Array): void => {
    partial = rest.slice(0, SHOWN_BYTES);
  };
  const moduleLeft = s.frameEnd - s.cursor.offset;
  const moduleLine = s.line(keep);
  if (moduleLine === null) {
    cutOff(s, null, partial);
    return null;
  }
  const nameLeft = s.frameEnd - s.cursor.offset;
  const nameLine = s.line(keep);
  const module = nameText(moduleLine);
  if (nameLine === null) {
    cutOff(s, module ?? "", partial);
    return null;
  }
  const name = nameText(nameLine);
  if (module === null || name === null) {
    s.find("stream.utf8");
    return null;
  }
  const modulePart = behindFrame(moduleLine, moduleLeft);
  const namePart = behindFrame(nameLine, nameLeft);
  if (modulePart !== moduleLine || namePart !== nameLine)
    s.machine.names.partial(utf8OrLatin1(modulePart.subarray(0, SHOWN_BYTES)), utf8OrLatin1(namePart.subarray(0, SHOWN_BYTES)), s.place);
  return [module, name];
}

/** The token of a name; NOTHING where a side reading's loader cannot import its module and raises. */
export function resolved(s: Stream, module: string, name: string): Handle {
  const { names, variant, probe } = s.machine;
  if (probe?.name(module, name) === false) return NOTHING;
  if (variant !== null && !canResolve(s, module, name)) return NOTHING;
  const named = variant !== null && name === "dtype" ? homeOfDtype(s, module) : module;
  if (named === null) return NOTHING;
  const token = names.resolve(named, name, s.protocol, s.place);
  if (names.told !== null) s.named(token, names.told);
  return token;
}

const pushed = (s: Stream, token: Handle): boolean => token !== NOTHING && s.push(token);

export function stepGlobal(s: Stream): boolean {
  const names = nameLines(s);
  s.recognised = true;
  if (names === null) return false;
  return pushed(s, resolved(s, names[0], names[1]));
}

/** Text of a STACK_GLOBAL operand: only what a string opcode pushed. */
function operand(s: Stream, value: Handle): string | null {
  if (!isStr(s.tape, value)) return null;
  const bytes = s.machine.bytesOf(value, SHOWN_BYTES);
  return bytes === null ? null : utf8OrLatin1(bytes);
}

/** What a call made may be any text; a side reading's loader knows what a listed class makes, and that it is none. */
const isComputed = (s: Stream, value: Handle): boolean =>
  s.machine.variant === null ? s.tape.kind(value) === KIND.OBJECT : s.machine.isPlaceholder(value) && !s.views.has(value);

export function stepStackGlobal(s: Stream): boolean {
  if (!s.has(2)) return false;
  s.recognised = true;
  const module = s.at(s.sp - 2);
  const name = s.at(s.sp - 1);
  s.sp -= 2;
  const moduleText = operand(s, module);
  const nameOperand = operand(s, name);
  if (moduleText !== null && nameOperand !== null) return pushed(s, resolved(s, moduleText, nameOperand));
  if (!isComputed(s, module) && !isComputed(s, name)) return s.broken("stream.stack", { why: "stack.no-strings" });
  s.find("global.computed");
  return s.push(s.machine.nameless("computed name"));
}

/** EXT1/2/4 and PERSID/BINPERSID: refused, and a placeholder goes on the stack. */
export function stepRefusedName(
  s: Stream,
  code: Extract<FindingCode, "opcode.extension" | "opcode.persistent-id">,
  from: 1 | 2 | 4 | "line" | "stack",
): boolean {
  s.recognised = true;
  // Nobody registers extension codes or loads persistent ids for a file: a side reading's loader raises.
  if (s.machine.variant !== null || s.machine.probe?.resolvesIds === false) return false;
  if (from === "line") {
    if (s.line() === null) return false;
  } else if (from === "stack") {
    if (!s.has(1)) return false;
    s.sp--;
  } else {
    if (!s.need(from)) return false;
    s.inFrame(from);
    s.cursor.pos += from;
  }
  s.find(code);
  return s.push(s.machine.nameless(code === "opcode.extension" ? "extension" : "persistent id"));
}

/** BINPERSID: a storage, in a file of torch that has it; refused anywhere else. */
export function stepPersistentId(s: Stream): boolean {
  const { torch, variant } = s.machine;
  if (torch === null || variant !== null) return stepRefusedName(s, "opcode.persistent-id", "stack");
  if (!s.has(1)) return false;
  const id = s.at(s.sp - 1);
  const made = watched(s, id, () => torch.load(s.machine, id));
  s.sp--;
  if (typeof made === "number") return s.push(made);
  if (typeof made === "string") s.find("torch.storage", { why: made });
  else s.find(made.code, made.args);
  return s.push(s.machine.nameless("persistent id"));
}
