/**
 * sklearn.manifold.Isomap 1.5: geodesic distances of a row through its nearest fitted rows, then the kernel PCA that was
 * fitted on those of the training rows (Tenenbaum, de Silva, Langford 2000).
 */
import { floats } from "../../numeric/ndarray.js";
import { defineModel, headOf, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { handedOn } from "../parts/meta/handed-on.js";
import type { Within } from "../parts/neighbors/graph.js";
import { radiusOf } from "../parts/neighbors/methods.js";
import { expectedBy, readSearch, type Search } from "../parts/neighbors/search.js";
import { Samples } from "../samples.js";
import type { State } from "../state.js";

/** Neighbours of each row, by their number or within the radius. */
function neighboursOf(state: State, search: Search): (x: Samples) => Within {
  if (!state.has("n_neighbors")) {
    const radius = radiusOf(state);
    return (x) => search.within(x, radius);
  }
  const k = state.whole("n_neighbors", 1, search.rows);
  return (x) => {
    const { indices, distances } = search.nearest(x, k);
    return Array.from({ length: indices.length / k }, (_, i) => ({
      indices: Array.from(indices.subarray(i * k, (i + 1) * k)),
      distances: Array.from(distances.subarray(i * k, (i + 1) * k)),
    }));
  };
}

export const Isomap = defineModel({
  class: "sklearn.manifold.Isomap",
  build: (state, make) => {
    const search = readSearch(state.inner(state.fitted("nbrs_")));
    const between = state.matrix("dist_matrix_", search.rows, search.rows);
    const transform = make(state.fitted("kernel_pca_")).methods.get("transform");
    const embedding = state.matrix("embedding_", search.rows);
    if (transform === undefined) throw state.inconsistent("its kernel_pca_ does not transform");
    const neighbours = neighboursOf(state, search);
    const expected = expectedBy(state, search);
    return {
      ...headOf(expected),
      methods: methods({
        transform: (given, options) => {
          const x = handedOn(given, expected);
          const found = neighbours(x);
          const kernel = new Float64Array(found.length * search.rows);
          const single = x.dtype === "float32" && state.since(1, 1);
          const round = single ? Math.fround : Number;
          const told = search.dtype(x) === "float32" ? Math.fround : Number;
          found.forEach(({ indices, distances }, i) => {
            for (let j = 0; j < search.rows; j++) {
              let least = Number.POSITIVE_INFINITY;
              indices.forEach((index, n) => {
                least = Math.min(least, round(between.data[index * search.rows + j] + told(distances[n])));
              });
              kernel[i * search.rows + j] = -0.5 * round(round(least) ** 2);
            }
          });
          const dtype = single ? "float32" : "float64";
          return transform(new Samples(floats(dtype, [found.length, search.rows], kernel)), options);
        },
        get_feature_names_out: prefixedNames(state, embedding.cols),
      }),
    };
  },
});
