/**
 * Boosted trees of sklearn's own (sklearn.ensemble._gb, 0.17 to 1.9): what `init_` predicts, plus `learning_rate ·` the
 * leaf of each stage's trees. X is float32 for `init_`, too.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { float64, type NDArray } from "../../../numeric/ndarray.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { denseResult, type FittedModel, type MakeModel, type Method } from "../../define.js";
import { type Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { leafNumbers, termAt } from "../trees/estimator.js";
import { treeSelection } from "../trees/importances.js";
import { type TreeNodes, treesOf } from "../trees/nodes.js";
import { type Taste, treeRows } from "../trees/rows.js";
import { addTerms } from "../trees/sum.js";
import { type Boosted, type Link, linkOf } from "./scores.js";

const TASTE: Taste = { single: true, missing: false, infinite: false };

export interface GradientBoosted extends Boosted {
  readonly methods: Readonly<Record<string, Method | undefined>>;
}

/** Stages of trees, row by row of `estimators_`. */
export function stagesOf(state: State): { trees: readonly TreeNodes[]; each: number } {
  const { shape } = state.array("estimators_");
  const { trees } = treesOf(state, "estimators_");
  const [stages = 0, each = 0] = shape;
  if (shape.length !== 2 || stages * each !== trees.length) throw state.inconsistent("estimators_ is no table of trees");
  const odd = trees.find((tree) => tree.outputs !== 1 || tree.width !== 1 || tree.features !== trees[0]?.features);
  if (odd !== undefined) throw state.inconsistent("a tree has classes, outputs or features that the others have not");
  return { trees, each };
}

/** X rounded to float32, as `init_` gets it. */
function single(x: Samples, expected: Expectation): Samples {
  const sparse = x.sparse(expected);
  if (sparse !== null) return new Samples({ ...sparse, dtype: "float32", data: Float32Array.from(sparse.data, Number) } satisfies Sparse);
  const { rows, cols, data } = x.matrix(expected);
  return new Samples({ dtype: "float32", shape: [rows, cols], data: Float32Array.from(data) } satisfies NDArray);
}

/** Reads the parts that classifier and regressor share. @throws CornichonError `model.*` */
export function readBoosted(state: State, make: MakeModel, classifier: boolean): GradientBoosted {
  const link = linkOf(state);
  const { trees, each } = stagesOf(state);
  const expected = expectationOf(state, trees[0]?.features ?? null);
  const rate = state.amount("learning_rate");
  const init = initOf(state, make, link, classifier);
  const terms = trees.map((tree, at) => termAt(tree, at % each));
  const start = (x: Samples, rows: number): Float64Array =>
    init === null ? new Float64Array(rows * each) : sized(state, init(single(x, expected)), rows * each);
  const leaves = (x: Samples): NDArray => {
    const { shape, data } = leafNumbers(x, expected, { ...TASTE, missing: state.since(1, 3) }, trees, true);
    const [rows = 0] = shape;
    return float64(classifier ? [rows, trees.length / each, each] : [rows, trees.length], Float64Array.from(data, Number));
  };
  return {
    expected,
    link,
    each,
    scores: (x) => {
      const rows = treeRows(x, expected, TASTE);
      const data = start(x, rows.rows);
      addTerms(rows, terms, rate, each, data);
      return { rows: rows.rows, each, data };
    },
    staged: (x) => {
      const rows = treeRows(x, expected, TASTE);
      const data = start(x, rows.rows);
      return Array.from({ length: trees.length / each }, (_, stage) => {
        addTerms(rows, terms.slice(stage * each, (stage + 1) * each), rate, each, data);
        return { rows: rows.rows, each, data: data.slice() };
      });
    },
    methods: {
      apply: leaves,
      transform: treeSelection(state, expected, trees),
    },
  };
}

function sized(state: State, data: Float64Array, length: number): Float64Array {
  if (data.length !== length)
    throw new CornichonError("model.inconsistent", sentence`${showText(state.name)}: init_ predicts ${data.length} values for ${length}.`);
  return data;
}

type Init = (x: Samples) => Float64Array;

/** What the first scores are; null for zeros. */
function initOf(state: State, make: MakeModel, link: Link, classifier: boolean): Init | null {
  if (state.fitted("init_") === "zero") return null;
  const model = make(state.get("init_"));
  if (!classifier || state.before(0, 21)) return (x) => Float64Array.from(denseResult(ask(model, "predict")(x, {})).data, Number);
  const proba = ask(model, "predict_proba");
  const least = leastProbability(state);
  return (x) => fromProbabilities(denseResult(proba(x, {})), link, least, state.before(1, 4));
}

/** What probabilities of `init_` are kept above. */
export const leastProbability = (state: State): number => (state.before(1, 8) ? 2 ** -23 : Number.EPSILON);

function ask(model: FittedModel, name: string): Method {
  const method = model.methods.get(name);
  if (method === undefined)
    throw new CornichonError("model.inconsistent", sentence`init_ (${showText(model.className)}) has no ${showText(name)}.`);
  return method;
}

/**
 * Scores of probabilities that are kept off 0 and 1 (sklearn.ensemble._gb._init_raw_predictions 1.4 to 1.9;
 * get_init_raw_predictions of the losses before, where several classes are not centred).
 */
export function fromProbabilities({ shape, data, dtype }: NDArray, link: Link, least: number, plain: boolean): Float64Array {
  const [rows = 0, classes = 0] = shape;
  // To 1.3 logarithms of float32 probabilities were float32.
  const round = plain && dtype === "float32" ? Math.fround : Number;
  const at = (i: number, k: number): number => Math.min(1 - least, Math.max(least, Number(data[i * classes + k])));
  if (link !== "multinomial_logit") {
    const factor = link === "half_logit" ? 0.5 : 1;
    return Float64Array.from({ length: rows }, (_, i) => round(factor * round(Math.log(round(at(i, 1) / round(1 - at(i, 1)))))));
  }
  const out = Float64Array.from({ length: rows * classes }, (_, place) =>
    round(Math.log(at(Math.floor(place / classes), place % classes))),
  );
  if (plain) return out;
  for (let i = 0; i < rows; i++) {
    const row = out.subarray(i * classes, (i + 1) * classes);
    const mean = row.reduce((sum, value) => sum + value, 0) / classes;
    for (let k = 0; k < classes; k++) row[k] -= mean;
  }
  return out;
}
