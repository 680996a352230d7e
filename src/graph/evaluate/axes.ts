/** Operators along an axis: reductions, sums so far, products of matrices, places of extremes, the least or largest. */
import { sentence } from "../../errors.js";
import type { Call, Operator } from "./operator.js";
import { type Evaluated, isFloat, linesOf, made, type Numbers } from "./tensor.js";

type Rounded = (value: number) => number;

const rounded = ({ dtype }: Numbers): Rounded => (dtype === "float32" ? Math.fround : (value) => value);

/** A value for each line along an axis. */
function alongLines(
  call: Call,
  x: Numbers,
  axis: number,
  keep: boolean,
  dtype: Numbers["dtype"],
  f: (line: Float64Array) => number,
): Numbers {
  const { outer, length, inner } = linesOf(x.shape, axis);
  const shape = x.shape.flatMap((n, i) => (i === axis ? (keep ? [1] : []) : [n]));
  const data = new Float64Array(call.budget.size(shape));
  call.budget.work(x.data.length);
  const line = new Float64Array(length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      for (let k = 0; k < length; k++) line[k] = Number(x.data[(o * length + k) * inner + i]);
      data[o * inner + i] = f(line);
    }
  return made(dtype, shape, data);
}

const sum = (line: Float64Array, round: Rounded): number => {
  let total = 0;
  for (const value of line) total = round(total + value);
  return total;
};

/** Along each of the axes in turn; what a value is before is `each`. */
const reduction = (f: (line: Float64Array, round: Rounded) => number, each?: (value: number) => number): Operator => ({
  inputs: [1, 2],
  // Until 18 the axes were an attribute.
  attributes: { keepdims: "int", axes: "ints", noop_with_empty_axes: "int" },
  run: (call) => {
    const given = call.numbers(0);
    if (given.dtype === "bool") throw call.no(sentence`it is not for truth values`);
    const listed = call.has(1) ? call.wholes(1) : Array.from(call.ints("axes") ?? []);
    if (call.flag("noop_with_empty_axes", 0) && listed.length === 0) throw call.no(sentence`it has no axes`);
    const rank = given.shape.length;
    const axes = listed.length === 0 ? given.shape.map((_, i) => i) : listed.map((axis) => call.axis(axis, rank));
    if (new Set(axes).size < axes.length) throw call.no(sentence`an axis stands twice`);
    const [keep, round] = [call.flag("keepdims", 1), rounded(given)];
    const x = each === undefined ? given : made(given.dtype, given.shape, given.data.map(each));
    return axes.toSorted((a, b) => b - a).reduce((y, axis) => alongLines(call, y, axis, keep, y.dtype, (line) => f(line, round)), x);
  },
});

function extreme(line: Float64Array, beats: (a: number, b: number) => boolean, start: number): number {
  let best = start;
  for (const value of line) {
    if (Number.isNaN(value)) return value;
    if (beats(value, best)) best = value;
  }
  return best;
}

const greatest = (line: Float64Array): number => extreme(line, (a, b) => a > b, Number.NEGATIVE_INFINITY);
const least = (line: Float64Array): number => extreme(line, (a, b) => a < b, Number.POSITIVE_INFINITY);

function logSumExp(line: Float64Array, round: Rounded): number {
  const most = greatest(line);
  if (!Number.isFinite(most)) return most;
  return round(
    round(
      Math.log(
        sum(
          line.map((value) => round(Math.exp(value - most))),
          round,
        ),
      ),
    ) + most,
  );
}

const placeOfExtreme = (sign: 1 | -1): Operator => ({
  inputs: [1, 1],
  attributes: { axis: "int", keepdims: "int", select_last_index: "int" },
  run: (call) => {
    const x = call.numbers(0);
    const axis = call.axis(call.int("axis", 0), x.shape.length);
    if (x.shape[axis] === 0) throw call.no(sentence`an axis has no values`);
    const isLast = call.flag("select_last_index", 0);
    const beats = (a: number, b: number): boolean => sign * a > sign * b || (isLast && a === b);
    return alongLines(call, x, axis, call.flag("keepdims", 1), "int64", (line) =>
      line.reduce((best, value, k) => (beats(value, Number(line[best])) ? k : best), 0),
    );
  },
});

const sumsSoFar: Operator = {
  inputs: [2, 2],
  attributes: { exclusive: "int", reverse: "int" },
  run: (call) => {
    const x = call.numbers(0);
    const { outer, length, inner } = linesOf(x.shape, call.axis(call.whole(1), x.shape.length));
    const [isExclusive, isReverse, round] = [call.flag("exclusive", 0), call.flag("reverse", 0), rounded(x)];
    const data = new Float64Array(call.budget.size(x.shape));
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++)
        for (let k = 0, total = 0; k < length; k++) {
          const at = (o * length + (isReverse ? length - 1 - k : k)) * inner + i;
          const next = round(total + Number(x.data[at]));
          data[at] = isExclusive ? total : next;
          total = next;
        }
    return made(x.dtype, x.shape, data);
  },
};

function product(call: Call, a: Numbers, b: Numbers): Numbers {
  const [rows = 0, inner = 0] = a.shape;
  const [length = 0, cols = 0] = b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2) throw call.no(sentence`it is of other than two axes`);
  if (length !== inner || a.dtype !== b.dtype || a.dtype === "bool") throw call.no(sentence`its matrices do not fit each other`);
  const data = new Float64Array(call.budget.size([rows, cols]));
  call.budget.work(rows * inner * cols);
  const round = rounded(a);
  const [x, y] = [a.data, b.data];
  if (a.dtype !== "float32") addProducts(x, y, data, inner, cols);
  else
    for (let i = 0; i < rows; i++)
      for (let k = 0; k < inner; k++) {
        const value = Number(x[i * inner + k]);
        for (let j = 0; j < cols; j++) data[i * cols + j] = round(Number(data[i * cols + j]) + round(value * Number(y[k * cols + j])));
      }
  return made(a.dtype, [rows, cols], data);
}

/** Rows of `x` times `y`, in doubles. */
function addProducts(x: Float64Array, y: Float64Array, to: Float64Array, inner: number, cols: number): void {
  for (let at = 0; at < x.length; at++) {
    const [value, row, from] = [Number(x[at]), Math.floor(at / inner) * cols, (at % inner) * cols];
    for (let j = 0; j < cols; j++) to[row + j] = Number(to[row + j]) + value * Number(y[from + j]);
  }
}

const softmax: Operator = {
  inputs: [1, 1],
  attributes: { axis: "int" },
  run: (call) => {
    const x = call.floats(0);
    const { outer, length, inner } = linesOf(x.shape, call.axis(call.int("axis", -1), x.shape.length));
    const round = rounded(x);
    const data = new Float64Array(call.budget.size(x.shape));
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const at = (k: number): number => (o * length + k) * inner + i;
        const line = Float64Array.from({ length }, (_, k) => Number(x.data[at(k)]));
        const most = greatest(line);
        const powers = line.map((value) => round(Math.exp(round(value - most))));
        const total = sum(powers, round);
        for (let k = 0; k < length; k++) data[at(k)] = round(Number(powers[k]) / total);
      }
    return { ...x, data };
  },
};

/** The largest or least along an axis in their order, and where they stood: of equal ones the first comes first. */
const extremes: Operator = {
  inputs: [2, 2],
  attributes: { axis: "int", largest: "int", sorted: "int" },
  run: (call): readonly Evaluated[] => {
    const x = call.numbers(0);
    const axis = call.axis(call.int("axis", -1), x.shape.length);
    const { outer, length, inner } = linesOf(x.shape, axis);
    const [count, sign] = [call.whole(1), call.flag("largest", 1) ? -1 : 1];
    if (!call.flag("sorted", 1)) throw call.no(sentence`its values are in no order`);
    if (count < 0 || count > length) throw call.no(sentence`it wants more values than there are`);
    if (x.data.some(Number.isNaN)) throw call.no(sentence`what is no number has no place among numbers`);
    const shape = x.shape.map((n, i) => (i === axis ? count : n));
    const values = new Float64Array(call.budget.size(shape));
    const places = new Float64Array(values.length);
    call.budget.work(x.data.length * Math.ceil(Math.log2(length + 2)));
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const at = (k: number): number => Number(x.data[(o * length + k) * inner + i]);
        const order = Int32Array.from({ length }, (_, k) => k).sort((p, q) => (at(p) === at(q) ? p - q : at(p) < at(q) ? -sign : sign));
        for (let k = 0; k < count; k++) {
          const [to, from] = [(o * count + k) * inner + i, Number(order[k])];
          values[to] = at(from);
          places[to] = from;
        }
      }
    return [
      { dtype: x.dtype, shape, data: values },
      { dtype: "int64", shape, data: places },
    ];
  },
};

const ofFloats = (operator: Operator): Operator => ({
  ...operator,
  run: (call) => {
    if (!isFloat(call.numbers(0).dtype)) throw call.no(sentence`it is for numbers that are not whole`);
    return operator.run(call);
  },
});

export const AXES: Readonly<Record<string, Operator>> = {
  ReduceSum: reduction(sum),
  ReduceMean: ofFloats(reduction((line, round) => round(sum(line, round) / line.length))),
  ReduceMax: reduction(greatest),
  ReduceMin: reduction(least),
  ReduceProd: reduction((line, round) => line.reduce((total, value) => round(total * value), 1)),
  ReduceSumSquare: reduction(sum, (value) => value * value),
  ReduceLogSumExp: ofFloats(reduction(logSumExp)),
  ArgMax: placeOfExtreme(1),
  ArgMin: placeOfExtreme(-1),
  CumSum: sumsSoFar,
  MatMul: { inputs: [2, 2], run: (call) => product(call, call.numbers(0), call.numbers(1)) },
  Softmax: softmax,
  TopK: extremes,
};
