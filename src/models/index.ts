/** Every model, a line each, by its Python name. One more estimator is one file, one fixture and one line here. */
export { ElasticNet } from "./linear/elastic-net.js";
export { Lasso } from "./linear/lasso.js";
export { LinearRegression } from "./linear/linear-regression.js";
export { LogisticRegression } from "./linear/logistic-regression.js";
export { Ridge } from "./linear/ridge.js";
export { RidgeCV } from "./linear/ridge-cv.js";
export { ColumnTransformer } from "./meta/column-transformer.js";
export { FrozenEstimator, RANSACRegressor, SelfTrainingClassifier } from "./meta/delegates.js";
export { RFE, RFECV, SequentialFeatureSelector } from "./meta/eliminations.js";
export { FeatureUnion } from "./meta/feature-union.js";
export { Pipeline } from "./meta/pipeline.js";
export { GridSearchCV, HalvingGridSearchCV, HalvingRandomSearchCV, RandomizedSearchCV } from "./meta/search-cv.js";
export { TransformedTargetRegressor } from "./meta/transformed-target-regressor.js";
export { MinMaxScaler } from "./preprocessing/min-max-scaler.js";
export { StandardScaler } from "./preprocessing/standard-scaler.js";
