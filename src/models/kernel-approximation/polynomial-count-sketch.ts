/**
 * sklearn.kernel_approximation.PolynomialCountSketch: count sketches of X, one a degree, folded into one another
 * (sklearn.kernel_approximation 0.24 to 1.9; Pham and Pagh 2013). sklearn folds by FFT; here by the definition, which
 * gives the same numbers and takes `n_components · features` products a row and degree.
 */
import { float64, type Matrix } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

/** Their number comes from a number in the state alone. */
const MOST_COMPONENTS = 2 ** 20;

interface Hashes {
  /** (degree, columns): where a column goes. */
  readonly places: Matrix;
  /** With which sign. */
  readonly signs: Matrix;
  readonly size: number;
}

function hashes(state: State): Hashes {
  const places = state.matrix("indexHash_");
  const signs = state.matrix("bitHash_", places.rows, places.cols);
  const size = state.whole("n_components", 1, MOST_COMPONENTS);
  if (places.rows !== state.amount("degree")) throw state.inconsistent("indexHash_ needs a row a degree");
  if (!places.data.every((place) => Number.isInteger(place) && place >= 0 && place < size))
    throw state.inconsistent("indexHash_ points outside of n_components");
  return { places, signs, size };
}

/** The sketch of a row for one degree, folded into `a` (circular convolution): each column turns `a` to its place. */
function fold(a: Float64Array, row: Float64Array, { places, signs, size }: Hashes, degree: number): Float64Array {
  const out = new Float64Array(size);
  for (let j = 0; j < row.length; j++) {
    const at = degree * places.cols + j;
    const factor = signs.data[at] * row[j];
    if (factor === 0) continue;
    const place = places.data[at];
    for (let i = 0; i < size; i++) {
      const to = i + place < size ? i + place : i + place - size;
      out[to] += factor * a[i];
    }
  }
  return out;
}

/** What folding a sketch into leaves the sketch. */
function unit(size: number): Float64Array {
  const out = new Float64Array(size);
  out[0] = 1;
  return out;
}

/** A row times √gamma, √coef0 behind it where there is one. `single`: the products are float32. */
function scaled(x: Matrix, i: number, gamma: number, coef0: number, width: number, single: boolean): Float64Array {
  const round = single ? Math.fround : Number;
  const factor = round(Math.sqrt(gamma));
  const row = new Float64Array(width);
  for (let j = 0; j < x.cols; j++) row[j] = round(factor * x.data[i * x.cols + j]);
  if (width > x.cols) row[x.cols] = Math.sqrt(coef0);
  return row;
}

export const PolynomialCountSketch = defineModel({
  class: "sklearn.kernel_approximation.PolynomialCountSketch",
  build: (state) => {
    const table = hashes(state);
    const gamma = state.amount("gamma");
    const coef0 = state.amount("coef0");
    const width = table.places.cols;
    const expected = expectationOf(state, coef0 === 0 ? width : width - 1);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const m = x.matrix(expected);
          // numpy 2, beside sklearn since 1.5, makes float32 times a double a double.
          const single = x.dtype === "float32" && state.before(1, 5);
          const out = new Float64Array(m.rows * table.size);
          for (let i = 0; i < m.rows; i++) {
            const row = scaled(m, i, gamma, coef0, width, single);
            let folded = unit(table.size);
            for (let d = 0; d < table.places.rows; d++) folded = fold(folded, row, table, d);
            out.set(folded, i * table.size);
          }
          return float64([m.rows, table.size], out);
        },
        get_feature_names_out: prefixedNames(state, table.size),
      }),
    };
  },
});
