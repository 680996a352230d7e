/**
 * Estimators of scikit-learn-intelex (`patch_sklearn()`), 2021 to 2026: classes of daal4py and sklearnex that are derived from
 * sklearn's, with its attributes. They are read as sklearn's own. They tell no version, so that one is taken that has their layout:
 * the attributes of all of them, but for `multi_class`, are the same from 0.24 to 1.9. What oneDAL keeps in its native models is not
 * read: those files are not safe.
 */
import { stateOf } from "../../neutral/attributes.js";
import { own } from "../../neutral/document.js";
import { defineUpgrade, type Stored, type UpgradeRule } from "../define.js";

/** sklearn's class; the modules of the patched ones, `d:` for `daal4py.sklearn.`, `x:` for `sklearnex.`; and where an attribute stands. */
const PATCHED: readonly (readonly [string, string, string?])[] = [
  ["cluster.KMeans", "d:cluster.k_means d:cluster._k_means_0_22 d:cluster._k_means_0_23 x:cluster.k_means x:spmd.cluster.kmeans"],
  ["cluster.DBSCAN", "d:cluster.dbscan d:cluster._dbscan_0_22 x:cluster.dbscan x:spmd.cluster.dbscan"],
  ["covariance.EmpiricalCovariance", "x:preview.covariance.covariance x:spmd.covariance.covariance"],
  [
    "decomposition.PCA",
    "d:decomposition._pca x:decomposition.pca x:spmd.decomposition.pca",
    "_components_>components_ _explained_variance_>explained_variance_ _mean_>mean_ _n_components_>n_components_",
  ],
  ["dummy.DummyRegressor", "x:dummy._dummy", "_constant_>constant_"],
  ["ensemble.AdaBoostClassifier", "d:ensemble.AdaBoostClassifier"],
  ["ensemble.ExtraTreesClassifier", "x:ensemble._forest", "_cached_estimators_>estimators_"],
  ["ensemble.ExtraTreesRegressor", "x:ensemble._forest", "_cached_estimators_>estimators_"],
  ["ensemble.RandomForestClassifier", "d:ensemble._forest x:ensemble._forest x:spmd.ensemble.forest", "_cached_estimators_>estimators_"],
  ["ensemble.RandomForestRegressor", "d:ensemble._forest x:ensemble._forest x:spmd.ensemble.forest", "_cached_estimators_>estimators_"],
  ["linear_model.ElasticNet", "d:linear_model._coordinate_descent d:linear_model._coordinate_descent_0_23"],
  ["linear_model.Lasso", "d:linear_model._coordinate_descent d:linear_model._coordinate_descent_0_23"],
  [
    "linear_model.LinearRegression",
    "d:linear_model._linear d:linear_model._linear_0_22 d:linear_model._linear_0_23 d:linear_model._linear_0_24 x:linear_model.linear x:spmd.linear_model.linear_model",
    "_coef_>coef_ _intercept_>intercept_",
  ],
  [
    "linear_model.LogisticRegression",
    "d:linear_model.logistic_path d:linear_model._logistic_path_0_22 x:linear_model.logistic_regression x:spmd.linear_model.logistic_regression",
    "_coef_>coef_ _intercept_>intercept_",
  ],
  ["linear_model.LogisticRegressionCV", "d:linear_model.logistic_path x:preview.linear_model.logistic_regression"],
  ["linear_model.Ridge", "d:linear_model._ridge d:linear_model._ridge_0_22 x:linear_model.ridge", "_coef_>coef_ _intercept_>intercept_"],
  ["manifold.TSNE", "d:manifold._t_sne"],
  ["neighbors.KNeighborsClassifier", "d:neighbors._classification x:neighbors.knn_classification x:spmd.neighbors.neighbors"],
  ["neighbors.KNeighborsRegressor", "d:neighbors._regression x:neighbors.knn_regression x:spmd.neighbors.neighbors"],
  ["neighbors.LocalOutlierFactor", "x:neighbors._lof"],
  ["neighbors.NearestNeighbors", "d:neighbors._unsupervised x:neighbors.knn_unsupervised x:spmd.neighbors.neighbors"],
  ["preprocessing.MaxAbsScaler", "x:preview.preprocessing._data x:spmd.preprocessing._data"],
  ["svm.NuSVC", "x:svm._classes"],
  ["svm.NuSVR", "x:svm._classes"],
  [
    "svm.SVC",
    "d:svm.svm d:svm._svm_0_22 d:svm._svm_0_23 x:svm._classes",
    "_internal_dual_coef_>_dual_coef_ _internal_intercept_>_intercept_",
  ],
  ["svm.SVR", "x:svm._classes"],
];

const spelled = (module: string, name: string): string =>
  `${module.startsWith("d:") ? "daal4py.sklearn." : "sklearnex."}${module.slice(2)}.${name}`;

/** The version whose layout they have; before 0.24 nothing had `n_features_in_`, from 1.8 on no logistic regression `multi_class`. */
const layoutOf = (stored: Stored): string =>
  !stored.attributes.has("n_features_in_") ? "0.23.0" : stored.attributes.has("feature_names_in_") ? "1.2.0" : "1.0.0";

function upgradeTo(className: string, names: readonly string[][]): UpgradeRule["upgrade"] {
  return (stored) => {
    for (const [from = "", to = ""] of names) stored.rename(from, to);
    if (!stored.attributes.has("_sklearn_version")) stored.set("_sklearn_version", layoutOf(stored));
    return { ...stored.value, class: className, state: stateOf(stored.attributes, stored.references.resolve(own(stored.value, "state"))) };
  };
}

export const PATCHED_RULES: readonly UpgradeRule[] = PATCHED.map(([path, modules, pairs = ""]) => {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const names = pairs.split(" ").map((pair) => pair.split(">"));
  return defineUpgrade({
    classes: modules.split(" ").map((module) => spelled(module, name)),
    doc: `scikit-learn-intelex's are \`sklearn.${path}\``,
    upgrade: upgradeTo(`sklearn.${path}`, pairs === "" ? [] : names),
  });
});

const CLASSES: ReadonlySet<string> = new Set(PATCHED_RULES.flatMap(({ classes }) => classes));

/** True for a class of scikit-learn-intelex that is read as sklearn's. */
export const isPatched = (className: string): boolean => CLASSES.has(className);
