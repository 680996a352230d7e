/**
 * sklearn.random_projection.GaussianRandomProjection and SparseRandomProjection: `X · components_ᵀ`, and back by the
 * pseudoinverse (sklearn.random_projection 0.17 to 1.9). The Gaussian one that hashes is LSHForest's
 * (sklearn.neighbors.approximate 0.20): the signs, eight a byte, four bytes a hash.
 */

import { CornichonError, sentence } from "../../errors.js";
import { floats, floatType, type Matrix, type NDArray } from "../../numeric/ndarray.js";
import { pseudoinverse } from "../../numeric/singular-values.js";
import type { Sparse } from "../../numeric/sparse.js";
import { timesSparseTransposed, toSparse } from "../../numeric/sparse-product.js";
import { defineModel, type Method, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { products, projected } from "../parts/projections/projection.js";
import { isSparseAttribute, sparseAttribute, writtenOut } from "../parts/stored/sparse-attribute.js";
import type { Expectation } from "../samples.js";
import type { State } from "../state.js";

/** `components_`, dense or sparse. */
interface Components {
  readonly rows: number;
  readonly dtypes: readonly string[];
  readonly sparse: Sparse | null;
  readonly expected: Expectation;
  /** Zeros written out. */
  readonly dense: () => Matrix;
}

function components(state: State): Components {
  if (isSparseAttribute(state, "components_")) {
    const sparse = sparseAttribute(state, "components_");
    const [rows, cols] = sparse.shape;
    return {
      rows,
      dtypes: [sparse.dtype],
      sparse,
      expected: expectationOf(state, cols),
      dense: () => writtenOut(state, "components_", sparse),
    };
  }
  const weights = state.matrix("components_");
  const dtypes = [state.dtype("components_")];
  return { rows: weights.rows, dtypes, sparse: null, expected: expectationOf(state, weights.cols), dense: () => weights };
}

/** Back to X's columns; the pseudoinverse is made when first needed, unless the model carries it. */
function inverse(state: State, { rows, dtypes, dense, expected: { nFeatures } }: Components): Method {
  let back: Matrix | null = state.has("inverse_components_") ? state.matrix("inverse_components_", nFeatures, rows) : null;
  const expected = unnamed(state.name, rows);
  return (x, options) => {
    back ??= pseudoinverse(dense());
    return projected(expected, { weights: back, dtypes })(x, options);
  };
}

function transform(state: State, { sparse, dtypes, dense, expected }: Components): Method {
  if (sparse === null) return projected(expected, { weights: dense(), dtypes });
  const keepsSparse = !state.flag("dense_output", false);
  return (x) => {
    const dtype = floatType(x.dtype, ...dtypes);
    const rows = x.sparse(expected);
    const out = timesSparseTransposed(rows ?? x.matrix(expected), sparse);
    return rows !== null && keepsSparse ? toSparse(out, dtype) : floats(dtype, [out.rows, out.cols], out.data);
  };
}

const randomProjection = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.random_projection.${name}`,
    build: (state) => {
      const part = components(state);
      return {
        ...part.expected,
        methods: methods({
          transform: transform(state, part),
          inverse_transform: inverse(state, part),
          get_feature_names_out: prefixedNames(state, part.rows),
        }),
      };
    },
  });

/** Signs as big-endian bits of little-endian words (numpy.packbits, viewed as `>u4`). */
function hashes(projections: Matrix): NDArray {
  const bytes = Array.from({ length: projections.data.length / 8 }, (_, at) => {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte = byte * 2 + (projections.data[at * 8 + bit] > 0 ? 1 : 0);
    return byte;
  });
  const words = Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) =>
    bytes.slice(at * 4, at * 4 + 4).reduce((word, byte) => word * 256 + byte, 0),
  );
  return { dtype: "uint32", shape: [projections.rows, words.length / projections.rows], data: Uint32Array.from(words) };
}

export const GaussianRandomProjection = randomProjection("GaussianRandomProjection");
export const SparseRandomProjection = randomProjection("SparseRandomProjection");

export const GaussianRandomProjectionHash = defineModel({
  class: "sklearn.neighbors.approximate.GaussianRandomProjectionHash",
  build: (state) => {
    const { dense, rows, expected } = components(state);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          if (rows % 8 !== 0)
            throw new CornichonError("model.method", sentence`Require reduced dimensionality to be a multiple of 8 for hashing`);
          return hashes(products(x, expected, { weights: dense() }));
        },
      }),
    };
  },
});
