/** sklearn.neighbors.NearestNeighbors. */
import { defineModel, methods } from "../define.js";
import { nearestMethods, withinMethods } from "../parts/neighbors/methods.js";
import { readSearch } from "../parts/neighbors/search.js";

export const NearestNeighbors = defineModel({
  class: "sklearn.neighbors.NearestNeighbors",
  build: (state) => {
    const search = readSearch(state);
    const { nFeatures, featureNames } = search.expected;
    return { nFeatures, featureNames, methods: methods({ ...nearestMethods(state, search), ...withinMethods(state, search) }) };
  },
});
