/** Recursive feature elimination: the columns of `support_`, and the answers of the estimator that was fitted on them. */
import { storedSupport } from "../../models/parts/columns/support.js";
import { type Context, defineLowering, type Lowered, type Lowering, type Make } from "../define.js";
import { memberOf } from "../parts/members.js";
import { keptColumns } from "../parts/selector.js";

const ANSWERS = ["predict", "predict_proba", "predict_log_proba", "decision_function"];

function elimination(context: Context): Lowered {
  const { state } = context;
  const transform = keptColumns(context, storedSupport(state));
  const { lowered } = memberOf(context, state.fitted("estimator_"), "estimator_", { x: transform() });
  const answers = [...lowered.methods].filter(([name]) => ANSWERS.includes(name));
  return { kind: "transformer", methods: new Map<string, Make>([["transform", transform], ...answers]) };
}

export const ELIMINATIONS: readonly Lowering[] = ["RFE", "RFECV"].map((name) =>
  defineLowering({ class: `sklearn.feature_selection.${name}`, lower: elimination }),
);
