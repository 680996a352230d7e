/** Estimators that an estimator holds, lowered over its X or another, and their answers as numbers. */
import { type Shown, sentence, showText } from "../../errors.js";
import type { State } from "../../models/state.js";
import { below, type Context, type Lowered, type Rows, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { innermost } from "./inside.js";

export interface Member {
  readonly lowered: Lowered;
  readonly state: State;
  readonly at: string;
}

/** One estimator that a context holds. */
export function memberOf(context: Context, value: unknown, name: string, rows: Rows = context.rows): Member {
  const at = below(context.at, name);
  return { lowered: context.inner(value, rows, at), state: context.state.inner(value), at };
}

/** The items of `estimators_`. @throws CornichonError `model.inconsistent` where there is none */
export function membersOf(context: Context, rowsOf: (i: number) => Rows = () => context.rows): readonly Member[] {
  const items = context.state.items("estimators_");
  if (items.length === 0) throw context.state.inconsistent("it holds no estimators");
  return items.map((value, i) => memberOf(context, value, `estimators_[${i}]`, rowsOf(i)));
}

const refused = ({ at, state }: Member, why: Shown) => unsupported(at, state.className, why);

/** What a method gives. @throws CornichonError `target.unsupported` where it has none */
export function answer(one: Member, method: string): Value {
  const make = one.lowered.methods.get(method);
  if (make === undefined) throw refused(one, sentence`${showText(method)} has no graph`);
  return make();
}

/** The same as doubles. */
export const numbers = (context: Context, one: Member, method: string): Value => asNumbers(context.ops, one, answer(one, method));

/** An answer as doubles. @throws CornichonError `target.unsupported` for texts */
function asNumbers(ops: Ops, one: Member, value: Value): Value {
  if (value.dtype === "string") throw refused(one, sentence`its answers are texts where numbers are needed`);
  return ops.cast(value, "float64");
}

/** One number a row. */
export function oneEach(context: Context, one: Member, method: string): Value {
  const value = numbers(context, one, method);
  if (value.shape.length > 1 && value.shape[1] !== 1) throw refused(one, sentence`it gives several numbers where one is needed`);
  return context.ops.flat(value);
}

/** Probabilities of the second class. */
export function secondShare(context: Context, one: Member): Value {
  const value = numbers(context, one, "predict_proba");
  if (value.shape.length !== 2 || value.shape[1] !== 2) throw refused(one, sentence`it has not the probabilities of two classes`);
  return context.ops.flat(context.ops.columns(value, [1]));
}

/** Classifiers that have probabilities and no decision function. */
const WITHOUT_DECISION = new Set(
  (
    "_BinaryGaussianProcessClassifierLaplace BernoulliNB CalibratedClassifierCV CatBoostClassifier CategoricalNB ComplementNB DecisionTreeClassifier DummyClassifier ExtraTreeClassifier " +
    "ExtraTreesClassifier GaussianNB GaussianProcessClassifier KNeighborsClassifier LabelPropagation LabelSpreading MLPClassifier " +
    "LGBMClassifier MultinomialNB RadiusNeighborsClassifier RandomForestClassifier VotingClassifier XGBClassifier XGBRFClassifier"
  ).split(" "),
);

/** Whether scores are decisions; that a decision function merely has no graph must not make them probabilities. */
export function hasDecision(one: Member): boolean {
  if (one.lowered.methods.has("decision_function")) return true;
  if (!WITHOUT_DECISION.has(innermost(one.state).name)) throw refused(one, sentence`its decision_function has no graph`);
  return false;
}

const isRegressor = ({ lowered: { kind, methods } }: Member): boolean =>
  kind === "regressor" ||
  (kind === "transformer" && methods.has("predict") && !methods.has("decision_function") && !methods.has("predict_proba"));

/**
 * One score a row of a binary estimator: a regressor's prediction, else the decision function, else the probability of the
 * second class (sklearn.multiclass._predict_binary).
 */
export function binaryScores(context: Context, one: Member): Value {
  if (isRegressor(one)) {
    const said = numbers(context, one, "predict");
    if (said.shape.length > 1) throw refused(one, sentence`its predictions have two axes, and no scores are made of them`);
    return said;
  }
  return hasDecision(one) ? oneEach(context, one, "decision_function") : secondShare(context, one);
}

/** Above this score a binary estimator says yes (sklearn.multiclass._threshold_for_binary_predict). */
export const binaryThreshold = (one: Member): number =>
  !isRegressor(one) && one.state.name !== "_ConstantPredictor" && hasDecision(one) ? 0 : 0.5;

/** An answer as columns of doubles. @throws CornichonError `target.unsupported` for texts */
export const asColumns = (ops: Ops, one: Member, value: Value): Value => ops.column(asNumbers(ops, one, value));

/** Values one after the other, added in this order. */
export function sumOf(ops: Ops, values: readonly Value[]): Value {
  const [first, ...rest] = values;
  if (first === undefined) throw new Error("nothing to add");
  return rest.reduce((sum, value) => ops.add(sum, value), first);
}

/** Values of one axis as columns. */
export const sideBySide = ({ ops }: Context, columns: readonly Value[]): Value => ops.concat(columns.map((one) => ops.column(one)));
