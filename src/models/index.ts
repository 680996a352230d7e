/** Every model, by its Python name. One more estimator is a definition, a row of the policy, a fixture and a line here. */
export { Birch } from "./cluster/birch.js";
export { BisectingKMeans } from "./cluster/bisecting-k-means.js";
export { AffinityPropagation, MeanShift } from "./cluster/exemplars.js";
export { FeatureAgglomeration } from "./cluster/feature-agglomeration.js";
export { KMeans, MiniBatchKMeans } from "./cluster/k-means.js";
export {
  EmpiricalCovariance,
  GraphicalLasso,
  GraphicalLassoCV,
  GraphLasso,
  GraphLassoCV,
  LedoitWolf,
  MinCovDet,
  OAS,
  ShrunkCovariance,
} from "./covariance/covariance.js";
export { EllipticEnvelope } from "./covariance/elliptic-envelope.js";
export { CCA, PLSCanonical, PLSRegression, PLSSVD } from "./cross-decomposition/partial-least-squares.js";
export { FactorAnalysis } from "./decomposition/factor-analysis.js";
export { FastICA } from "./decomposition/fast-ica.js";
export { KernelPCA } from "./decomposition/kernel-pca.js";
export { LatentDirichletAllocation } from "./decomposition/latent-dirichlet-allocation.js";
export { MiniBatchNMF, NMF, ProjectedGradientNMF } from "./decomposition/nmf.js";
export { IncrementalPCA, PCA, RandomizedPCA } from "./decomposition/pca.js";
export { DictionaryLearning, MiniBatchDictionaryLearning, SparseCoder } from "./decomposition/sparse-coding.js";
export { MiniBatchSparsePCA, SparsePCA } from "./decomposition/sparse-pca.js";
export { TruncatedSVD } from "./decomposition/truncated-svd.js";
export { LDA, LinearDiscriminantAnalysis } from "./discriminant/linear-discriminant.js";
export { QDA, QuadraticDiscriminantAnalysis } from "./discriminant/quadratic-discriminant.js";
export {
  LogOddsEstimator,
  MeanEstimator,
  PriorProbabilityEstimator,
  QuantileEstimator,
  ScaledLogOddsEstimator,
  ZeroEstimator,
} from "./dummy/boosting-init.js";
export { CheckingClassifier } from "./dummy/checking-classifier.js";
export { DummyClassifier } from "./dummy/dummy-classifier.js";
export { DummyRegressor } from "./dummy/dummy-regressor.js";
export { AdaBoostClassifier } from "./ensemble/ada-boost-classifier.js";
export { AdaBoostRegressor } from "./ensemble/ada-boost-regressor.js";
export { BaggingClassifier } from "./ensemble/bagging-classifier.js";
export { BaggingRegressor } from "./ensemble/bagging-regressor.js";
export { ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor } from "./ensemble/forests.js";
export { GradientBoostingClassifier } from "./ensemble/gradient-boosting-classifier.js";
export { GradientBoostingRegressor } from "./ensemble/gradient-boosting-regressor.js";
export { HistGradientBoostingClassifier } from "./ensemble/hist-gradient-boosting-classifier.js";
export { HistGradientBoostingRegressor } from "./ensemble/hist-gradient-boosting-regressor.js";
export { IsolationForest } from "./ensemble/isolation-forest.js";
export { RandomTreesEmbedding } from "./ensemble/random-trees-embedding.js";
export { StackingClassifier } from "./ensemble/stacking-classifier.js";
export { StackingRegressor } from "./ensemble/stacking-regressor.js";
export { VotingClassifier } from "./ensemble/voting-classifier.js";
export { VotingRegressor } from "./ensemble/voting-regressor.js";
export { CountVectorizer } from "./feature-extraction/count-vectorizer.js";
export { DictVectorizer } from "./feature-extraction/dict-vectorizer.js";
export { FeatureHasher } from "./feature-extraction/feature-hasher.js";
export { HashingVectorizer } from "./feature-extraction/hashing-vectorizer.js";
export { PatchExtractor } from "./feature-extraction/patch-extractor.js";
export { TfidfTransformer } from "./feature-extraction/tfidf-transformer.js";
export { TfidfVectorizer } from "./feature-extraction/tfidf-vectorizer.js";
export { GenericUnivariateSelect, SelectFdr, SelectFpr, SelectFwe, SelectKBest, SelectPercentile } from "./feature-selection/univariate.js";
export { VarianceThreshold } from "./feature-selection/variance-threshold.js";
export { GaussianProcess } from "./gaussian-process/gaussian-process.js";
export { _BinaryGaussianProcessClassifierLaplace, GaussianProcessClassifier } from "./gaussian-process/gaussian-process-classifier.js";
export { GaussianProcessRegressor } from "./gaussian-process/gaussian-process-regressor.js";
export { IterativeImputer } from "./impute/iterative-imputer.js";
export { KNNImputer } from "./impute/knn-imputer.js";
export { MissingIndicator } from "./impute/missing-indicator.js";
export { SimpleImputer } from "./impute/simple-imputer.js";
export { IsotonicRegression } from "./isotonic/isotonic-regression.js";
export { AdditiveChi2Sampler } from "./kernel-approximation/additive-chi2-sampler.js";
export { Nystroem } from "./kernel-approximation/nystroem.js";
export { PolynomialCountSketch } from "./kernel-approximation/polynomial-count-sketch.js";
export { RBFSampler, SkewedChi2Sampler } from "./kernel-approximation/random-features.js";
export { KernelRidge } from "./kernel-ridge.js";
export { ARDRegression, BayesianRidge } from "./linear/bayesian-ridge.js";
export { PassiveAggressiveClassifier, Perceptron } from "./linear/classifiers.js";
export { GammaRegressor, GeneralizedLinearRegressor, PoissonRegressor, TweedieRegressor } from "./linear/generalized-linear.js";
export { LogisticRegression, LogisticRegressionCV } from "./linear/logistic-regression.js";
export { RandomizedLasso, RandomizedLogisticRegression } from "./linear/randomized.js";
export {
  ElasticNet,
  ElasticNetCV,
  HuberRegressor,
  Lars,
  LarsCV,
  Lasso,
  LassoCV,
  LassoLars,
  LassoLarsCV,
  LassoLarsIC,
  LinearRegression,
  MultiTaskElasticNet,
  MultiTaskElasticNetCV,
  MultiTaskLasso,
  MultiTaskLassoCV,
  OrthogonalMatchingPursuit,
  OrthogonalMatchingPursuitCV,
  PassiveAggressiveRegressor,
  QuantileRegressor,
  Ridge,
  RidgeCV,
  TheilSenRegressor,
} from "./linear/regressors.js";
export { RidgeClassifier, RidgeClassifierCV } from "./linear/ridge-classifier.js";
export { SGDClassifier, SGDOneClassSVM, SGDRegressor } from "./linear/stochastic-gradient.js";
export { Isomap } from "./manifold/isomap.js";
export { LocallyLinearEmbedding } from "./manifold/locally-linear-embedding.js";
export { CalibratedClassifierCV } from "./meta/calibrated-classifier-cv.js";
export { ClassifierChain, RegressorChain } from "./meta/chains.js";
export { ColumnTransformer } from "./meta/column-transformer.js";
export { FrozenEstimator, RANSACRegressor, SelfTrainingClassifier } from "./meta/delegates.js";
export { RFE, RFECV, SequentialFeatureSelector } from "./meta/eliminations.js";
export { FeatureUnion } from "./meta/feature-union.js";
export { MultiOutputClassifier, MultiOutputRegressor } from "./meta/multi-output.js";
export { OneVsOneClassifier } from "./meta/one-vs-one-classifier.js";
export { _ConstantPredictor, OneVsRestClassifier } from "./meta/one-vs-rest-classifier.js";
export { OutputCodeClassifier } from "./meta/output-code-classifier.js";
export { Pipeline } from "./meta/pipeline.js";
export { GridSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV, RandomizedSearchCV } from "./meta/search-cv.js";
export { SelectFromModel } from "./meta/select-from-model.js";
export { FixedThresholdClassifier, TunedThresholdClassifierCV } from "./meta/threshold-classifiers.js";
export { TransformedTargetRegressor } from "./meta/transformed-target-regressor.js";
export { BayesianGaussianMixture, GaussianMixture } from "./mixture/gaussian-mixture.js";
export { DPGMM, GMM, VBGMM } from "./mixture/old-mixtures.js";
export { CategoricalNB } from "./naive-bayes/categorical-nb.js";
export { BernoulliNB, ComplementNB, MultinomialNB } from "./naive-bayes/discrete-nb.js";
export { GaussianNB } from "./naive-bayes/gaussian-nb.js";
export { KNeighborsClassifier } from "./neighbors/k-neighbors-classifier.js";
export { KNeighborsRegressor } from "./neighbors/k-neighbors-regressor.js";
export { KNeighborsTransformer } from "./neighbors/k-neighbors-transformer.js";
export { KernelDensity } from "./neighbors/kernel-density.js";
export { LocalOutlierFactor } from "./neighbors/local-outlier-factor.js";
export { LSHForest } from "./neighbors/lsh-forest.js";
export { NearestCentroid } from "./neighbors/nearest-centroid.js";
export { NearestNeighbors } from "./neighbors/nearest-neighbors.js";
export { NeighborhoodComponentsAnalysis } from "./neighbors/neighborhood-components-analysis.js";
export { RadiusNeighborsClassifier } from "./neighbors/radius-neighbors-classifier.js";
export { RadiusNeighborsRegressor } from "./neighbors/radius-neighbors-regressor.js";
export { RadiusNeighborsTransformer } from "./neighbors/radius-neighbors-transformer.js";
export { BernoulliRBM } from "./neural-network/bernoulli-rbm.js";
export { MLPClassifier, MLPRegressor } from "./neural-network/multilayer-perceptron.js";
export { Binarizer } from "./preprocessing/binarizer.js";
export { FunctionTransformer } from "./preprocessing/function-transformer.js";
export { Imputer } from "./preprocessing/imputer.js";
export { KBinsDiscretizer } from "./preprocessing/k-bins-discretizer.js";
export { KernelCenterer } from "./preprocessing/kernel-centerer.js";
export { LabelBinarizer } from "./preprocessing/label-binarizer.js";
export { LabelEncoder } from "./preprocessing/label-encoder.js";
export { MaxAbsScaler } from "./preprocessing/max-abs-scaler.js";
export { MinMaxScaler } from "./preprocessing/min-max-scaler.js";
export { MultiLabelBinarizer } from "./preprocessing/multi-label-binarizer.js";
export { Normalizer } from "./preprocessing/normalizer.js";
export { OneHotEncoder } from "./preprocessing/one-hot-encoder.js";
export { OrdinalEncoder } from "./preprocessing/ordinal-encoder.js";
export { PolynomialFeatures } from "./preprocessing/polynomial-features.js";
export { PowerTransformer } from "./preprocessing/power-transformer.js";
export { QuantileTransformer } from "./preprocessing/quantile-transformer.js";
export { RobustScaler } from "./preprocessing/robust-scaler.js";
export { SplineTransformer } from "./preprocessing/spline-transformer.js";
export { StandardScaler } from "./preprocessing/standard-scaler.js";
export { TargetEncoder } from "./preprocessing/target-encoder.js";
export { GaussianRandomProjection, GaussianRandomProjectionHash, SparseRandomProjection } from "./random-projection/random-projection.js";
export { LabelPropagation, LabelSpreading } from "./semi-supervised/propagation.js";
export { OneClassSVM } from "./svm/one-class-svm.js";
export { LinearSVC, LinearSVR, NuSVC, NuSVR, SVC, SVR } from "./svm/svm.js";
export {
  AgglomerativeClustering,
  ClassicalMDS,
  DBSCAN,
  HDBSCAN,
  MDS,
  OPTICS,
  SpectralBiclustering,
  SpectralClustering,
  SpectralCoclustering,
  SpectralEmbedding,
  TSNE,
} from "./transductive.js";
export { DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor } from "./tree/trees.js";
