/** Values that codes stand for, one a row: a level of an index as a column. */
import { aligned, widthOf } from "./numbers.js";
import type { Codes, Values, Vector } from "./types.js";

const NAT = -(2n ** 63n);

function takenBytes(bytes: Uint8Array, width: number, codes: Codes, none: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(codes.length * width);
  for (let row = 0; row < codes.length; row++) {
    const code = Number(codes[row]);
    out.set(code < 0 ? none : bytes.subarray(code * width, (code + 1) * width), row * width);
  }
  return out;
}

const counted = (counts: BigInt64Array, codes: Codes): BigInt64Array =>
  BigInt64Array.from(codes, (code) => (code < 0 ? NAT : (counts[Number(code)] ?? NAT)));

const listed = (items: readonly unknown[], codes: Codes): readonly unknown[] =>
  Array.from(codes, (code) => (code < 0 ? null : (items[Number(code)] ?? null)));

const NAN = new Uint8Array(new Float64Array([Number.NaN]).buffer);
/** Bytes of a float that is none, of each width. */
const NANS: Readonly<Record<number, Uint8Array>> = { 2: new Uint8Array([0, 0x7e]), 4: new Uint8Array([0, 0, 0xc0, 0x7f]), 8: NAN };

function numbers(values: Extract<Values, { readonly is: "number" }>, codes: Codes): Values {
  const width = widthOf(values.type);
  const isWhole = !values.type.startsWith("float");
  const bytes = takenBytes(aligned(values.bytes, width), width, codes, isWhole ? new Uint8Array(width) : (NANS[width] ?? NAN));
  return { ...values, bytes };
}

function takenValues(values: Values, codes: Codes): Values {
  switch (values.is) {
    case "number":
      return numbers(values, codes);
    case "bool":
      return { ...values, bytes: takenBytes(values.bytes, 1, codes, new Uint8Array(1)) };
    case "time":
    case "duration":
    case "period":
      return { ...values, counts: counted(values.counts, codes) };
    case "text":
    case "object":
      return { ...values, items: listed(values.items, codes) };
    case "category": {
      const inner = values.codes;
      return { ...values, codes: BigInt64Array.from(codes, (code) => (code < 0 ? -1n : BigInt(inner[Number(code)] ?? -1))) };
    }
    case "interval":
      return { ...values, left: takenBy(values.left, codes), right: takenBy(values.right, codes) };
  }
}

/** A mask over what was missing, and over codes of nothing where the values themselves cannot say so. */
function maskOf({ values, mask }: Vector, codes: Codes): Uint8Array | null {
  const needs = mask !== null || ((values.is === "number" || values.is === "bool") && codes.some((code) => code < 0));
  return needs ? Uint8Array.from(codes, (code) => (code < 0 || (mask !== null && mask[Number(code)] !== 0) ? 1 : 0)) : null;
}

const takenBy = (vector: Vector, codes: Codes): Vector => ({
  length: codes.length,
  values: takenValues(vector.values, codes),
  mask: maskOf(vector, codes),
});

/** A vector of categories as the values themselves; any other as it is. */
export function taken(vector: Vector): Vector {
  const { values } = vector;
  if (values.is !== "category") return vector;
  return takenBy(values.categories, values.codes);
}
