/** Ridge regression of rows on components, as one matrix (sklearn.decomposition._sparse_pca, sklearn.linear_model._ridge). */
import { multiplyTransposed, solve, transpose } from "../../../numeric/linear-algebra.js";
import type { Matrix } from "../../../numeric/ndarray.js";
import { pseudoinverse } from "../../../numeric/singular-values.js";
import { addDiagonal } from "./latent.js";

/** `(C · Cᵀ + α)⁻¹ · C`; the pseudoinverse where that is singular, as sklearn falls back to. */
export function ridge(components: Matrix, alpha: number): Matrix {
  const gram = addDiagonal(multiplyTransposed(components, components), () => alpha);
  return solve(gram, components) ?? pseudoinverse(transpose(components));
}
