/** What migrated states are for: the newest sklearn that `defaults.json` was made from. */
import { Version } from "../upgrade/version.js";

/** Written into every estimator's `_sklearn_version`. */
export const TARGET_VERSION = "1.9.1";

export const TARGET = new Version(1, 9);
