/**
 * From the raw scores of boosted trees to answers, by the loss that they were fitted under: how a score becomes a value
 * or a probability (sklearn.ensemble.gradient_boosting to 0.20, _gb_losses to 1.3, sklearn._loss.link from 1.1 on).
 */
import { expit, float64, type NDArray, softmax } from "../../../numeric/ndarray.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { complements } from "../complements.js";
import type { Labels } from "../labels.js";

/** How a raw score and what is predicted hang together. */
export type Link = "identity" | "log" | "logit" | "half_logit" | "multinomial_logit";

const LINKS = new Map<string, Link>(
  (
    [
      ["logit", "BinomialDeviance HalfBinomialLoss BinaryCrossEntropy"],
      ["half_logit", "ExponentialLoss"],
      ["multinomial_logit", "MultinomialDeviance HalfMultinomialLoss CategoricalCrossEntropy"],
      ["log", "Poisson HalfPoissonLoss HalfGammaLoss"],
      [
        "identity",
        "LeastSquaresError LeastAbsoluteError HuberLossFunction QuantileLossFunction LeastSquares LeastAbsoluteDeviation " +
          "HalfSquaredError AbsoluteError PinballLoss HuberLoss",
      ],
    ] as const
  ).flatMap(([link, names]) => names.split(" ").map((name) => [name, link] as const)),
);

/** The link of a stored loss. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function linkOf(state: State): Link {
  state.fitted("_loss");
  const link = LINKS.get(state.object("_loss")?.name ?? "");
  if (link === undefined) throw state.inconsistent("its loss is none that boosting has");
  return link;
}

/** What boosted trees give, whichever way they were grown. */
export interface Boosted {
  readonly expected: Expectation;
  readonly link: Link;
  /** Trees a stage. */
  readonly each: number;
  readonly scores: (x: Samples) => Scores;
  /** Scores after each stage. */
  readonly staged: (x: Samples) => readonly Scores[];
}

/** Raw scores, `rows × each`. */
export interface Scores {
  readonly rows: number;
  /** Trees of a stage: 1, or one a class. */
  readonly each: number;
  readonly data: Float64Array;
}

/** `decision_function`: one axis where a stage is one tree. */
export const decisionOf = ({ rows, each, data }: Scores): NDArray => float64(each === 1 ? [rows] : [rows, each], data);

/** Predictions of a regressor. */
export const valuesOf = (link: Link, { rows, data }: Scores): NDArray => float64([rows], link === "log" ? data.map(Math.exp) : data);

/** exp(score − log Σ exp), as scipy's logsumexp has it: equal scores stay equal as they do there. */
function exponentials({ rows, each, data }: Scores): Float64Array {
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * each, (i + 1) * each);
    const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const whole = Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0)) + top;
    for (let k = 0; k < each; k++) out[i * each + k] = Math.exp(row[k] - whole);
  }
  return out;
}

/** Probabilities of the classes: 1 − p and p, or a softmax. `old`: the softmax of the losses before sklearn._loss. */
export function probabilityOf(link: Link, scores: Scores, old: boolean): NDArray {
  const { rows, each, data } = scores;
  if (link === "multinomial_logit") return float64([rows, each], old ? exponentials(scores) : softmax(data, rows, each));
  const factor = link === "half_logit" ? 2 : 1;
  return float64([rows, 2], complements(data.map((score) => expit(factor * score))));
}

/** Logarithms of an array. */
export const logOf = ({ shape, data }: NDArray): NDArray =>
  float64(
    shape,
    Float64Array.from(data, (value) => Math.log(Number(value))),
  );

/** A classifier's classes and link held against its trees. @throws CornichonError `model.inconsistent` */
export function checkBoosting(state: State, labels: Labels, link: Link, each: number): void {
  const many = link === "multinomial_logit";
  if (link === "identity" || link === "log" || each !== (many ? labels.count : 1) || (!many && labels.count !== 2))
    throw state.inconsistent(`${each} trees a stage and a loss that do not fit ${labels.count} classes`);
}

/** Positions of the winning classes. `above`: whether a score of one tree a stage is one of the second class. */
export function winnersOf({ rows, each, data }: Scores, above: (score: number) => boolean): Int32Array {
  const out = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    if (each === 1) out[i] = above(data[i]) ? 1 : 0;
    else {
      let best = 0;
      for (let k = 1; k < each; k++) if (data[i * each + k] > data[i * each + best]) best = k;
      out[i] = best;
    }
  }
  return out;
}
