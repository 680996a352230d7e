/** What bags of estimators share: each estimator sees its own columns of X (sklearn.ensemble._bagging, 0.17 to 1.9). */
import type { FittedModel, MakeModel } from "../../define.js";
import { type Expectation, Samples } from "../../samples.js";
import { MOST_FEATURES, type State } from "../../state.js";
import { columnsKept } from "../columns/selection.js";
import { expectationOf } from "../expectation.js";
import { featureChoices } from "./feature-choices.js";
import { handedOn } from "./handed-on.js";
import { membersOf } from "./members.js";

export interface Bag {
  readonly models: readonly FittedModel[];
  readonly expected: Expectation;
  /** X as each estimator sees it, in their order. */
  readonly each: (x: Samples) => readonly Samples[];
}

/** @throws CornichonError `model.inconsistent`, `model.not-fitted` */
export function readBag(state: State, make: MakeModel): Bag {
  const models = membersOf(state, make);
  const features = state.whole("n_features_in_", 1, MOST_FEATURES);
  const expected = expectationOf(state, features);
  const choices = featureChoices(state, models.length, features).map((choice) => Array.from(choice));
  models.forEach(({ nFeatures }, at) => {
    const seen = choices[at]?.length ?? 0;
    if (nFeatures !== null && nFeatures !== seen) throw state.inconsistent(`estimator ${at} takes ${nFeatures} features and sees ${seen}`);
  });
  return {
    models,
    expected,
    each: (x) => {
      const whole = handedOn(x, expected);
      const inner = { ...expected, featureNames: null };
      const all = (choice: readonly number[]): boolean => choice.length === features && choice.every((j, at) => j === at);
      if (whole.holdsObjects) return choices.map((choice) => (all(choice) ? whole : whole.select(choice)));
      return choices.map((choice) => (all(choice) ? whole : new Samples(columnsKept(whole, inner, choice))));
    },
  };
}
