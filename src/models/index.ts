/** Every model, a line each, by its Python name. One more estimator is one file, one fixture and one line here. */
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
export { FactorAnalysis } from "./decomposition/factor-analysis.js";
export { FastICA } from "./decomposition/fast-ica.js";
export { LatentDirichletAllocation } from "./decomposition/latent-dirichlet-allocation.js";
export { MiniBatchNMF, NMF, ProjectedGradientNMF } from "./decomposition/nmf.js";
export { IncrementalPCA, PCA, RandomizedPCA } from "./decomposition/pca.js";
export { DictionaryLearning, MiniBatchDictionaryLearning, SparseCoder } from "./decomposition/sparse-coding.js";
export { MiniBatchSparsePCA, SparsePCA } from "./decomposition/sparse-pca.js";
export { TruncatedSVD } from "./decomposition/truncated-svd.js";
export { AdditiveChi2Sampler } from "./kernel-approximation/additive-chi2-sampler.js";
export { PolynomialCountSketch } from "./kernel-approximation/polynomial-count-sketch.js";
export { RBFSampler, SkewedChi2Sampler } from "./kernel-approximation/random-features.js";
export { ElasticNet } from "./linear/elastic-net.js";
export { Lasso } from "./linear/lasso.js";
export { LinearRegression } from "./linear/linear-regression.js";
export { LogisticRegression } from "./linear/logistic-regression.js";
export { Ridge } from "./linear/ridge.js";
export { RidgeCV } from "./linear/ridge-cv.js";
export { BayesianGaussianMixture, GaussianMixture } from "./mixture/gaussian-mixture.js";
export { DPGMM, GMM, VBGMM } from "./mixture/old-mixtures.js";
export { NeighborhoodComponentsAnalysis } from "./neighbors/neighborhood-components-analysis.js";
export { Pipeline } from "./pipeline.js";
export { MinMaxScaler } from "./preprocessing/min-max-scaler.js";
export { StandardScaler } from "./preprocessing/standard-scaler.js";
export { GaussianRandomProjection, GaussianRandomProjectionHash, SparseRandomProjection } from "./random-projection/random-projection.js";
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
