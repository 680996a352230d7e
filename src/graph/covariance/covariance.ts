/** sklearn.covariance: squared Mahalanobis distances, and EllipticEnvelope, which decides by them, as `models/covariance` has it. */
import { covarianceOf } from "../../models/parts/projections/mahalanobis.js";
import { pseudoinverse } from "../../numeric/singular-values.js";
import { type Context, defineLowering, type Lowering, makes, once } from "../define.js";
import type { Value } from "../ir.js";

const POWER = 0.33;

const NAMES = [
  "EmpiricalCovariance",
  "GraphicalLasso",
  "GraphicalLassoCV",
  "GraphLasso",
  "GraphLassoCV",
  "LedoitWolf",
  "MinCovDet",
  "OAS",
  "ShrunkCovariance",
] as const;

/** stepᵀ · precision · step of each row, one axis. */
function mahalanobis({ state, ops, rows }: Context): Value {
  const n = covarianceOf(state).features;
  const precision = state.has("precision_") ? state.matrix("precision_", n, n) : pseudoinverse(state.matrix("covariance_", n, n));
  const steps = ops.sub(rows.x, ops.row(state.vector("location_", n)));
  return ops.sum(ops.mul(ops.matmul(steps, ops.doubles([n, n], precision.data)), steps));
}

const covariance = (name: string): Lowering =>
  defineLowering({
    class: `sklearn.covariance.${name}`,
    lower: (context) => ({ kind: "outlier-detector", methods: makes({ mahalanobis: () => mahalanobis(context) }) }),
  });

const envelope = defineLowering({
  class: "sklearn.covariance.EllipticEnvelope",
  lower: (context) => {
    const { state, ops } = context;
    const isOld = !state.has("offset_");
    const offset = isOld ? -state.amount("threshold_") : state.amount("offset_");
    const distance = once(() => mahalanobis(context));
    const less = once(() => ops.sub(ops.neg(distance()), ops.double(offset)));
    const inside = (): Value => (isOld ? ops.lessOrEqual(distance(), ops.double(-offset)) : ops.greaterOrEqual(less(), ops.double(0)));
    return {
      kind: "outlier-detector",
      methods: makes({
        predict: () => ops.where(inside(), ops.long(1), ops.long(-1)),
        decision_function: () => (isOld ? ops.sub(ops.double((-offset) ** POWER), ops.pow(distance(), ops.double(POWER))) : less()),
        score_samples: isOld ? undefined : () => ops.neg(distance()),
        mahalanobis: distance,
      }),
    };
  },
});

export const COVARIANCES: readonly Lowering[] = [envelope, ...NAMES.map(covariance)];
