/** A regression by libsvm (sklearn.svm._base.BaseLibSVM): one decision value a row. To 0.19 it also told it as `decision_function`. */
import { float64 } from "../../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../../define.js";
import { decision, readLibsvm } from "./libsvm.js";

/** The definition of a regression by libsvm. */
export const svmRegressor = (className: string): ModelDefinition =>
  defineModel({
    class: className,
    build: (state) => {
      const svm = readLibsvm(state, 1);
      return {
        ...svm.expected,
        methods: methods({
          predict: (samples) => {
            const x = samples.matrix(svm.expected);
            return float64([x.rows], decision(svm, x));
          },
          decision_function: state.since(0, 19)
            ? undefined
            : (samples) => {
                const x = samples.matrix(svm.expected);
                return float64([x.rows, 1], decision(svm, x));
              },
        }),
      };
    },
  });
