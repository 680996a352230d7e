/**
 * Scalars: what stands as JSON in a `JsonNode`, and dict keys, which JSON has as text and skops gives back to their type
 * (`int("1")`). Python reads more than it writes (blanks and underscores in numbers); only what is written is read.
 */
import { isBlank, QUOTE } from "../bytes/ascii.js";
import { decodeUtf8, utf16Units, validUtf8 } from "../bytes/utf8.js";
import type { SourceFault } from "../container/source.js";
import { plainDtype } from "../numpy/dtype-text.js";
import type { DType } from "../tape/dtype.js";
import { FALSE, type Handle, KIND, NONE, PLACE, TRUE } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { Limits } from "../wire/job.js";
import { damaged } from "./files.js";
import { wordKind } from "./json.js";
import { isWholeText } from "./json-number.js";
import { stringEnd, unescaped } from "./json-string.js";
import { TOKEN } from "./json-tape.js";

const ascii = (bytes: Uint8Array): string => {
  let text = "";
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return text;
};

const tooManyDigits = (limit: number): SourceFault => ({ code: "limit.digits", args: { limit, option: "--max-digits" } });

/** Integers beyond this many digits are no safe ones. */
const SAFE_DIGITS = 15;

/** The number that a JSON text means: an `int` where it is whole. */
function numberOf(tape: Tape, text: Uint8Array, { maxDigits }: Limits): Handle | SourceFault {
  if (!isWholeText(text, 0, text.length)) return tape.float(Number(ascii(text)));
  const digits = text[0] === 45 ? text.length - 1 : text.length;
  if (digits > maxDigits) return tooManyDigits(maxDigits);
  return tape.int(digits <= SAFE_DIGITS ? Number(ascii(text)) + 0 : BigInt(ascii(text)));
}

/** The value of a JSON text that is no list and no object. */
export function scalarOf(tape: Tape, b: Uint8Array, limits: Limits): Handle | SourceFault {
  let [from, to] = [0, b.length];
  while (isBlank(b[from]) && from < to) from++;
  while (isBlank(b[to - 1]) && from < to) to--;
  if (b[from] === QUOTE) return textOf(tape, b, from + 1, to);
  const kind = wordKind(b, from, to);
  if (kind === TOKEN.NUMBER) return numberOf(tape, b.subarray(from, to), limits);
  if (kind === TOKEN.NULL) return NONE;
  if (kind === 0) return damaged("skops.value");
  return kind === TOKEN.TRUE ? TRUE : FALSE;
}

function textOf(tape: Tape, b: Uint8Array, from: number, to: number): Handle | SourceFault {
  const found = stringEnd(b, from, to);
  if (found === null || found.end + 1 !== to || !validUtf8(b, from, found.end)) return damaged("skops.value");
  if (!found.escaped) return tape.str(b, from, found.end);
  const text = unescaped(b, from, found.end);
  return tape.str(text, 0, text.length);
}

/** A text of our own, which is ASCII. */
export function textHandle(tape: Tape, text: string): Handle {
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  return tape.str(bytes, 0, bytes.length);
}

// ---- keys ----

/** numpy's number types that a key may be of, by their names. */
const NUMPY_NUMBERS: ReadonlyMap<string, DType> = new Map(
  (
    [
      ["int8", "i", 1],
      ["int16", "i", 2],
      ["int32", "i", 4],
      ["int64", "i", 8],
      ["uint8", "u", 1],
      ["uint16", "u", 2],
      ["uint32", "u", 4],
      ["uint64", "u", 8],
      ["float32", "f", 4],
      ["float64", "f", 8],
    ] as const
  ).map(([name, kind, size]) => [name, plainDtype(kind, size)] as const),
);

/** The dtype that a class of numpy makes a scalar of, where its name alone says it. */
export const scalarDtype = (name: string): DType | null => NUMPY_NUMBERS.get(name) ?? null;

/** Bytes of a scalar of numpy, on the tape. */
function numpyScalar(tape: Tape, dtype: DType, bytes: Uint8Array): Handle {
  const data = tape.bytes(KIND.BYTES, PLACE.ARENA, tape.put(bytes, 0, bytes.length), bytes.length);
  return tape.small(KIND.SCALAR, tape.dtype(dtype), data);
}

function numberBytes({ kind, itemsize }: DType, text: string): Uint8Array | null {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  if (kind === "f") {
    if (itemsize === 4) view.setFloat32(0, Number(text), true);
    else view.setFloat64(0, Number(text), true);
    return bytes.subarray(0, itemsize);
  }
  const value = BigInt(text);
  const fits = kind === "i" ? BigInt.asIntN(8 * itemsize, value) : BigInt.asUintN(8 * itemsize, value);
  if (fits !== value) return null;
  view.setBigInt64(0, BigInt.asIntN(64, value), true);
  return bytes.subarray(0, itemsize);
}

/** `numpy.str_(text)`: UTF-32, as wide as it is long. */
function textScalar(tape: Tape, text: Uint8Array): Handle {
  const points: number[] = [];
  const units = utf16Units(text, 0, text.length);
  for (let i = 0; i < units.length; i++) {
    const [unit = 0, low = 0] = [units[i], units[i + 1]];
    const isPair = unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000;
    points.push(isPair ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : unit);
    if (isPair) i++;
  }
  const bytes = new Uint8Array(new Uint32Array(points).buffer);
  return numpyScalar(tape, plainDtype("U", bytes.length), bytes);
}

/** Longest number that a key may be. */
const MOST_NUMBER = 400;

/** `type(key)`, for the types that keys have; null for every other type. `path`: the type's public path. */
export function keyOf(tape: Tape, path: string, key: Uint8Array, limits: Limits): Handle | SourceFault | null {
  if (path === "builtins.str") return tape.str(key, 0, key.length);
  // Every text but the empty one is true.
  if (path === "builtins.bool" || path === "numpy.bool_" || path === "numpy.bool") return key.length > 0 ? TRUE : FALSE;
  if (path === "numpy.str_") return textScalar(tape, key);
  const dtype = path.startsWith("numpy.") ? scalarDtype(path.slice("numpy.".length)) : null;
  if (dtype === null && path !== "builtins.int" && path !== "builtins.float") return null;
  const isWhole = path === "builtins.int" || dtype?.kind === "i" || dtype?.kind === "u";
  if (wordKind(key, 0, key.length) !== TOKEN.NUMBER || (isWhole && !isWholeText(key, 0, key.length))) return damaged("skops.dict-key");
  if (dtype === null) return isWhole ? numberOf(tape, key, limits) : tape.float(Number(ascii(key)));
  if (key.length > MOST_NUMBER) return tooManyDigits(MOST_NUMBER);
  const bytes = numberBytes(dtype, decodeUtf8(key, 0, key.length));
  return bytes === null ? damaged("skops.dict-key") : numpyScalar(tape, dtype, bytes);
}
