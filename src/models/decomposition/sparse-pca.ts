/**
 * sklearn.decomposition.SparsePCA and MiniBatchSparsePCA: ridge regression of each row on the components
 * (sklearn.decomposition._sparse_pca 0.17 to 1.9). Models without a mean (to 0.19, and to 0.21 without
 * `normalize_components`) divide each column by its length over the rows asked about.
 */

import { multiplyTransposed, transpose } from "../../numeric/linear-algebra.js";
import { floats, floatType, type Matrix } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { checkFinite, checkFiniteForLinalg } from "../parts/finite.js";
import { centered, type Projection, products, projected } from "../parts/projections/projection.js";
import { ridge } from "../parts/projections/ridge.js";

/** Divides columns by their lengths. */
function unitColumns({ rows, cols, data }: Matrix): void {
  for (let k = 0; k < cols; k++) {
    let square = 0;
    for (let i = 0; i < rows; i++) square += data[i * cols + k] ** 2;
    if (square > 0) for (let i = 0; i < rows; i++) data[i * cols + k] /= Math.sqrt(square);
  }
}

/** Larger values may overflow in products. */
const LARGE = 1e30;

/**
 * Rows without the mean. The regression takes them in the components' type (from 0.23 on), and their products with these, where
 * they are finite. @throws CornichonError `input.value`
 */
function regressed(x: Matrix, mean: Float64Array | null, components: Matrix, dtype: string): Matrix {
  const rows = centered(x, mean);
  if (rows.data.some((value) => Math.abs(value) > LARGE)) {
    checkFinite(rows.data, dtype);
    checkFiniteForLinalg(multiplyTransposed(rows, components).data);
  }
  return rows;
}

const sparsePca = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.decomposition.${name}`,
    build: (state) => {
      const components = state.matrix("components_");
      const mean = state.has("mean_") ? state.vector("mean_", components.cols) : null;
      const dtypes = ["components_", "mean_"].map((key) => state.dtype(key));
      // The regression has the components' dtype, and from 1.6 on no axis for a single row.
      const [own, flat] = [state.since(0, 23), state.since(1, 6)];
      const forth: Projection = {
        mean,
        first: (x) => regressed(x, mean, components, own ? state.dtype("components_") : "float64"),
        meanType: state.dtype("mean_"),
        weights: ridge(components, state.amount("ridge_alpha")),
        dtypes,
        narrow: true,
      };
      const expected = expectationOf(state, components.cols);
      return {
        ...expected,
        methods: methods({
          transform: (x) => {
            const out = products(x, expected, forth);
            if (mean === null) unitColumns(out);
            const dtype = own ? (dtypes[0] ?? "") : floatType(x.dtype, ...dtypes);
            return floats(dtype, flat && out.rows === 1 ? [out.cols] : [out.rows, out.cols], out.data);
          },
          inverse_transform: projected(unnamed(state.name, components.rows), {
            weights: transpose(components),
            dtypes,
            last: (value, j) => value + (mean?.[j] ?? 0),
          }),
          get_feature_names_out: prefixedNames(state, components.rows),
        }),
      };
    },
  });

export const MiniBatchSparsePCA = sparsePca("MiniBatchSparsePCA");
export const SparsePCA = sparsePca("SparsePCA");
