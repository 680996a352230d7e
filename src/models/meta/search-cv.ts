/** Searches over parameters: what the best estimator answers (sklearn.model_selection._search 1.6, grid_search 0.17). */
import { CornichonError, sentence, showText } from "../../errors.js";
import { defineModel, headOf, type ModelDefinition } from "../define.js";
import { delegated } from "../parts/meta/delegation.js";

const METHODS = ["predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples", "transform", "inverse_transform"];

const notRefitted = (name: string): CornichonError =>
  new CornichonError(
    "model.not-fitted",
    sentence`This ${showText(name)} instance was initialized with \`refit=False\`: it knows the best parameters and holds no fitted estimator.`,
  );

const search = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.model_selection.${name}`,
    build: (state, make) => {
      if (!state.has("best_estimator_") && state.get("refit") === false) throw notRefitted(name);
      const best = make(state.fitted("best_estimator_"));
      return {
        ...headOf(best),
        methods: new Map(delegated(best, METHODS)),
        ...(best.classes === undefined ? {} : { classes: best.classes }),
      };
    },
  });

export const GridSearchCV = search("GridSearchCV");
export const RandomizedSearchCV = search("RandomizedSearchCV");
export const HalvingGridSearchCV = search("HalvingGridSearchCV");
export const HalvingRandomSearchCV = search("HalvingRandomSearchCV");
