/**
 * Labels: names, and items of object indexes. pandas hashes names while it loads, and looks at the items of an object
 * index for their type, so both are of types that do nothing then: no frame, series, index or estimator, no long tuple.
 */
import type { DType } from "../../../tape/dtype.js";
import { ARRAY, type Handle, KIND, NOTHING, OBJECT, SCALAR, TAG, tagOf } from "../../../tape/handle.js";
import { eachItem, isStr, itemsOf } from "../../../tape/read.js";
import type { Machine } from "../../machine.js";
import { type Items, madeBy } from "./facts.js";

const SCALARS = new Set([
  "datetime.date",
  "datetime.datetime",
  "datetime.time",
  "datetime.timedelta",
  "decimal.Decimal",
  "fractions.Fraction",
  "uuid.UUID",
  "pandas.Timestamp",
  "pandas.Timedelta",
  "pandas.Period",
  "pandas.Interval",
]);

const NODES = new Set<number>([KIND.BYTES, KIND.PY2STR, KIND.COMPLEX]);
const COLLECTIONS = new Set<number>([KIND.LIST, KIND.DICT, KIND.SET, KIND.FROZENSET, KIND.TUPLE]);

/** Tuples that stand in a name or an index are short, or hashing them would take long. */
const LONGEST_TUPLE = 64;

/** NaT, made by one of pandas' functions for it. */
function isNaT(machine: Machine, handle: Handle): boolean {
  if (machine.tape.kind(handle) !== KIND.OBJECT) return false;
  return machine.entry(machine.tape.field(handle, OBJECT.CLASS))?.path.endsWith("nat_unpickle") === true;
}

/** The constant `pandas.NA`. */
export const isNA = (machine: Machine, handle: Handle): boolean => machine.entry(handle)?.path === "pandas.NA";

function isScalar(machine: Machine, handle: Handle): boolean {
  const tag = tagOf(handle);
  if (tag === TAG.GLOBAL) return isNA(machine, handle);
  if (tag !== TAG.NODE) return handle !== NOTHING;
  const kind = machine.tape.kind(handle);
  if (NODES.has(kind)) return true;
  if (kind === KIND.SCALAR) return isPlainType(machine.tape.dtypeValue(machine.tape.field(handle, SCALAR.DTYPE)));
  return kind === KIND.OBJECT && (SCALARS.has(machine.classOf(handle)?.path ?? "") || isNaT(machine, handle));
}

const isPlainType = (dtype: DType | null): boolean => dtype !== null && dtype.fields === null && dtype.base === null && !dtype.hasObject;

/** A scalar, or a short tuple of scalars or of short tuples of them. */
export function isLabel(machine: Machine, handle: Handle): boolean {
  return isScalar(machine, handle) || isTuple(machine, handle, (item) => isScalar(machine, item) || isPair(machine, item));
}

const isPair = (machine: Machine, handle: Handle): boolean => isTuple(machine, handle, (item) => isScalar(machine, item));

function isTuple({ tape }: Machine, handle: Handle, accepts: (item: Handle) => boolean): boolean {
  return tape.kind(handle) === KIND.TUPLE && tape.count(handle) <= LONGEST_TUPLE && itemsOf(tape, handle).every(accepts);
}

/** What the items of an object array are, looked at once. */
export function itemsIn(machine: Machine, array: Handle): Items {
  const { items } = madeBy(machine);
  const known = items.get(array);
  if (known !== undefined) return known;
  const found = lookedAt(machine, machine.tape.field(array, ARRAY.DATA));
  items.set(array, found);
  return found;
}

function lookedAt(machine: Machine, list: Handle): Items {
  const { tape } = machine;
  if (tape.kind(list) !== KIND.LIST) return "others";
  let found: Items = "texts";
  eachItem(tape, list, (item) => {
    if (found === "others" || isStr(tape, item)) return;
    if (isLabel(machine, item)) found = found === "texts" ? "labels" : found;
    else found = COLLECTIONS.has(tape.kind(item)) ? "collections" : "others";
  });
  return found;
}
