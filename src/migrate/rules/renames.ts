/** Attributes that only changed their names: the table that models read old states by (`upgrade/rules/renames.ts`). */
import { RENAME_RULES } from "../../upgrade/rules/renames.js";
import { defineMigration, type MigrationRule } from "../define.js";

/** The renames of some classes. */
export const renamesOf = (classes: readonly string[]): readonly MigrationRule[] =>
  RENAME_RULES.flatMap((rule) => {
    const some = rule.classes.filter((name) => classes.includes(name));
    if (some.length === 0) return [];
    return [defineMigration({ classes: some, doc: "it has this name today", migrate: (stored) => void rule.upgrade(stored) })];
  });
