/** Clusterings, dummies, manifolds, networks: small things that today's sklearn keeps and older ones did not. */
import { floatValue } from "../../neutral/lossless.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { doubles } from "../numbers.js";
import { sizesOf } from "../sizes.js";

const fitted = (stored: Migrating, name: string): boolean => stored.has(name);

const MEANS = defineMigration({
  classes: at("cluster", "KMeans MiniBatchKMeans"),
  before: [1, 3],
  doc: "how it runs is told beside the parameters",
  migrate: (stored) => {
    if (!fitted(stored, "cluster_centers_")) return;
    stored.add("_n_threads", 1);
    if (stored.number("n_init") !== null) stored.add("_n_init", stored.get("n_init"));
    if (stored.className.endsWith(".KMeans")) stored.add("_algorithm", stored.get("algorithm") ?? "lloyd");
    else if (stored.number("tol") === 0) stored.add("_tol", floatValue(0));
    const counts = stored.array("_counts");
    if (counts !== null && counts.dtype !== "float64") stored.set("_counts", doubles(Array.from(counts.data, Number), counts.shape));
  },
});

const CLUSTERS = defineMigration({
  classes: at("cluster", "AgglomerativeClustering FeatureAgglomeration"),
  doc: "the number of clusters is an attribute",
  migrate: (stored) => {
    if (fitted(stored, "labels_") && stored.number("n_clusters") !== null) stored.add("n_clusters_", stored.get("n_clusters"));
  },
});

const STRATEGY = defineMigration({
  classes: at("dummy", "DummyClassifier"),
  doc: "the strategy that was used is an attribute",
  migrate: (stored) => {
    if (fitted(stored, "classes_")) stored.add("_strategy", stored.get("strategy"));
  },
});

/** What `transform` asks of it: nothing of the fit. */
const SCALING = defineMigration({
  classes: at("manifold", "MDS"),
  before: [1, 8],
  doc: "metric is the distance, and was whether scaling is metric",
  migrate: (stored) => {
    const metric = stored.get("metric");
    if (typeof metric !== "boolean") return;
    const distance = stored.get("dissimilarity");
    stored.set("metric_mds", metric);
    stored.set("metric", distance);
    stored.set("dissimilarity", "deprecated");
    if (stored.get("normalized_stress") === "warn" || !stored.attributes.has("normalized_stress")) stored.set("normalized_stress", false);
    stored.add("init", "random");
    if (!fitted(stored, "embedding_")) return;
    stored.add("_metric", distance);
    stored.add("_metric_mds", metric);
    stored.add("_init", "random");
  },
});

const NEIGHBOUR_EMBEDDING = defineMigration({
  classes: at("manifold", "TSNE"),
  doc: "max_iter is what n_iter was",
  migrate: (stored) => {
    const older = ["_max_iter", "n_iter"].map((name) => stored.get(name)).find((value) => typeof value === "number");
    if (stored.get("max_iter") === undefined || stored.get("max_iter") === null) stored.set("max_iter", older ?? 1000);
    if (fitted(stored, "embedding_") && typeof stored.get("learning_rate") !== "string")
      stored.add("learning_rate_", stored.get("learning_rate"));
  },
});

/** Of components of no name: Birch kept two that told whether it was fitted. */
const SAMPLED = defineMigration({
  classes: at("kernel_approximation", "RBFSampler"),
  doc: "the gamma that was used is an attribute",
  migrate: (stored) => {
    if (fitted(stored, "random_weights_") && stored.number("gamma") !== null) stored.add("_gamma", stored.get("gamma"));
  },
});

const CATEGORIES = defineMigration({
  classes: at("naive_bayes", "CategoricalNB"),
  doc: "the number of categories of each column is an attribute",
  migrate: (stored) => {
    const sizes = (stored.items("category_count_") ?? []).map((counts) => sizesOf(counts, stored.references)?.[1]);
    if (sizes.length > 0 && sizes.every((size) => size !== undefined))
      stored.add("n_categories_", { $type: "ndarray", dtype: "int64", shape: [sizes.length], data: sizes });
  },
});

/** A network that was fitted without early stopping has no scores of a validation, one with it no best loss. */
const STOPPING = defineMigration({
  classes: at("neural_network", "MLPClassifier MLPRegressor"),
  before: [1, 1],
  doc: "what the other way to stop would have kept is None",
  migrate: (stored) => {
    if (!fitted(stored, "coefs_")) return;
    if (stored.get("solver") === "lbfgs") return;
    const early = stored.get("early_stopping") === true;
    if (early) stored.set("best_loss_", null);
    else for (const name of ["best_validation_score_", "validation_scores_"]) stored.add(name, null);
  },
});

const isNone = (value: unknown): boolean => value === undefined || value === null;

/** 0.17 kept a joblib.Memory that remembers nothing. */
const MEMORY = defineMigration({
  classes: at("cluster", "AgglomerativeClustering FeatureAgglomeration"),
  before: [0, 18],
  doc: "no memory is None",
  migrate: (stored) => {
    const memory = stored.part("memory");
    if (memory !== null && isNone(memory.get("cachedir")) && isNone(memory.get("location"))) stored.set("memory", null);
  },
});

export const CLUSTER: readonly MigrationRule[] = [
  MEANS,
  CLUSTERS,
  STRATEGY,
  SCALING,
  NEIGHBOUR_EMBEDDING,
  SAMPLED,
  CATEGORIES,
  STOPPING,
  MEMORY,
];
