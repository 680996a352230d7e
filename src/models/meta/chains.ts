/**
 * Chains (sklearn.multioutput 0.19 to 1.9): each estimator sees X and what those before it said, in the order of the
 * chain; answers come out in the order of the outputs.
 */
import { CornichonError, sentence } from "../../errors.js";
import { float64, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { hstack, hstackSparse, sparseOf } from "../../numeric/stack.js";
import { defineModel, type FittedModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { answer, answerMatrix, columnOf } from "../parts/meta/delegation.js";
import { type Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

interface Chain {
  readonly models: readonly FittedModel[];
  /** Output of each estimator. */
  readonly order: readonly number[];
  readonly expected: Expectation;
}

function chainOf(state: State, make: (value: unknown) => FittedModel): Chain {
  const models = state.items("estimators_").map(make);
  const order = Array.from(state.numbersOf(state.fitted("order_"), "order_").data);
  if (
    order.length !== models.length ||
    new Set(order).size !== order.length ||
    !order.every((at) => Number.isInteger(at) && at >= 0 && at < order.length)
  )
    throw state.inconsistent("order_ is no order of its estimators");
  return { models, order, expected: expectationOf(state, state.declaredFeatures() ?? models[0]?.nFeatures ?? null) };
}

/** X with the answers so far behind it. */
function widened(chain: Chain, x: Samples, before: Matrix): Samples {
  const extra = float64([before.rows, before.cols], before.data);
  const sparse = x.sparse(chain.expected);
  if (sparse !== null) return new Samples(hstackSparse([sparse, sparseOf(extra)], before.rows));
  const { rows, cols, data } = x.matrix(chain.expected);
  const both = hstack([float64([rows, cols], data), extra], rows);
  return new Samples(matrix(rows, cols + before.cols, Float64Array.from(both.data, Number)));
}

/** A number a sample. @throws CornichonError `model.method` for several, as the decisions of several classes are */
function oneOfEach(said: Float64Array, rows: number): Float64Array {
  if (said.length === rows) return said;
  throw new CornichonError(
    "model.method",
    sentence`could not broadcast input array from shape (${rows},${said.length / Math.max(1, rows)}) into shape (${rows},)`,
  );
}

/** What `say` makes of each estimator's samples; `pass` is what the next ones see of it. */
function run(chain: Chain, x: Samples, pass: Ask, say: Ask): Matrix {
  const n = chain.models.length;
  const passed: Float64Array[] = [];
  const out = matrix(x.rows, n);
  for (const [i, model] of chain.models.entries()) {
    const before = matrix(x.rows, i);
    passed.forEach((column, j) => {
      for (let row = 0; row < x.rows; row++) before.data[row * i + j] = column[row];
    });
    const own = widened(chain, x, before);
    const handed = oneOfEach(pass(model, own), x.rows);
    passed.push(handed);
    const said = say === pass ? handed : oneOfEach(say(model, own), x.rows);
    for (let row = 0; row < x.rows; row++) out.data[row * n + chain.order[i]] = said[row];
  }
  return out;
}

type Ask = (model: FittedModel, x: Samples) => Float64Array;

const asks = (state: State): Readonly<Record<"predict" | "predict_proba" | "decision_function", Ask>> => ({
  predict: (model, x) => Float64Array.from(answer(state, model, "predict", x).data, Number),
  predict_proba: (model, x) => {
    const proba = answerMatrix(state, model, "predict_proba", x);
    if (state.since(1, 5) && proba.cols > 2)
      throw state.inconsistent("an output has more than two classes: its chain has no predict_proba");
    return columnOf(proba, 1);
  },
  decision_function: (model, x) => answerMatrix(state, model, "decision_function", x).data,
});

const array = ({ rows, cols, data }: Matrix): NDArray => float64([rows, cols], data);

/** `chain_method_` (1.5 on): which answer the later estimators were fitted on. */
function passing(state: State, ask: ReturnType<typeof asks>): Ask {
  const method = state.text("chain_method_") ?? "predict";
  return method === "predict_proba" || method === "decision_function"
    ? ask[method]
    : method === "predict_log_proba"
      ? (model, x) => ask.predict_proba(model, x).map(Math.log)
      : ask.predict;
}

const chain = (className: string, classifier: boolean): ModelDefinition =>
  defineModel({
    class: className,
    build: (state, make) => {
      const made = chainOf(state, make);
      const ask = asks(state);
      const pass = passing(state, ask);
      const can = (name: string): boolean => classifier && made.models.every((model) => model.methods.has(name));
      const proba = (x: Samples): Matrix => run(made, x, pass, ask.predict_proba);
      return {
        ...made.expected,
        methods: methods({
          predict: (x) => array(run(made, x, pass, ask.predict)),
          predict_proba: can("predict_proba") ? (x) => array(proba(x)) : undefined,
          predict_log_proba: can("predict_proba") ? (x) => float64([x.rows, made.models.length], proba(x).data.map(Math.log)) : undefined,
          decision_function: can("decision_function") ? (x) => array(run(made, x, pass, ask.decision_function)) : undefined,
        }),
      };
    },
  });

export const ClassifierChain = chain("sklearn.multioutput.ClassifierChain", true);
export const RegressorChain = chain("sklearn.multioutput.RegressorChain", false);
