/** CheckingClassifier: sklearn 0.23 stored the number of rows as that of features (sklearn.utils._mocking), and looked at neither. */
import { defineUpgrade } from "../define.js";

export const CHECKING_CLASSIFIER = defineUpgrade({
  classes: ["sklearn.utils._mocking.CheckingClassifier"],
  doc: "`n_features_in_` is a number of features, not of rows",
  upgrade: (stored) => {
    if (stored.version.before(0, 24)) stored.drop("n_features_in_");
    return undefined;
  },
});
