/** sklearn.svm.NuSVR: its fit differs, its prediction is SVR's. */
import { svmRegressor } from "../parts/svm-regressor.js";

export const NuSVR = svmRegressor("sklearn.svm.NuSVR");
