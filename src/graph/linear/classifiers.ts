/** Linear classifiers: the class with the largest score, or the second of two where the one score is above zero. */
import { type Context, defineLowering, type Lowered, type Lowering, makes, once } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { decoded, type LabelTable, labelTable, second } from "../parts/labels.js";
import { linearScores } from "../parts/linear.js";
import { modifiedHuber, multinomial, oneVsRest } from "../parts/probabilities.js";

type Formula = (ops: Ops, scores: Value) => Value;

/** What a kind of linear classifier has beside predict and decision_function. */
type FormulaOf = (context: Context, labels: LabelTable) => Formula | null;

export function classifier(context: Context, labels: LabelTable, formula: Formula | null): Lowered {
  const { ops, state } = context;
  const { scores: make, outputs } = linearScores(context);
  // A regression's loss, and weights that leave one class, give LinearSVC one row for any number of classes.
  if (outputs !== labels.count && !(outputs === 1 && (labels.count === 2 || state.name === "LinearSVC")))
    throw state.inconsistent(`${outputs} rows of coef_ for ${labels.count} classes`);
  const scores = once(make);
  const isBinary = outputs === 1;
  const winner = (): Value => (isBinary ? second(ops, ops.greater(ops.flat(scores()), ops.double(0))) : ops.argmax(scores()));
  const proba = formula === null ? undefined : once(() => formula(ops, scores()));
  return {
    kind: "classifier",
    methods: makes({
      predict: () => decoded(ops, labels, winner()),
      decision_function: () => (isBinary ? ops.flat(scores()) : scores()),
      predict_proba: proba,
      predict_log_proba: proba === undefined ? undefined : () => ops.log(proba()),
    }),
  };
}

const linearClassifier = (className: string, formulaOf: FormulaOf = () => null): Lowering =>
  defineLowering({
    class: className,
    lower: (context) => {
      const labels = labelTable(context);
      return classifier(context, labels, formulaOf(context, labels));
    },
  });

/**
 * sklearn.linear_model.RidgeClassifier: its labels stand in a label binarizer. Several labels a row are those with a score
 * above zero; until 0.24 they were taken for classes.
 */
const ridgeClassifier = (className: string): Lowering =>
  defineLowering({
    class: className,
    lower: (context) => {
      const { state, ops } = context;
      const binarizer = state.object("_label_binarizer");
      const lowered = classifier(context, labelTable(context, binarizer ?? state), null);
      if (!(binarizer?.text("y_type_") ?? "").startsWith("multilabel") || state.before(1, 0)) return lowered;
      const { scores } = linearScores(context);
      return { ...lowered, methods: new Map([...lowered.methods, ["predict", () => second(ops, ops.greater(scores(), ops.double(0)))]]) };
    },
  });

/** As `models/linear/logistic-regression.ts` decides. */
const logistic: FormulaOf = ({ state }, { count }) => {
  const mode = state.text("multi_class");
  const isOld = state.get("n_iter_") === undefined && state.before(1, 0);
  const isBinarySolver = state.text("solver") === "liblinear" || (state.text("solver") === "newton-cholesky" && state.before(1, 6));
  if (mode === "ovr" || mode === "warn") return oneVsRest;
  if (mode === "multinomial") return (state.before(0, 20) && count <= 2) || isOld ? oneVsRest : multinomial;
  return count <= 2 || (mode !== null && isBinarySolver) ? oneVsRest : multinomial;
};

const stochastic: FormulaOf = ({ state }) => {
  const loss = state.text("loss");
  if (loss === "log_loss" || loss === "log") return oneVsRest;
  return loss === "modified_huber" ? modifiedHuber : null;
};

export const LINEAR_CLASSIFIERS: readonly Lowering[] = [
  linearClassifier("sklearn.linear_model.LogisticRegression", logistic),
  linearClassifier("sklearn.linear_model.LogisticRegressionCV", logistic),
  linearClassifier("sklearn.linear_model.PassiveAggressiveClassifier"),
  linearClassifier("sklearn.linear_model.Perceptron"),
  linearClassifier("sklearn.linear_model.SGDClassifier", stochastic),
  linearClassifier("sklearn.svm.LinearSVC"),
  ridgeClassifier("sklearn.linear_model.RidgeClassifier"),
  ridgeClassifier("sklearn.linear_model.RidgeClassifierCV"),
];
