/** PowerTransformer and QuantileTransformer: the distribution of each column made another. */
import { sentence } from "../../errors.js";
import { CENTRE, MIDDLE, normalQuantile, TAIL } from "../../numeric/normal-quantile.js";
import { type Context, defineLowering, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { expm1, log1p, polynomial } from "../parts/functions.js";
import { countUpTo } from "../parts/places.js";
import { rowsOf } from "../parts/rows.js";

const bools = (ops: Ops, values: readonly boolean[]): Value => ops.g.constant("bool", [values.length], Uint8Array.from(values, Number));

/** The positive half of Yeo-Johnson, with a λ a column. From 1.8 on it is scipy's, which is exact for tiny x, too. */
function raised(ops: Ops, x: Value, lambdas: Float64Array, isScipy: boolean): Value {
  const isNear = Array.from(lambdas, (lambda) => Math.abs(lambda) <= 2 ** -52);
  const lambda = ops.row(lambdas.map((value, j) => (isNear[j] === true ? 1 : value)));
  const one = ops.double(1);
  const raise = (): Value => ops.sub(ops.pow(ops.add(x, one), lambda), one);
  const power = ops.div(isScipy ? expm1(ops, ops.mul(lambda, log1p(ops, x))) : raise(), lambda);
  return isNear.includes(true) ? ops.where(bools(ops, isNear), log1p(ops, x), power) : power;
}

/** sklearn.preprocessing.PowerTransformer._yeo_johnson_transform */
function yeoJohnson({ ops, state }: Context, x: Value, lambdas: Float64Array): Value {
  const isSingle = state.dtype("lambdas_") === "float32" && state.since(1, 5);
  const isScipy = state.since(1, 8);
  const mirrored = lambdas.map((lambda) => (isSingle ? Math.fround(2 - lambda) : 2 - lambda));
  return ops.where(
    ops.greaterOrEqual(x, ops.double(0)),
    raised(ops, x, lambdas, isScipy),
    ops.neg(raised(ops, ops.neg(x), mirrored, isScipy)),
  );
}

/** scipy.special.boxcox */
function boxCox(ops: Ops, x: Value, lambdas: Float64Array): Value {
  const isNear = Array.from(lambdas, (lambda) => Math.abs(lambda) < 1e-19);
  const lambda = ops.row(lambdas.map((value, j) => (isNear[j] === true ? 1 : value)));
  const power = ops.div(expm1(ops, ops.mul(lambda, ops.log(x))), lambda);
  return isNear.includes(true) ? ops.where(bools(ops, isNear), ops.log(x), power) : power;
}

const powerTransformer = defineLowering({
  class: "sklearn.preprocessing.PowerTransformer",
  lower: (context) => {
    const { state, ops, rows, inner, at } = context;
    const lambdas = state.vector("lambdas_");
    const powers = (): Value => (state.text("method") === "box-cox" ? boxCox(ops, rows.x, lambdas) : yeoJohnson(context, rows.x, lambdas));
    if (!state.flag("standardize", true)) return { kind: "transformer", methods: makes({ transform: powers }) };
    const transform = (): Value => {
      const scaled = inner(state.fitted("_scaler"), rowsOf(ops, powers()), at).methods.get("transform");
      if (scaled === undefined) throw state.inconsistent("its scaler has no transform");
      return scaled();
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});

/** numpy.interp of each column; `xs` ascend, a list a column. */
function interpolated(context: Context, x: Value, xs: readonly Float64Array[], ys: Float64Array): Value {
  const { ops, at, state } = context;
  const size = ys.length + 1;
  const starts: number[] = [];
  const slopes: number[] = [];
  for (const own of xs)
    for (let k = 0; k < size; k++) {
      const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [own[k - 1], own[k], ys[k - 1], ys[k]];
      starts.push(k === 0 ? (own[0] ?? 0) : x0);
      slopes.push(k === 0 || k === ys.length || !(x1 > x0) ? 0 : (y1 - y0) / (x1 - x0));
    }
  if (!slopes.every(Number.isFinite)) throw unsupported(at, state.className, sentence`quantiles that are too close to each other`);
  const values = xs.flatMap(() => [ys[0] ?? 0, ...ys]);
  const place = ops.add(countUpTo(ops, x, xs), ops.longs(xs.map((_, j) => j * size)));
  const look = (table: readonly number[]): Value => ops.gather(ops.row(Float64Array.from(table)), place);
  return ops.add(ops.mul(look(slopes), ops.sub(x, look(starts))), look(values));
}

/** scipy.stats.norm.ppf by Wichura's AS 241, as `numeric/normal-quantile.ts` has it, for 0 < p < 1. */
function normal(ops: Ops, p: Value): Value {
  const ratio = ([top, bottom]: readonly (readonly number[])[], x: Value): Value =>
    ops.div(polynomial(ops, top ?? [], x), polynomial(ops, bottom ?? [], x));
  const q = ops.sub(p, ops.double(0.5));
  const centre = ops.mul(q, ratio(CENTRE, ops.sub(ops.double(0.180625), ops.mul(q, q))));
  const isLow = ops.less(q, ops.double(0));
  const r = ops.sqrt(ops.neg(ops.log(ops.where(isLow, p, ops.sub(ops.double(1), p)))));
  const five = ops.double(5);
  const far = ops.where(ops.greater(r, five), ratio(TAIL, ops.sub(r, five)), ratio(MIDDLE, ops.sub(r, ops.double(1.6))));
  const tail = ops.where(isLow, ops.neg(far), far);
  return ops.where(ops.greater(ops.abs(q), ops.double(0.425)), tail, centre);
}

const NEAR = 1e-7;
const LEAST = NEAR - 2 ** -52;

/** sklearn.preprocessing.QuantileTransformer: places among the quantiles from both sides, `normal` of them, within bounds. */
function quantiles(context: Context): Value {
  const { state, ops, rows } = context;
  const references = state.vector("references_");
  const { data, rows: count, cols } = state.matrix("quantiles_", references.length);
  if (count === 0) throw state.inconsistent("it has no quantiles");
  const columns = Array.from({ length: cols }, (_, j) => Float64Array.from({ length: count }, (_q, i) => data[i * cols + j] ?? 0));
  const mirrored = (values: Float64Array): Float64Array => values.map((value) => -value).reverse();
  const { x } = rows;
  const up = interpolated(context, x, columns, references);
  const down = interpolated(context, ops.neg(x), columns.map(mirrored), mirrored(references));
  const isNormal = state.text("output_distribution") === "normal";
  const isSoft = isNormal || state.before(0, 21);
  const low = ops.row(Float64Array.from(columns, (own) => own[0] ?? 0));
  const high = ops.row(Float64Array.from(columns, (own) => own[count - 1] ?? 0));
  const near = ops.double(NEAR);
  const isHigh = isSoft ? ops.greater(ops.add(x, near), high) : ops.equal(x, high);
  const isLow = isSoft ? ops.less(ops.sub(x, near), low) : ops.equal(x, low);
  const middle = ops.mul(ops.double(0.5), ops.sub(up, down));
  const place = ops.where(isLow, ops.double(0), ops.where(isHigh, ops.double(1), middle));
  if (!isSoft) return place;
  const edge = (p: number): Value => ops.double(isNormal ? normalQuantile(p) : p);
  const made = isNormal ? normal(ops, place) : place;
  // At 0 and 1 the bounds hold.
  const bounded = ops.min(ops.max(made, edge(LEAST)), edge(1 - LEAST));
  const ended = ops.where(isLow, edge(LEAST), ops.where(isHigh, edge(1 - LEAST), bounded));
  return ops.where(ops.isNaN(x), x, ended);
}

const quantileTransformer = defineLowering({
  class: "sklearn.preprocessing.QuantileTransformer",
  lower: (context) => ({ kind: "transformer", methods: makes({ transform: () => quantiles(context) }) }),
});

export const SHAPES: readonly Lowering[] = [powerTransformer, quantileTransformer];
