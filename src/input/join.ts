/** Answers to blocks of rows as the answer to all of them, where they fit; what does not is asked for in one go. */
import type { Result } from "../model/all.js";
import { answerOf } from "../model/answer.js";
import { isArrayResult, isListResult, isSparseResult, type Result as ModelResult } from "../models/define.js";
import { largest } from "../numeric/extremes.js";
import type { NDArray } from "../numeric/ndarray.js";
import type { Sparse } from "../numeric/sparse.js";

/** The type of all: texts are as long as the longest of them. */
function dtypeOf(parts: readonly NDArray[]): string | null {
  const names = new Set(parts.map(({ dtype }) => dtype));
  const [only] = names;
  if (names.size === 1 && only !== undefined) return only;
  const lengths = [...names].map((name) => /^U(\d+)$/.exec(name)?.[1]);
  return lengths.every((length) => length !== undefined) ? `U${largest(lengths.map(Number))}` : null;
}

const isNumbers = (data: unknown): data is Float64Array => data instanceof Float64Array;

function dataOf(parts: readonly NDArray[]): NDArray["data"] {
  const all = parts.map(({ data }) => data);
  if (!all.every(isNumbers)) return all.flatMap((data) => Array.from<unknown>(data));
  const out = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const data of all) {
    out.set(data, at);
    at += data.length;
  }
  return out;
}

function joinedArrays(parts: readonly NDArray[]): NDArray | null {
  const dtype = dtypeOf(parts);
  const [first] = parts;
  if (dtype === null || first === undefined || first.shape.length === 0) return null;
  const [, ...rest] = first.shape;
  if (parts.some(({ shape }) => shape.length !== rest.length + 1 || rest.some((n, k) => shape[k + 1] !== n))) return null;
  return { dtype, shape: [parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0), ...rest], data: dataOf(parts) };
}

function joinedRows(parts: readonly Sparse[]): Sparse | null {
  const [first] = parts;
  if (first === undefined || parts.some(({ shape, dtype }) => shape[1] !== first.shape[1] || dtype !== first.dtype)) return null;
  const [data, indices, indptr]: [number[], number[], number[]] = [[], [], [0]];
  for (const part of parts) {
    const before = data.length;
    for (const value of part.data) data.push(Number(value));
    for (const value of part.indices) indices.push(value);
    for (const value of Array.from(part.indptr).slice(1)) indptr.push(before + value);
  }
  return { ...first, shape: [indptr.length - 1, first.shape[1]], data, indices, indptr };
}

/** Null where the answers do not fit. */
function joined(parts: readonly ModelResult[]): ModelResult | null {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  if (parts.every(isArrayResult)) return joinedArrays(parts);
  if (parts.every(isSparseResult)) return joinedRows(parts);
  if (!parts.every(isListResult)) return null;
  const count = parts[0]?.length ?? 0;
  if (parts.some((part) => part.length !== count)) return null;
  const outputs = Array.from({ length: count }, (_, k) => joined(parts.map((part) => part[k] ?? null)));
  return outputs.every((one) => one !== null) ? outputs : null;
}

export function joinedAnswers(parts: readonly Result[]): Result | null {
  const all = joined(parts);
  return all === null ? null : answerOf(all);
}
