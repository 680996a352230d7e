/** What xgboost's wrappers for sklearn share: their Booster, what is missing to them, and the iterations that count. */
import { numberOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";
import type { Asked } from "./xgboost-methods.js";
import { readXgboost, type XgboostModel } from "./xgboost-model.js";

/** Reads a wrapper. @throws CornichonError `model.*` */
export function readWrapper(state: State): Asked {
  state.fitted("_Booster");
  const booster = state.object("_Booster");
  if (booster?.className !== "xgboost.Booster") throw state.inconsistent("its _Booster is none of xgboost");
  const model = readXgboost(booster, state.name);
  return { model, state, missing: numberOf(state.get("missing")) ?? Number.NaN, usual: usualIterations(state, model) };
}

/**
 * Iterations after early stopping: `best_ntree_limit` until 1.3, `best_iteration` since, of the wrapper or among the Booster's
 * attributes. Where training never stopped early the last one is written, too.
 */
function usualIterations(state: State, model: XgboostModel): number | null {
  if (model.version.before(1, 4)) {
    const limit = state.number("best_ntree_limit");
    return limit === null || limit <= 0 ? null : Math.floor(limit / model.parallel);
  }
  const best = state.number("best_iteration") ?? model.attribute("best_iteration");
  return best === null ? null : best + 1;
}
