/** What xgboost's wrappers for sklearn share: their Booster, what is missing to them, and the iterations that count. */
import { numberOf, typeOf } from "../../../neutral/document.js";
import { int64 } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";
import { type Labels, labelsFrom, labelsOf } from "../labels.js";
import type { Asked } from "./xgboost-methods.js";
import { readXgboost, type XgboostModel } from "./xgboost-model.js";

/** Reads a wrapper. @throws CornichonError `model.*` */
export function readWrapper(state: State): Asked {
  state.fitted("_Booster");
  const booster = state.object("_Booster");
  if (booster?.className !== "xgboost.Booster") throw state.inconsistent("its _Booster is none of xgboost");
  const model = readXgboost(booster, state.name);
  return {
    model,
    state,
    missing: numberOf(state.get("missing")) ?? Number.NaN,
    usual: usualIterations(state, model),
    isMatrix: model.ensemble.kind === "linear",
  };
}

/**
 * Iterations after early stopping: `best_ntree_limit` until 1.3, `best_iteration` since, of the wrapper or among the Booster's
 * attributes. Where training never stopped early the last one is written, too.
 */
function usualIterations(state: State, model: XgboostModel): number | null {
  if (model.version.before(1, 4)) {
    const limit = state.number("best_ntree_limit");
    return limit === null || limit <= 0 ? null : limit;
  }
  const best = state.number("best_iteration") ?? model.attribute("best_iteration");
  return best === null ? null : best + 1;
}

/** Classes of the encoder, of `classes_`, or numbers from 0. */
export function xgboostLabels(state: State, asked: Asked): Labels {
  const encoder = state.object("_le");
  if (encoder?.has("classes_") === true) return labelsOf(encoder);
  if (typeOf(state.get("classes_")) === "ndarray") return labelsOf(state);
  const { outputs, objective } = asked.model;
  const counted = objective.name.startsWith("multi:") ? outputs : 2;
  return labelsFrom(
    int64(
      [counted],
      Array.from({ length: counted }, (_, k) => k),
    ),
  );
}
