/** sklearn.kernel_approximation.Nystroem 1.5: kernel values with a sample of the fitted rows, normalised. */
import { multiplyTransposedFloat32 } from "../../numeric/float32-product.js";
import { multiplyTransposed } from "../../numeric/linear-algebra.js";
import { floats, floatType } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { parametersOfSample, readKernel } from "../parts/kernels/pairwise.js";
import { storedMatrix } from "../parts/stored/matrix.js";

export const Nystroem = defineModel({
  class: "sklearn.kernel_approximation.Nystroem",
  build: (state) => {
    const components = storedMatrix(state, "components_");
    const normalization = state.matrix("normalization_", components.rows, components.rows);
    const precomputed = state.text("kernel") === "precomputed";
    const expected = expectationOf(state, precomputed ? null : components.cols);
    const kernel = readKernel(state, "kernel", parametersOfSample(state));
    const dtypes = [state.dtype("components_"), state.dtype("normalization_")];
    return {
      ...expected,
      methods: methods({
        transform: (samples) => {
          const x = samples.matrix(precomputed ? { ...expected, nFeatures: components.rows } : expected);
          const dtype = floatType(samples.dtype, ...dtypes);
          const single = dtype === "float32";
          const values = kernel(x, components, single);
          const out = single ? multiplyTransposedFloat32(values, normalization, true) : multiplyTransposed(values, normalization);
          return floats(dtype, [x.rows, components.rows], out.data);
        },
        get_feature_names_out: prefixedNames(state, components.rows),
      }),
    };
  },
});
