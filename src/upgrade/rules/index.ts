/** Every rule. */
import type { UpgradeRule } from "../define.js";
import { ESTIMATOR_RULES } from "./estimators.js";
import { PART_RULES } from "./parts.js";

export const RULES: readonly UpgradeRule[] = [...ESTIMATOR_RULES, ...PART_RULES];
