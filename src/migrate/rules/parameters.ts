/**
 * Parameters whose values changed their meaning or their names: `"warn"` and its kind stand for what the version did, and
 * where today's default is another one than the old behaviour, the old behaviour is written. One row a value.
 */
import { floatValue } from "../../neutral/lossless.js";
import { at, defineMigration, type MigrationRule } from "../define.js";

/** Classes, the parameter, its old values (undefined: it was not stored), today's; and [major, minor] from which on it is left alone. */
type Row = readonly [classes: readonly string[], name: string, old: readonly unknown[], today: unknown, before?: readonly [number, number]];

const absent = undefined;
const DISCRETE_BAYES = at("naive_bayes", "BernoulliNB MultinomialNB ComplementNB CategoricalNB");
const DICTIONARIES = at("decomposition", "MiniBatchDictionaryLearning MiniBatchSparsePCA");
const SGD = at("linear_model", "SGDClassifier SGDRegressor");
const SVMS = at("svm", "SVC NuSVC SVR NuSVR OneClassSVM");

const ROWS: readonly Row[] = [
  [at("cluster", "KMeans MiniBatchKMeans"), "n_jobs", ["deprecated"], null],
  [at("cluster", "KMeans"), "n_init", ["warn"], 10],
  [at("cluster", "MiniBatchKMeans"), "n_init", ["warn"], 3],
  [at("cluster", "KMeans"), "algorithm", ["auto"], "elkan", [1, 1]],
  [at("cluster", "KMeans BisectingKMeans"), "algorithm", ["auto", "full"], "lloyd"],
  [at("cluster", "AgglomerativeClustering FeatureAgglomeration"), "metric", [null], "euclidean"],
  [at("cluster", "OPTICS"), "eps", ["warn"], null],
  [SVMS, "gamma", ["auto_deprecated"], "auto"],
  [at("svm", "SVC NuSVC"), "decision_function_shape", [null], "ovo", [0, 19]],
  [at("svm", "SVC NuSVC"), "probability", [false], "deprecated"],
  [at("svm", "LinearSVC LinearSVR"), "dual", ["warn"], true],
  [at("svm", "LinearSVC"), "loss", ["l1", "L1"], "hinge"],
  [at("svm", "LinearSVC"), "loss", ["l2", "L2"], "squared_hinge"],
  [at("dummy", "DummyClassifier"), "strategy", ["warn"], "stratified"],
  [DISCRETE_BAYES, "force_alpha", [absent, "warn"], false, [1, 4]],
  [at("decomposition", "FastICA"), "whiten", [true, "warn"], "arbitrary-variance", [1, 3]],
  [DICTIONARIES, "batch_size", ["warn"], 3],
  [at("decomposition", "NMF MiniBatchNMF"), "init", ["warn"], null],
  [at("decomposition", "LatentDirichletAllocation"), "learning_method", [null], "online"],
  [at("manifold", "TSNE"), "init", ["warn"], "random"],
  [at("manifold", "TSNE"), "learning_rate", ["warn"], floatValue(200)],
  [at("linear_model", "LogisticRegression LogisticRegressionCV"), "solver", ["warn"], "liblinear"],
  [at("linear_model", "BayesianRidge ARDRegression"), "max_iter", [null], 300],
  [at("linear_model", "QuantileRegressor"), "solver", ["warn"], "interior-point"],
  [at("linear_model", "RANSACRegressor"), "loss", ["absolute_loss"], "absolute_error"],
  [at("linear_model", "RANSACRegressor"), "loss", ["squared_loss"], "squared_error"],
  [SGD, "loss", ["squared_loss"], "squared_error"],
  [SGD, "loss", ["log"], "log_loss"],
  [at("linear_model", "ElasticNetCV LassoCV MultiTaskElasticNetCV MultiTaskLassoCV"), "alphas", ["warn"], 100],
  [at("neural_network", "MLPClassifier MLPRegressor"), "n_iter_no_change", [absent], 2, [0, 20]],
  [at("preprocessing", "KBinsDiscretizer"), "quantile_method", [absent, "warn"], "linear"],
  [at("preprocessing", "KBinsDiscretizer"), "subsample", [absent, "warn"], null, [1, 3]],
  [at("preprocessing", "KBinsDiscretizer"), "subsample", ["warn"], 200_000],
  [at("neural_network", "MLPRegressor"), "loss", ["squared_loss"], "squared_error"],
  [at("linear_model", "LarsCV"), "n_nonzero_coefs", [absent], 500],
  [at("linear_model", "LarsCV"), "jitter", [absent], null],
  [at("linear_model", "LarsCV"), "random_state", [absent], null],
  [at("linear_model", "RidgeClassifierCV"), "alpha_per_target", [absent], false],
  [at("linear_model", "RidgeCV RidgeClassifierCV"), "store_cv_results", [null], false],
  [at("preprocessing", "OneHotEncoder"), "categories", [null], "auto"],
  [at("preprocessing", "FunctionTransformer"), "validate", [null], true, [0, 22]],
  [at("random_projection", "SparseRandomProjection GaussianRandomProjection"), "n_components", ["warn"], "auto"],
];

const textOf = (value: unknown): string | undefined => JSON.stringify(value);

function parameterRule([classes, name, old, today, before]: Row): MigrationRule {
  const texts = old.map(textOf);
  return defineMigration({
    classes,
    ...(before === undefined ? {} : { before }),
    doc: `what ${name} stood for in that version`,
    migrate: (stored) => {
      if (!texts.includes(textOf(stored.attributes.get(name)))) return;
      if (stored.attributes.has(name)) stored.set(name, today);
      else stored.add(name, today);
    },
  });
}

export const PARAMETERS: readonly MigrationRule[] = ROWS.map(parameterRule);
