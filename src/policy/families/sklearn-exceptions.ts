/**
 * sklearn's warnings and errors: data like Python's own (`error_score`, `DeprecationDict`), at both modules that held
 * them. Their constructors keep their arguments and do nothing else.
 */
import type { ClassRow } from "../rows.js";

const NAMES =
  "NotFittedError ConvergenceWarning DataConversionWarning DataDimensionalityWarning EfficiencyWarning FitFailedWarning " +
  "NonBLASDotWarning PositiveSpectrumWarning SkipTestWarning UndefinedMetricWarning ChangedBehaviorWarning";

/** Without InconsistentVersionWarning, whose constructor takes keywords. */
export const SKLEARN_EXCEPTIONS: readonly ClassRow[] = NAMES.split(" ").map((name) => ({
  path: `sklearn.exceptions.${name}`,
  at: "sklearn.exceptions sklearn.utils.validation",
  form: "call",
  call: "exception",
  members: "with_traceback add_note args",
}));
