/** Vectors of a frame as Arrow's arrays, in the types that pyarrow gives them. */
import { sentence } from "../../../errors.js";
import type { References } from "../../../neutral/document.js";
import { missingIn } from "../frame/missing.js";
import { noColumn } from "../frame/refusal.js";
import { textOf } from "../frame/repr-text.js";
import type { Values, Vector } from "../frame/types.js";
import { BITS, bitsOf, flat, numberTypeOf, textArray, validityOf } from "./arrays.js";
import { objectArray } from "./objects.js";
import type { ArrowArray, ArrowColumn, ArrowField, ArrowType } from "./types.js";

const countsType = (values: Extract<Values, { readonly is: "time" | "duration" | "period" }>): ArrowType => {
  if (values.is === "time") return { is: "timestamp", unit: values.unit, zone: values.zone?.name ?? null };
  return values.is === "duration" ? { is: "duration", unit: values.unit } : { is: "int", bits: 64, signed: true };
};

export const bytesIn = (view: ArrayBufferView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** What pandas calls the ends of intervals. */
export function subtypeOf(end: ArrowType): string {
  if (end.is === "int") return `${end.signed ? "int" : "uint"}${end.bits}`;
  if (end.is === "float") return `float${end.bits}`;
  if (end.is === "duration") return `timedelta64[${end.unit}]`;
  if (end.is === "timestamp") return end.zone === null ? `datetime64[${end.unit}]` : `datetime64[${end.unit}, ${end.zone}]`;
  return "object";
}

/** The type of Arrow that pandas gives pyarrow for an end. */
function subtypeText(end: ArrowType): string {
  if (end.is === "int") return subtypeOf(end);
  if (end.is === "float") return end.bits === 64 ? "double" : end.bits === 32 ? "float" : "halffloat";
  if (end.is === "duration") return `duration[${end.unit}]`;
  if (end.is === "timestamp") return end.zone === null ? `timestamp[${end.unit}]` : `timestamp[${end.unit}, tz=${end.zone}]`;
  return "null";
}

function intervals(
  values: Extract<Values, { readonly is: "interval" }>,
  length: number,
  name: string,
  references: References,
): ArrowColumn {
  const [left, right] = [values.left, values.right].map((end, k) => columnOf(k === 0 ? "left" : "right", end, references));
  if (left === undefined || right === undefined) throw noColumn(name, "interval", sentence`it has no ends`);
  const bits = validityOf(length, missingIn({ values, length, mask: null }));
  const type: ArrowType = { is: "struct", fields: [left.field, right.field] };
  const metadata = `{"subtype": ${JSON.stringify(subtypeText(left.field.type))}, "closed": ${JSON.stringify(values.closed)}}`;
  return {
    field: { name, type, extension: { name: "pandas.interval", metadata } },
    array: { ...flat(type, length, bits, null), children: [left.array, right.array] },
  };
}

function categories(
  values: Extract<Values, { readonly is: "category" }>,
  length: number,
  name: string,
  references: References,
): ArrowColumn {
  const { codes, ordered } = values;
  const held = columnOf(name, values.categories, references);
  const bits = validityOf(length, missingIn({ values, length, mask: null }));
  const type: ArrowType = { is: "int", bits: BITS.find((one) => one === 8 * codes.BYTES_PER_ELEMENT) ?? 64, signed: true };
  if (held.field.extension !== undefined || held.field.dictionary !== undefined)
    throw noColumn(name, "category", sentence`its categories are periods, intervals or categories themselves`);
  return { field: { name, type, dictionary: { values: held.array, ordered } }, array: flat(type, length, bits, bytesIn(codes)) };
}

function plainArray(vector: Vector, name: string, references: References): ArrowArray {
  const { values, length } = vector;
  const bits = (): ReturnType<typeof validityOf> => validityOf(length, missingIn(vector));
  switch (values.is) {
    case "number":
      return flat(numberTypeOf(values.type, name), length, bits(), values.bytes);
    case "bool":
      return flat(
        { is: "bool" },
        length,
        bits(),
        bitsOf(length, (row) => values.bytes[row] !== 0),
      );
    case "time":
    case "duration":
    case "period":
      return flat(countsType(values), length, bits(), bytesIn(values.counts));
    case "text":
      return textArray(
        values.items.map((item) => textOf(item)),
        values.large,
        name,
      );
    case "object":
      return objectArray(values.items, name, references);
    case "category":
    case "interval":
      throw noColumn(name, values.is, sentence`it is made of others`);
  }
}

/** A vector under a name. @throws CornichonError `target.unsupported` */
export function columnOf(name: string, vector: Vector, references: References): ArrowColumn {
  const { values, length } = vector;
  if (values.is === "interval") return intervals(values, length, name, references);
  if (values.is === "category") return categories(values, length, name, references);
  const array = plainArray(vector, name, references);
  const field: ArrowField = { name, type: array.type };
  if (values.is !== "period") return { field, array };
  return { field: { ...field, extension: { name: "pandas.period", metadata: `{"freq": ${JSON.stringify(values.freq)}}` } }, array };
}
