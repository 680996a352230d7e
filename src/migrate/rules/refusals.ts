/**
 * States whose answers today's sklearn has no parameter for: it computes something else from the same attributes. Each
 * row says until when, for which states, and why. Read off both versions' sources.
 */
import { type Shown, sentence } from "../../errors.js";
import { isFromPython2 } from "../../models/parts/text/python2.js";
import { State } from "../../models/state.js";
import { entriesOf } from "../../neutral/attributes.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { sizesOf } from "../sizes.js";

interface Row {
  readonly classes: readonly string[];
  readonly before?: readonly [number, number];
  readonly when: (stored: Migrating) => boolean;
  readonly why: Shown;
}

const always = (): boolean => true;
const dictionaryCodes = (stored: Migrating): unknown => stored.get("transform_algorithm");

/** Kernels of no gamma, and those where it is a factor of one side (`decomposition.ts`). */
const FREE = ["linear", "cosine", "precomputed", "poly", "polynomial", "sigmoid"];

/** Kernels of a gamma, between other numbers of columns. */
function hasOtherGamma(stored: Migrating): boolean {
  const [, features] = sizesOf(stored.get("X_fit_"), stored.references) ?? [];
  const [, components] = sizesOf(stored.get("X_transformed_fit_"), stored.references) ?? [];
  return features !== components && !FREE.includes(String(stored.get("kernel")));
}

/** The vectorizer that holds it tells how many there are. */
const hasTerms = (stored: Migrating): boolean => stored.owner?.attributes.has("vocabulary_") ?? false;

const SIGMA = /[\u03c2\u03c3]/;

/**
 * Small letters are others in Python 3 for two letters alone: a dotted capital I keeps its dot, which is an accent, and a capital
 * sigma at a word's end is the final one. Both are gone where only ASCII stays; where accents are stripped there is but
 * the sigma, which nothing asks for where no term has one.
 */
function isAlike(stored: Migrating): boolean {
  const accents = stored.get("strip_accents");
  if (accents === "ascii") return true;
  const terms = entriesOf(stored.get("vocabulary_"), stored.references);
  const stop = stored.get("stop_words") ?? "english";
  return (
    accents === "unicode" && stop === "english" && terms !== null && !terms.some(([term]) => typeof term !== "string" || SIGMA.test(term))
  );
}

const ROWS: readonly Row[] = [
  {
    classes: at("preprocessing", "QuantileTransformer"),
    before: [0, 21],
    when: (stored) => stored.get("output_distribution") !== "normal" && stored.has("quantiles_"),
    why: sentence`its uniform output ended a little above 0 and below 1, and today's does not.`,
  },
  {
    classes: at("preprocessing", "Normalizer"),
    before: [0, 23],
    when: (stored) => stored.get("norm") === "max",
    why: sentence`norm="max" was the largest value, and is the largest absolute value today.`,
  },
  {
    classes: at("feature_extraction.text", "HashingVectorizer"),
    before: [0, 23],
    when: (stored) => stored.get("norm") === "max",
    why: sentence`norm="max" was the largest value, and is the largest absolute value today.`,
  },
  {
    classes: [...at("feature_extraction.text", "HashingVectorizer"), ...at("feature_extraction", "FeatureHasher")],
    when: (stored) => stored.get("non_negative") === true,
    why: sentence`non_negative has no counterpart today.`,
  },
  {
    classes: at("decomposition", "SparsePCA MiniBatchSparsePCA"),
    before: [0, 22],
    when: (stored) => stored.has("components_") && !stored.has("mean_"),
    why: sentence`it scaled its output by all rows of a call at once (normalize_components=False), which today's does not.`,
  },
  {
    classes: at("decomposition", "LatentDirichletAllocation"),
    before: [0, 18],
    when: (stored) => stored.has("components_"),
    why: sentence`its output was not normalised, and today's is.`,
  },
  {
    classes: at("decomposition", "NMF MiniBatchNMF"),
    before: [1, 2],
    when: (stored) => (stored.number("alpha") ?? 0) !== 0,
    why: sentence`alpha did not grow with the number of rows, which alpha_W and alpha_H do.`,
  },
  {
    classes: at("decomposition", "KernelPCA"),
    before: [0, 24],
    when: (stored) => stored.version.since(0, 23) && stored.get("fit_inverse_transform") === true && (stored.number("alpha") ?? 0) !== 0,
    why: sentence`0.23 added alpha in inverse_transform, which no other version did.`,
  },
  {
    classes: at("decomposition", "KernelPCA"),
    before: [0, 21],
    when: (stored) => Array.from(stored.array("eigenvalues_")?.data ?? [], Number).includes(0),
    why: sentence`an eigenvalue of zero gave no number, and gives zero today.`,
  },
  {
    classes: at("decomposition", "KernelPCA"),
    before: [1, 3],
    when: (stored) => stored.get("fit_inverse_transform") === true && stored.get("gamma") === null && hasOtherGamma(stored),
    why: sentence`inverse_transform took a gamma by the number of components, and takes that of the columns today.`,
  },
  {
    classes: at("svm", "OneClassSVM"),
    before: [0, 20],
    when: (stored) => stored.has("support_vectors_"),
    why: sentence`its decision_function was a column, and is flat today.`,
  },
  {
    classes: at("preprocessing", "SplineTransformer"),
    before: [1, 2],
    when: (stored) => stored.get("extrapolation") === "periodic" && stored.has("bsplines_"),
    why: sentence`it named more columns than a periodic spline has.`,
  },
  {
    classes: at("feature_extraction.text", "TfidfTransformer"),
    when: (stored) =>
      stored.get("use_idf") === false && stored.attributes.has("_sklearn_version") && stored.version.before(0, 24) && !hasTerms(stored),
    why: sentence`it keeps nothing of its fit, and today's has the number of columns.`,
  },
  {
    classes: at("decomposition", "PCA"),
    before: [0, 18],
    when: (stored) => stored.get("whiten") === true,
    why: sentence`score_samples took whitened axes for plain ones.`,
  },
  {
    classes: at("decomposition", "DictionaryLearning MiniBatchDictionaryLearning SparseCoder"),
    before: [1, 8],
    when: (stored) => dictionaryCodes(stored) === "lasso_cd",
    why: sentence`transform_algorithm="lasso_cd" stopped at a larger tolerance than today's.`,
  },
  {
    classes: at("decomposition", "SparseCoder"),
    before: [0, 20],
    when: (stored) => dictionaryCodes(stored) === "omp",
    why: sentence`transform_algorithm="omp" took atoms to be of length one, which today's does not.`,
  },
  {
    classes: at("covariance", "EllipticEnvelope"),
    when: (stored) => stored.attributes.has("threshold_"),
    why: sentence`its decision_function was of the cube roots of distances, which today's is not.`,
  },
  {
    classes: at("dummy", "DummyClassifier DummyRegressor"),
    when: (stored) => stored.get("output_2d_") === true && stored.number("n_outputs_") === 1,
    why: sentence`its one output was a column, and is flat today.`,
  },
  {
    classes: at("impute", "MissingIndicator"),
    before: [0, 21],
    when: (stored) => sizesOf(stored.get("features_"), stored.references)?.[0] === 0,
    why: sentence`where nothing was missing it told of all columns, and tells of none today.`,
  },
  {
    classes: ["CountVectorizer", "HashingVectorizer", "TfidfVectorizer"].flatMap((name) => at("feature_extraction.text", name)),
    before: [0, 21],
    when: (stored) => stored.get("lowercase") === true && isFromPython2(new State(stored.value, stored.references)) && !isAlike(stored),
    why: sentence`Python 2 made small letters of each character for itself, and Python 3 makes others of some.`,
  },
  {
    classes: ["sklearn.utils._mocking.CheckingClassifier"],
    before: [1, 5],
    when: always,
    why: sentence`its answers are random today, by another seed.`,
  },
  {
    classes: at("preprocessing", "FunctionTransformer"),
    when: (stored) => stored.get("pass_y") === true,
    why: sentence`pass_y has no counterpart today.`,
  },
];

export const REFUSALS: readonly MigrationRule[] = ROWS.map(({ classes, before, when, why }) =>
  defineMigration({
    classes,
    ...(before === undefined ? {} : { before }),
    doc: "today's sklearn answers otherwise",
    migrate: (stored) => {
      if (when(stored)) throw stored.refusal(why);
    },
  }),
);
