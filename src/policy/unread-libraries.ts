/**
 * Libraries that real model files name and that are not read: recognised by module so that a refusal can say what the
 * user can do. A module that ends in a dot stands for everything below it. Recognising allows nothing.
 */
import type { KnownFamily } from "../../sandbox/wire/policy.js";

/** A family with the word for its message. */
interface FamilyAdvice extends KnownFamily {
  /** What the user can do, as a clause after "…". */
  readonly advice: string;
}

const PLACEHOLDERS = "convert with --placeholders to read the rest";
const EXPORT = "export the model in the library's own format and read that";
const LIST = "allow its classes with --allow if you know them to be plain data";

const OTHERS = `the library's plain classes are read, and this name is none of them; ${PLACEHOLDERS}`;

const below = (family: string, advice: string, ...roots: readonly string[]): FamilyAdvice => ({
  family,
  modules: roots.map((root) => `${root}.`),
  advice,
});

const ADVICE: readonly FamilyAdvice[] = [
  {
    family: "__main__",
    modules: ["__main__", "__mp_main__"],
    advice: `the class or function was defined in the script that wrote the file; ${PLACEHOLDERS}`,
  },
  below("dill", `dill writes functions as code; save with joblib instead, or ${PLACEHOLDERS}`, "dill"),
  below("cloudpickle", `cloudpickle writes functions as code; save with joblib instead, or ${PLACEHOLDERS}`, "cloudpickle"),
  below("xgboost", "its other classes are not read; save the model alone, or save_model() as JSON", "xgboost"),
  below("lightgbm", "its other classes are not read; save the model alone, or save_model() as text", "lightgbm"),
  below("catboost", "its other classes are not read; save the model alone, or save_model() as JSON", "catboost"),
  below("imblearn", OTHERS, "imblearn", "imbalanced_learn"),
  below("statsmodels", `it pickles its data and formulas; ${PLACEHOLDERS}`, "statsmodels", "patsy", "formulaic"),
  below("sklearn2pmml", OTHERS, "sklearn2pmml", "sklearn_pmml_model", "jpmml_evaluator"),
  below("sklearn_pandas", OTHERS, "sklearn_pandas"),
  below("category_encoders", OTHERS, "category_encoders"),
  below("feature_engine", OTHERS, "feature_engine"),
  below("mlxtend", OTHERS, "mlxtend"),
  below("lifelines", PLACEHOLDERS, "lifelines", "autograd"),
  below("skll", OTHERS, "skll"),
  below("rsmtool", PLACEHOLDERS, "rsmtool"),
  below("autosklearn", PLACEHOLDERS, "autosklearn", "ConfigSpace", "smac"),
  below(
    "revscoring",
    PLACEHOLDERS,
    "revscoring",
    "deltas",
    "articlequality",
    "draftquality",
    "editquality",
    "drafttopic",
    "mwparserfromhell",
  ),
  below("dragnet", PLACEHOLDERS, "dragnet"),
  below("madmom", PLACEHOLDERS, "madmom"),
  below("hmmlearn", OTHERS, "hmmlearn"),
  below("pyod", PLACEHOLDERS, "pyod"),
  below("sktime", PLACEHOLDERS, "sktime", "skbase", "pmdarima", "prophet"),
  below("shap", PLACEHOLDERS, "shap", "slicer", "lime"),
  below("interpret", PLACEHOLDERS, "interpret", "econml", "dowhy"),
  below("h2o", EXPORT, "h2o"),
  below("tpot", PLACEHOLDERS, "tpot", "deap"),
  below("hyperopt", PLACEHOLDERS, "hyperopt", "optuna", "skopt"),
  below("nltk", PLACEHOLDERS, "nltk"),
  below("spacy", EXPORT, "spacy", "thinc"),
  below("gensim", EXPORT, "gensim"),
  below("textblob", PLACEHOLDERS, "textblob", "enchant"),
  below("transformers", "save_pretrained() with safetensors", "transformers", "sentence_transformers", "tokenizers"),
  below("keras", "save the model as .keras or SavedModel", "keras", "keras_preprocessing", "tf_keras", "scikeras"),
  below("tensorflow", "save the model as SavedModel", "tensorflow"),
  below(
    "torch",
    "save the weights alone, with torch.save(model.state_dict(), path)",
    "torch",
    "torchvision",
    "pytorch_lightning",
    "lightning",
    "skorch",
    "fastai",
  ),
  below("jax", EXPORT, "jax", "jaxlib", "flax"),
  below("polars", EXPORT, "polars"),
  below("pyarrow", EXPORT, "pyarrow"),
  below("dask", PLACEHOLDERS, "dask", "dask_ml", "distributed"),
  below("cuml", PLACEHOLDERS, "cuml", "cudf", "cupy"),
  below("daal4py", PLACEHOLDERS, "daal4py", "sklearnex", "onedal"),
  below("pyspark", EXPORT, "pyspark", "py4j"),
  below("mlflow", "read the model file inside the MLflow folder", "mlflow"),
  below("surprise", PLACEHOLDERS, "surprise", "implicit", "lightfm"),
  below("sdv", PLACEHOLDERS, "sdv", "rdt", "ctgan", "copulas", "faker"),
  below("faiss", EXPORT, "faiss", "annoy", "hnswlib"),
  below("umap", PLACEHOLDERS, "umap", "pynndescent", "hdbscan", "numba"),
  below("pytz", "store the times in UTC", "pytz"),
  below("dateutil", "store the times in UTC, or in a zone of zoneinfo", "dateutil"),
  below("tzlocal", "store the times in UTC, or in a zone of zoneinfo", "tzlocal"),
  below("networkx", PLACEHOLDERS, "networkx"),
  below("galaxy_ml", PLACEHOLDERS, "galaxy_ml"),
  below("crfsuite", "save the CRF with its own dump", "sklearn_crfsuite", "pycrfsuite"),
  below("pycaret", PLACEHOLDERS, "pycaret", "lazypredict", "yellowbrick", "eli5", "dtreeviz"),
  below("ngboost", PLACEHOLDERS, "ngboost", "pygam", "gplearn", "rulefit", "imodels", "causalml"),
  below("kmodes", `${LIST}, or ${PLACEHOLDERS}`, "kmodes", "sklearn_extra", "fcmeans", "minisom"),
  below("tslearn", PLACEHOLDERS, "tslearn", "tsfresh", "pomegranate", "arch"),
  below("boruta", `${LIST}, or ${PLACEHOLDERS}`, "boruta", "skrebate", "mrmr", "featuretools"),
  below("snorkel", PLACEHOLDERS, "snorkel", "flair", "stanza", "fasttext"),
  below("skmultilearn", PLACEHOLDERS, "skmultilearn", "skmultiflow", "river", "creme"),
  below("ray", PLACEHOLDERS, "ray", "gym", "gymnasium", "stable_baselines", "stable_baselines3"),
  below("PIL", "save images as images", "PIL", "cv2", "skimage"),
];

/** The wire's part: which modules belong to which family. */
export const KNOWN_FAMILIES: readonly KnownFamily[] = Object.freeze(
  ADVICE.map(({ family, modules }) => Object.freeze({ family, modules: Object.freeze([...modules]) })),
);

/** Names of all that a finding may name. */
export const FAMILY_NAMES: readonly string[] = Object.freeze(ADVICE.map(({ family }) => family));

/** What the user can do about a family, for the message; null for a name that is no family here. */
export function familyAdvice(family: string): string | null {
  return ADVICE.find((row) => row.family === family)?.advice ?? null;
}
