/**
 * Support vector machines of sklearn.svm: by libsvm, which keeps support vectors, or (Linear) by liblinear, which keeps
 * coefficients, so that those predict as linear models do.
 * Each call is marked as pure: a page that names one of them bundles none of the others.
 */
import { linearClassifier } from "../parts/linear/classifier.js";
import { linearRegressor } from "../parts/linear/regressor.js";
import { svmClassifier } from "../parts/svm/classifier.js";
import { svmRegressor } from "../parts/svm/regressor.js";

export const LinearSVC = /* @__PURE__ */ linearClassifier("sklearn.svm.LinearSVC", {
  selects: true,
  // A regression's loss, and weights that leave one class, give one row; which older versions took for a classifier's.
  oneRow: true,
});
export const LinearSVR = /* @__PURE__ */ linearRegressor("sklearn.svm.LinearSVR");
export const NuSVC = /* @__PURE__ */ svmClassifier("sklearn.svm.NuSVC");
export const NuSVR = /* @__PURE__ */ svmRegressor("sklearn.svm.NuSVR");
export const SVC = /* @__PURE__ */ svmClassifier("sklearn.svm.SVC");
export const SVR = /* @__PURE__ */ svmRegressor("sklearn.svm.SVR");
