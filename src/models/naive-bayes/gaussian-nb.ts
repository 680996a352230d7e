/** sklearn.naive_bayes.GaussianNB: each feature normal within its class, with the class's mean and variance. */

import { besideFloat, floatType } from "../../numeric/ndarray.js";
import { rounded } from "../../numeric/typed.js";
import { defineModel, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { labelsOf } from "../parts/labels.js";
import { likelihoodMethods } from "../parts/linear/joint-likelihood.js";

export const GaussianNB = defineModel({
  class: "sklearn.naive_bayes.GaussianNB",
  build: (state) => {
    const labels = labelsOf(state);
    const { count } = labels;
    const means = state.matrix("theta_", count);
    const { cols } = means;
    const variances = state.matrix("var_", count, cols).data;
    const prior = state.vector("class_prior_", count);
    const dtypes = ["theta_", "var_", "class_prior_"].map((key) => state.dtype(key));
    const round = dtypes[1] === "float32" ? Math.fround : Number;
    const constants = Float64Array.from(prior, (p, k) => {
      let sum = 0;
      for (let j = 0; j < cols; j++) sum = round(sum + round(Math.log(round(round(2 * Math.PI) * variances[k * cols + j]))));
      return (dtypes[2] === "float32" ? Math.fround(Math.log(p)) : Math.log(p)) - 0.5 * sum;
    });
    const expected = expectationOf(state, cols);
    return {
      ...expected,
      classes: labels.classes,
      methods: methods(
        likelihoodMethods(labels, (x) => {
          const m = x.matrix(expected);
          const data = new Float64Array(m.rows * count);
          for (let i = 0; i < m.rows; i++)
            for (let k = 0; k < count; k++) {
              let sum = 0;
              for (let j = 0; j < cols; j++) {
                const step = m.data[i * cols + j] - means.data[k * cols + j];
                sum += (step * step) / variances[k * cols + j];
              }
              data[i * count + k] = constants[k] - 0.5 * sum;
            }
          const dtype = floatType(besideFloat(x.dtype, dtypes[0] ?? ""), ...dtypes);
          return { rows: m.rows, cols: count, dtype, data: rounded(dtype, data) };
        }),
      ),
    };
  },
});
