/** sklearn.neighbors.RadiusNeighborsTransformer 1.5: the graph of all within the radius. */
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { modeOf, radiusOf, withinGraph, withinMethods } from "../parts/neighbors/methods.js";
import { readSearch } from "../parts/neighbors/search.js";

export const RadiusNeighborsTransformer = defineModel({
  class: "sklearn.neighbors.RadiusNeighborsTransformer",
  build: (state) => {
    const search = readSearch(state);
    const radius = radiusOf(state);
    return {
      ...search.expected,
      methods: methods({
        ...withinMethods(state, search),
        transform: (x) => withinGraph(search, x, radius, modeOf(state)),
        get_feature_names_out: prefixedNames(state, search.rows),
      }),
    };
  },
});
