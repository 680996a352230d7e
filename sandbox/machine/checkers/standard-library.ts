/**
 * Data classes of the standard library: dates and times (packed bytes, as CPython's `datetime` pickles them), Decimal,
 * Fraction, UUID, pure paths, exceptions. Their constructors only store; the arguments are what `__reduce__` writes.
 */
import { utf8OrLatin1 } from "../../bytes/latin1.js";
import { because } from "../../finding/because.js";
import { strText } from "../../numpy/text.js";
import { FALSE, type Handle, KIND, NONE, TAG, TRUE, tagOf } from "../../tape/handle.js";
import { isStr, itemsOf } from "../../tape/read.js";
import type { Machine } from "../machine.js";
import { type Checker, type CheckerInput, no } from "./answer.js";
import { inert } from "./builtins.js";
import { isNumericArray } from "./exact.js";
import { isPlain } from "./plain.js";
import { ZONE_CLASSES } from "./zones.js";

const argsOf = ({ tape, args }: CheckerInput): Int32Array =>
  tape.kind(args) === KIND.TUPLE ? itemsOf(tape, args) : new Int32Array([-1, -1, -1, -1, -1, -1, -1, -1, -1]);

/** True for `count` raw bytes (Python 2 wrote them as a string; Python 3 may read them as latin-1 text). */
function isPacked(machine: Machine, handle: Handle, count: number): boolean {
  const { tape } = machine;
  const range = tape.byteRange(handle);
  if (range === null) return false;
  if (tagOf(handle) === TAG.STR) return utf8OrLatin1(tape.strBytes(handle)).length === count;
  return range.length === count;
}

/** An instance that one of these checkers or classes made. */
function isInstance(machine: Machine, handle: Handle, ...paths: readonly string[]): boolean {
  return paths.includes(machine.classOf(handle)?.path ?? "");
}

function packed(count: number, zone: boolean): Checker {
  return (input) => {
    const items = argsOf(input);
    const [first = NONE, tz] = items;
    if (items.length < 1 || items.length > (zone ? 2 : 1)) return no("packed.arguments");
    if (!isPacked(input.machine, first, count)) return no(because("packed.bytes", { count }));
    if (tz !== undefined && tz !== NONE && !isInstance(input.machine, tz, ...ZONE_CLASSES)) return no("timezone.foreign");
    return inert(input);
  };
}

export const date = packed(4, false);
export const datetime = packed(10, true);
export const time = packed(6, true);

export const timedelta: Checker = (input) => {
  const items = argsOf(input);
  const integers = items.length >= 1 && items.length <= 3 && items.every((item) => input.tape.intValue(item) !== null);
  return integers ? inert(input) : no("timedelta.integers");
};

export const timezone: Checker = (input) => {
  const [offset = NONE, name] = argsOf(input);
  if (!isInstance(input.machine, offset, "datetime.timedelta")) return no("timezone.offset");
  return name === undefined || isStr(input.tape, name) ? inert(input) : no("timezone.name");
};

/** `Decimal('1.5')`: a text that the decimal module's grammar has. */
export const decimal: Checker = (input) => {
  const items = argsOf(input);
  const text = items.length === 1 ? strText(input.machine, items[0] ?? NONE, 10_000) : null;
  return text !== null && /^[+-]?(?:\d+(?:\.\d*)?(?:E[+-]?\d+)?|\.\d+(?:E[+-]?\d+)?|inf(?:inity)?|s?nan\d*)$/i.test(text)
    ? inert(input)
    : no("decimal.text");
};

/** `Fraction('1/3')` or `Fraction(1, 3)`. */
export const fraction: Checker = (input) => {
  const items = argsOf(input);
  if (items.length === 2 && items.every((item) => input.tape.intValue(item) !== null)) return inert(input);
  const text = items.length === 1 ? strText(input.machine, items[0] ?? NONE, 10_000) : null;
  return text !== null && /^[+-]?\d+(?:\/\d+)?$/.test(text) ? inert(input) : no("fraction.text");
};

/** Parts of a path: texts only. Nothing is opened. */
export const path: Checker = (input) => {
  const items = argsOf(input);
  return items.length <= 1000 && items.every((item) => isStr(input.tape, item)) ? inert(input) : no("path.parts");
};

/** An exception keeps its arguments and does nothing else. */
export const exception: Checker = (input) =>
  input.tape.kind(input.args) === KIND.TUPLE && isPlain(input.tape, input.args) ? inert(input) : no("exception.arguments");

/** Plain numbers, texts, None and arrays: losses, metrics, links. Their constructors store or compute numbers. */
export const numbers: Checker = (input) => {
  const items = argsOf(input);
  const { tape } = input;
  if (tape.kind(input.args) !== KIND.TUPLE || items.length > 8) return no("numbers.arguments");
  const plain = items.every(
    (item) => tagOf(item) !== TAG.GLOBAL && (tagOf(item) !== TAG.NODE || tape.kind(item) === KIND.SCALAR || isNumericArray(tape, item)),
  );
  return plain ? inert(input) : no("numbers.arrays");
};

/**
 * `Memory(cachedir, mmap_mode, compress, verbose[, bytes_limit])`, as joblib up to 0.11 pickled it, without a location.
 * Later versions have other parameters at the same places: up to 1.1 the second is the backend's name, the third the
 * folder, from 1.2 on the third is mmap_mode. So each place takes only what is no folder in any of them.
 */
export const memory: Checker = (input) => {
  const { machine, tape } = input;
  const items = argsOf(input);
  const [location = NONE, mode = NONE, compress = NONE, verbose = NONE, limit = NONE] = items;
  const isMode = mode === NONE || MMAP_MODES.includes(strText(machine, mode, 2) ?? "");
  const numbers = [compress, verbose, limit].every(
    (item) => item === NONE || item === TRUE || item === FALSE || tape.intValue(item) !== null,
  );
  return items.length <= 5 && location === NONE && isMode && numbers ? inert(input) : no("memory.location");
};

const MMAP_MODES = ["r+", "r", "w+", "c"];
