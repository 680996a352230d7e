/**
 * sklearn.ensemble.IsolationForest: a row is the more normal, the deeper its leaves are (Liu, Ting, Zhou 2008; formulas
 * of sklearn.ensemble._iforest 0.18 to 1.9). Until 0.19 a decision is 0.5 − score against `threshold_`; 0.20 and 0.21 have
 * both ways (`behaviour`).
 */
import { float64, int64 } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { featureChoices } from "../parts/meta/feature-choices.js";
import { decisionsOf, pathLength } from "../parts/trees/isolation.js";
import { type TreeNodes, treesOf } from "../parts/trees/nodes.js";
import { type Taste, treeRows } from "../parts/trees/rows.js";
import { addTerms, type Term } from "../parts/trees/sum.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

function termsOf(state: State, trees: readonly TreeNodes[], features: number): Term[] {
  const choices = featureChoices(state, trees.length, features);
  const length = pathLength(state);
  return trees.map((tree, at) => {
    const choice = choices[at];
    const some = choice !== undefined && choice.length !== features;
    if (tree.features !== (some ? choice.length : features)) throw state.inconsistent(`tree ${at} is for ${tree.features} features`);
    const samples = tree.column("n_node_samples");
    const values = Float64Array.from(tree.packed.ids, (id) => tree.depth[id] + length(samples[id]));
    return { tree: tree.packed, values, width: 1, column: 0, features: some ? choice : undefined };
  });
}

export const IsolationForest = defineModel({
  class: "sklearn.ensemble.IsolationForest",
  build: (state) => {
    const { trees } = treesOf(state, "estimators_");
    const expected = expectationOf(state, state.declaredFeatures() ?? trees[0]?.features ?? 0);
    const terms = termsOf(state, trees, expected.nFeatures ?? 0);
    const missing = state.since(1, 6);
    const taste: Taste = { single: true, missing, infinite: missing, sparseIsLarge: missing };
    const whole = trees.length * pathLength(state)(state.amount("max_samples_"));
    // Trees of one sample have no depth; before 1.0 that was divided by zero.
    const flat = state.since(1, 0) ? 1 : Number.NaN;
    const scores = (x: Samples): Float64Array => {
      const rows = treeRows(x, expected, taste);
      const depths = new Float64Array(rows.rows);
      addTerms(rows, terms, 1, 1, depths);
      return depths.map((depth) => -(2 ** -(whole === 0 ? flat : depth / whole)));
    };
    const { offset, threshold, strict } = decisionsOf(state);
    const decision = (x: Samples): Float64Array => scores(x).map((score) => score - offset);
    return {
      ...expected,
      methods: methods({
        predict: (x) => {
          const found = decision(x);
          return int64(
            [found.length],
            found.map((value) => (value < threshold || (!strict && value === threshold) ? -1 : 1)),
          );
        },
        decision_function: (x) => {
          const found = decision(x);
          return float64([found.length], found);
        },
        score_samples: state.has("offset_")
          ? (x) => {
              const found = scores(x);
              return float64([found.length], found);
            }
          : undefined,
      }),
    };
  },
});
