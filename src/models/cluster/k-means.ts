/** sklearn.cluster.KMeans and MiniBatchKMeans: the nearest centre, and distances to all (sklearn.cluster._kmeans 0.17 to 1.9). */
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { checkType, distanceTransform, lloydRule, nearestCenters } from "../parts/projections/centers.js";

const kMeans = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.cluster.${name}`,
    build: (state) => {
      const centers = state.matrix("cluster_centers_");
      if (centers.rows === 0) throw state.inconsistent("it has no centers");
      const expected = expectationOf(state, centers.cols);
      const nearest = nearestCenters(centers, lloydRule(state));
      return {
        ...expected,
        methods: methods({
          predict: (x) => {
            checkType(state, "cluster_centers_", x);
            const data = nearest(x.matrix(expected));
            return { dtype: "int32", shape: [data.length], data };
          },
          transform: distanceTransform(state, "cluster_centers_", centers, expected),
          get_feature_names_out: prefixedNames(state, centers.rows),
        }),
      };
    },
  });

export const KMeans = kMeans("KMeans");
export const MiniBatchKMeans = kMeans("MiniBatchKMeans");
