/**
 * sklearn.decomposition.KernelPCA 1.5: the centred kernel, projected on eigenvectors that are scaled by the roots of their
 * eigenvalues (to 0.21 also by roots of nothing). `inverse_transform` is a kernel regression from projections to rows.
 */

import { CornichonError, sentence } from "../../errors.js";
import { multiply } from "../../numeric/linear-algebra.js";
import { floats, floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { defineModel, type Method, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { kernelParameters, readKernel } from "../parts/kernels/pairwise.js";
import { storedMatrix } from "../parts/stored/matrix.js";
import type { State } from "../state.js";

/** The centerer takes no kernel that overflowed. @throws CornichonError `input.malformed` */
function checkFinite(k: Matrix): void {
  if (k.data.some(Number.isNaN)) throw new CornichonError("input.malformed", sentence`Input X contains NaN.`);
  if (!k.data.every(Number.isFinite))
    throw new CornichonError("input.malformed", sentence`Input X contains infinity or a value too large for dtype('float64').`);
}

/** Takes means of rows and columns from a kernel (sklearn.preprocessing.KernelCenterer). */
function centred(state: State, columns: number): (k: Matrix) => Matrix {
  const centerer = state.object("_centerer");
  if (centerer === null) throw state.inconsistent("it has no _centerer");
  const means = centerer.vector("K_fit_rows_", columns);
  const all = centerer.amount("K_fit_all_");
  return (k) => {
    checkFinite(k);
    const out = matrix(k.rows, k.cols);
    for (let i = 0; i < k.rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += k.data[i * columns + j];
      for (let j = 0; j < columns; j++) out.data[i * columns + j] = k.data[i * columns + j] - means[j] - sum / columns + all;
    }
    return out;
  };
}

function inverse(state: State, components: number, parameters: ReturnType<typeof kernelParameters>): Method | undefined {
  if (!state.flag("fit_inverse_transform", false)) return undefined;
  const fitted = state.matrix("X_transformed_fit_", null, components);
  const { shape, data } = state.numbers("dual_coef_");
  const [rows = 0, features = 0] = shape;
  if (shape.length !== 2 || rows !== fitted.rows) throw state.inconsistent(`dual_coef_ is (${shape}) for ${fitted.rows} rows`);
  const kernel = readKernel(state, "kernel", parameters);
  const dtypes = [state.dtype("X_transformed_fit_"), state.dtype("dual_coef_")];
  // 0.23 regularised the new rows' kernel, too, along its diagonal.
  const alpha = state.since(0, 23) && state.before(0, 24) ? (state.number("alpha") ?? 0) : 0;
  return (samples) => {
    const x = samples.matrix(unnamed(state.name, components));
    const values = kernel(x, fitted);
    if (alpha !== 0) for (let at = 0; at < values.data.length; at += rows + 1) values.data[at] += alpha;
    const out = multiply(values, matrix(rows, features, data));
    return floats(floatType(samples.dtype, ...dtypes), [x.rows, features], out.data);
  };
}

export const KernelPCA = defineModel({
  class: "sklearn.decomposition.KernelPCA",
  build: (state) => {
    const values = state.vector("eigenvalues_");
    const vectors = state.matrix("eigenvectors_", null, values.length);
    const fitted = storedMatrix(state, "X_fit_");
    if (vectors.rows !== fitted.rows) throw state.inconsistent(`eigenvectors_ has ${vectors.rows} rows for ${fitted.rows} fitted ones`);
    const guarded = state.since(0, 21);
    const round = floatType(state.dtype("eigenvectors_"), state.dtype("eigenvalues_")) === "float32" ? Math.fround : Number;
    const scaled = matrix(
      vectors.rows,
      vectors.cols,
      vectors.data.map((value, at) => {
        const eigenvalue = values[at % values.length];
        return eigenvalue === 0 && guarded ? 0 : round(value / round(Math.sqrt(eigenvalue)));
      }),
    );
    const precomputed = state.text("kernel") === "precomputed";
    const expected = expectationOf(state, precomputed ? fitted.rows : fitted.cols);
    const parameters = kernelParameters(state, state.has("gamma_") ? "gamma_" : "gamma");
    const kernel = readKernel(state, "kernel", parameters);
    const centre = centred(state, fitted.rows);
    const dtypes = [state.dtype("X_fit_"), state.dtype("eigenvectors_")];
    return {
      ...expected,
      methods: methods({
        transform: (samples) => {
          const x = samples.matrix(expected);
          const out = multiply(centre(kernel(x, fitted)), scaled);
          return floats(floatType(samples.dtype, ...dtypes), [x.rows, values.length], out.data);
        },
        inverse_transform: inverse(state, values.length, parameters),
        get_feature_names_out: prefixedNames(state, values.length),
      }),
    };
  },
});
