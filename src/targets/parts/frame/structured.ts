/** Arrays as tables: the fields of a structured one, and rows turned into columns. */
import { sentence } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { countOf, malformed, own, References } from "../../../neutral/document.js";
import { HeldBytes } from "../../../neutral/held-bytes.js";
import { type Dtype, dtypeOf, hasObjects, isPlain, nameOf } from "../numpy/dtypes.js";
import { inFortranOrder } from "../numpy/order.js";
import { arrayVectors, bytesOfArray } from "./arrays.js";
import { noColumn, noTable } from "./refusal.js";
import type { Vector } from "./types.js";

export interface NamedVector {
  readonly name: string;
  readonly vector: Vector;
}

const NOTHING = new References(null);

/** One field's bytes out of items. */
function gathered(bytes: Uint8Array, { itemsize }: Dtype, offset: number, width: number, count: number): Uint8Array<ArrayBuffer> {
  const column = new Uint8Array(count * width);
  for (let k = 0; k < count; k++) column.set(bytes.subarray(k * itemsize + offset, k * itemsize + offset + width), k * width);
  return column;
}

/** The fields of a structured array of one axis; null for every other array. */
export function structuredColumns(value: unknown): readonly NamedVector[] | null {
  const named = own(value, "dtype");
  if (typeof named === "string") return null;
  const dtype = dtypeOf(named);
  const { shape, count } = countOf(own(value, "shape"));
  if (dtype.fields === undefined || shape.length !== 1 || hasObjects(dtype)) return null;
  const bytes = bytesOfArray(value, dtype);
  return dtype.fields.map((field) => {
    if (!isPlain(field.dtype)) throw noColumn(field.name, "array", sentence`its fields hold several values each`);
    const column = gathered(bytes, dtype, field.offset, field.dtype.itemsize, count);
    const array = { $type: "ndarray", dtype: nameOf(field.dtype), shape: [count], base64: new HeldBytes(column) };
    const [vector] = arrayVectors(array, NOTHING);
    if (vector === undefined) throw malformed("a structured array without its fields");
    return { name: field.name, vector };
  });
}

/** An array of rows as one of columns. */
export function transposed(value: unknown): object {
  const { shape } = countOf(own(value, "shape"));
  if (shape.length !== 2) throw noTable(value, sentence`it has ${shape.length} axes, and a table has two`);
  const [rows = 0, columns = 0] = shape;
  const [dtype, data] = [own(value, "dtype"), own(value, "data")];
  const turned = { $type: "ndarray", dtype, shape: [columns, rows] };
  if (!Array.isArray(data)) {
    const layout = dtypeOf(dtype);
    return { ...turned, base64: new HeldBytes(new Uint8Array(inFortranOrder(bytesOfArray(value, layout), shape, layout.itemsize))) };
  }
  const items = itemsOf(value, NOTHING) ?? [];
  if (items.length !== rows * columns) throw malformed("an array with another number of values than its shape");
  return { ...turned, data: items.map((_, k) => items[(k % rows) * columns + Math.floor(k / rows)]) };
}
