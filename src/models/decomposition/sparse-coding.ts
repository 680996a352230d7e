/**
 * sklearn.decomposition.SparseCoder, DictionaryLearning and MiniBatchDictionaryLearning: the sparse weights of the
 * dictionary's atoms in each row, by the algorithm that `transform_algorithm` names (sklearn.decomposition._dict_learning
 * 0.17 to 1.9).
 */

import { CornichonError, sentence, showText } from "../../errors.js";
import { multiplyTransposedFloat32 } from "../../numeric/float32-product.js";
import { multiplyTransposed, transpose } from "../../numeric/linear-algebra.js";
import { besideFloat, floats, floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { lasso } from "../../numeric/sparse-coding/lasso.js";
import { leastAngle } from "../../numeric/sparse-coding/least-angle.js";
import { orthogonalMatchingPursuit } from "../../numeric/sparse-coding/orthogonal-matching-pursuit.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { checkFinite } from "../parts/finite.js";
import { projected } from "../parts/projections/projection.js";
import type { State } from "../state.js";

/** Weights of one row: `products` D·x, `square` x·x. */
type Code = (products: Float64Array, square: number) => Float64Array;

const MOST_ROUNDS = 1e6;

/** `transform_alpha`; where it is None the `alpha` of the fit from 1.2 on, else 1. */
function alphaOf(state: State): number {
  return state.number("transform_alpha") ?? (state.since(1, 2) ? state.number("alpha") : null) ?? 1;
}

/** How many weights may differ from zero: a tenth of the features, at least one, unless given. */
function countOf(state: State, dictionary: Matrix): number {
  if (state.has("transform_n_nonzero_coefs")) return state.whole("transform_n_nonzero_coefs", 1, dictionary.rows);
  return Math.floor(Math.min(Math.max(dictionary.cols / 10, 1), dictionary.rows));
}

function threshold(alpha: number, positive: boolean): Code {
  const shrunk = (value: number): number => Math.sign(value) * Math.max(Math.abs(value) - alpha, 0);
  return (products) => products.map((value) => (positive ? Math.max(shrunk(value), 0) : shrunk(value)));
}

/** `D · Dᵀ` in the dictionary's type; from 1.8 on in that of X, too. */
function gramOf(state: State, dictionary: Matrix, own: boolean, x: boolean): Matrix {
  const gram = own ? multiplyTransposedFloat32(dictionary, dictionary, true) : multiplyTransposed(dictionary, dictionary);
  return x && state.since(1, 8) ? matrix(gram.rows, gram.cols, gram.data.map(Math.fround)) : gram;
}

function codeOf(state: State, dictionary: Matrix, gram: Matrix): Code {
  const algorithm = state.text("transform_algorithm");
  const [alpha, positive] = [alphaOf(state), state.flag("positive_code", false)];
  if (!(alpha >= 0)) throw state.inconsistent("transform_alpha is negative");
  const rounds = state.has("transform_max_iter") ? state.whole("transform_max_iter", 0, MOST_ROUNDS) : 1000;
  const samples = dictionary.cols;
  if (algorithm === "threshold") return threshold(alpha, positive);
  if (algorithm === "lasso_cd") {
    const screening = state.since(1, 8);
    const rules = { alpha, positive, tolerance: screening ? 1e-8 : 1e-4, rounds, screening };
    return (products, square) => lasso(gram, products, square, rules);
  }
  if (algorithm === "lasso_lars") {
    const rules = { lasso: true, positive, alpha: alpha / samples, samples, steps: rounds };
    return (products) => leastAngle(gram, products, rules);
  }
  if (positive && (algorithm === "omp" || state.since(0, 22)))
    return () => {
      throw new CornichonError("model.method", sentence`Positive constraint not supported for ${showText(algorithm ?? "")} coding method.`);
    };
  const count = countOf(state, dictionary);
  const unit = state.before(0, 20);
  if (algorithm === "omp") return (products) => orthogonalMatchingPursuit(gram, products, count, unit);
  if (algorithm !== "lars") throw state.inconsistent("transform_algorithm is unknown");
  return (products) => leastAngle(gram, products, { lasso: false, positive, alpha: 0, samples, steps: count });
}

/** Codes of all rows; with `split`, what is negative has columns of its own. */
function encode(x: Matrix, dictionary: Matrix, code: Code, split: boolean, single: boolean): Matrix {
  const products = single ? multiplyTransposedFloat32(x, dictionary, true) : multiplyTransposed(x, dictionary);
  const k = dictionary.rows;
  const out = matrix(x.rows, split ? 2 * k : k);
  for (let i = 0; i < x.rows; i++) {
    const row = x.data.subarray(i * x.cols, (i + 1) * x.cols);
    const square = row.reduce((sum, value) => sum + value * value, 0);
    const weights = code(products.data.slice(i * k, (i + 1) * k), square);
    out.data.set(split ? weights.map((weight) => Math.max(weight, 0)) : weights, i * out.cols);
    if (split)
      out.data.set(
        weights.map((weight) => -Math.min(weight, 0)),
        i * out.cols + k,
      );
  }
  return out;
}

/** Atoms as rows; with split codes, each again with its sign turned. */
function atoms(dictionary: Matrix, split: boolean): Matrix {
  if (!split) return transpose(dictionary);
  const both = matrix(2 * dictionary.rows, dictionary.cols);
  both.data.set(dictionary.data);
  both.data.set(
    dictionary.data.map((value) => -value),
    dictionary.data.length,
  );
  return transpose(both);
}

/**
 * dtype of the codes. Paths have the dictionary's; so has matching pursuit, from 1.8 on that of X, and coordinate
 * descent, which from 1.8 on takes one dtype alone. To 1.0 only thresholds kept float32; split codes never do.
 */
function codeType(state: State, dictionary: string, split: boolean): (x: string) => string {
  const algorithm = state.text("transform_algorithm");
  const single = (dtype: string): string => floatType(dtype);
  if (split || (state.before(1, 1) && algorithm !== "threshold")) return () => "float64";
  if (algorithm === "threshold") return (x) => floatType(state.before(1, 8) ? besideFloat(x, dictionary) : x, dictionary);
  if (state.before(1, 8) || algorithm === "lars" || algorithm === "lasso_lars") return () => dictionary;
  if (algorithm === "omp") return single;
  return (x) => {
    if (single(x) === single(dictionary)) return dictionary;
    throw new CornichonError(
      "input.malformed",
      sentence`${showText(state.name)} takes ${showText(dictionary)}, X is ${showText(single(x))}.`,
    );
  };
}

const sparseCoding = (name: string, key: string): ModelDefinition =>
  defineModel({
    class: `sklearn.decomposition.${name}`,
    build: (state) => {
      const dictionary = state.matrix(key);
      if (dictionary.rows === 0) throw state.inconsistent("it has no atoms");
      const split = state.flag("split_sign", false);
      const own = state.dtype(key) === "float32";
      const codes = [false, true].map((x) => codeOf(state, dictionary, gramOf(state, dictionary, own, x)));
      // Least angle regression takes X in the type of the dictionary, checked from 1.3 on.
      const checked = own && state.since(1, 3) && /lars$/.test(state.text("transform_algorithm") ?? "");
      const dtypeOf = codeType(state, state.dtype(key), split);
      const expected = expectationOf(state, dictionary.cols);
      const weights = atoms(dictionary, split);
      return {
        ...expected,
        methods: methods({
          transform: (x) => {
            const dtype = dtypeOf(x.dtype);
            const rows = x.matrix(expected);
            if (checked) checkFinite(rows.data, "float32");
            const single = floatType(x.dtype) === "float32";
            const code = codes[Number(single)];
            if (code === undefined) throw state.inconsistent("it has no code");
            const out = encode(rows, dictionary, code, split, own && single);
            return floats(dtype, [out.rows, out.cols], out.data);
          },
          inverse_transform: projected(unnamed(name, weights.cols), { weights, dtypes: [state.dtype(key)] }),
          get_feature_names_out: prefixedNames(state, dictionary.rows),
        }),
      };
    },
  });

export const DictionaryLearning = sparseCoding("DictionaryLearning", "components_");
export const MiniBatchDictionaryLearning = sparseCoding("MiniBatchDictionaryLearning", "components_");
export const SparseCoder = sparseCoding("SparseCoder", "dictionary");
