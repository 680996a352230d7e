/** A model's answer to one row, flat, as a form shows it. */
import type { Result } from "../../model/answer.js";
import { isArrayResult, isSparseResult } from "../../models/define.js";
import { toDense } from "../../numeric/sparse.js";
import type { Shape } from "./messages.js";

const MOST = 2000;

const plain = (value: unknown): string | number => (typeof value === "number" ? value : String(value));

/** What of a result can be shown: the first of several outputs' values, one after the other. */
export function shapeOf(result: Result): Shape {
  if (Array.isArray(result)) {
    const all = result.map((one: Result) => shapeOf(one));
    return { shape: [all.length], values: all.flatMap(({ values }) => values).slice(0, MOST) };
  }
  if (isSparseResult(result)) {
    return { shape: [...result.shape], values: Array.from<unknown>(toDense(result).data.slice(0, MOST)).map(plain) };
  }
  if (isArrayResult(result)) return { shape: [...result.shape], values: Array.from<unknown>(result.data.slice(0, MOST)).map(plain) };
  return { shape: [], values: [plain(result)] };
}
