/**
 * A graph's answers, worked out here: what a graph in float32 loses is measured with it (`targets/onnx/single.ts`). Each
 * operation on float32 is rounded to float32, sums go in order. onnxruntime may add in another order and has an exp and a log
 * of its own: the last bit of an answer is not promised, its size is.
 *
 * Slow: small tensors and few rows. What it has no operator for, and what would take too long, is null.
 */
import type { Attribute, Graph, Node, Tensor } from "./ir.js";

/** Numbers (whole ones and truth values too) or texts. */
export interface Evaluated {
  readonly shape: readonly number[];
  readonly data: Float64Array | readonly string[];
  /** Its numbers are float32. */
  readonly single: boolean;
}

/** Numbers alone. */
interface Numbers extends Evaluated {
  readonly data: Float64Array;
}

/** Elements of one tensor; a kernel over many points would have more. */
const MOST = 2 ** 24;

/** What cannot be worked out here. */
class Unknown extends Error {}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

function empty(shape: readonly number[]): Float64Array {
  if (sizeOf(shape) > MOST) throw new Unknown();
  return new Float64Array(sizeOf(shape));
}

function numbers(value: Evaluated | undefined): Numbers {
  if (value === undefined || !(value.data instanceof Float64Array)) throw new Unknown();
  return { ...value, data: value.data };
}

const made = (shape: readonly number[], data: Float64Array, single: boolean): Numbers => ({
  shape,
  data: single ? data.map(Math.fround) : data,
  single,
});

function constantOf({ dtype, shape, data }: Tensor): Evaluated {
  if (data instanceof BigInt64Array) return { shape, data: Float64Array.from(data, Number), single: false };
  if (ArrayBuffer.isView(data)) return { shape, data: Float64Array.from(data), single: dtype === "float32" };
  return { shape, data, single: false };
}

function whole(attribute: Attribute | undefined, otherwise: number): number {
  return attribute?.type === "int" ? attribute.value : otherwise;
}

const axisOf = (node: Node, rank: number, otherwise: number): number => {
  const axis = whole(node.attributes["axis"], otherwise);
  return axis < 0 ? axis + rank : axis;
};

type Run = (node: Node, args: readonly (Evaluated | undefined)[]) => Evaluated;

// ---- elementwise ----

function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const length = Math.max(...shapes.map((one) => one.length));
  return Array.from({ length }, (_, i) => {
    const dims = shapes.map((one) => one[i - (length - one.length)] ?? 1);
    return dims.find((n) => n !== 1) ?? 1;
  });
}

/** Where each element of a shape stands in an array that is broadcast to it. */
function places(from: readonly number[], to: readonly number[]): Int32Array {
  const strides = new Array<number>(to.length).fill(0);
  for (let i = from.length - 1, stride = 1; i >= 0; i--) {
    const n = from[i] ?? 1;
    strides[i + to.length - from.length] = n === 1 ? 0 : stride;
    stride *= n;
  }
  const out = new Int32Array(sizeOf(to));
  for (let at = 0; at < out.length; at++) {
    let rest = at;
    for (let i = to.length - 1; i >= 0; i--) {
      const n = to[i] ?? 1;
      out[at] = Number(out[at]) + (rest % n) * (strides[i] ?? 0);
      rest = Math.floor(rest / n);
    }
  }
  return out;
}

function each(args: readonly Numbers[], single: boolean, f: (...values: number[]) => number): Evaluated {
  const shape = broadcastShape(args.map((one) => one.shape));
  const at = args.map((one) => places(one.shape, shape));
  const values = empty(shape).map((_, i) => f(...args.map((one, k) => Number(one.data[Number(at[k]?.[i])]))));
  return made(shape, values, single);
}

const arithmetic =
  (f: (...values: number[]) => number): Run =>
  (_, args) =>
    each(
      args.map(numbers),
      args.some((one) => one?.single === true),
      f,
    );

const truth =
  (f: (...values: number[]) => boolean): Run =>
  (_, args) =>
    each(args.map(numbers), false, (...values) => (f(...values) ? 1 : 0));

/** To the nearest whole number, of two the even one. */
function roundEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
}

const where: Run = (_, [condition, yes, no]) => {
  const chosen = numbers(condition);
  if (yes?.data instanceof Float64Array)
    return each([chosen, numbers(yes), numbers(no)], yes.single, (c = 0, a = 0, b = 0) => (c !== 0 ? a : b));
  throw new Unknown();
};

/** onnx.proto3, TensorProto.DataType: float32, and what has whole numbers. */
const FLOAT = 1;
const DOUBLE = 11;
const BOOL = 9;

const cast: Run = (node, [x]) => {
  const to = whole(node.attributes["to"], 0);
  const { shape, data } = numbers(x);
  if (to === FLOAT || to === DOUBLE) return made(shape, data.slice(), to === FLOAT);
  return made(shape, data.map(to === BOOL ? (value) => (value === 0 ? 0 : 1) : Math.trunc), false);
};

// ---- axes ----

/** Walks the lines along an axis: `outer × length × inner`. */
interface Lines {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

const linesOf = (shape: readonly number[], axis: number): Lines => ({
  outer: sizeOf(shape.slice(0, axis)),
  length: shape[axis] ?? 1,
  inner: sizeOf(shape.slice(axis + 1)),
});

/** A value for each line along an axis. */
function alongLines(x: Numbers, axis: number, single: boolean, keep: boolean, f: (line: Float64Array) => number): Evaluated {
  const { outer, length, inner } = linesOf(x.shape, axis);
  const shape = x.shape.flatMap((n, i) => (i === axis ? (keep ? [1] : []) : [n]));
  const data = empty(shape);
  const line = new Float64Array(length);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      for (let k = 0; k < length; k++) line[k] = Number(x.data[(o * length + k) * inner + i]);
      data[o * inner + i] = f(line);
    }
  return made(shape, data, single);
}

const rounded = (single: boolean): ((value: number) => number) => (single ? Math.fround : (value) => value);

const reduction =
  (f: (line: Float64Array, round: (value: number) => number) => number): Run =>
  (node, [given, axes]) => {
    const x = numbers(given);
    const [axis = 0] = numbers(axes).data;
    const round = rounded(x.single);
    return alongLines(x, axis < 0 ? axis + x.shape.length : axis, x.single, whole(node.attributes["keepdims"], 1) === 1, (line) =>
      f(line, round),
    );
  };

const sum = (line: Float64Array, round: (value: number) => number): number => line.reduce((total, value) => round(total + value), 0);

function placeOfExtreme(sign: 1 | -1): Run {
  return (node, [given]) => {
    const x = numbers(given);
    const isLast = whole(node.attributes["select_last_index"], 0) === 1;
    const beats = (a: number, b: number): boolean => sign * a > sign * b || (isLast && a === b);
    return alongLines(x, axisOf(node, x.shape.length, 0), false, whole(node.attributes["keepdims"], 1) === 1, (line) =>
      line.reduce((best, value, k) => (beats(value, Number(line[best])) ? k : best), 0),
    );
  };
}

const cumSum: Run = (_, [given, axes]) => {
  const x = numbers(given);
  const [axis = 0] = numbers(axes).data;
  const { outer, length, inner } = linesOf(x.shape, axis);
  const round = rounded(x.single);
  const data = x.data.slice();
  for (let o = 0; o < outer; o++)
    for (let k = 1; k < length; k++)
      for (let i = 0; i < inner; i++) {
        const at = (o * length + k) * inner + i;
        data[at] = round(Number(data[at]) + Number(data[at - inner]));
      }
  return { ...x, data };
};

const matMul: Run = (_, [left, right]) => {
  const [a, b] = [numbers(left), numbers(right)];
  const [rows = 1, inner = 1] = a.shape;
  const cols = b.shape[1] ?? 1;
  if (a.shape.length !== 2 || b.shape.length !== 2 || rows * inner * cols > 16 * MOST) throw new Unknown();
  const data = empty([rows, cols]);
  const round = rounded(a.single);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const value = Number(a.data[i * inner + k]);
      for (let j = 0; j < cols; j++) data[i * cols + j] = round(Number(data[i * cols + j]) + round(value * Number(b.data[k * cols + j])));
    }
  return { shape: [rows, cols], data, single: a.single };
};

const softmax: Run = (node, [given]) => {
  const x = numbers(given);
  const { outer, length, inner } = linesOf(x.shape, axisOf(node, x.shape.length, -1));
  if (inner !== 1) throw new Unknown();
  const round = rounded(x.single);
  const data = x.data.slice();
  for (let o = 0; o < outer; o++) {
    const line = data.subarray(o * length, (o + 1) * length);
    const most = line.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const powers = line.map((value) => round(Math.exp(round(value - most))));
    const total = sum(powers, round);
    line.set(powers.map((value) => round(value / total)));
  }
  return { ...x, data };
};

// ---- shapes ----

const reshape: Run = (_, [x, shape]) => {
  if (x === undefined) throw new Unknown();
  const asked = Array.from(numbers(shape).data, (n, i) => (n === 0 ? (x.shape[i] ?? 1) : n));
  const known = asked.reduce((product, n) => (n < 0 ? product : product * n), 1);
  return { ...x, shape: asked.map((n) => (n < 0 ? x.data.length / known : n)) };
};

/** Values at places, of numbers or of texts. */
function taken(x: Evaluated, at: Int32Array): Evaluated["data"] {
  const { data } = x;
  return data instanceof Float64Array ? Float64Array.from(at, (i) => Number(data[i])) : Array.from(at, (i) => data[i] ?? "");
}

const gather: Run = (node, [table, indices]) => {
  if (table === undefined) throw new Unknown();
  const wanted = numbers(indices);
  const axis = axisOf(node, table.shape.length, 0);
  const { outer, length, inner } = linesOf(table.shape, axis);
  const shape = [...table.shape.slice(0, axis), ...wanted.shape, ...table.shape.slice(axis + 1)];
  if (sizeOf(shape) > MOST) throw new Unknown();
  const at = new Int32Array(sizeOf(shape));
  const count = wanted.data.length;
  for (let o = 0, to = 0; o < outer; o++)
    for (let k = 0; k < count; k++) {
      const place = Number(wanted.data[k]);
      for (let i = 0; i < inner; i++) at[to++] = (o * length + (place < 0 ? place + length : place)) * inner + i;
    }
  return { shape, data: taken(table, at), single: table.single };
};

const concat: Run = (node, args) => {
  const parts = args.map(numbers);
  const [first] = parts;
  if (first === undefined) throw new Unknown();
  const axis = axisOf(node, first.shape.length, 0);
  const lines = parts.map((one) => linesOf(one.shape, axis));
  const length = lines.reduce((total, one) => total + one.length, 0);
  const shape = first.shape.map((n, i) => (i === axis ? length : n));
  const data = empty(shape);
  for (let o = 0, to = 0; o < (lines[0]?.outer ?? 0); o++)
    parts.forEach((one, k) => {
      const width = (lines[k]?.length ?? 0) * (lines[k]?.inner ?? 0);
      data.set(one.data.subarray(o * width, (o + 1) * width), to);
      to += width;
    });
  return { shape, data, single: first.single };
};

const shapeOf: Run = (node, [x]) => {
  const all = x?.shape ?? [];
  const part = all.slice(whole(node.attributes["start"], 0), whole(node.attributes["end"], all.length));
  return { shape: [part.length], data: Float64Array.from(part), single: false };
};

const constantOfShape: Run = (node, [shape]) => {
  const value = node.attributes["value"];
  if (value?.type !== "tensor") throw new Unknown();
  const { data, single } = numbers(constantOf(value.value));
  const to = [...numbers(shape).data];
  return { shape: to, data: empty(to).fill(Number(data[0])), single };
};

// ---- trees ----

const listOf = (node: Node, name: string): ArrayLike<number> => {
  const attribute = node.attributes[name];
  if (attribute?.type !== "ints" && attribute?.type !== "floats") throw new Unknown();
  return attribute.value;
};

/** ai.onnx.ml 3 TreeEnsembleRegressor as `trees/tables.ts` makes it: a target a tree, nodes of a tree side by side. */
const trees: Run = (node, [given]) => {
  const x = numbers(given);
  const [rows = 0, cols = 0] = x.shape;
  const count = whole(node.attributes["n_targets"], 0);
  const [tree, yes, no] = ["nodes_treeids", "nodes_truenodeids", "nodes_falsenodeids"].map((name) => listOf(node, name));
  const [feature, value, missing] = ["nodes_featureids", "nodes_values", "nodes_missing_value_tracks_true"].map((name) =>
    listOf(node, name),
  );
  const modes = node.attributes["nodes_modes"];
  if (modes?.type !== "strings") throw new Unknown();
  const first = new Int32Array(count + 1).fill(Number(tree?.length));
  for (let at = Number(tree?.length) - 1; at >= 0; at--) first[Number(tree?.[at])] = at;
  const weight = new Float64Array(Number(tree?.length));
  const [ofTree, ofNode, weights] = ["target_treeids", "target_nodeids", "target_weights"].map((name) => listOf(node, name));
  for (let k = 0; k < Number(weights?.length); k++) weight[Number(first[Number(ofTree?.[k])]) + Number(ofNode?.[k])] = Number(weights?.[k]);
  const data = empty([rows, count]);
  for (let i = 0; i < rows; i++)
    for (let t = 0; t < count; t++) {
      const root = Number(first[t]);
      let at = root;
      while (modes.value[at] !== "LEAF") {
        const seen = Number(x.data[i * cols + Number(feature?.[at])]);
        const goes = Number.isNaN(seen) ? Number(missing?.[at]) !== 0 : seen <= Number(value?.[at]);
        at = root + Number((goes ? yes : no)?.[at]);
      }
      data[i * count + t] = Number(weight[at]);
    }
  return made([rows, count], data, true);
};

const RUNS: ReadonlyMap<string, Run> = new Map<string, Run>([
  ["Add", arithmetic((a = 0, b = 0) => a + b)],
  ["Sub", arithmetic((a = 0, b = 0) => a - b)],
  ["Mul", arithmetic((a = 0, b = 0) => a * b)],
  ["Div", arithmetic((a = 0, b = 0) => a / b)],
  ["Pow", arithmetic((a = 0, b = 0) => a ** b)],
  ["Min", arithmetic(Math.min)],
  ["Max", arithmetic(Math.max)],
  ["Neg", arithmetic((a = 0) => -a)],
  ["Abs", arithmetic(Math.abs)],
  ["Exp", arithmetic(Math.exp)],
  ["Log", arithmetic(Math.log)],
  ["Sqrt", arithmetic(Math.sqrt)],
  ["Floor", arithmetic(Math.floor)],
  ["Ceil", arithmetic(Math.ceil)],
  ["Round", arithmetic(roundEven)],
  ["Sign", arithmetic(Math.sign)],
  ["Sin", arithmetic(Math.sin)],
  ["Cos", arithmetic(Math.cos)],
  ["Tanh", arithmetic(Math.tanh)],
  ["Relu", arithmetic((a = 0) => (a < 0 ? 0 : a))],
  ["Greater", truth((a = 0, b = 0) => a > b)],
  ["GreaterOrEqual", truth((a = 0, b = 0) => a >= b)],
  ["Less", truth((a = 0, b = 0) => a < b)],
  ["LessOrEqual", truth((a = 0, b = 0) => a <= b)],
  ["Equal", truth((a = 0, b = 0) => a === b)],
  ["And", truth((a = 0, b = 0) => a !== 0 && b !== 0)],
  ["Or", truth((a = 0, b = 0) => a !== 0 || b !== 0)],
  ["Not", truth((a = 0) => a === 0)],
  ["IsNaN", truth((a = 0) => Number.isNaN(a))],
  ["Where", where],
  ["Cast", cast],
  ["ReduceSum", reduction(sum)],
  ["ReduceMean", reduction((line, round) => sum(line, round) / line.length)],
  ["ReduceMax", reduction((line) => line.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY))],
  ["ReduceMin", reduction((line) => line.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY))],
  ["ReduceProd", reduction((line, round) => line.reduce((product, value) => round(product * value), 1))],
  ["ReduceSumSquare", reduction((line, round) => line.reduce((total, value) => round(total + round(value * value)), 0))],
  ["ArgMax", placeOfExtreme(1)],
  ["ArgMin", placeOfExtreme(-1)],
  ["CumSum", cumSum],
  ["MatMul", matMul],
  ["Softmax", softmax],
  ["Reshape", reshape],
  ["Gather", gather],
  ["Concat", concat],
  ["Shape", shapeOf],
  ["ConstantOfShape", constantOfShape],
  ["TreeEnsembleRegressor", trees],
]);

/** Values of a graph's outputs in their order; null where they cannot be worked out here. */
export function evaluate(graph: Graph, inputs: ReadonlyMap<string, Evaluated>): readonly Evaluated[] | null {
  const values = new Map<string, Evaluated>(inputs);
  try {
    for (const [name, tensor] of graph.constants) values.set(name, constantOf(tensor));
    for (const node of graph.nodes) {
      const run = RUNS.get(node.op);
      const [output] = node.outputs;
      if (run === undefined || output === undefined || node.outputs.length > 1) return null;
      values.set(
        output,
        run(
          node,
          node.inputs.map((name) => values.get(name)),
        ),
      );
    }
  } catch (error) {
    if (error instanceof Unknown) return null;
    throw error;
  }
  const found = graph.outputs.map(({ value }) => values.get(value.name));
  return found.every((one) => one !== undefined) ? found : null;
}
