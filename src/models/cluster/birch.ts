/** sklearn.cluster.Birch: the label of the nearest subcluster, and distances to all (sklearn.cluster._birch 0.17 to 1.9). */
import { CornichonError, sentence } from "../../errors.js";
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { labelsFrom } from "../parts/labels.js";
import { argminRule, distanceTransform, nearestCenters } from "../parts/projections/centers.js";
import { gramRounding } from "../parts/stored/rounding.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** 1.2 leaves out squares of single precision beside sparse doubles, and then adds what is not there. @throws CornichonError `input.malformed` */
function checkSquares(state: State, x: Samples, expected: Expectation): void {
  if (state.before(1, 2) || state.since(1, 3) || state.dtype("_subcluster_norms") !== "float32") return;
  if (x.dtype !== "float32" && x.sparse(expected) !== null)
    throw new CornichonError("input.malformed", sentence`Cannot cast ufunc 'add' output from dtype('O') to dtype('float64')`);
}

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
        predict: (x) => {
          const rows = x.matrix(expected);
          checkSquares(state, x, expected);
          return labels.decode(nearest(rows));
        },
        transform: distanceTransform(state, "subcluster_centers_", centers, expected),
        get_feature_names_out: prefixedNames(state, centers.rows),
      }),
    };
  },
});
