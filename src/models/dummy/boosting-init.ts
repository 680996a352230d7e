/**
 * What gradient boosting began with until 0.20 (sklearn.ensemble.gradient_boosting): one value, or one a class, for all
 * rows. Later versions use the dummy estimators.
 */
import { float64 } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods, NO_COLUMNS } from "../define.js";
import { rowCount } from "../parts/columns/row-count.js";
import type { State } from "../state.js";

/** More classes than anyone has; a row is as long as this at most. */
const MOST_CLASSES = 65_536;

const constant = (name: string, values: (state: State) => ArrayLike<number>): ModelDefinition =>
  defineModel({
    class: `sklearn.ensemble.gradient_boosting.${name}`,
    build: (state) => {
      const row = Float64Array.from(values(state));
      return {
        ...NO_COLUMNS,
        methods: methods({
          predict: (x) => {
            const rows = rowCount(x);
            const data = new Float64Array(rows * row.length);
            for (let i = 0; i < rows; i++) data.set(row, i * row.length);
            return float64([rows, row.length], data);
          },
        }),
      };
    },
  });

export const LogOddsEstimator = constant("LogOddsEstimator", (state) => [state.amount("prior")]);
export const MeanEstimator = constant("MeanEstimator", (state) => [state.amount("mean")]);
export const PriorProbabilityEstimator = constant("PriorProbabilityEstimator", (state) => state.vector("priors"));
export const QuantileEstimator = constant("QuantileEstimator", (state) => [state.amount("quantile")]);
export const ScaledLogOddsEstimator = constant("ScaledLogOddsEstimator", (state) => [state.amount("prior")]);
export const ZeroEstimator = constant("ZeroEstimator", (state) => new Float64Array(state.whole("n_classes", 1, MOST_CLASSES)));
