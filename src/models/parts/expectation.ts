/** What a model expects of X, held against what its state says of features: every model that takes columns begins here. */
import type { Expectation } from "../samples.js";
import type { State } from "../state.js";

/**
 * The expectation of a model for `features` columns; `null`: what `n_features_in_` says, if anything.
 * @throws CornichonError `model.inconsistent` when `n_features_in_` or `feature_names_in_` say otherwise
 */
export function expectationOf(state: State, features: number | null): Expectation {
  const declared = state.declaredFeatures();
  if (declared !== null && features !== null && declared !== features)
    throw state.inconsistent(`it computes with ${features} features, n_features_in_ is ${declared}`);
  const nFeatures = features ?? declared;
  const featureNames = state.featureNames();
  if (featureNames !== null && nFeatures !== null && featureNames.length !== nFeatures)
    throw state.inconsistent(`${featureNames.length} feature names for ${nFeatures} features`);
  return { name: state.name, nFeatures, featureNames };
}
