/** Every model, a line each, by its Python name. One more estimator is one file, one fixture and one line here. */
export { CCA, PLSCanonical, PLSRegression, PLSSVD } from "./cross-decomposition/partial-least-squares.js";
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
export { IsotonicRegression } from "./isotonic/isotonic-regression.js";
export { ARDRegression, BayesianRidge } from "./linear/bayesian-ridge.js";
export { ElasticNet, ElasticNetCV } from "./linear/elastic-net.js";
export { GammaRegressor, GeneralizedLinearRegressor, PoissonRegressor, TweedieRegressor } from "./linear/generalized-linear.js";
export { Lasso, LassoCV } from "./linear/lasso.js";
export { Lars, LarsCV, LassoLars, LassoLarsCV, LassoLarsIC } from "./linear/least-angle.js";
export { LinearRegression } from "./linear/linear-regression.js";
export { LogisticRegression, LogisticRegressionCV } from "./linear/logistic-regression.js";
export { MultiTaskElasticNet, MultiTaskElasticNetCV, MultiTaskLasso, MultiTaskLassoCV } from "./linear/multi-task.js";
export { OrthogonalMatchingPursuit, OrthogonalMatchingPursuitCV } from "./linear/orthogonal-matching-pursuit.js";
export { PassiveAggressiveClassifier, PassiveAggressiveRegressor } from "./linear/passive-aggressive.js";
export { Perceptron } from "./linear/perceptron.js";
export { RandomizedLasso, RandomizedLogisticRegression } from "./linear/randomized.js";
export { Ridge } from "./linear/ridge.js";
export { RidgeClassifier, RidgeClassifierCV } from "./linear/ridge-classifier.js";
export { RidgeCV } from "./linear/ridge-cv.js";
export { HuberRegressor, QuantileRegressor, TheilSenRegressor } from "./linear/robust.js";
export { SGDClassifier, SGDOneClassSVM, SGDRegressor } from "./linear/stochastic-gradient.js";
export { CategoricalNB } from "./naive-bayes/categorical-nb.js";
export { BernoulliNB, ComplementNB, MultinomialNB } from "./naive-bayes/discrete-nb.js";
export { GaussianNB } from "./naive-bayes/gaussian-nb.js";
export { BernoulliRBM } from "./neural-network/bernoulli-rbm.js";
export { MLPClassifier, MLPRegressor } from "./neural-network/multilayer-perceptron.js";
export { Pipeline } from "./pipeline.js";
export { MinMaxScaler } from "./preprocessing/min-max-scaler.js";
export { StandardScaler } from "./preprocessing/standard-scaler.js";
export { LinearSVC, LinearSVR } from "./svm/linear-svm.js";
