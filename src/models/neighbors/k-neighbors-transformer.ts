/** sklearn.neighbors.KNeighborsTransformer 1.5: the graph of the k nearest, one more in mode `distance` (a row itself is one). */
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { modeOf, nearestGraph, nearestMethods } from "../parts/neighbors/methods.js";
import { readSearch } from "../parts/neighbors/search.js";

export const KNeighborsTransformer = defineModel({
  class: "sklearn.neighbors.KNeighborsTransformer",
  build: (state) => {
    const search = readSearch(state);
    const mode = state.text("mode");
    const k = state.whole("n_neighbors", 1, Number.MAX_SAFE_INTEGER) + (mode === "distance" ? 1 : 0);
    return {
      ...search.expected,
      methods: methods({
        ...nearestMethods(state, search),
        transform: (x) => nearestGraph(search, x, k, modeOf(state)),
        get_feature_names_out: prefixedNames(state, search.rows),
      }),
    };
  },
});
