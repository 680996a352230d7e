/**
 * The native state of Boosters: bytes that the parsers of xgboost, LightGBM and catboost read, and trust, when a pickle is loaded. Here they
 * are read first. `judgeBoosters` follows all of a state as plain values and holds it against what the library relies on: what
 * holds is data, what does not is `native.opaque`. `decodeBoosters` puts what was judged onto the tape, for `convert`,
 * in place of the bytes.
 *
 * Linear in the bytes; a state is judged once however many objects hold it. A state beyond the limits is a limit, never safe.
 */
import { QUOTE } from "../bytes/ascii.js";
import { latin1Text } from "../bytes/latin1.js";
import { u64 } from "../bytes/little-endian.js";
import type { Source } from "../container/source.js";
import { because, type Reason, reasonArgs } from "../finding/because.js";
import type { Findings } from "../finding/findings.js";
import type { Machine } from "../machine/machine.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, PLACE } from "../tape/handle.js";
import { replaceValues, stateDict, stateValue } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import { type Decoded, MAX_VALUES, NativeBuilder, type NativeBytes } from "./builder.js";
import { catboostProblem } from "./catboost/index.js";
import { CATBOOST_HEAD, readCatboost } from "./catboost/reader.js";
import { readJson } from "./json.js";
import { lightgbmProblem } from "./lightgbm/index.js";
import { readLightgbmText } from "./lightgbm-text.js";
import { PlainBuilder } from "./plain.js";
import type { Budget, NativeSink } from "./sink.js";
import { readUbjson } from "./ubjson.js";
import { readBinaryModel } from "./xgboost/binary.js";
import { xgboostProblem } from "./xgboost/index.js";
import { isMetric } from "./xgboost/params.js";

/** Longer states are not decoded: on the tape they would need several times that much memory. */
const MAX_DECODED = 64 * 1024 * 1024;
/** Longer states are not judged, and nor are more values than are decoded: a block of numbers counts as four. */
const MAX_JUDGED = 256 * 1024 * 1024;

/** First bytes of xgboost 1.0 to 1.5: then the length of a binary model, the model, and its configuration as JSON. */
const CONFIG_OFFSET = "CONFIG-offset:";
const CONFIG_HEADER = CONFIG_OFFSET.length + 8;

export type Library = "xgboost" | "lightgbm" | "catboost";
type Form = "ubjson" | "json" | "configured" | "binary" | "text" | "flatbuffer";

/** Judges the state of every Booster. `source` has the bytes that no value holds. */
export function judgeBoosters(machine: Machine, source: Source): void {
  const { tape } = machine;
  const done = new Map<string, Reason | null>();
  const budget: Budget = { left: MAX_VALUES, most: MAX_VALUES };
  for (const booster of machine.boosters) {
    const library = libraryOf(tape, booster);
    for (const handle of nativeStates(tape, booster)) {
      const key = `${library} ${handle}`;
      const why = done.has(key) ? (done.get(key) ?? null) : problemOf(tape, source, handle, library, budget);
      done.set(key, why);
      if (why === null) continue;
      machine.unsound.set(handle, why);
      tell(machine, booster, library, why);
    }
  }
}

function tell(machine: Machine, booster: Handle, family: Library, why: Reason): void {
  const facts = reasonArgs(why);
  const offset = machine.tape.field(booster, OBJECT.OFFSET) >>> 0;
  if (facts.why === "native.too-long" || facts.why === "native.too-many")
    return machine.find("limit.native", { offset }, { limit: facts.most ?? 0, option: "" });
  machine.find("native.opaque", { offset, opcode: "BUILD", ...nameOf(machine.tape, booster) }, { family, ...facts });
}

/** Decodes the state of every Booster that was judged sound, each state once, and hangs it on the tape beside the object. */
export function decodeBoosters(machine: Machine, source: Source, findings: Findings): void {
  const { tape } = machine;
  const done = new Map<Handle, Decoded>();
  const budget = { left: MAX_VALUES, most: MAX_VALUES };
  for (const booster of machine.boosters) {
    const [handle] = nativeStates(tape, booster);
    if (handle === undefined) continue;
    const unsound = machine.unsound.get(handle);
    const decoded = done.get(handle) ?? (unsound === undefined ? decode(tape, source, handle, budget) : { why: unsound });
    done.set(handle, decoded);
    if ("value" in decoded) replaceState(tape, booster, handle, decoded.value);
    else findings.add("note.native-raw", { offset: tape.field(booster, OBJECT.OFFSET), ...nameOf(tape, booster) }, reasonArgs(decoded.why));
  }
}

const nameOf = (tape: Tape, booster: Handle): { readonly global: string } => ({
  global: tape.globalValue(tape.field(booster, OBJECT.CLASS))?.path ?? "",
});

function libraryOf(tape: Tape, booster: Handle): Library {
  const { global } = nameOf(tape, booster);
  if (global.startsWith("catboost.")) return "catboost";
  return global.startsWith("lightgbm.") ? "lightgbm" : "xgboost";
}

/** Under which keys a library keeps its native state. */
const STATE_KEYS: Readonly<Record<Library, readonly string[]>> = {
  xgboost: ["handle", "_handle"],
  lightgbm: ["handle", "_handle"],
  catboost: ["__model"],
};

/** The model that was read stands for the bytes that it was read from: nobody is handed what a native parser would read. */
function replaceState(tape: Tape, booster: Handle, handle: Handle, decoded: Handle): void {
  tape.decoded.set(booster, decoded);
  replaceValues(tape, stateDict(tape, booster), handle, NONE);
}

/** The native state of a Booster: bytes of xgboost and catboost, text of LightGBM; nothing when it was never fitted. */
function nativeStates(tape: Tape, booster: Handle): Handle[] {
  const values = STATE_KEYS[libraryOf(tape, booster)].map((key) => stateValue(tape, booster, key));
  return values.filter((value) => value !== NOTHING && value !== NONE);
}

/** The bytes of a state, or why there are none. */
function bytesOf(tape: Tape, source: Source, handle: Handle, most: number): Omit<NativeBytes, "budget"> | { readonly why: Reason } {
  const range = tape.byteRange(handle);
  if (range === null || range.length === 0) return { why: "native.empty" };
  if (range.length > most) return { why: because("native.too-long", { most }) };
  const { place, offset, length } = range;
  if (place === PLACE.ARENA) return { bytes: tape.arena.subarray(offset, offset + length), place, offset };
  const bytes = new Uint8Array(length);
  return source.read(offset, length, bytes, 0) < length ? { why: "native.cut-off" } : { bytes, place, offset };
}

function problemOf(tape: Tape, source: Source, handle: Handle, library: Library, budget: Budget): Reason | null {
  const from = bytesOf(tape, source, handle, MAX_JUDGED);
  if ("why" in from) return from.why;
  return nativeProblem(from.bytes, library, budget);
}

/** Why bytes are no state of the library's, null when all of them hold. */
export function nativeProblem(bytes: Uint8Array, library: Library, budget: Budget): Reason | null {
  const form = formOf(bytes);
  const own = libraryOfForm(form);
  if (own !== library) return library === "xgboost" ? "native.other-library" : `native.${library}`;
  const sink = new PlainBuilder(bytes, budget);
  const why = readState(sink, bytes, form);
  if (why !== null) return why;
  const { root, excess } = sink;
  if (root === undefined) return excess ?? "native.nothing";
  if (form === "text") return lightgbmProblem(root, bytes);
  if (form === "flatbuffer") return catboostProblem(root);
  return xgboostProblem(root, form !== "json", form !== "binary");
}

function decode(tape: Tape, source: Source, handle: Handle, budget: Budget): Decoded {
  const from = bytesOf(tape, source, handle, MAX_DECODED);
  if ("why" in from) return from;
  const builder = new NativeBuilder(tape, { ...from, budget });
  const why = readState(builder, from.bytes, formOf(from.bytes));
  if (why !== null) return { why };
  return builder.root === NOTHING ? { why: "native.nothing" } : { value: builder.root };
}

function libraryOfForm(form: Form): Library {
  if (form === "flatbuffer") return "catboost";
  return form === "text" ? "lightgbm" : "xgboost";
}

function formOf(bytes: Uint8Array): Form {
  const head = latin1Text(bytes, 0, Math.min(bytes.length, CONFIG_OFFSET.length));
  if (head.startsWith("tree\n") || head.startsWith("tree\r\n")) return "text";
  if (head === CONFIG_OFFSET) return "configured";
  if (head.startsWith(CATBOOST_HEAD)) return "flatbuffer";
  // xgboost tells the two by the second byte: a key of UBJSON begins with the marker of its length.
  if (head.startsWith("{")) return bytes[1] === QUOTE ? "json" : "ubjson";
  return "binary";
}

function readState(sink: NativeSink, bytes: Uint8Array, form: Form): Reason | null {
  switch (form) {
    case "text":
      return readLightgbmText(sink, bytes);
    case "flatbuffer":
      return readCatboost(sink, bytes);
    case "json":
      return readJson(sink, bytes);
    case "ubjson":
      return readUbjson(sink, bytes);
    case "configured":
      return readConfigured(sink, bytes);
    default:
      return readParts(sink, bytes, 0, bytes.length, false);
  }
}

/** A binary model and the configuration behind it. */
function readConfigured(sink: NativeSink, bytes: Uint8Array): Reason | null {
  const size = bytes.length < CONFIG_HEADER ? -1 : u64(bytes, CONFIG_OFFSET.length);
  if (size < 0 || size > bytes.length - CONFIG_HEADER) return "native.length";
  return readParts(sink, bytes, CONFIG_HEADER, CONFIG_HEADER + size, true);
}

/** The same dict as the later forms have: `Config`, where there is one, and `Model`. */
function readParts(sink: NativeSink, bytes: Uint8Array, start: number, end: number, configured: boolean): Reason | null {
  sink.open(KIND.DICT);
  if (configured) {
    sink.word("Config");
    const why = readJson(sink, bytes, end);
    if (why !== null) return why;
  }
  sink.word("Model");
  const why = readBinaryModel(sink, bytes, { start, end, tagged: configured }, isMetric);
  sink.close();
  return why;
}
