/** Operators that move values, and compute none: shapes, places, parts. */
import { sentence } from "../../errors.js";
import type { Call, Operator } from "./operator.js";
import { broadcastPlaces, broadcastShape, constantOf, type Evaluated, linesOf, NoAnswer, sizeOf, taken } from "./tensor.js";

const reshape: Operator = {
  inputs: [2, 2],
  attributes: { allowzero: "int" },
  run: (call) => {
    const [x, sizes] = [call.any(0), call.wholes(1)];
    if (call.flag("allowzero", 0) && sizes.includes(0)) throw call.no(sentence`allowzero is 1`);
    const asked = sizes.map((n, i) => (n === 0 ? (x.shape[i] ?? -2) : n));
    const known = asked.reduce((product, n) => (n === -1 ? product : product * n), 1);
    const open = asked.filter((n) => n === -1).length;
    const shape = asked.map((n) => (n === -1 ? (known === 0 ? 0 : x.data.length / known) : n));
    if (open > 1 || call.budget.size(shape) !== x.data.length) throw call.no(sentence`its values do not fit the shape`);
    return { ...x, shape };
  },
};

/** The same values under another shape. */
const shaped = (
  inputs: Operator["inputs"],
  attributes: Operator["attributes"],
  shapeOf: (call: Call, shape: readonly number[]) => readonly number[],
): Operator => ({
  inputs,
  ...(attributes === undefined ? {} : { attributes }),
  run: (call) => {
    const x = call.any(0);
    const shape = shapeOf(call, x.shape);
    if (call.budget.size(shape) !== x.data.length) throw call.no(sentence`its values do not fit the shape`);
    return { ...x, shape };
  },
});

const flatten = shaped([1, 1], { axis: "int" }, (call, shape) => {
  const axis = call.int("axis", 1);
  if (axis < 0 || axis > shape.length) throw call.no(sentence`there is no axis ${axis}`);
  return [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))];
});

const unsqueeze = shaped([2, 2], {}, (call, shape) => {
  const given = call.wholes(1);
  const axes = new Set(given.map((axis) => call.axis(axis, shape.length + given.length)));
  if (axes.size < given.length) throw call.no(sentence`an axis stands twice`);
  const left = [...shape];
  return Array.from({ length: shape.length + axes.size }, (_, i) => (axes.has(i) ? 1 : (left.shift() ?? 1)));
});

const squeeze = shaped([1, 2], {}, (call, shape) => {
  const axes = call.has(1) ? call.wholes(1).map((axis) => call.axis(axis, shape.length)) : shape.flatMap((n, i) => (n === 1 ? [i] : []));
  return shape.filter((_, i) => !axes.includes(i));
});

const transpose: Operator = {
  inputs: [1, 1],
  attributes: { perm: "ints" },
  run: (call) => {
    const x = call.any(0);
    const order = Array.from(call.ints("perm") ?? x.shape.map((_, i) => x.shape.length - 1 - i));
    if (order.toSorted((a, b) => a - b).join() !== x.shape.map((_, i) => i).join()) throw call.no(sentence`its axes are others`);
    const shape = order.map((axis) => x.shape[axis] ?? 1);
    const strides = x.shape.map((_, i) => sizeOf(x.shape.slice(i + 1)));
    const at = new Int32Array(call.budget.size(shape));
    for (let k = 0; k < at.length; k++) {
      let [rest, place] = [k, 0];
      for (let i = shape.length - 1; i >= 0; i--) {
        const n = Number(shape[i]);
        place += (rest % n) * Number(strides[Number(order[i])]);
        rest = Math.floor(rest / n);
      }
      at[k] = place;
    }
    return taken(x, shape, at);
  },
};

/** A place among so many, counted from the end where it is below zero. @throws NoAnswer, which is how a graph refuses a row */
function placeAmong(place: number, length: number): number {
  const at = place < 0 ? place + length : place;
  if (!(at >= 0 && at < length)) throw new NoAnswer(sentence`a row points outside of a table, which is how a graph refuses it`, true);
  return at;
}

const gather: Operator = {
  inputs: [2, 2],
  attributes: { axis: "int" },
  run: (call) => {
    const [table, wanted] = [call.any(0), call.numbers(1)];
    if (wanted.dtype !== "int64" && wanted.dtype !== "int32") throw call.no(sentence`its places are no whole numbers`);
    const axis = call.axis(call.int("axis", 0), table.shape.length);
    const { outer, length, inner } = linesOf(table.shape, axis);
    const shape = [...table.shape.slice(0, axis), ...wanted.shape, ...table.shape.slice(axis + 1)];
    const at = new Int32Array(call.budget.size(shape));
    for (let o = 0, to = 0; o < outer; o++)
      for (const place of wanted.data) {
        const from = (o * length + placeAmong(place, length)) * inner;
        for (let i = 0; i < inner; i++) at[to++] = from + i;
      }
    return taken(table, shape, at);
  },
};

const gatherElements: Operator = {
  inputs: [2, 2],
  attributes: { axis: "int" },
  run: (call) => {
    const [table, wanted] = [call.any(0), call.numbers(1)];
    if (wanted.dtype !== "int64" && wanted.dtype !== "int32") throw call.no(sentence`its places are no whole numbers`);
    const axis = call.axis(call.int("axis", 0), table.shape.length);
    const fits = wanted.shape.every((n, i) => i === axis || n <= Number(table.shape[i]));
    if (wanted.shape.length !== table.shape.length || !fits) throw call.no(sentence`its places do not fit the table`);
    call.budget.work(wanted.data.length);
    const strides = table.shape.map((_, i) => sizeOf(table.shape.slice(i + 1)));
    const at = new Int32Array(wanted.data.length);
    for (let k = 0; k < at.length; k++) {
      let [rest, place] = [k, 0];
      for (let i = wanted.shape.length - 1; i >= 0; i--) {
        const n = Number(wanted.shape[i]);
        const own = i === axis ? placeAmong(Number(wanted.data[k]), Number(table.shape[i])) : rest % n;
        place += own * Number(strides[i]);
        rest = Math.floor(rest / n);
      }
      at[k] = place;
    }
    return taken(table, wanted.shape, at);
  },
};

const concat: Operator = {
  inputs: [1, 4096],
  attributes: { axis: "int" },
  run: (call) => {
    const parts = call.args;
    const [first] = parts;
    if (first === undefined) throw call.no(sentence`it has no inputs`);
    const axis = call.axis(call.int("axis", 0), first.shape.length);
    const rest = (shape: readonly number[]): string => shape.filter((_, i) => i !== axis).join();
    if (parts.some((one) => one.dtype !== first.dtype || one.shape.length !== first.shape.length || rest(one.shape) !== rest(first.shape)))
      throw call.no(sentence`its inputs do not fit each other`);
    const length = parts.reduce((total, one) => total + Number(one.shape[axis]), 0);
    const shape = first.shape.map((n, i) => (i === axis ? length : n));
    const size = call.budget.size(shape);
    const { outer } = linesOf(shape, axis);
    const widths = parts.map(({ data }) => (outer === 0 ? 0 : data.length / outer));
    const numbers = new Float64Array(first.dtype === "string" ? 0 : size);
    const texts: string[] = [];
    for (let o = 0, to = 0; o < outer; o++)
      for (const [k, one] of parts.entries()) {
        const width = widths[k] ?? 0;
        if (one.dtype === "string") for (let i = o * width; i < (o + 1) * width; i++) texts.push(one.data[i] ?? "");
        else numbers.set(one.data.subarray(o * width, (o + 1) * width), to);
        to += width;
      }
    return first.dtype === "string" ? { dtype: first.dtype, shape, data: texts } : { dtype: first.dtype, shape, data: numbers };
  },
};

/** Where a slice goes along an axis, as ONNX and numpy have it. */
function sliced(length: number, start: number, end: number, step: number): readonly [from: number, count: number] {
  const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value < 0 ? value + length : value, least), most);
  const [from, to] =
    step > 0 ? [clamp(start, 0, length), clamp(end, 0, length)] : [clamp(start, -1, length - 1), clamp(end, -1, length - 1)];
  return [from, Math.max(0, Math.ceil((to - from) / step))];
}

const slice: Operator = {
  inputs: [3, 5],
  run: (call) => {
    const x = call.any(0);
    const [starts, ends] = [call.wholes(1), call.wholes(2)];
    const axes = (call.has(3) ? call.wholes(3) : starts.map((_, i) => i)).map((axis) => call.axis(axis, x.shape.length));
    const steps = call.has(4) ? call.wholes(4) : starts.map(() => 1);
    if ([ends, axes, steps].some((one) => one.length !== starts.length) || new Set(axes).size < axes.length || steps.includes(0))
      throw call.no(sentence`its places do not fit each other`);
    return axes.reduce((y, axis, k) => {
      const { outer, length, inner } = linesOf(y.shape, axis);
      const step = steps[k] ?? 1;
      const [from, count] = sliced(length, starts[k] ?? 0, ends[k] ?? 0, step);
      const shape = y.shape.map((n, i) => (i === axis ? count : n));
      const at = new Int32Array(call.budget.size(shape));
      for (let o = 0, to = 0; o < outer; o++)
        for (let n = 0; n < count; n++) for (let i = 0; i < inner; i++) at[to++] = (o * length + from + n * step) * inner + i;
      return taken(y, shape, at);
    }, x);
  },
};

const shapeOf: Operator = {
  inputs: [1, 1],
  attributes: { start: "int", end: "int" },
  run: (call) => {
    const all = call.any(0).shape;
    const part = all.slice(call.int("start", 0), call.int("end", all.length));
    return { dtype: "int64", shape: [part.length], data: Float64Array.from(part) };
  },
};

const constantOfShape: Operator = {
  inputs: [1, 1],
  attributes: { value: "tensor" },
  run: (call) => {
    const value = call.tensor("value");
    const filled: Evaluated = value === undefined ? { dtype: "float32", shape: [1], data: Float64Array.of(0) } : constantOf(value);
    const shape = call.wholes(0);
    if (filled.data.length !== 1) throw call.no(sentence`its value is not one`);
    return taken(filled, shape, new Int32Array(call.budget.size(shape)));
  },
};

const constant: Operator = {
  inputs: [0, 0],
  attributes: { value: "tensor" },
  run: (call) => {
    const value = call.tensor("value");
    if (value === undefined) throw call.no(sentence`it has no value`);
    call.budget.size(value.shape);
    return constantOf(value);
  },
};

const expand: Operator = {
  inputs: [2, 2],
  run: (call) => {
    const [x, sizes] = [call.any(0), call.wholes(1)];
    const shape = broadcastShape([x.shape, sizes]);
    call.budget.size(shape);
    return taken(x, shape, broadcastPlaces(x.shape, shape));
  },
};

export const SHAPES: Readonly<Record<string, Operator>> = {
  Reshape: reshape,
  Flatten: flatten,
  Unsqueeze: unsqueeze,
  Squeeze: squeeze,
  Transpose: transpose,
  Gather: gather,
  GatherElements: gatherElements,
  Concat: concat,
  Slice: slice,
  Shape: shapeOf,
  ConstantOfShape: constantOfShape,
  Constant: constant,
  Expand: expand,
};
