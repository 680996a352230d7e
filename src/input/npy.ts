/** An answer as numpy's `.npy` (format 1.0, little-endian). Texts are numpy's fixed-length ones; objects are refused: they are pickles. */
import { CornichonError, sentence, showText } from "../errors.js";
import type { Result } from "../model/all.js";
import type { NDArrayData } from "../numeric/ndarray.js";
import { writtenOut } from "./dense.js";

interface Item {
  readonly descr: string;
  readonly width: number;
  readonly put: (view: DataView, at: number, value: unknown) => void;
}

const ITEMS: Readonly<Record<string, Item>> = {
  float64: { descr: "<f8", width: 8, put: (view, at, value) => view.setFloat64(at, Number(value), true) },
  float32: { descr: "<f4", width: 4, put: (view, at, value) => view.setFloat32(at, Number(value), true) },
  int64: { descr: "<i8", width: 8, put: (view, at, value) => view.setBigInt64(at, BigInt(String(value)), true) },
  uint64: { descr: "<u8", width: 8, put: (view, at, value) => view.setBigUint64(at, BigInt(String(value)), true) },
  int32: { descr: "<i4", width: 4, put: (view, at, value) => view.setInt32(at, Number(value), true) },
  uint32: { descr: "<u4", width: 4, put: (view, at, value) => view.setUint32(at, Number(value), true) },
  int16: { descr: "<i2", width: 2, put: (view, at, value) => view.setInt16(at, Number(value), true) },
  uint16: { descr: "<u2", width: 2, put: (view, at, value) => view.setUint16(at, Number(value), true) },
  int8: { descr: "|i1", width: 1, put: (view, at, value) => view.setInt8(at, Number(value)) },
  uint8: { descr: "|u1", width: 1, put: (view, at, value) => view.setUint8(at, Number(value)) },
  bool: { descr: "|b1", width: 1, put: (view, at, value) => view.setUint8(at, value === true || value === 1 ? 1 : 0) },
};

const UNICODE_BYTES = 4;

function textItem(data: NDArrayData): Item {
  const longest = Array.from<unknown>(data).reduce<number>((most, value) => Math.max(most, [...String(value)].length), 1);
  const put = (view: DataView, at: number, value: unknown): void => {
    [...String(value)].forEach((char, k) => {
      view.setUint32(at + k * UNICODE_BYTES, char.codePointAt(0) ?? 0, true);
    });
  };
  return { descr: `<U${longest}`, width: longest * UNICODE_BYTES, put };
}

const isText = (value: unknown): boolean => typeof value === "string";

function itemOf(dtype: string, data: NDArrayData): Item {
  const item = Object.hasOwn(ITEMS, dtype) ? ITEMS[dtype] : undefined;
  if (item !== undefined) return item;
  if (Array.from<unknown>(data).every(isText)) return textItem(data);
  throw new CornichonError("usage", sentence`an array of ${showText(dtype)} is not written as .npy; --format json shows it`);
}

const ALIGNMENT = 64;
const BEGINNING = 10;

function headerOf(descr: string, shape: readonly number[]): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((BEGINNING + dict.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - BEGINNING) & 0xff, (length - BEGINNING) >> 8]);
  bytes.set(new TextEncoder().encode(dict), BEGINNING);
  bytes[length - 1] = 0x0a;
  return bytes;
}

/**
 * The bytes of a `.npy` file with the answer.
 * @throws CornichonError `usage` for what is no array that numpy reads without a pickle
 * @example
 * ```ts
 * import { load, resultNpy } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * const result = model?.call("predict", [[0.4, -0.6, 2.9]]) ?? null;
 * console.log(resultNpy("predict", result).subarray(1, 6).toString()); //=> 78,85,77,80,89
 * ```
 */
export function resultNpy(method: string, result: Result): Uint8Array {
  const { dtype, shape, data } = writtenOut(method, result);
  const { descr, width, put } = itemOf(dtype, data);
  const header = headerOf(descr, shape);
  const out = new Uint8Array(header.length + data.length * width);
  out.set(header);
  const view = new DataView(out.buffer);
  for (let i = 0; i < data.length; i++) put(view, header.length + i * width, data[i]);
  return out;
}
