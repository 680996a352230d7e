/**
 * The models of xgboost, LightGBM and catboost. They stand beside the index, because a page takes that whole: with them it would be a
 * tenth longer than a page of all models may be, and two of them are called `Booster`.
 */
import { CatBoost, CatBoostClassifier, CatBoostRanker, CatBoostRegressor } from "../models/catboost/estimators.js";
import type { ModelDefinition } from "../models/define.js";
import { Booster as LightgbmBooster } from "../models/lightgbm/booster.js";
import { LGBMClassifier } from "../models/lightgbm/classifier.js";
import { LGBMModel, LGBMRanker, LGBMRegressor } from "../models/lightgbm/regressors.js";
import { Booster as XgboostBooster } from "../models/xgboost/booster.js";
import { XGBClassifier, XGBRFClassifier } from "../models/xgboost/classifiers.js";
import { XGBModel, XGBRanker, XGBRegressor, XGBRFRegressor } from "../models/xgboost/regressors.js";

export const BOOSTERS: readonly ModelDefinition[] = [
  CatBoost,
  CatBoostClassifier,
  CatBoostRanker,
  CatBoostRegressor,
  LightgbmBooster,
  LGBMClassifier,
  LGBMModel,
  LGBMRanker,
  LGBMRegressor,
  XgboostBooster,
  XGBClassifier,
  XGBModel,
  XGBRanker,
  XGBRegressor,
  XGBRFClassifier,
  XGBRFRegressor,
];
