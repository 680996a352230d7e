/**
 * `numpy.dtype(text, align, copy)` and its BUILD. The state is the tuple of numpy's `dtype.__reduce__`:
 * (version, byte order, subarray, names, fields, itemsize, alignment, flags[, metadata]). numpy takes it as it is, so it
 * is recomputed here from the type, item by item: what numpy would not have written is refused.
 */
import type { PlainReason } from "../finding/reasons.js";
import { type DType, MAX_DTYPE_DEPTH } from "../tape/dtype.js";
import { FALSE, type Handle, intHandle, KIND, NONE, TRUE } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import { structured } from "./dtype-fields.js";
import { arePlainFlags, flagByte, oldAlignment, plainAlignment } from "./dtype-flags.js";
import { hasOrder, parsePickled, plainDtype, unitText, withOrder } from "./dtype-text.js";
import { malformed, type Problem, refused, taken } from "./problem.js";
import type { Reader } from "./reader.js";
import { elementCount, tupleShape } from "./shape.js";
import { byteText, strText } from "./text.js";

/** numpy counts an itemsize in a C int. */
const MAX_ITEMSIZE = 2 ** 31 - 1;

/**
 * The dtype of `numpy.dtype`'s arguments, or why they are not numpy's own: a text of kind and size (or `record`), not
 * aligned, copied: (False, True) since numpy 1.19, (0, 1) before. A dtype that is not copied takes no state.
 */
export function dtypeFromArguments(reader: Reader, args: Handle): DType | PlainReason {
  const { tape } = reader;
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 3) return "dtype.arguments";
  const [align, copy] = [tape.tupleItem(args, 1), tape.tupleItem(args, 2)];
  if (!(align === FALSE && copy === TRUE) && !(align === intHandle(0) && copy === intHandle(1))) return "dtype.call-flags";
  const first = tape.tupleItem(args, 0);
  const path = tape.globalValue(first);
  if (path !== null)
    return path.listed && /^numpy\.(rec\.)?record$/.test(path.path) ? { ...plainDtype("V", 0), record: true } : "dtype.class";
  const text = strText(reader, first);
  return (text === null ? null : parsePickled(text)) ?? "dtype.text";
}

/** Gives a dtype its state. Returns why not, null when done. */
export function buildDtype(reader: Reader, target: Handle, state: Handle): Problem | null {
  const { tape } = reader;
  const before = tape.unbuiltDtype(target);
  if (before === null) return taken();
  if (!isState(tape, state)) return malformed("dtype.state");
  const built = fromState(reader, before, state);
  tape.buildDtype(target, typeof built === "string" ? null : built);
  return typeof built === "string" ? refused(built) : null;
}

/** A tuple of numpy's length with numbers where it has numbers: else every loader fails. */
function isState(tape: Tape, state: Handle): boolean {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) < 8 || tape.count(state) > 9) return false;
  return [0, 5, 6, 7].every((i) => tape.intValue(tape.tupleItem(state, i)) !== null);
}

/** The numbers of a state. */
interface Claims {
  readonly itemsize: number;
  readonly alignment: number;
  readonly flags: number;
}

function fromState(reader: Reader, before: DType, state: Handle): DType | PlainReason {
  const { tape } = reader;
  const number = (i: number): number => tape.intValue(tape.tupleItem(state, i)) ?? Number.NaN;
  // Version 3 has no metadata, version 4 has.
  if (number(0) !== tape.count(state) - 5) return "dtype.version";
  const flags = flagByte(number(7));
  if (flags === null) return "dtype.flag-byte";
  const claims = { itemsize: number(5), alignment: number(6), flags };
  const order = strText(reader, tape.tupleItem(state, 1), 1);
  const layout = layoutOf(reader, before, state, claims);
  if (typeof layout === "string") return layout;
  const ordered = withStatedOrder(layout, order);
  if (typeof ordered === "string") return ordered;
  return tape.count(state) === 9 ? withMetadata(reader, ordered, tape.tupleItem(state, 8)) : withoutMetadata(ordered);
}

/** `<` or `>` where order means something, else `|`. */
function withStatedOrder(dtype: DType, order: string | null): DType | PlainReason {
  if (!hasOrder(dtype)) return order === "|" ? dtype : "dtype.no-byte-order";
  return order === "<" || order === ">" ? withOrder(dtype, order === ">") : "dtype.byte-order";
}

/** Fields, subarray or plain. */
function layoutOf(reader: Reader, before: DType, state: Handle, claims: Claims): DType | PlainReason {
  const { tape } = reader;
  const [sub, names, fields] = [tape.tupleItem(state, 2), tape.tupleItem(state, 3), tape.tupleItem(state, 4)];
  const isPlain = sub === NONE && names === NONE && fields === NONE;
  if (!isPlain && before.kind !== "V") return "dtype.not-void";
  const { itemsize } = claims;
  if (hasStatedSize(before) && (itemsize < 0 || itemsize > MAX_ITEMSIZE || (!before.record && itemsize !== before.itemsize)))
    return "dtype.itemsize";
  if (isPlain) return plain(before, claims);
  if (names === NONE && fields === NONE) return subarray(reader, sub, claims);
  return sub === NONE ? structured(reader, names, fields, { ...before, ...claims }) : "dtype.subarray-fields";
}

/** Bytes, text and void say their size and alignment in the state, the others -1 twice. */
const hasStatedSize = (dtype: DType): boolean => dtype.kind === "S" || dtype.kind === "U" || dtype.kind === "V";

function plain(before: DType, { itemsize, alignment, flags }: Claims): DType | PlainReason {
  const stated = hasStatedSize(before);
  if (!stated && (itemsize !== -1 || alignment !== -1)) return "dtype.sizes";
  if (before.record && itemsize !== 0) return "dtype.empty-record";
  if (stated && alignment !== plainAlignment(before.kind, itemsize)) return "dtype.alignment";
  if (!arePlainFlags(before.kind, flags)) return "dtype.flags";
  return stated ? { ...before, itemsize, flags } : { ...before, flags };
}

/** numpy 1.7 and 1.8 say alignment 1 for every subarray, later ones the base's; theirs of complex numbers changed. */
function subarray(reader: Reader, sub: Handle, { itemsize, alignment, flags }: Claims): DType | PlainReason {
  const { tape } = reader;
  if (tape.kind(sub) !== KIND.TUPLE || tape.count(sub) !== 2) return "dtype.subarray";
  const base = tape.dtypeValue(tape.tupleItem(sub, 0));
  const shape = tupleShape(tape, tape.tupleItem(sub, 1));
  if (base === null || base.kind === "T" || shape === null || shape.length === 0) return "dtype.subarray-parts";
  const count = elementCount(shape, base.itemsize, 2 ** 31);
  if (count === null || count * base.itemsize !== itemsize) return "dtype.subarray-size";
  if (![base.alignment, oldAlignment(base), 1].includes(alignment)) return "dtype.subarray-alignment";
  if (flags !== base.flags) return "dtype.subarray-flags";
  if (base.depth >= MAX_DTYPE_DEPTH) return "dtype.depth";
  return { ...plainDtype("V", itemsize), base, shape, hasObject: base.hasObject, depth: base.depth + 1, alignment, flags };
}

const isDatetime = (dtype: DType): boolean => dtype.kind === "M" || dtype.kind === "m";

/** A datetime's state always has its unit: numpy 2.3 reads it unasked. */
const withoutMetadata = (dtype: DType): DType | PlainReason => (isDatetime(dtype) ? "dtype.no-unit" : dtype);

/** Datetimes carry their unit in the ninth item; the user's metadata is dropped (`dropsMetadata`). */
function withMetadata(reader: Reader, dtype: DType, metadata: Handle): DType | PlainReason {
  const { tape } = reader;
  if (!isDatetime(dtype)) return tape.kind(metadata) === KIND.DICT ? dtype : "dtype.metadata";
  if (tape.kind(metadata) !== KIND.TUPLE || tape.count(metadata) !== 2) return "dtype.no-unit";
  const [own, unit] = [tape.tupleItem(metadata, 0), tape.tupleItem(metadata, 1)];
  // The user's: None since numpy 2.3, an empty dict before, where there is none.
  if (own !== NONE && tape.kind(own) !== KIND.DICT) return "dtype.metadata";
  const text = statedUnit(reader, unit);
  return text === null ? "dtype.unit" : { ...dtype, unit: text };
}

/** True for a state with metadata of the user's, which are dropped: of a dtype that took it. */
export function dropsMetadata(tape: Tape, state: Handle): boolean {
  const last = tape.count(state) === 9 ? tape.tupleItem(state, 8) : NONE;
  if (tape.kind(last) !== KIND.TUPLE) return tape.kind(last) === KIND.DICT;
  const own = tape.tupleItem(last, 0);
  return tape.kind(own) === KIND.DICT && tape.count(own) > 0;
}

/** (name, count, 1, 1). */
function statedUnit(reader: Reader, unit: Handle): string | null {
  const { tape } = reader;
  if (tape.kind(unit) !== KIND.TUPLE || tape.count(unit) !== 4) return null;
  const name = byteText(reader, tape.tupleItem(unit, 0), 8);
  const count = tape.intValue(tape.tupleItem(unit, 1));
  if (tape.tupleItem(unit, 2) !== intHandle(1) || tape.tupleItem(unit, 3) !== intHandle(1)) return null;
  return name === null || count === null ? null : unitText(count, name);
}
