/** The libraries that an artifact needs, by the names that its files use, as components of a bill of materials. */
import type { ArtifactReport } from "./scan-report.js";

export interface Library {
  readonly name: string;
  readonly version: string | null;
  /** Its package URL, which is what it is known by in the list. */
  readonly purl: string;
}

/** Import names, and the packages on PyPI that they come from. What is not here is not told: a name may be anybody's. */
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ["sklearn", "scikit-learn"],
  ...["numpy", "scipy", "pandas", "joblib", "xgboost", "lightgbm", "catboost", "statsmodels", "torch", "dill", "cloudpickle", "skops"].map(
    (name) => [name, name] as const,
  ),
  ["imblearn", "imbalanced-learn"],
]);

const MOST_CHARACTERS = 100;

function libraryOf(name: string, version: string | null): Library | null {
  const at = version === null || version.length > MOST_CHARACTERS ? "" : `@${encodeURIComponent(version.toWellFormed())}`;
  const known = at === "" ? null : version;
  if (name === "python") return { name, version: known, purl: `pkg:generic/python${at}` };
  const pypi = PACKAGES.get(name);
  return pypi === undefined ? null : { name: pypi, version: known, purl: `pkg:pypi/${pypi}${at}` };
}

/** What the artifact says its writer had, and what its names ask for. */
export function librariesOf({ versions, globals }: ArtifactReport): readonly Library[] {
  const asked = new Set(globals.map(({ module }) => module.split(".", 1)[0] ?? ""));
  const names = new Set([...Object.keys(versions), ...asked]);
  return [...names]
    .map((name) => libraryOf(name, Object.hasOwn(versions, name) ? (versions[name] ?? null) : null))
    .filter((library) => library !== null);
}
