/**
 * sklearn.covariance.EllipticEnvelope: an outlier is further away, by Mahalanobis distance, than the offset
 * (sklearn.covariance._elliptic_envelope 0.20 to 1.9). To 0.19 the decision was a difference of cube roots, more or
 * less: powers of 0.33 (sklearn.covariance.outlier_detection 0.17).
 */
import { float64, int64 } from "../../numeric/ndarray.js";
import { defineModel, type MethodOptions, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { covarianceOf } from "../parts/projections/mahalanobis.js";

const POWER = 0.33;

export const EllipticEnvelope = defineModel({
  class: "sklearn.covariance.EllipticEnvelope",
  build: (state) => {
    const { features, mahalanobis } = covarianceOf(state);
    const expected = expectationOf(state, features);
    const old = !state.has("offset_");
    const offset = old ? -state.amount("threshold_") : state.amount("offset_");
    const decide = (distance: number, raw: unknown): number => {
      if (old && raw === true) return distance;
      return old || raw === false ? (-offset) ** POWER - distance ** POWER : -distance - offset;
    };
    return {
      ...expected,
      methods: methods({
        decision_function: (x, options: MethodOptions) => {
          const m = x.matrix(expected);
          const decisions = mahalanobis(m).map((distance) => decide(distance, options["raw_values"]));
          return float64([m.rows], decisions);
        },
        mahalanobis: (x) => {
          const m = x.matrix(expected);
          return float64([m.rows], mahalanobis(m));
        },
        score_samples: old
          ? undefined
          : (x) => {
              const m = x.matrix(expected);
              return float64(
                [m.rows],
                mahalanobis(m).map((distance) => -distance),
              );
            },
        predict: (x) => {
          const m = x.matrix(expected);
          return int64(
            [m.rows],
            mahalanobis(m).map((distance) => ((old ? distance <= -offset : -distance - offset >= 0) ? 1 : -1)),
          );
        },
      }),
    };
  },
});
