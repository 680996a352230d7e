/** The rules of what stands in estimators. A model that reads such a part brings its rule: a page without trees has none of it. */
import type { UpgradeRule } from "../define.js";
import { TREE } from "./tree.js";

export const PART_RULES: readonly UpgradeRule[] = [TREE];
