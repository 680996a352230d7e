/**
 * sklearn.preprocessing.FunctionTransformer: none of X itself, or a function that is known by name. Refused: functions
 * that nothing is known of, and those that onnxruntime has no double kernel for (arcsin, arccos, arctan).
 */
import { sentence } from "../../errors.js";
import { amount, namedFunction } from "../../models/parts/columns/known-functions.js";
import { type Context, defineLowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { expm1, log1p } from "../parts/functions.js";
import { leastNorm, overNorm, rowNorm } from "../parts/norms.js";
import { asOne } from "../parts/rows.js";

type Formula = (ops: Ops, x: Value) => Value;

/** Over a number from the left. */
const by =
  (op: "mul" | "div", number: number): Formula =>
  (ops, x) =>
    ops[op](x, ops.double(number));

const half = (ops: Ops, x: Value): Value => ops.mul(ops.double(0.5), x);
const away = (ops: Ops, x: Value): Value => ops.where(ops.less(x, ops.double(0)), ops.double(-1), ops.double(1));

/** Of the magnitude, with the sign of x. */
const odd =
  (formula: Formula): Formula =>
  (ops, x) =>
    ops.mul(away(ops, x), formula(ops, ops.abs(x)));

const isInfinite = (ops: Ops, x: Value): Value => ops.equal(ops.abs(x), ops.double(Number.POSITIVE_INFINITY));

/** exp(x) − 1 over and under one: sinh and tanh of tiny numbers stay exact. */
const sinh: Formula = (ops, x) => {
  const e = expm1(ops, x);
  const small = half(ops, ops.add(e, ops.div(e, ops.add(e, ops.double(1)))));
  const large = ops.mul(half(ops, ops.exp(half(ops, x))), ops.exp(half(ops, x)));
  return ops.where(ops.greater(x, ops.double(40)), large, small);
};

const arcsinh: Formula = (ops, x) => {
  const one = ops.double(1);
  const square = ops.mul(x, x);
  const small = log1p(ops, ops.add(x, ops.div(square, ops.add(one, ops.sqrt(ops.add(square, one))))));
  return ops.where(ops.greater(x, ops.double(1e8)), ops.add(ops.log(x), ops.double(Math.LN2)), small);
};

const FORMULAS: ReadonlyMap<string, Formula> = new Map<string, Formula>([
  ["numpy.log", (ops, x) => ops.log(x)],
  ["numpy.log2", (ops, x) => by("div", Math.LN2)(ops, ops.log(x))],
  ["numpy.log10", (ops, x) => by("div", Math.LN10)(ops, ops.log(x))],
  ["numpy.log1p", log1p],
  ["scipy.special.log1p", log1p],
  ["numpy.exp", (ops, x) => ops.exp(x)],
  ["numpy.exp2", (ops, x) => ops.pow(ops.double(2), x)],
  ["numpy.expm1", expm1],
  ["scipy.special.expm1", expm1],
  ["numpy.sqrt", (ops, x) => ops.sqrt(x)],
  ["numpy.cbrt", odd((ops, x) => ops.pow(x, ops.double(1 / 3)))],
  ["numpy.square", (ops, x) => ops.mul(x, x)],
  ["numpy.reciprocal", (ops, x) => ops.div(ops.double(1), x)],
  ...["numpy.fabs", "numpy.abs", "numpy.absolute"].map((name): [string, Formula] => [name, (ops, x) => ops.abs(x)]),
  ["numpy.negative", (ops, x) => ops.neg(x)],
  ["numpy.positive", (_ops, x) => x],
  ["numpy.sign", (ops, x) => ops.where(ops.isNaN(x), x, ops.sign(x))],
  ["numpy.sin", (ops, x) => ops.sin(x)],
  ["numpy.cos", (ops, x) => ops.cos(x)],
  ["numpy.sinh", odd(sinh)],
  ["numpy.arcsinh", odd(arcsinh)],
  ["numpy.tanh", (ops, x) => ops.tanh(x)],
  ["numpy.deg2rad", by("mul", Math.PI / 180)],
  ["numpy.radians", by("mul", Math.PI / 180)],
  ["numpy.rad2deg", by("mul", 180 / Math.PI)],
  ["numpy.degrees", by("mul", 180 / Math.PI)],
  ["numpy.rint", (ops, x) => ops.round(x)],
  ["numpy.floor", (ops, x) => ops.floor(x)],
  ["numpy.ceil", (ops, x) => ops.ceil(x)],
  ["numpy.trunc", odd((ops, x) => ops.floor(x))],
  ["numpy.isnan", (ops, x) => ops.isNaN(x)],
  ["numpy.isinf", isInfinite],
  ["numpy.isfinite", (ops, x) => ops.not(ops.or(ops.isNaN(x), isInfinite(ops, x)))],
  ["numpy.logical_not", (ops, x) => ops.equal(x, ops.double(0))],
  ["scipy.special.expit", (ops, x) => ops.sigmoid(x)],
  ["scipy.special.logit", (ops, x) => ops.log(ops.div(x, ops.sub(ops.double(1), x)))],
  ...["array", "asarray", "asanyarray", "ascontiguousarray", "asfortranarray", "copy"].map((name): [string, Formula] => [
    `numpy.${name}`,
    (_ops, x) => x,
  ]),
]);

type Arguments = ReadonlyMap<string, unknown>;
const argument = (given: Arguments, names: readonly string[], otherwise: number): number => amount(given, names, otherwise) ?? otherwise;

/** Functions with keyword arguments; known ones have been held against what is known of these. */
const MAKERS: ReadonlyMap<string, (given: Arguments) => Formula> = new Map<string, (given: Arguments) => Formula>([
  [
    "numpy.clip",
    (given) => (ops, x) => {
      const low = ops.double(argument(given, ["a_min", "min"], Number.NEGATIVE_INFINITY));
      const high = ops.double(argument(given, ["a_max", "max"], Number.POSITIVE_INFINITY));
      return ops.where(ops.isNaN(x), x, ops.min(ops.max(x, low), high));
    },
  ],
  ...["round", "around", "round_"].map((name): [string, (given: Arguments) => Formula] => [`numpy.${name}`, rounded]),
  [
    "sklearn.preprocessing.binarize",
    (given) => (ops, x) => ops.cast(ops.greater(x, ops.double(argument(given, ["threshold"], 0))), "float64"),
  ],
  [
    "numpy.nan_to_num",
    (given) => (ops, x) => {
      const high = argument(given, ["posinf"], Number.MAX_VALUE);
      const low = argument(given, ["neginf"], -Number.MAX_VALUE);
      const infinite = ops.where(ops.greater(x, ops.double(0)), ops.double(high), ops.double(low));
      return ops.where(ops.isNaN(x), ops.double(argument(given, ["nan"], 0)), ops.where(isInfinite(ops, x), infinite, x));
    },
  ],
]);

/** numpy.round: by a power of ten. */
function rounded(given: Arguments): Formula {
  const decimals = argument(given, ["decimals"], 0);
  const power = 10 ** Math.abs(decimals);
  if (decimals === 0) return (ops, x) => ops.round(x);
  const [there, back] = decimals > 0 ? (["mul", "div"] as const) : (["div", "mul"] as const);
  return (ops, x) => by(back, power)(ops, ops.round(by(there, power)(ops, x)));
}

/** The function of one parameter, with the arguments of another. */
function formulaOf({ state, at }: Context, key: "func" | "inverse_func", given: "kw_args" | "inv_kw_args"): Formula {
  const { call, known } = namedFunction(state, key, given);
  const refuse = () => unsupported(at, state.className, sentence`a function that has no exact form in the graph`);
  if (call === null || known === null) throw refuse();
  if (call.name === "sklearn.preprocessing.normalize") {
    const name = String(call.given.get("norm") ?? "l2");
    return (ops, x) => {
      const length = rowNorm(ops, x, name, state.before(0, 23));
      if (length === null) throw refuse();
      return overNorm(ops, x, length, leastNorm(state.before(1, 0)));
    };
  }
  const formula = MAKERS.get(call.name)?.(call.given) ?? FORMULAS.get(call.name);
  if (formula === undefined) throw refuse();
  return formula;
}

/** X itself where there is no function. */
function applied(context: Context, key: "func" | "inverse_func", given: "kw_args" | "inv_kw_args"): Value {
  const { state, ops, rows } = context;
  return state.has(key) ? formulaOf(context, key, given)(ops, rows.x) : asOne(context, rows);
}

export const FUNCTION_TRANSFORMER = defineLowering({
  class: "sklearn.preprocessing.FunctionTransformer",
  lower: (context) => ({
    kind: "transformer",
    methods: makes({
      transform: () => applied(context, "func", "kw_args"),
      inverse_transform: () => applied(context, "inverse_func", "inv_kw_args"),
    }),
  }),
});
