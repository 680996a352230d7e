/**
 * xgboost's objectives: how a margin becomes a prediction, and what `base_score` is as a margin (ObjFunction::PredTransform and
 * ProbToMargin, 0.9 to 3). All in float32. An objective that is none of xgboost's own is refused by name.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import type { State } from "../../state.js";
import type { LibraryVersion } from "./library-version.js";

const f = Math.fround;

export interface XgboostObjective {
  readonly name: string;
  /** What margins become, row by row of `each`. */
  readonly link: "identity" | "rising" | "sigmoid" | "exp" | "step" | "softmax" | "argmax";
  /** `base_score` as a margin. */
  readonly toMargin: (base: number) => number;
}

const same = (base: number): number => base;
const logit = (base: number): number => f(-f(Math.log(f(f(1 / base) - 1))));
const log = (base: number): number => f(Math.log(base));

const FAMILIES: readonly (readonly [XgboostObjective["link"], (base: number) => number, string])[] = [
  [
    "identity",
    same,
    "reg:squarederror reg:linear reg:squaredlogerror reg:pseudohubererror reg:absoluteerror reg:quantileerror reg:expectileerror binary:logitraw rank:pairwise rank:ndcg rank:map",
  ],
  ["sigmoid", logit, "reg:logistic binary:logistic"],
  ["step", same, "binary:hinge"],
  ["exp", log, "count:poisson reg:gamma reg:tweedie survival:cox survival:aft"],
  ["softmax", same, "multi:softprob"],
  ["argmax", same, "multi:softmax"],
];

const OBJECTIVES = new Map<string, XgboostObjective>(
  FAMILIES.flatMap(([link, toMargin, names]) => names.split(" ").map((name) => [name, { name, link, toMargin }] as const)),
);

/** @throws CornichonError `model.needs-code` for one of a user's own */
export function xgboostObjective(state: State, name: string | null, version: LibraryVersion): XgboostObjective {
  const found = OBJECTIVES.get(name ?? "");
  if (found === undefined)
    throw new CornichonError(
      "model.needs-code",
      sentence`${showText(state.name)}: ${showText(name ?? "")} is no objective of xgboost's own.`,
    );
  if (name === "binary:logitraw" && version.before(1, 3)) return { ...found, toMargin: logit };
  return name === "reg:quantileerror" && version.since(3, 4) ? { ...found, link: "rising" } : found;
}

const sigmoid = (x: number): number => f(1 / f(f(Math.exp(Math.min(f(-x), 88.7))) + 1));

/** Softmax of one row in place (common::Softmax): the sum is a double. */
function softmaxRow(row: Float32Array): void {
  let top = row[0];
  for (const value of row) if (value > top) top = value;
  let whole = 0;
  for (let k = 0; k < row.length; k++) {
    row[k] = Math.exp(f(row[k] - top));
    whole += row[k];
  }
  const sum = f(whole);
  for (let k = 0; k < row.length; k++) row[k] /= sum;
}

function topOf(row: Float32Array): number {
  let best = 0;
  for (let k = 1; k < row.length; k++) if (row[k] > row[best]) best = k;
  return best;
}

/** Quantiles of a row never cross: each row in ascending order. */
function risingRows(margins: Float32Array, each: number): Float32Array {
  const out = margins.slice();
  for (let i = 0; i < out.length; i += each) out.subarray(i, i + each).sort();
  return out;
}

/** Predictions of margins, `each` a row; of an `argmax` one a row. */
export function transformed({ link }: XgboostObjective, margins: Float32Array, each: number): Float32Array {
  if (link === "identity") return margins;
  if (link === "rising") return risingRows(margins, each);
  if (link === "sigmoid") return margins.map(sigmoid);
  if (link === "exp") return margins.map((x) => f(Math.exp(x)));
  if (link === "step") return margins.map((x) => (x > 0 ? 1 : 0));
  if (link === "argmax")
    return Float32Array.from({ length: margins.length / each }, (_, i) => topOf(margins.subarray(i * each, (i + 1) * each)));
  const out = margins.slice();
  for (let i = 0; i < out.length; i += each) softmaxRow(out.subarray(i, i + each));
  return out;
}
