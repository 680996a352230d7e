/**
 * One estimator an output (sklearn.multioutput): their answers side by side, and probabilities an output each, as they are a
 * list of arrays. Labels of several types and predictions of two axes are refused.
 */
import { sentence } from "../../errors.js";
import { type Context, defineLowering, type Lowered, type Lowering, listed, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { answer, membersOf, numbers, sideBySide } from "../parts/members.js";

function checked({ at, state }: Context, columns: readonly Value[]): readonly Value[] {
  if (columns.some(({ shape }) => shape.length !== 1)) throw unsupported(at, state.className, sentence`predictions of two axes`);
  if (columns.some(({ dtype }) => dtype !== columns[0]?.dtype)) throw unsupported(at, state.className, sentence`labels of several types`);
  return columns;
}

function multiOutput(context: Context, kind: "classifier" | "regressor"): Lowered {
  const all = membersOf(context);
  const one = kind === "regressor" ? numbers.bind(null, context) : answer;
  const predict = (): Value =>
    sideBySide(
      context,
      checked(
        context,
        all.map((each) => one(each, "predict")),
      ),
    );
  const hasProba = kind === "classifier" && all.every(({ lowered }) => lowered.methods.has("predict_proba"));
  const shares = all.map((each) => (): Value => answer(each, "predict_proba"));
  return { kind, methods: makes({ predict, ...(hasProba ? listed(context, "predict_proba", shares) : {}) }) };
}

export const MULTI_OUTPUT: readonly Lowering[] = [
  defineLowering({ class: "sklearn.multioutput.MultiOutputClassifier", lower: (context) => multiOutput(context, "classifier") }),
  defineLowering({ class: "sklearn.multioutput.MultiOutputRegressor", lower: (context) => multiOutput(context, "regressor") }),
];
