/**
 * Linear classifiers of sklearn.linear_model without probabilities: the class of the largest score.
 * Each call is marked as pure: a page that names one of them bundles none of the others.
 */
import { linearClassifier } from "../parts/linear/classifier.js";

export const PassiveAggressiveClassifier = /* @__PURE__ */ linearClassifier("sklearn.linear_model.PassiveAggressiveClassifier");
export const Perceptron = /* @__PURE__ */ linearClassifier("sklearn.linear_model.Perceptron", { selects: true });
