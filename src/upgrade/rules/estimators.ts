/** The rules of estimators, in the order in which they are applied: names first, layouts after. */
import type { UpgradeRule } from "../define.js";
import { BEFORE_0_16 } from "./before-0-16.js";
import { PARTIAL_LEAST_SQUARES } from "./partial-least-squares.js";
import { RENAME_RULES } from "./renames.js";
import { TERM_FREQUENCIES } from "./term-frequencies.js";

export const ESTIMATOR_RULES: readonly UpgradeRule[] = [...RENAME_RULES, ...BEFORE_0_16, PARTIAL_LEAST_SQUARES, TERM_FREQUENCIES];
