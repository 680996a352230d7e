/**
 * Forests: the mean of their trees (sklearn.ensemble._forest, 0.17 to 1.9), added up tree by tree in sklearn's order, so
 * that ties between classes fall as they do there.
 */
import { float64, int64, type NDArray } from "../../../numeric/ndarray.js";
import { defineModel, type Method, type ModelDefinition, methods } from "../../define.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { type ClassOutputs, classOutputs, probabilities, winners } from "./class-outputs.js";
import { classesResult, classTerm, leafNumbers, onPaths, termOf, treeTaste } from "./estimator.js";
import { treeSelection } from "./importances.js";
import { type TreeNodes, treesOf } from "./nodes.js";
import { decisionPath, pathOffsets } from "./paths.js";
import { type Taste, treeRows } from "./rows.js";
import { addTerms, type Term } from "./sum.js";

export interface Forest {
  readonly trees: readonly TreeNodes[];
  readonly expected: Expectation;
  readonly taste: Taste;
}

/** Reads `estimators_`, a tree each. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function readForest(state: State): Forest {
  const { first: estimator, trees } = treesOf(state, "estimators_");
  const [first] = trees;
  const odd = trees.findIndex((tree) => tree.features !== first?.features || tree.outputs !== first.outputs || tree.width !== first.width);
  if (first === undefined || odd >= 0) throw state.inconsistent(`its tree ${odd} has other features or outputs than the first`);
  return { trees, expected: expectationOf(state, first.features), taste: treeTaste(estimator, true) };
}

/** Means over the trees: `(rows, outputs · width)`. */
function means({ trees, expected, taste }: Forest, terms: readonly Term[], x: Samples): { rows: number; data: Float64Array } {
  const rows = treeRows(x, expected, taste);
  const stride = terms[0]?.width ?? 1;
  const data = new Float64Array(rows.rows * stride);
  addTerms(rows, terms, 1, stride, data);
  for (let at = 0; at < data.length; at++) data[at] /= trees.length;
  return { rows: rows.rows, data };
}

/** Leaves of every tree, `(rows, trees)`. */
export const forestLeaves = ({ trees, expected, taste }: Forest, x: Samples): NDArray => leafNumbers(x, expected, taste, trees, true);

/** What every forest has. */
export const forestMethods = (state: State, forest: Forest): Record<string, Method | undefined> => ({
  apply: (x) => forestLeaves(forest, x),
  decision_path: (x) => {
    const offsets = pathOffsets(forest.trees);
    const leaves = forestLeaves({ ...forest, trees: onPaths(state, forest.trees) }, x);
    return [decisionPath(forest.trees, leaves), int64([offsets.length], offsets)];
  },
  transform: treeSelection(state, forest.expected, forest.trees),
});

/** The definition of a forest that predicts numbers. */
export const forestRegressor = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const forest = readForest(state);
      const terms = forest.trees.map(termOf);
      const [{ outputs, width } = { outputs: 1, width: 1 }] = forest.trees;
      if (width !== 1) throw state.inconsistent("a regressor's trees have classes");
      return {
        ...forest.expected,
        methods: methods({
          predict: (x) => {
            const { rows, data } = means(forest, terms, x);
            return float64(outputs === 1 ? [rows] : [rows, outputs], data);
          },
          ...forestMethods(state, forest),
        }),
      };
    },
  });

/** The definition of a forest that predicts classes. */
export const forestClassifier = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const forest = readForest(state);
      const outputs: ClassOutputs = classOutputs(state);
      const terms = forest.trees.map((tree) => classTerm(state, tree, outputs));
      const width = forest.trees[0]?.width ?? 1;
      const proba = (x: Samples, log: boolean) => {
        const { rows, data } = means(forest, terms, x);
        return probabilities(outputs, data, rows, width, log);
      };
      return {
        ...forest.expected,
        classes: classesResult(outputs),
        methods: methods({
          predict: (x) => {
            const { rows, data } = means(forest, terms, x);
            return winners(outputs, data, rows, width);
          },
          predict_proba: (x) => proba(x, false),
          predict_log_proba: (x) => proba(x, true),
          ...forestMethods(state, forest),
        }),
      };
    },
  });
