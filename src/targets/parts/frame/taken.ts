/** Values that codes stand for, one a row: a level of an index as a column. */
import { NAT } from "./missing.js";
import { aligned, numbersOf, widthOf } from "./numbers.js";
import type { Codes, Values, Vector } from "./types.js";

function takenBytes(bytes: Uint8Array, width: number, codes: Codes, none: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(codes.length * width);
  for (let row = 0; row < codes.length; row++) {
    const code = Number(codes[row]);
    out.set(code < 0 ? none : bytes.subarray(code * width, (code + 1) * width), row * width);
  }
  return out;
}

/** A code; below zero it stands for nothing. */
const codeAt = (codes: Codes, row: number): number => Number(codes[row]);

const counted = (counts: BigInt64Array, codes: Codes): BigInt64Array =>
  BigInt64Array.from({ length: codes.length }, (_, row) => counts[codeAt(codes, row)] ?? NAT);

const listed = (items: readonly unknown[], codes: Codes): readonly unknown[] =>
  Array.from({ length: codes.length }, (_, row) => items[codeAt(codes, row)] ?? null);

const NAN = new Uint8Array(new Float64Array([Number.NaN]).buffer);
/** Bytes of a float that is none, of each width. */
const NANS: Readonly<Record<number, Uint8Array>> = { 2: new Uint8Array([0, 0x7e]), 4: new Uint8Array([0, 0, 0xc0, 0x7f]), 8: NAN };

const hasNone = (codes: Codes): boolean => codes.some((code) => code < 0);

/** Whole numbers of which some are missing are floats. */
function numbers(values: Extract<Values, { readonly is: "number" }>, codes: Codes, isMasked: boolean): Values {
  const width = widthOf(values.type);
  if (!values.type.startsWith("float") && !isMasked && hasNone(codes)) {
    const at = numbersOf(values.type, values.bytes);
    const floats = Float64Array.from({ length: codes.length }, (_, row) => floatAt(at, codeAt(codes, row)));
    return { is: "number", type: "float64", bytes: new Uint8Array(floats.buffer) };
  }
  return { ...values, bytes: takenBytes(aligned(values.bytes, width), width, codes, NANS[width] ?? NAN) };
}

const floatAt = (at: (row: number) => number | bigint, code: number): number => (code < 0 ? Number.NaN : Number(at(code)));

/** Truth values of which some are missing are objects. */
function truths(bytes: Uint8Array, codes: Codes, isMasked: boolean): Values {
  if (isMasked || !hasNone(codes)) return { is: "bool", bytes: takenBytes(bytes, 1, codes, new Uint8Array(1)) };
  const items = Array.from({ length: codes.length }, (_, row) => (codeAt(codes, row) < 0 ? null : bytes[codeAt(codes, row)] !== 0));
  return { is: "object", items };
}

function takenValues({ values, mask }: Vector, codes: Codes): Values {
  switch (values.is) {
    case "number":
      return numbers(values, codes, mask !== null);
    case "bool":
      return truths(values.bytes, codes, mask !== null);
    case "time":
    case "duration":
    case "period":
      return { ...values, counts: counted(values.counts, codes) };
    case "text":
    case "object":
      return { ...values, items: listed(values.items, codes) };
    case "category": {
      const inner = values.codes;
      return { ...values, codes: BigInt64Array.from({ length: codes.length }, (_, row) => BigInt(inner[codeAt(codes, row)] ?? -1)) };
    }
    case "interval":
      return { ...values, left: takenBy(values.left, codes), right: takenBy(values.right, codes) };
  }
}

/** A mask over what was missing, and over codes of nothing. */
function maskOf({ mask }: Vector, codes: Codes): Uint8Array | null {
  const isMissing = (code: number): boolean => code < 0 || mask?.[code] !== 0;
  return mask !== null ? Uint8Array.from({ length: codes.length }, (_, row) => (isMissing(codeAt(codes, row)) ? 1 : 0)) : null;
}

const takenBy = (vector: Vector, codes: Codes): Vector => ({
  length: codes.length,
  values: takenValues(vector, codes),
  mask: maskOf(vector, codes),
});

/** A vector of categories as the values themselves; any other as it is. */
export function taken(vector: Vector): Vector {
  const { values } = vector;
  if (values.is !== "category") return vector;
  return takenBy(values.categories, values.codes);
}
