/**
 * Classifiers whose threshold was chosen (sklearn.model_selection._classification_threshold): the positive class from a score
 * on. `auto` is 0.5 for probabilities and 0 for decisions.
 */
import { sentence } from "../../errors.js";
import type { State } from "../../models/state.js";
import { type Context, defineLowering, type Lowered, type Lowering, type Make, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { classesInside } from "../parts/inside.js";
import { decoded, labelTableOf, second } from "../parts/labels.js";
import { type Member, memberOf, numbers, oneEach } from "../parts/members.js";

const OTHERS = ["predict_proba", "predict_log_proba", "decision_function"];

/** `True` is 1 in Python. */
const asNumber = (label: unknown): unknown => (typeof label === "boolean" ? Number(label) : label);

/** Scores of the class at `positive`. */
function scores(context: Context, one: Member, method: string, positive: number): Value {
  const { ops } = context;
  if (method === "predict_proba") return ops.flat(ops.columns(numbers(context, one, method), [positive]));
  const decision = oneEach(context, one, method);
  return positive === 1 ? decision : ops.neg(decision);
}

/** The method whose score is held against the threshold. */
function responseMethod({ state, at }: Context, { lowered }: Member): string {
  const wanted = state.text("response_method") ?? "auto";
  if (wanted !== "auto") return wanted;
  if (lowered.methods.has("predict_proba")) return "predict_proba";
  if (lowered.methods.has("decision_function")) return "decision_function";
  throw unsupported(at, state.className, sentence`its estimator has no scores in a graph`);
}

type ThresholdOf = (state: State, method: string) => number;

function thresholded(context: Context, thresholdOf: ThresholdOf): Lowered {
  const { state, ops, at } = context;
  const one = memberOf(context, state.fitted("estimator_"), "estimator_");
  const known = classesInside(one.state);
  const classes = Array.from<unknown>(known?.data ?? []);
  if (known === null || classes.length !== 2)
    throw unsupported(at, state.className, sentence`the two classes of its estimator are not known`);
  const wanted = state.get("pos_label") ?? null;
  const positive = wanted === null ? 1 : classes.map(asNumber).indexOf(asNumber(state.plain(wanted)));
  const predict: Make = () => {
    if (positive < 0) throw unsupported(at, state.className, sentence`its pos_label is no class`);
    const method = responseMethod(context, one);
    const isPositive = ops.greaterOrEqual(scores(context, one, method, positive), ops.double(thresholdOf(state, method)));
    return decoded(ops, labelTableOf(context, known), second(ops, positive === 1 ? isPositive : ops.not(isPositive)));
  };
  const others = [...one.lowered.methods].filter(([name]) => OTHERS.includes(name));
  return { kind: "classifier", methods: makes({ predict, ...Object.fromEntries(others) }) };
}

const lowering = (name: string, thresholdOf: ThresholdOf): Lowering =>
  defineLowering({ class: `sklearn.model_selection.${name}`, lower: (context) => thresholded(context, thresholdOf) });

export const THRESHOLDS: readonly Lowering[] = [
  lowering("FixedThresholdClassifier", (state, method) =>
    state.text("threshold") === "auto" ? (method === "predict_proba" ? 0.5 : 0) : state.amount("threshold"),
  ),
  lowering("TunedThresholdClassifierCV", (state) => state.amount("best_threshold_")),
];
