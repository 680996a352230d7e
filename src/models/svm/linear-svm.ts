/** sklearn.svm.LinearSVC and LinearSVR: support vector machines that keep coefficients, linear models when they predict. */
import { linearClassifier } from "../parts/linear-classifier.js";
import { linearRegressor } from "../parts/linear-regressor.js";

export const LinearSVC = linearClassifier("sklearn.svm.LinearSVC", { selects: true });
export const LinearSVR = linearRegressor("sklearn.svm.LinearSVR");
