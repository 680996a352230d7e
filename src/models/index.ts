/** Every model, a line each, by its Python name. One more estimator is one file, one fixture and one line here. */
export { ElasticNet } from "./linear/elastic-net.js";
export { Lasso } from "./linear/lasso.js";
export { LinearRegression } from "./linear/linear-regression.js";
export { LogisticRegression, LogisticRegressionCV } from "./linear/logistic-regression.js";
export { Ridge } from "./linear/ridge.js";
export { RidgeCV } from "./linear/ridge-cv.js";
export { Pipeline } from "./pipeline.js";
export { Binarizer } from "./preprocessing/binarizer.js";
export { KernelCenterer } from "./preprocessing/kernel-centerer.js";
export { MaxAbsScaler } from "./preprocessing/max-abs-scaler.js";
export { MinMaxScaler } from "./preprocessing/min-max-scaler.js";
export { Normalizer } from "./preprocessing/normalizer.js";
export { PolynomialFeatures } from "./preprocessing/polynomial-features.js";
export { PowerTransformer } from "./preprocessing/power-transformer.js";
export { QuantileTransformer } from "./preprocessing/quantile-transformer.js";
export { RobustScaler } from "./preprocessing/robust-scaler.js";
export { SplineTransformer } from "./preprocessing/spline-transformer.js";
export { StandardScaler } from "./preprocessing/standard-scaler.js";
