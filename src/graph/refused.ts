/** Classes that no graph is made for, and why. Each class that has a model is here or has a lowering (`test/targets/complete.test.ts`). */
import { type Shown, sentence, showText } from "../errors.js";

const FITTED_ROWS = sentence`it has answers for the rows of its fitting alone`;
const ITERATED = sentence`its answer for a row is found by steps until they change nothing, whose last digits have no exact form`;
const NO_TENSOR = sentence`it takes dicts, lists or sets, which are no tensors`;
const OTHER_ROWS = sentence`it takes the nearest rows of fitting one after the other, and the order of equally near ones has no exact form`;

/** Classes of a library that stands beside sklearn. */
const of = (library: string, ...names: readonly string[]): [string, Shown][] =>
  names.map((name) => [`${library}.${name}`, sentence`no graph is made of the classes of ${showText(library)}`]);

const all = (why: Shown, ...names: readonly string[]): [string, Shown][] => names.map((name) => [`sklearn.${name}`, why]);

export const REFUSED: ReadonlyMap<string, Shown> = new Map([
  ...all(
    FITTED_ROWS,
    "cluster.AgglomerativeClustering",
    "cluster.DBSCAN",
    "cluster.HDBSCAN",
    "cluster.OPTICS",
    "cluster.SpectralBiclustering",
    "cluster.SpectralClustering",
    "cluster.SpectralCoclustering",
    "manifold.ClassicalMDS",
    "manifold.MDS",
    "manifold.SpectralEmbedding",
    "manifold.TSNE",
  ),
  ...all(
    ITERATED,
    "decomposition.DictionaryLearning",
    "decomposition.LatentDirichletAllocation",
    "decomposition.MiniBatchDictionaryLearning",
    "decomposition.MiniBatchNMF",
    "decomposition.NMF",
    "decomposition.ProjectedGradientNMF",
    "decomposition.SparseCoder",
  ),
  ...all(
    OTHER_ROWS,
    "impute.KNNImputer",
    "manifold.Isomap",
    "manifold.LocallyLinearEmbedding",
    "neighbors.LSHForest",
    "neighbors.NearestNeighbors",
  ),
  ...all(NO_TENSOR, "feature_extraction.DictVectorizer", "feature_extraction.FeatureHasher", "preprocessing.MultiLabelBinarizer"),
  ...all(sentence`it hashes words, which the target cannot`, "feature_extraction.text.HashingVectorizer"),
  ...all(sentence`it hashes rows for a search of its own`, "neighbors.approximate.GaussianRandomProjectionHash"),
  ...all(sentence`it takes images, of which it may draw patches at random`, "feature_extraction.image.PatchExtractor"),
  ...of("sklearn_pandas", "DataFrameMapper", "pipeline.TransformerPipeline"),
  ...of(
    "sklearn2pmml",
    "EstimatorProxy",
    "SelectorProxy",
    "decoration.Alias",
    "decoration.CategoricalDomain",
    "decoration.ContinuousDomain",
    "decoration.ContinuousDomainEraser",
    "decoration.DiscreteDomainEraser",
    "decoration.DomainEraser",
    "decoration.MultiAlias",
    "decoration.MultiDomain",
    "decoration.OrdinalDomain",
    "feature_selection.SelectUnique",
    "pipeline.PMMLPipeline",
    "preprocessing.AggregateTransformer",
    "preprocessing.Aggregator",
    "preprocessing.ConcatTransformer",
    "preprocessing.DataFrameConstructor",
    "preprocessing.IdentityTransformer",
    "preprocessing.LookupTransformer",
    "preprocessing.MultiLookupTransformer",
    "preprocessing.PMMLLabelBinarizer",
    "preprocessing.PowerFunctionTransformer",
    "preprocessing.SubstringTransformer",
  ),
  ...of(
    "imblearn",
    "ensemble.BalancedBaggingClassifier",
    "ensemble.BalancedRandomForestClassifier",
    "ensemble.EasyEnsembleClassifier",
    "ensemble.RUSBoostClassifier",
  ),
  ...of(
    "feature_engine",
    "encoding.CountFrequencyEncoder",
    "encoding.MeanEncoder",
    "encoding.OneHotEncoder",
    "encoding.OrdinalEncoder",
    "encoding.RareLabelEncoder",
    "imputation.ArbitraryNumberImputer",
    "imputation.CategoricalImputer",
    "imputation.EndTailImputer",
    "imputation.MeanMedianImputer",
    "outliers.Winsorizer",
    "selection.DropFeatures",
  ),
  ...of(
    "mlxtend",
    "classifier.StackingCVClassifier",
    "classifier.StackingClassifier",
    "feature_selection.ColumnSelector",
    "feature_selection.SequentialFeatureSelector",
    "regressor.StackingCVRegressor",
    "regressor.StackingRegressor",
  ),
  ...of("skll", "data.dict_vectorizer.DictVectorizer", "learner.Learner", "learner.utils.SelectByMinCount"),
  ...all(sentence`its class is gone since sklearn 0.20, and no graph was made for its correlations`, "gaussian_process.GaussianProcess"),
]);
