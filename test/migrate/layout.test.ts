/**
 * A migrated state has the attributes that sklearn 1.9 itself stores for the same label, by name, in everything that stands
 * in it, and arrays of the same kind and number of axes. What only a fit can know, and no answer asks for, is listed.
 */
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { attributesOf } from "../../src/neutral/attributes.js";
import { own, References, typeOf } from "../../src/neutral/document.js";
import { SHARED, sharedVersions } from "../support/shared.js";
import { isOurs, migrated, storedRoot } from "./families.js";

/** Attributes that stay away (or differ), by reason; `Class.name`, or a name of any class. */
const FREE: Readonly<Record<string, string>> = {
  "names of columns came with 1.0, and are in nothing that is older": "feature_names_in_",
  "whether an inner estimator was told how to answer is for its holder alone": "_sklearn_output_config",
  "how the fit went: iterations, costs, bounds, random choices":
    "n_iter_ _num_iter costs_ lower_bounds_ n_steps_ _ewa_inertia _ewa_inertia_min _no_improvement _n_since_last_reassign _batch_size _tol " +
    "n_skips_invalid_data_ n_skips_invalid_model_ n_skips_no_inliers_ best_score_ kl_divergence_ active_ _best_coefs _best_intercepts noise_variance_",
  "a fit of 1.9 chooses the solver by the type of X, which is not kept": "solver_ _fit_svd_solver svd_solver",
  "nothing that is kept has as many sizes as X had columns":
    "AgglomerativeClustering.n_features_in_ OPTICS.n_features_in_ SpectralClustering.n_features_in_ MDS.n_features_in_ TSNE.n_features_in_ " +
    "SpectralEmbedding.n_features_in_ DummyClassifier.n_features_in_ DummyRegressor.n_features_in_ Binarizer.n_features_in_ " +
    "Normalizer.n_features_in_ FunctionTransformer.n_features_in_ AdditiveChi2Sampler.n_features_in_",
  "singular values need the number of rows": "singular_values_ explained_variance_ratio_",
  "0.17 kept no covariance of the weights, no added variance":
    "BayesianRidge.sigma_ BayesianRidge.X_offset_ BayesianRidge.X_scale_ epsilon_",
  "what unmixed whitened rows, which no answer asks for": "_unmixing",
  "an address in memory": "_stop_words_id",
  "made at the first call": "_cached_dict",
  "scipy's own": "_has_canonical_format",
};
const FREE_NAMES = new Set(Object.values(FREE).flatMap((names) => names.split(" ")));

/** Classes that became others, whose attributes are theirs. */
const OTHER_CLASS =
  /^sklearn\.(?:linear_model\.LogisticRegression|preprocessing\.KBinsDiscretizer$|discriminant_analysis\.LinearDiscriminantAnalysis$)/;

const lastOf = (path: unknown): string => String(path).slice(String(path).lastIndexOf(".") + 1);

/** Kind of a dtype, and how many axes: sizes and widths are the data's. */
function layoutOf(value: unknown): string {
  if (typeOf(value) !== "ndarray") return "";
  const shape: unknown = own(value, "shape");
  const dtype = own(value, "dtype");
  return `${typeof dtype === "string" ? dtype.replace(/\d+$/, "") : "structured"} of ${Array.isArray(shape) ? shape.length : "?"} axes`;
}

class Compared {
  readonly found = new Set<string>();
  readonly #seen = new Set<unknown>();
  readonly #old: References;
  readonly #new: References;

  constructor(old: unknown, today: unknown) {
    this.#old = new References(old);
    this.#new = new References(today);
    this.#pair(old, today);
  }

  #pair(old: unknown, today: unknown): void {
    const [a, b] = [this.#old.resolve(old), this.#new.resolve(today)];
    if (typeof a !== "object" || a === null || typeof b !== "object" || b === null || this.#seen.has(a)) return;
    this.#seen.add(a);
    if (typeOf(a) === "object" && typeOf(b) === "object") return this.#objects(a, b);
    const [x, y] = [Array.isArray(a) ? a : own(a, "items"), Array.isArray(b) ? b : own(b, "items")];
    if (Array.isArray(x) && Array.isArray(y)) for (const [i, item] of x.entries()) if (i < y.length) this.#pair(item, y[i]);
  }

  #objects(a: object, b: object): void {
    if (OTHER_CLASS.test(String(own(b, "class"))) && own(a, "class") !== own(b, "class")) return;
    const name = lastOf(own(b, "class"));
    if (own(a, "class") !== own(b, "class") || own(a, "origin") !== own(b, "origin")) this.found.add(`${name}: ${own(a, "origin")}`);
    const x = attributesOf(own(a, "state") ?? null, this.#old) ?? new Map();
    const y = attributesOf(own(b, "state") ?? null, this.#new) ?? new Map();
    for (const key of new Set([...x.keys(), ...y.keys()])) {
      if (FREE_NAMES.has(key) || FREE_NAMES.has(`${name}.${key}`)) continue;
      if (!x.has(key)) this.found.add(`${name}.${key} is missing`);
      else if (!y.has(key)) this.found.add(`${name}.${key} is too many`);
      else this.#attribute(`${name}.${key}`, this.#old.resolve(x.get(key)), this.#new.resolve(y.get(key)));
    }
  }

  #attribute(name: string, a: unknown, b: unknown): void {
    const [x, y] = [layoutOf(a), layoutOf(b)];
    if (x !== y && x !== "" && y !== "") this.found.add(`${name}: ${x}, today ${y}`);
    this.#pair(a, b);
  }
}

const versions = [...sharedVersions()];
const today = versions.find(({ version }) => version === "1.9.1");

function compared(folder: string, name: string): string[] {
  const [old, wanted] = [storedRoot(folder, name), today === undefined ? null : storedRoot(today.folder, name)];
  if (old === null || wanted === null) return [];
  try {
    return [...new Compared(migrated(old).root, JSON.parse(JSON.stringify(wanted))).found];
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return [];
    throw error;
  }
}

/** Layouts of another fit, which answer alike. */
const LAYOUTS: Readonly<Record<string, string>> = {
  "StandardScaler.n_samples_seen_: int of 1 axes, today float of 1 axes": "rows were counted in whole numbers",
  "SimpleImputer.statistics_: float of 1 axes, today object of 1 axes": "a constant stood in X's type, and is cast to it today",
  "RidgeClassifier.coef_: float of 2 axes, today float of 1 axes": "two classes had a row of coefficients",
  "PLSRegression.y_rotations_: float of 1 axes, today float of 2 axes": "one target was rotated by one, so it answers as it did",
  "_BisectingTree.label is too many": "another tree of clusters",
  "_BisectingTree.label is missing": "another tree of clusters",
};

describe.each(versions.filter(({ version }) => /^0\.(?:17|20\.4$|24)|^1\.[0268]/.test(version)))("$version", ({ folder, expected }) => {
  test("migrated states have the attributes that sklearn 1.9 stores", { timeout: 240_000 }, () => {
    const labels = Object.keys(expected).filter((name) => isOurs(name) && today?.expected[name] !== undefined);
    const found = new Map<string, string>();
    for (const name of labels) for (const one of compared(folder, name)) if (!Object.hasOwn(LAYOUTS, one)) found.set(one, name);
    expect([...found]).toEqual([]);
  });
});

test.skipIf(SHARED === null)("the shared fixtures are here", () => {
  expect([...sharedVersions()].length).toBeGreaterThan(0);
});
