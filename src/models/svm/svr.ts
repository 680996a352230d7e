/** sklearn.svm.SVR: support vector regression by libsvm. */
import { svmRegressor } from "../parts/svm-regressor.js";

export const SVR = svmRegressor("sklearn.svm.SVR");
