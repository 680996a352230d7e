/**
 * scikit-learn as one switch: every estimator and what fitted estimators hold. The rows in `data/` are made by
 * `npm run policy:make` from 17 versions and the catalogue of fixtures: nobody edits them. What only 0.14 to 0.16 wrote,
 * native classes and their functions are chosen by hand. sklearn's functions are values here and never called.
 */
import rows from "../data/sklearn.json" with { type: "json" };
import functions from "../data/sklearn-functions.json" with { type: "json" };
import members from "../data/sklearn-members.json" with { type: "json" };
import { type Family, rowsOf } from "../rows.js";
import { SKLEARN_BEFORE_017, SKLEARN_FUNCTIONS_BEFORE_017, withOld } from "./sklearn-before-017.js";
import { SKLEARN_NATIVE_CALLS, SKLEARN_NATIVE_CLASSES } from "./sklearn-native.js";

export const SKLEARN: Family = {
  family: "sklearn",
  doc: "Every estimator of scikit-learn 0.14 to 1.9 and what fitted ones hold; score functions as values.",
  classes: [...rowsOf(rows).map(withOld), ...SKLEARN_BEFORE_017, ...SKLEARN_NATIVE_CLASSES],
  calls: SKLEARN_NATIVE_CALLS,
  references: [...functions.map((row) => ({ what: "function" as const, ...row })), ...SKLEARN_FUNCTIONS_BEFORE_017],
  members,
};
