/** Decompositions: today's names, and numbers that older versions found again at each call. */

import { sentence } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { floatValue } from "../../neutral/lossless.js";
import { at, defineMigration, type MigrationRule } from "../define.js";
import { doubles } from "../numbers.js";
import { sizesOf } from "../sizes.js";

const RANDOMIZED = defineMigration({
  classes: ["sklearn.decomposition.RandomizedPCA"],
  doc: "a PCA with svd_solver='randomized'",
  becomes: "sklearn.decomposition.PCA",
  migrate: (stored) => {
    if (stored.get("whiten") === true) throw stored.refusal(sentence`its whitened axes are no axes of today's PCA.`);
    stored.add("svd_solver", "randomized");
    const [count] = sizesOf(stored.get("components_"), stored.references) ?? [];
    if (count === undefined) return;
    stored.add("_fit_svd_solver", "randomized");
    stored.add("n_components_", count);
  },
});

/** Since 0.18 a PCA keeps what it was fitted by; the number of rows is what 0.17 did not tell. */
const PRINCIPAL = defineMigration({
  classes: at("decomposition", "PCA"),
  before: [0, 18],
  doc: "the solver that was used is an attribute",
  migrate: (stored) => {
    stored.add("svd_solver", "full");
    if (stored.has("components_")) stored.add("_fit_svd_solver", "full");
  },
});

const KERNEL = defineMigration({
  classes: at("decomposition", "KernelPCA"),
  doc: "gamma_ is the kernel's gamma, by default one over the number of columns",
  migrate: (stored) => {
    const [, features] = sizesOf(stored.get("X_fit_"), stored.references) ?? [];
    if (features === undefined || features === 0) return;
    stored.add("gamma_", stored.get("gamma") ?? floatValue(1 / features));
  },
});

const PRODUCTS = ["poly", "polynomial", "sigmoid"];

/** To 1.2 the way back had a gamma by the number of components: a factor of products, so one side takes it. */
const BACK = defineMigration({
  classes: at("decomposition", "KernelPCA"),
  before: [1, 3],
  doc: "inverse_transform took a gamma by the number of components: what it is multiplied with has the difference",
  migrate: (stored) => {
    const fitted = stored.array("X_transformed_fit_");
    const [, features = 0] = sizesOf(stored.get("X_fit_"), stored.references) ?? [];
    const [, components = 0] = fitted?.shape ?? [];
    if (fitted === null || stored.get("gamma") !== null || !PRODUCTS.includes(String(stored.get("kernel")))) return;
    if (features === components || components === 0) return;
    const data = Float64Array.from(fitted.data, (value) => (Number(value) * features) / components);
    stored.set("X_transformed_fit_", doubles(data, fitted.shape));
  },
});

const DICTIONARY = at("decomposition", "DictionaryLearning MiniBatchDictionaryLearning");

/** Before 1.2 a penalty that was not told was 1, and is the fit's since then. */
const PENALTY = defineMigration({
  classes: DICTIONARY,
  before: [1, 2],
  doc: "a penalty of codes that was not told was 1",
  migrate: (stored) => {
    if (stored.get("transform_alpha") === null && stored.get("transform_algorithm") !== "omp") stored.set("transform_alpha", floatValue(1));
  },
});

const STATISTICS = defineMigration({
  classes: at("decomposition", "MiniBatchDictionaryLearning MiniBatchSparsePCA"),
  doc: "inner statistics have names",
  migrate: (stored) => {
    const [a, b] = itemsOf(stored.get("_inner_stats"), stored.references) ?? [];
    if (a === undefined || b === undefined || stored.className.endsWith("PCA")) return;
    stored.add("_A", a);
    stored.add("_B", b);
  },
});

const CODER = defineMigration({
  classes: at("decomposition", "SparseCoder"),
  doc: "the number of atoms is an attribute",
  migrate: (stored) => {
    const [count] = sizesOf(stored.get("dictionary"), stored.references) ?? [];
    if (count !== undefined) stored.add("n_components_", count);
  },
});

const SPARSE = defineMigration({
  classes: at("decomposition", "SparsePCA MiniBatchSparsePCA"),
  doc: "the number of components is an attribute",
  migrate: (stored) => {
    const [count] = sizesOf(stored.get("components_"), stored.references) ?? [];
    if (count !== undefined) stored.add("n_components_", count);
  },
});

const LOSSES = new Map([
  ["frobenius", 2],
  ["kullback-leibler", 1],
  ["itakura-saito", 0],
]);

const FACTORS = defineMigration({
  classes: at("decomposition", "NMF MiniBatchNMF"),
  doc: "the loss as a number and the number of components are attributes",
  migrate: (stored) => {
    const [count] = sizesOf(stored.get("components_"), stored.references) ?? [];
    if (count === undefined) return;
    const loss = stored.get("beta_loss") ?? "frobenius";
    stored.add("_n_components", count);
    stored.add("_beta_loss", typeof loss === "string" ? (LOSSES.get(loss) ?? loss) : loss);
    stored.add("n_components_", count);
  },
});

/** To 0.20 what unmixes whitened rows was not kept, as it is no part of any answer. */
const INDEPENDENT = defineMigration({
  classes: at("decomposition", "FastICA"),
  doc: "without whitening the components unmix",
  migrate: (stored) => {
    if (stored.get("whiten") === false && stored.has("components_")) stored.add("_unmixing", stored.get("components_"));
  },
});

const PARTIAL = defineMigration({
  classes: at("cross_decomposition", "PLSRegression PLSCanonical CCA"),
  doc: "what older versions answered was a column for each target, one of them too",
  migrate: (stored) => {
    if (!stored.has("x_weights_")) return;
    stored.add("_predict_1d", false);
    stored.add("_norm_y_weights", !stored.className.endsWith("Regression"));
  },
});

const SCORES = defineMigration({
  classes: at("cross_decomposition", "PLSRegression"),
  doc: "scores of the fit have a private and a public name",
  migrate: (stored) => {
    for (const name of ["x_scores_", "y_scores_"])
      if (stored.has(`_${name.slice(0, -1)}`)) stored.add(name, stored.attributes.get(`_${name.slice(0, -1)}`));
  },
});

/** `explained_variance_ratio_` and kin stay as they are: what the fit found does not change. */
export const DECOMPOSITION: readonly MigrationRule[] = [
  RANDOMIZED,
  PRINCIPAL,
  KERNEL,
  BACK,
  PENALTY,
  STATISTICS,
  CODER,
  SPARSE,
  FACTORS,
  INDEPENDENT,
  PARTIAL,
  SCORES,
];
