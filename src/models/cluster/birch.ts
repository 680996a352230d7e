/** sklearn.cluster.Birch: the label of the nearest subcluster, and distances to all (sklearn.cluster._birch 0.17 to 1.9). */
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { labelsFrom } from "../parts/labels.js";
import { argminRule, distanceTransform, nearestCenters } from "../parts/projections/centers.js";
import { gramRounding } from "../parts/stored/rounding.js";

export const Birch = defineModel({
  class: "sklearn.cluster.Birch",
  build: (state) => {
    const centers = state.matrix("subcluster_centers_");
    const labels = labelsFrom(state.array("subcluster_labels_"));
    if (labels.count !== centers.rows || centers.rows === 0) throw state.inconsistent("each subcluster needs one label");
    const expected = expectationOf(state, centers.cols);
    const rule = state.since(1, 0) ? argminRule(state) : { rounding: gramRounding(state), own: false, root: false };
    const nearest = nearestCenters(centers, rule);
    return {
      ...expected,
      methods: methods({
        predict: (x) => labels.decode(nearest(x.matrix(expected))),
        transform: distanceTransform(state, "subcluster_centers_", centers, expected),
        get_feature_names_out: prefixedNames(state, centers.rows),
      }),
    };
  },
});
