/**
 * What skops 0.16 loads without being told to: by loader, `trusted.json` (made by `scripts/targets/trusted.py`). What is not there
 * must be in `trusted=`; loaders that trust every name (JSON's values, slices) are `null`.
 */
import rows from "./trusted.json" with { type: "json" };

const ALL = new Set(["JsonNode", "SliceNode", "CachedNode"]);

const TRUSTED: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(rows).map(([loader, names]) => [loader, new Set(names.split(" "))]),
);

/** True where `skops.io.get_untrusted_types` does not tell of the name. */
export const isTrusted = (loader: string, name: string): boolean => ALL.has(loader) || TRUSTED.get(loader)?.has(name) === true;
