/** `X @ coef_.T + intercept_` in a graph, of the coefficients that the models read (sklearn.linear_model._base). */
import { sentence } from "../../errors.js";
import { linearPart } from "../../models/parts/linear/predictor.js";
import { type Context, unsupported } from "../define.js";
import type { Value } from "../ir.js";

export interface LinearScores {
  /** [N, outputs]. */
  readonly scores: () => Value;
  readonly outputs: number;
  /** `coef_` has one axis: predictions have one axis too. */
  readonly flat: boolean;
}

/** A matrix with its axes exchanged. */
function transposed(data: ArrayLike<number>, rows: number, cols: number): Float64Array {
  const out = new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j] ?? 0;
  return out;
}

/** Reads `coef_` and `intercept_`. @throws CornichonError `target.unsupported` where coefficients are sparse */
export function linearScores({ state, ops, rows, at }: Context): LinearScores {
  const part = linearPart(state);
  const { features, outputs, coef, flat, bias } = part;
  if (coef === null) throw unsupported(at, state.className, sentence`its coefficients are sparse`);
  return {
    outputs,
    flat,
    scores: () => ops.add(ops.matmul(rows.x, ops.doubles([features, outputs], transposed(coef, outputs, features))), ops.row(bias)),
  };
}
