/** Indexes of all versions: what `_new_Index` and its like were called with. */
import { sentence } from "../../../errors.js";
import { attributesOf, itemsOf } from "../../../neutral/attributes.js";
import { malformed, own, type References, typeOf } from "../../../neutral/document.js";
import { asCategories, asPeriods, integerOf, type VectorReader, withZone } from "./arrays.js";
import { nested } from "./nesting.js";
import { freqOfOffset } from "./periods.js";
import { noTable } from "./refusal.js";
import type { Index, Label, Vector } from "./types.js";
import { zoneOf } from "./zones.js";

type Fields = ReadonlyMap<string, unknown>;

const at = (fields: Fields, key: string, references: References): unknown => references.resolve(fields.get(key) ?? null);

function rangeOf(fields: Fields, name: Label, references: References): Index {
  const [start = 0, stop = 0, step = 1] = ["start", "stop", "step"].map((key) => integerOf(at(fields, key, references)));
  if (step === 0) throw malformed("a range without a step");
  return { is: "range", name, start, stop, step, length: Math.max(0, Math.ceil((stop - start) / step)) };
}

function levelsOf(fields: Fields, references: References, vectorOf: VectorReader): Index {
  const list = (key: string): readonly unknown[] => itemsOf(at(fields, key, references), references) ?? [];
  const [levels, names] = [list("levels"), list("names")];
  const codes = list(fields.has("codes") ? "codes" : "labels");
  const made = levels.map((level, k) => ({
    name: names[k] ?? null,
    vector: asCategories(vectorOf(codes[k], references), vectorOfIndex(indexOf(level, references, vectorOf)), false),
  }));
  const length = made[0]?.vector.length ?? 0;
  if (made.length === 0 || codes.length !== levels.length || made.some(({ vector }) => vector.length !== length))
    throw malformed("an index without its levels");
  return { is: "levels", levels: made, length };
}

/** Intervals by their ends, which are indexes or arrays. */
function intervals(fields: Fields, references: References, vectorOf: VectorReader): Vector {
  const [left, right] = ["left", "right"].map((key) => vectorOf(at(fields, key, references), references));
  if (left === undefined || right === undefined || left.length !== right.length) throw malformed("intervals without their ends");
  return { length: left.length, mask: null, values: { is: "interval", closed: String(at(fields, "closed", references)), left, right } };
}

/** A flat index of times has its zone beside numpy's array, where it has one of those. */
function flatOf(value: unknown, fields: Fields, references: References, vectorOf: VectorReader): Vector {
  if (own(value, "class") === "pandas.IntervalIndex" && fields.has("left")) return intervals(fields, references, vectorOf);
  const held = vectorOf(at(fields, "data", references), references);
  const tz = at(fields, "tz", references);
  if (tz !== null) return withZone(held, zoneOf(tz, references));
  const isNumbered = own(value, "class") === "pandas.PeriodIndex" && held.values.is === "number";
  return isNumbered ? asPeriods(held, freqOfOffset(at(fields, "freq", references), references)) : held;
}

/** Reads an index. @throws CornichonError `target.unsupported`, `document.malformed` */
export function indexOf(held: unknown, references: References, vectorOf: VectorReader): Index {
  const value = references.resolve(held);
  const [first] = itemsOf(own(value, "args") ?? null, references) ?? [];
  const fields = attributesOf(first ?? null, references);
  if (typeOf(value) !== "object" || fields === null) throw noTable(value, sentence`it is no index`);
  const name = at(fields, "name", references);
  if (own(value, "class") === "pandas.RangeIndex") return rangeOf(fields, name, references);
  if (own(value, "class") === "pandas.MultiIndex") return nested(() => levelsOf(fields, references, vectorOf));
  return { is: "flat", name, vector: nested(() => flatOf(value, fields, references, vectorOf)) };
}

/** Numbers of a range, written out. */
function rangeVector({ start, step, length }: Extract<Index, { is: "range" }>): Vector {
  const numbers = BigInt64Array.from({ length }, (_, k) => BigInt(start + k * step));
  return { length, mask: null, values: { is: "number", type: "int64", bytes: new Uint8Array(numbers.buffer) } };
}

/** A flat index as a vector. */
export function vectorOfIndex(index: Index): Vector {
  if (index.is === "levels") throw malformed("an index of levels where a flat one is needed");
  return index.is === "range" ? rangeVector(index) : index.vector;
}

export const lengthOfIndex = (index: Index): number => (index.is === "flat" ? index.vector.length : index.length);
