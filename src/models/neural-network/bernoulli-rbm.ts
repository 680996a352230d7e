/**
 * sklearn.neural_network.BernoulliRBM (0.17 to 1.9): probabilities of the hidden units. `score_samples` is a pseudo
 * likelihood that turns one feature of each row over, which one is drawn from the seed in `random_state`.
 */

import { multiplyTransposed } from "../../numeric/linear-algebra.js";
import { besideFloat, expit, floats, floatType, type Matrix, matrix } from "../../numeric/ndarray.js";
import { rounded } from "../../numeric/typed.js";
import { defineModel, methods } from "../define.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { checkFinite } from "../parts/finite.js";
import { scorer, scoresArray } from "../parts/linear/predictor.js";
import { mapScores } from "../parts/linear/probabilities.js";
import { seeded } from "../parts/stored/random-state.js";
import { Samples } from "../samples.js";

/** log(1 + eˣ) without overflow (numpy.logaddexp(0, x)). */
const softplus = (x: number): number => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);

/** 1 − v in v's own type: small unsigned integers wrap; of sparse rows it is v + (1 − 2 · v), in doubles. */
function turnedOver(v: number, dtype: string, sparse: boolean): number {
  if (sparse) return v + (1 - 2 * v);
  const bits = Number(/^uint(8|16|32)$/.exec(dtype)?.[1] ?? 0);
  return bits > 0 && v > 1 ? 2 ** bits + 1 - v : dtype === "float32" ? Math.fround(1 - v) : 1 - v;
}

export const BernoulliRBM = defineModel({
  class: "sklearn.neural_network.BernoulliRBM",
  build: (state) => {
    const components = state.matrix("components_");
    const hidden = state.vector("intercept_hidden_", components.rows);
    const visible = state.vector("intercept_visible_", components.cols);
    const expected = expectationOf(state, components.cols);
    const dtypes = ["components_", "intercept_hidden_"].map((key) => state.dtype(key));
    const project = scorer(expected, dtypes, components.data, hidden);
    // The logistic function of sklearn's own, to 1.3, took doubles only.
    const alwaysDouble = state.before(1, 4);
    const floating = (x: Samples): Samples => (/^(?:bool|u?int(?:8|16))$/.test(x.dtype) ? new Samples(x.matrix(expected)) : x);
    const generator = seeded(state, "score_samples");
    const squeezes = state.before(1, 4);

    /** Free energies of visible rows (Hinton, A Practical Guide to Training Restricted Boltzmann Machines, eq. 25). */
    const energies = (v: Matrix): Float64Array => {
      const z = multiplyTransposed(v, components);
      return Float64Array.from({ length: v.rows }, (_, i) => {
        let sum = 0;
        for (let j = 0; j < v.cols; j++) sum -= v.data[i * v.cols + j] * visible[j];
        for (let k = 0; k < z.cols; k++) sum -= softplus(z.data[i * z.cols + k] + hidden[k]);
        return sum;
      });
    };
    return {
      ...expected,
      methods: methods({
        // What is not float32 is made double first.
        transform: (x) => scoresArray(mapScores(project(floating(x)), expit), false),
        score_samples: (x) => {
          const v = x.matrix(expected);
          const sparse = x.sparse(expected) !== null;
          const random = generator();
          const turned = matrix(v.rows, v.cols, Float64Array.from(v.data));
          for (let i = 0; i < v.rows; i++) {
            const at = i * v.cols + random.below(v.cols);
            turned.data[at] = turnedOver(v.data[at], x.dtype, sparse);
          }
          const before = energies(v);
          const after = energies(turned);
          const dtype = alwaysDouble || sparse ? "float64" : floatType(besideFloat(x.dtype, floatType(...dtypes)), ...dtypes);
          const less = before.map((energy, i) => energy - after[i]);
          if (alwaysDouble) checkFinite(less);
          const data = less.map((energy) => -v.cols * softplus(energy));
          // To 1.3 a single row's had no axis.
          if (squeezes && v.rows === 1) return data[0];
          return floats(dtype, [v.rows], rounded(dtype, data));
        },
        get_feature_names_out: prefixedNames(state, components.rows),
      }),
    };
  },
});
