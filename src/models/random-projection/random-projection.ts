/**
 * sklearn.random_projection.GaussianRandomProjection and SparseRandomProjection: `X · components_ᵀ`, and back by the
 * pseudoinverse (sklearn.random_projection 0.17 to 1.9). The Gaussian one that hashes is LSHForest's
 * (sklearn.neighbors.approximate 0.20): the signs, eight a byte, four bytes a hash.
 */
import { CornichonError } from "../../errors.js";
import { floatType, type Matrix, type NDArray } from "../../numeric/ndarray.js";
import { pseudoinverse } from "../../numeric/singular-values.js";
import { toDense } from "../../numeric/sparse.js";
import { toSparse } from "../../numeric/sparse-product.js";
import { defineModel, type Method, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { prefixedNames } from "../parts/prefixed-names.js";
import { products, projected } from "../parts/projection.js";
import { isSparseAttribute, sparseAttribute } from "../parts/sparse-attribute.js";
import type { Expectation } from "../samples.js";
import type { State } from "../state.js";

interface Components {
  readonly weights: Matrix;
  readonly dtypes: readonly string[];
  readonly sparse: boolean;
  readonly expected: Expectation;
}

function components(state: State): Components {
  const sparse = isSparseAttribute(state, "components_") ? sparseAttribute(state, "components_") : null;
  const weights = sparse === null ? state.matrix("components_") : toDense(sparse);
  const dtypes = [sparse === null ? state.dtype("components_") : sparse.dtype];
  return { weights, dtypes, sparse: sparse !== null, expected: expectationOf(state, weights.cols) };
}

/** Back to X's columns; the pseudoinverse is made when first needed, unless the model carries it. */
function inverse(state: State, { weights, dtypes }: Components): Method {
  let back: Matrix | null = state.has("inverse_components_") ? state.matrix("inverse_components_", weights.cols, weights.rows) : null;
  const expected = { name: state.name, nFeatures: weights.rows, featureNames: null };
  return (x, options) => {
    back ??= pseudoinverse(weights);
    return projected(expected, { weights: back, dtypes })(x, options);
  };
}

const randomProjection = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.random_projection.${name}`,
    build: (state) => {
      const part = components(state);
      const { weights, dtypes, expected } = part;
      const dense = state.flag("dense_output", false) || !part.sparse;
      const transform = projected(expected, { weights, dtypes });
      return {
        ...expected,
        methods: methods({
          transform: (x, options) =>
            dense || x.sparse(expected) === null
              ? transform(x, options)
              : toSparse(products(x, expected, { weights }), floatType(x.dtype, ...dtypes)),
          inverse_transform: inverse(state, part),
          get_feature_names_out: prefixedNames(state, weights.rows),
        }),
      };
    },
  });

/** Signs as big-endian bits of little-endian words (numpy.packbits, viewed as `>u4`). */
function hashes(projections: Matrix): NDArray {
  const bytes = Array.from({ length: projections.data.length / 8 }, (_, at) => {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte = byte * 2 + ((projections.data[at * 8 + bit] ?? 0) > 0 ? 1 : 0);
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
    const { weights, expected } = components(state);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          if (weights.rows % 8 !== 0)
            throw new CornichonError("model.method", "Require reduced dimensionality to be a multiple of 8 for hashing");
          return hashes(products(x, expected, { weights }));
        },
      }),
    };
  },
});
