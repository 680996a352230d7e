/**
 * One object as today's sklearn would have stored it. Models read their state through this, so that each knows one
 * layout; `--view upgrade` writes whole documents this way (`document.ts`).
 */
import { attributesOf } from "../neutral/attributes.js";
import { type JsonObject, own, type References } from "../neutral/document.js";
import { attributesOrNone, isStoredObject, Stored, type UpgradeRule, withState } from "./define.js";
import { ESTIMATOR_RULES } from "./rules/estimators.js";
import { OLDEST, type Version, versionOf } from "./version.js";

const ANY = "*";
const NO_RULES: readonly UpgradeRule[] = [];
const byClass = new Map<string, UpgradeRule[]>();
for (const rule of ESTIMATOR_RULES) for (const name of rule.classes) byClass.set(name, [...(byClass.get(name) ?? []), rule]);

/** The version that an object tells of itself, else that of what holds it. */
export const ownVersion = (value: unknown, references: References, holder: Version): Version => {
  const state = own(value, "state");
  const attributes = state === undefined ? null : attributesOf(state, references);
  return versionOf(attributes?.get("_sklearn_version")) ?? holder;
};

/**
 * Upgrades one object; what it holds is left for its own turn. Values that are no objects come back as they are. `parts`: rules
 * for what is no estimator.
 * @throws CornichonError `document.malformed`
 */
export function upgradeObject(
  value: unknown,
  references: References,
  holder: Version = OLDEST,
  parts: readonly UpgradeRule[] = NO_RULES,
): unknown {
  if (!isStoredObject(value)) return value;
  const name = own(value, "class");
  const rules = [
    ...(typeof name === "string" && name.startsWith("sklearn.") ? (byClass.get(ANY) ?? NO_RULES) : []),
    ...(byClass.get(String(name)) ?? NO_RULES),
    ...parts.filter(({ classes }) => classes.includes(String(name))),
  ];
  if (rules.length === 0) return value;
  const state = own(value, "state");
  const stored = new Stored(value, attributesOrNone(value, references), references, ownVersion(value, references, holder));
  let replaced: JsonObject | undefined;
  for (const rule of rules) replaced = rule.upgrade(stored) ?? replaced;
  if (replaced !== undefined) return replaced;
  return stored.attributes.size === 0 ? value : withState(stored, references.resolve(state));
}
