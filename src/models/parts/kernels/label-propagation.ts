/**
 * Labels by what surrounds a row (sklearn.semi_supervised._label_propagation 1.5): distributions of the fitted rows,
 * weighed by an RBF kernel or summed over the nearest.
 */
import { multiply } from "../../../numeric/linear-algebra.js";
import { argmax, float64, floatType, type Matrix, matrix } from "../../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../../define.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { expectationOf } from "../expectation.js";
import { labelsOf } from "../labels.js";
import { readSearch } from "../neighbors/search.js";
import { storedMatrix } from "../stored/matrix.js";
import { kernelByName, readKernelFunction } from "./pairwise.js";

/** Sums of the distributions of each row's nearest. */
function bySearch(state: State, distributions: Matrix): (samples: Samples) => Matrix {
  const nearest = state.object("nn_fit");
  if (nearest === null) throw state.inconsistent("it has no nn_fit");
  const search = readSearch(nearest);
  if (search.rows !== distributions.rows) throw state.inconsistent("nn_fit has other rows than label_distributions_");
  const k = nearest.whole("n_neighbors", 1, search.rows);
  return (samples) => {
    const { indices } = search.nearest(samples, k);
    const out = matrix(indices.length / k, distributions.cols);
    indices.forEach((index, at) => {
      const row = Math.floor(at / k) * out.cols;
      for (let c = 0; c < out.cols; c++) out.data[row + c] += distributions.data[index * out.cols + c];
    });
    return out;
  };
}

function byKernel(state: State, distributions: Matrix): (samples: Samples) => Matrix {
  const fitted = storedMatrix(state, "X_");
  if (fitted.rows !== distributions.rows) throw state.inconsistent("X_ has other rows than label_distributions_");
  const parameters = { gamma: state.number("gamma"), degree: null, coef0: null };
  const named = state.text("kernel") === "rbf" ? kernelByName("rbf", parameters) : null;
  const kernel = named ?? readKernelFunction(state, "kernel");
  const expected = expectationOf(state, fitted.cols);
  return (samples) => {
    const single = floatType(samples.dtype, state.dtype("X_")) === "float32";
    return multiply(kernel(samples.matrix(expected), fitted, single), distributions);
  };
}

/** The definition of a model that propagates labels. */
export const labelPropagation = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const labels = labelsOf(state);
      const distributions = state.matrix("label_distributions_", null, labels.count);
      const sums = (state.text("kernel") === "knn" ? bySearch : byKernel)(state, distributions);
      const proba = (samples: Samples): Matrix => {
        const out = sums(samples);
        for (let i = 0; i < out.rows; i++) {
          let total = 0;
          for (let c = 0; c < out.cols; c++) total += out.data[i * out.cols + c];
          for (let c = 0; c < out.cols; c++) out.data[i * out.cols + c] /= total;
        }
        return out;
      };
      const expected = expectationOf(state, storedMatrix(state, "X_").cols);
      return {
        ...expected,
        classes: labels.classes,
        methods: methods({
          predict: (samples) => {
            const { rows, data } = proba(samples);
            return labels.decode(Array.from({ length: rows }, (_, i) => argmax(data, i, labels.count)));
          },
          predict_proba: (samples) => {
            const { rows, data } = proba(samples);
            return float64([rows, labels.count], data);
          },
        }),
      };
    },
  });
