/** Operators of each element by itself: arithmetic, comparisons, choices and casts (onnx/docs/Operators.md). */
import { sentence, showText } from "../../errors.js";
import { ELEMENT_TYPES } from "../ops.js";
import type { Call, Operator } from "./operator.js";
import { broadcastPlaces, broadcastShape, isFloat, made, NoAnswer, type Numbers } from "./tensor.js";

type Kind = (dtype: Numbers["dtype"]) => boolean;

const isNumber: Kind = (dtype) => dtype !== "bool";
const isTruth: Kind = (dtype) => dtype === "bool";

function operand(call: Call, place: number, kind: Kind): Numbers {
  const found = call.numbers(place);
  if (!kind(found.dtype)) throw call.no(sentence`it is not for ${showText(found.dtype)}`);
  return found;
}

const unary = (kind: Kind, f: (value: number) => number, gives?: "bool"): Operator => ({
  inputs: [1, 1],
  run: (call) => {
    const { dtype, shape, data } = operand(call, 0, kind);
    call.budget.size(shape);
    return made(gives ?? dtype, shape, data.map(f));
  },
});

/** Two arrays that are broadcast to each other. */
function both(call: Call, a: Numbers, b: Numbers, dtype: Numbers["dtype"], f: (a: number, b: number) => number): Numbers {
  const shape = broadcastShape([a.shape, b.shape]);
  const out = new Float64Array(call.budget.size(shape));
  const [x, y] = [a.data, b.data];
  if (x.length === out.length && y.length === out.length) for (let i = 0; i < out.length; i++) out[i] = f(Number(x[i]), Number(y[i]));
  else {
    const [p, q] = [broadcastPlaces(a.shape, shape), broadcastPlaces(b.shape, shape)];
    for (let i = 0; i < out.length; i++) out[i] = f(Number(x[Number(p[i])]), Number(y[Number(q[i])]));
  }
  return made(dtype, shape, out);
}

function pair(call: Call, kind: Kind): readonly [Numbers, Numbers] {
  const [a, b] = [operand(call, 0, kind), operand(call, 1, kind)];
  if (a.dtype !== b.dtype) throw call.no(sentence`its inputs are of two types`);
  return [a, b];
}

const binary = (kind: Kind, f: (a: number, b: number) => number, gives?: "bool"): Operator => ({
  inputs: [2, 2],
  run: (call) => {
    const [a, b] = pair(call, kind);
    return both(call, a, b, gives ?? a.dtype, f);
  },
});

/** Of one array or more, one after the other. */
const folded = (f: (a: number, b: number) => number): Operator => ({
  inputs: [1, 4096],
  run: (call) => {
    const all = call.args.map((_, i) => operand(call, i, isNumber));
    return all.reduce((a, b) => {
      if (a.dtype !== b.dtype) throw call.no(sentence`its inputs are of two types`);
      return both(call, a, b, a.dtype, f);
    });
  },
});

/** Whole numbers are divided towards zero, and not by zero. */
const divided: Operator = {
  inputs: [2, 2],
  run: (call) => {
    const [a, b] = pair(call, isNumber);
    if (isFloat(a.dtype)) return both(call, a, b, a.dtype, (x, y) => x / y);
    if (b.data.includes(0)) throw call.no(sentence`a whole number is divided by zero`);
    return both(call, a, b, a.dtype, (x, y) => Math.trunc(x / y));
  },
};

/** The remainder of C's fmod, or of whole numbers with the divisor's sign. */
const remainder: Operator = {
  inputs: [2, 2],
  attributes: { fmod: "int" },
  run: (call) => {
    const [a, b] = pair(call, isNumber);
    const isC = call.flag("fmod", 0);
    if (!isC && isFloat(a.dtype)) throw call.no(sentence`fmod is 0 for numbers that are not whole`);
    if (!isFloat(a.dtype) && b.data.includes(0)) throw call.no(sentence`a whole number is divided by zero`);
    return both(call, a, b, a.dtype, isC ? (x, y) => x % y : (x, y) => ((x % y) + y) % y);
  },
};

const powers: Operator = {
  inputs: [2, 2],
  run: (call) => {
    const a = operand(call, 0, isNumber);
    return both(call, a, operand(call, 1, isNumber), a.dtype, (x, y) => x ** y);
  },
};

/** Of numbers, truth values or texts. */
const equal: Operator = {
  inputs: [2, 2],
  run: (call) => {
    const [a, b] = [call.any(0), call.any(1)];
    if (a.dtype !== b.dtype) throw call.no(sentence`its inputs are of two types`);
    if (a.dtype !== "string" && b.dtype !== "string") return both(call, a, b, "bool", (x, y) => Number(x === y));
    const shape = broadcastShape([a.shape, b.shape]);
    call.budget.size(shape);
    const [p, q] = [broadcastPlaces(a.shape, shape), broadcastPlaces(b.shape, shape)];
    return { dtype: "bool", shape, data: Float64Array.from(p, (from, i) => Number(a.data[from] === b.data[Number(q[i])])) };
  },
};

const where: Operator = {
  inputs: [3, 3],
  run: (call) => {
    const [condition, yes, no] = [operand(call, 0, isTruth), call.any(1), call.any(2)];
    if (yes.dtype !== no.dtype) throw call.no(sentence`its inputs are of two types`);
    const shape = broadcastShape([condition.shape, yes.shape, no.shape]);
    const size = call.budget.size(shape);
    const [c, a, b] = [condition, yes, no].map((one) => broadcastPlaces(one.shape, shape));
    const chosen = <T>(x: ArrayLike<T>, y: ArrayLike<T>, i: number): T | undefined =>
      condition.data[Number(c?.[i])] === 0 ? y[Number(b?.[i])] : x[Number(a?.[i])];
    if (yes.dtype === "string" && no.dtype === "string")
      return { dtype: yes.dtype, shape, data: Array.from({ length: size }, (_, i) => chosen(yes.data, no.data, i) ?? "") };
    if (yes.dtype === "string" || no.dtype === "string") throw call.no(sentence`its inputs are of two types`);
    return { dtype: yes.dtype, shape, data: new Float64Array(size).map((_, i) => Number(chosen(yes.data, no.data, i))) };
  },
};

/** To the nearest whole number, of two the even one. */
function roundEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
}

const DTYPES: ReadonlyMap<number, string> = new Map(Object.entries(ELEMENT_TYPES).map(([dtype, number]) => [number, dtype]));
const isNumeric = (dtype: string | undefined): dtype is Numbers["dtype"] =>
  dtype === "float64" || dtype === "float32" || dtype === "int64" || dtype === "int32" || dtype === "bool";

/** Between numbers; what is no number has no whole one. */
const cast: Operator = {
  inputs: [1, 1],
  attributes: { to: "int" },
  run: (call) => {
    const to = DTYPES.get(call.int("to", 0));
    const { dtype, shape, data } = call.numbers(0);
    if (!isNumeric(to)) throw call.no(sentence`it casts to a type that is not read`);
    call.budget.size(shape);
    if (to === "bool") return { dtype: to, shape, data: data.map((value) => (value === 0 ? 0 : 1)) };
    if (isFloat(to)) return made(to, shape, data);
    if (isFloat(dtype) && data.some((value) => !Number.isFinite(value)))
      throw new NoAnswer(sentence`what is no number has no whole one`, true);
    // A zero below zero is no whole number.
    return made(
      to,
      shape,
      data.map((value) => Math.trunc(value) + 0),
    );
  },
};

const identity: Operator = { inputs: [1, 1], run: (call) => call.any(0) };

export const ELEMENTWISE: Readonly<Record<string, Operator>> = {
  Add: binary(isNumber, (a, b) => a + b),
  Sub: binary(isNumber, (a, b) => a - b),
  Mul: binary(isNumber, (a, b) => a * b),
  Div: divided,
  Mod: remainder,
  Pow: powers,
  Min: folded((a, b) => Math.min(a, b)),
  Max: folded((a, b) => Math.max(a, b)),
  Sum: folded((a, b) => a + b),
  Neg: unary(isNumber, (a) => -a),
  Abs: unary(isNumber, Math.abs),
  Exp: unary(isFloat, Math.exp),
  Log: unary(isFloat, Math.log),
  Sqrt: unary(isFloat, Math.sqrt),
  Reciprocal: unary(isFloat, (a) => 1 / a),
  Floor: unary(isFloat, Math.floor),
  Ceil: unary(isFloat, Math.ceil),
  Round: unary(isFloat, roundEven),
  Sign: unary(isNumber, Math.sign),
  Sin: unary(isFloat, Math.sin),
  Cos: unary(isFloat, Math.cos),
  Tanh: unary(isFloat, Math.tanh),
  Sigmoid: unary(isFloat, (a) => 1 / (1 + Math.exp(-a))),
  Relu: unary(isNumber, (a) => (a < 0 ? 0 : a)),
  Greater: binary(isNumber, (a, b) => Number(a > b), "bool"),
  GreaterOrEqual: binary(isNumber, (a, b) => Number(a >= b), "bool"),
  Less: binary(isNumber, (a, b) => Number(a < b), "bool"),
  LessOrEqual: binary(isNumber, (a, b) => Number(a <= b), "bool"),
  Equal: equal,
  And: binary(isTruth, (a, b) => a * b),
  Or: binary(isTruth, (a, b) => Math.max(a, b)),
  Xor: binary(isTruth, (a, b) => Number(a !== b)),
  Not: unary(isTruth, (a) => 1 - a),
  IsNaN: unary(isFloat, (a) => Number(Number.isNaN(a)), "bool"),
  Where: where,
  Cast: cast,
  Identity: identity,
};
