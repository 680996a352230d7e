/** Every model, a line each. One more estimator is one file, one fixture and one line here. */
import type { ModelDefinition } from "./define.js";
import { ElasticNet } from "./linear/elastic-net.js";
import { Lasso } from "./linear/lasso.js";
import { LinearRegression } from "./linear/linear-regression.js";
import { LogisticRegression } from "./linear/logistic-regression.js";
import { Ridge } from "./linear/ridge.js";
import { RidgeCV } from "./linear/ridge-cv.js";
import { Pipeline } from "./pipeline.js";
import { MinMaxScaler } from "./preprocessing/min-max-scaler.js";
import { StandardScaler } from "./preprocessing/standard-scaler.js";

export const MODELS: readonly ModelDefinition[] = [
  ElasticNet,
  Lasso,
  LinearRegression,
  LogisticRegression,
  MinMaxScaler,
  Pipeline,
  Ridge,
  RidgeCV,
  StandardScaler,
];
