/** The bins of KBinsDiscretizer. */
import { arrayOf, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";

/** Edges of one feature's bins, the outer ones too. */
export function edgesOf(state: State): readonly Float64Array[] {
  return state.items("bin_edges_").map((value) => {
    const edges = typeOf(value) === "ndarray" ? Float64Array.from(arrayOf(value).data, Number) : new Float64Array();
    if (edges.length < 2) throw state.inconsistent("a feature has no bins");
    return edges;
  });
}
