/**
 * How Python's arithmetic rounded at the time of a model's version: numpy's einsum changed with 1.20 (sklearn 0.24 came
 * with it), BLAS libraries fuse products and sums on today's machines since those of numpy 1.18 and 1.19 (0.22).
 */
import type { Rounding } from "../../../numeric/gram-distances.js";
import type { State } from "../../state.js";

/** Of Euclidean distances by a product of matrices (sklearn.metrics.pairwise.euclidean_distances). */
export const gramRounding = (state: State): Rounding => (state.since(1, 0) ? "lanes" : "backward");

/** True when a product of matrices rounds once for each term. */
export const isFused = (state: State): boolean => state.since(0, 22);
