/**
 * sklearn.svm.OneClassSVM 1.5: positive inside, negative outside. To 0.19 `decision_function` had a column and has one
 * axis since, to 0.18 `predict` was floating; `score_samples` is not shifted by the offset (0.20 on).
 */
import { float64, int64 } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { decision, readLibsvm } from "../parts/svm/libsvm.js";

export const OneClassSVM = defineModel({
  class: "sklearn.svm.OneClassSVM",
  build: (state) => {
    const svm = readLibsvm(state, 1);
    const column = state.before(0, 20);
    const floating = state.before(0, 19);
    const offset = state.has("offset_") ? state.vector("offset_", 1)[0] : undefined;
    return {
      ...svm.expected,
      methods: methods({
        predict: (samples) => {
          const values = decision(svm, samples.matrix(svm.expected));
          const sides = Array.from(values, (value) => (value > 0 ? 1 : -1));
          return floating ? float64([sides.length], Float64Array.from(sides)) : int64([sides.length], sides);
        },
        decision_function: (samples) => {
          const x = samples.matrix(svm.expected);
          svm.checkKernels(x);
          return float64(column ? [x.rows, 1] : [x.rows], decision(svm, x));
        },
        score_samples:
          offset === undefined
            ? undefined
            : (samples) => {
                const x = samples.matrix(svm.expected);
                svm.checkKernels(x);
                return float64(
                  [x.rows],
                  decision(svm, x).map((value) => value + offset),
                );
              },
      }),
    };
  },
});
