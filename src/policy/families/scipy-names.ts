/**
 * scipy's functions that may stand as values: distances that users pass as `metric`, statistics, filters and transforms that they
 * put into `FunctionTransformer`, special functions. None calls what it is given, reads or writes files, or draws at random.
 * Each row has the modules under which scipy 0.19 to 1.18 pickled its names.
 */

export const SCIPY_FUNCTIONS: readonly { readonly at: string; readonly public: string; readonly names: string }[] = [
  {
    at: "scipy.special._ufuncs scipy.special._special_ufuncs scipy.special",
    public: "scipy.special",
    names:
      "expit logit erf erfc erfinv gammaln gamma digamma xlogy log1p expm1 boxcox boxcox1p inv_boxcox inv_boxcox1p " +
      "log_ndtr ndtr ndtri cbrt exp2 exp10 entr rel_entr kl_div huber pseudo_huber xlog1py erfcinv beta betaln psi " +
      "log_expit",
  },
  {
    at: "scipy.special._logsumexp scipy.special.basic scipy.special",
    public: "scipy.special",
    names: "softmax logsumexp log_softmax",
  },
  {
    at: "scipy.special._basic",
    public: "scipy.special",
    names: "softplus comb erfinv erfcinv",
  },
  {
    at: "scipy.special.basic",
    public: "scipy.special",
    names: "erfinv erfcinv comb",
  },
  {
    at: "scipy.linalg._basic scipy.linalg.basic",
    public: "scipy.linalg",
    names: "det inv pinv",
  },
  {
    at: "scipy.linalg._decomp_svd scipy.linalg.decomp_svd",
    public: "scipy.linalg",
    names: "svdvals",
  },
  {
    at: "scipy.linalg._matfuncs",
    public: "scipy.linalg",
    names: "expm logm sqrtm",
  },
  {
    at: "scipy.linalg._matfuncs_sqrtm",
    public: "scipy.linalg",
    names: "sqrtm",
  },
  {
    at: "scipy.linalg._misc scipy.linalg.misc",
    public: "scipy.linalg",
    names: "norm",
  },
  {
    at: "scipy.linalg.matfuncs",
    public: "scipy.linalg",
    names: "expm logm",
  },
  {
    at: "scipy.ndimage._filters scipy.ndimage.filters",
    public: "scipy.ndimage",
    names: "gaussian_filter gaussian_filter1d laplace median_filter prewitt sobel uniform_filter uniform_filter1d",
  },
  {
    at: "scipy.ndimage._interpolation scipy.ndimage.interpolation",
    public: "scipy.ndimage",
    names: "rotate shift zoom",
  },
  {
    at: "scipy.signal._savitzky_golay",
    public: "scipy.signal",
    names: "savgol_filter",
  },
  {
    at: "scipy.signal._signaltools scipy.signal.signaltools",
    public: "scipy.signal",
    names: "decimate detrend filtfilt hilbert lfilter medfilt resample sosfilt sosfiltfilt wiener",
  },
  {
    at: "scipy.signal._spectral_py scipy.signal.spectral",
    public: "scipy.signal",
    names: "spectrogram welch",
  },
  {
    at: "scipy.sparse._construct scipy.sparse.construct",
    public: "scipy.sparse",
    names: "hstack vstack",
  },
  {
    at: "scipy.sparse._extract scipy.sparse.extract",
    public: "scipy.sparse",
    names: "find",
  },
  {
    at: "scipy.spatial.distance",
    public: "scipy.spatial.distance",
    names:
      "braycurtis canberra chebyshev cityblock correlation cosine dice directed_hausdorff euclidean hamming jaccard " +
      "jensenshannon kulczynski1 kulsinski mahalanobis minkowski rogerstanimoto russellrao seuclidean sokalmichener " +
      "sokalsneath sqeuclidean wminkowski yule",
  },
  {
    at: "scipy.stats._distn_infrastructure scipy.stats._entropy",
    public: "scipy.stats",
    names: "entropy",
  },
  {
    at: "scipy.stats._morestats scipy.stats.morestats",
    public: "scipy.stats",
    names: "boxcox yeojohnson",
  },
  {
    at: "scipy.stats._stats_py",
    public: "scipy.stats",
    names:
      "energy_distance f_oneway gmean hmean iqr kendalltau kurtosis median_abs_deviation mode pearsonr rankdata sem " +
      "skew spearmanr tmean trim_mean trimboth tstd wasserstein_distance weightedtau zscore",
  },
  {
    at: "scipy.stats._variation",
    public: "scipy.stats",
    names: "variation",
  },
  {
    at: "scipy.stats.stats",
    public: "scipy.stats",
    names:
      "energy_distance f_oneway gmean hmean iqr kendalltau kurtosis median_abs_deviation mode pearsonr rankdata sem " +
      "skew spearmanr tmean trim_mean trimboth tstd variation wasserstein_distance weightedtau zscore",
  },
];
