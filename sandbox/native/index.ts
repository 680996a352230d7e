/**
 * The native state of Boosters, decoded where its form is known: UBJSON and JSON of xgboost, LightGBM's text. It is
 * done for `convert` alone, when a family's switch is on and the artifact was judged; the raw bytes stay beside it.
 * What is not decoded stays raw and says so with a note: never a reason to fail.
 */
import { latin1Text } from "../bytes/latin1.js";
import { u64 } from "../bytes/little-endian.js";
import type { Source } from "../container/source.js";
import { because, reasonArgs } from "../finding/because.js";
import type { Findings } from "../finding/findings.js";
import type { Machine } from "../machine/machine.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, PLACE } from "../tape/handle.js";
import { stateValue } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import { type Budget, type Decoded, MAX_VALUES, type NativeBytes } from "./builder.js";
import { decodeJson } from "./json.js";
import { decodeLightgbmText } from "./lightgbm-text.js";
import { decodeUbjson } from "./ubjson.js";

/** Longer states stay raw: decoded, they would need several times that much memory. */
const MAX_NATIVE = 64 * 1024 * 1024;

/** First bytes of xgboost 1.0 to 1.5: then the length of a binary model, the model, and its configuration as JSON. */
const CONFIG_OFFSET = "CONFIG-offset:";
const CONFIG_HEADER = CONFIG_OFFSET.length + 8;

/** Decodes the state of every Booster, each state once, and hangs it on the tape beside the object. */
export function decodeBoosters(machine: Machine, source: Source, findings: Findings): void {
  const { tape } = machine;
  const done = new Map<Handle, Decoded>();
  const budget = { left: MAX_VALUES };
  for (const booster of machine.boosters) {
    const handle = nativeState(tape, booster);
    if (handle === NOTHING) continue;
    const decoded = done.get(handle) ?? decode(tape, source, handle, budget);
    done.set(handle, decoded);
    if ("value" in decoded) tape.decoded.set(booster, decoded.value);
    const why = "why" in decoded ? decoded.why : (decoded.partly ?? null);
    if (why !== null)
      findings.add("note.native-raw", { offset: tape.field(booster, OBJECT.OFFSET), ...nameOf(tape, booster) }, reasonArgs(why));
  }
}

function nameOf(tape: Tape, booster: Handle): { readonly global: string } {
  return { global: tape.globalValue(tape.field(booster, OBJECT.CLASS))?.path ?? "" };
}

/** `handle` of a Booster: bytes of xgboost, text of LightGBM; NOTHING when it was never fitted. */
function nativeState(tape: Tape, booster: Handle): Handle {
  for (const key of ["handle", "_handle"]) {
    const value = stateValue(tape, booster, key);
    if (value !== NOTHING && value !== NONE) return value;
  }
  return NOTHING;
}

function decode(tape: Tape, source: Source, handle: Handle, budget: Budget): Decoded {
  const range = tape.byteRange(handle);
  if (range === null || range.length === 0) return { why: "native.empty" };
  if (range.length > MAX_NATIVE) return { why: because("native.too-long", { most: MAX_NATIVE }) };
  const { place, offset, length } = range;
  if (place === PLACE.ARENA) return decodeBytes(tape, { bytes: tape.arena.subarray(offset, offset + length), place, offset, budget });
  const bytes = new Uint8Array(length);
  return source.read(offset, length, bytes, 0) < length ? { why: "native.cut-off" } : decodeBytes(tape, { bytes, place, offset, budget });
}

function decodeBytes(tape: Tape, from: NativeBytes): Decoded {
  const { bytes } = from;
  const head = latin1Text(bytes, 0, Math.min(bytes.length, CONFIG_OFFSET.length));
  if (head.startsWith("tree\n") || head.startsWith("tree\r\n")) return decodeLightgbmText(tape, from);
  if (head === CONFIG_OFFSET) return configOf(tape, from);
  // A key of UBJSON begins with the marker of its length, one of JSON with a quote.
  if (/^\{\s*["}]/.test(head)) return decodeJson(tape, from);
  if (head.startsWith("{")) return decodeUbjson(tape, from);
  return { why: "native.binary" };
}

/** The configuration behind a binary model. */
function configOf(tape: Tape, from: NativeBytes): Decoded {
  const { bytes } = from;
  const partly = "native.configuration";
  const size = bytes.length < CONFIG_HEADER ? -1 : u64(bytes, CONFIG_OFFSET.length);
  if (size < 0 || size > bytes.length - CONFIG_HEADER) return { why: "native.length" };
  const decoded = decodeJson(tape, from, CONFIG_HEADER + size);
  if ("why" in decoded) return decoded;
  const dict = tape.collection(KIND.DICT);
  const key = Uint8Array.from("Config", (c) => c.charCodeAt(0));
  tape.extend(dict, Int32Array.of(tape.str(key, 0, key.length), decoded.value), 0, 2);
  return { value: dict, partly };
}
