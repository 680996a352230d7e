/**
 * How Python's arithmetic rounded at the time of a model's version: numpy's einsum changed with 1.21 (sklearn 1.0 came
 * after it); its BLAS fuses products and sums of doubles on today's machines, measured with numpy 1.13 to 2.5.
 */
import type { Rounding } from "../../../numeric/gram-distances.js";
import type { State } from "../../state.js";

/** Of Euclidean distances by a product of matrices (sklearn.metrics.pairwise.euclidean_distances). */
export const gramRounding = (state: State): Rounding => (state.since(1, 0) ? "lanes" : "backward");

/** True when a product of matrices rounds once for each term. */
export const isFused = (state: State): boolean => state.since(0, 22);
