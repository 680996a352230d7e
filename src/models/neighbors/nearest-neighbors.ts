/** sklearn.neighbors.NearestNeighbors. */
import { defineModel, methods } from "../define.js";
import { nearestMethods, withinMethods } from "../parts/neighbors/methods.js";
import { readSearch } from "../parts/neighbors/search.js";

export const NearestNeighbors = defineModel({
  class: "sklearn.neighbors.NearestNeighbors",
  build: (state) => {
    const search = readSearch(state);
    return { ...search.expected, methods: methods({ ...nearestMethods(state, search), ...withinMethods(state, search) }) };
  },
});
