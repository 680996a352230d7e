/** What whitening divides by (sklearn.decomposition._base.transform). */
import type { State } from "../../state.js";

/** Standard deviations that whitening divides by; from 1.5 on none is smaller than the type's ε. */
export function deviations(state: State, variances: Float64Array): Float64Array {
  const least = state.since(1, 5) ? (state.dtype("explained_variance_") === "float32" ? 2 ** -23 : Number.EPSILON) : 0;
  return variances.map((variance) => Math.max(least, Math.sqrt(variance)));
}
