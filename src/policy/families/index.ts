/** Every family of listed names, in the order of the published table. One file a family, one line here. */
import type { Family } from "../rows.js";
import { BUILTINS } from "./builtins.js";
import { CATBOOST } from "./catboost.js";
import { COLLECTIONS } from "./collections.js";
import { DATETIME } from "./datetime.js";
import { JOBLIB } from "./joblib.js";
import { LIGHTGBM } from "./lightgbm.js";
import { NEIGHBOURS } from "./neighbours.js";
import { NUMPY } from "./numpy.js";
import { NUMPY_RANDOM } from "./numpy-random.js";
import { PANDAS } from "./pandas.js";
import { SCIPY } from "./scipy.js";
import { SKLEARN } from "./sklearn.js";
import { TORCH } from "./torch.js";
import { XGBOOST } from "./xgboost.js";

/** All switches of the policy. */
export const FAMILIES: readonly Family[] = [
  BUILTINS,
  COLLECTIONS,
  DATETIME,
  NUMPY,
  NUMPY_RANDOM,
  SCIPY,
  PANDAS,
  JOBLIB,
  SKLEARN,
  TORCH,
  XGBOOST,
  LIGHTGBM,
  CATBOOST,
  ...NEIGHBOURS,
];
