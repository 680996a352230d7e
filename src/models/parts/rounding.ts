/** How numpy rounded at the time of a model's version: numpy 1.19 came about with sklearn 0.23, numpy 1.20 with 0.24. */
import type { Rounding } from "../../numeric/blas-rounding.js";
import type { State } from "../state.js";

export function roundingOf(state: State): Rounding {
  const [major, minor] = state.version();
  return { fused: major > 0 || minor >= 23, lanes: major > 0 || minor >= 24 };
}
