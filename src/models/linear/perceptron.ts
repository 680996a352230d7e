/** sklearn.linear_model.Perceptron: a linear classifier without probabilities. */
import { linearClassifier } from "../parts/linear-classifier.js";

export const Perceptron = linearClassifier("sklearn.linear_model.Perceptron", { selects: true });
