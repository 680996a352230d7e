/**
 * Operators with their types: each makes one node and works out what it gives. Only those are here that onnxruntime's CPU
 * provider has in double (`facts`: no Erf, no LinearRegressor, no Imputer in double).
 */
import type { GraphBuilder } from "./builder.js";
import type { Attribute, Dim, DType, Value } from "./ir.js";

const int = (value: number): Attribute => ({ type: "int", value });

/** numpy's broadcasting of two shapes. */
function broadcast(a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const length = Math.max(a.length, b.length);
  const at = (shape: readonly Dim[], i: number): Dim => shape[i - (length - shape.length)] ?? 1;
  return Array.from({ length }, (_, i) => (at(a, i) === 1 ? at(b, i) : at(a, i)));
}

export class Ops {
  readonly g: GraphBuilder;

  constructor(g: GraphBuilder) {
    this.g = g;
  }

  // ---- constants ----

  doubles(shape: readonly number[], data: Float64Array): Value {
    return this.g.constant("float64", shape, data);
  }

  /** A row that is broadcast over the rows of X. */
  row(data: Float64Array): Value {
    return this.doubles([data.length], data);
  }

  double(value: number): Value {
    return this.doubles([], Float64Array.of(value));
  }

  longs(data: readonly number[]): Value {
    return this.g.constant("int64", [data.length], BigInt64Array.from(data, BigInt));
  }

  long(value: number): Value {
    return this.g.constant("int64", [], BigInt64Array.of(BigInt(value)));
  }

  // ---- elementwise ----

  /**
   * Products of matrices, and what was scaled by a single value: onnxruntime joins the two where they meet, and takes the
   * value as float32 (MatMulScaleFusion, also of doubles). The largest of a value and itself keeps them apart.
   */
  readonly #products = new Set<string>();
  readonly #scaled = new Set<string>();

  #times(op: "Mul" | "Div", a: Value, b: Value): Value {
    const isSingle = ({ shape }: Value): boolean => shape.every((dim) => dim === 1);
    const apart = (value: Value, other: Value): Value =>
      isSingle(other) && this.#products.has(value.name) ? this.max(value, value) : value;
    const out = this.#two(op, apart(a, b), apart(b, a));
    if (isSingle(a) || isSingle(b)) this.#scaled.add(out.name);
    return out;
  }

  #two(op: string, a: Value, b: Value, dtype: DType = a.dtype): Value {
    return this.g.node(op, [a, b], dtype, broadcast(a.shape, b.shape));
  }

  #one(op: string, x: Value, attributes: Readonly<Record<string, Attribute>> = {}): Value {
    return this.g.node(op, [x], x.dtype, x.shape, { attributes });
  }

  add = (a: Value, b: Value): Value => this.#two("Add", a, b);
  sub = (a: Value, b: Value): Value => this.#two("Sub", a, b);
  mul = (a: Value, b: Value): Value => this.#times("Mul", a, b);
  div = (a: Value, b: Value): Value => this.#times("Div", a, b);
  pow = (a: Value, b: Value): Value => this.#two("Pow", a, b);
  min = (a: Value, b: Value): Value => this.#two("Min", a, b);
  max = (a: Value, b: Value): Value => this.#two("Max", a, b);
  greater = (a: Value, b: Value): Value => this.#two("Greater", a, b, "bool");
  greaterOrEqual = (a: Value, b: Value): Value => this.#two("GreaterOrEqual", a, b, "bool");
  less = (a: Value, b: Value): Value => this.#two("Less", a, b, "bool");
  lessOrEqual = (a: Value, b: Value): Value => this.#two("LessOrEqual", a, b, "bool");
  equal = (a: Value, b: Value): Value => this.#two("Equal", a, b, "bool");
  and = (a: Value, b: Value): Value => this.#two("And", a, b, "bool");
  or = (a: Value, b: Value): Value => this.#two("Or", a, b, "bool");
  not = (x: Value): Value => this.#one("Not", x);
  neg = (x: Value): Value => this.#one("Neg", x);
  abs = (x: Value): Value => this.#one("Abs", x);
  exp = (x: Value): Value => this.#one("Exp", x);
  log = (x: Value): Value => this.#one("Log", x);
  sqrt = (x: Value): Value => this.#one("Sqrt", x);
  floor = (x: Value): Value => this.#one("Floor", x);
  sign = (x: Value): Value => this.#one("Sign", x);
  ceil = (x: Value): Value => this.#one("Ceil", x);
  /** To the nearest whole number, of two the even one. */
  round = (x: Value): Value => this.#one("Round", x);
  sin = (x: Value): Value => this.#one("Sin", x);
  cos = (x: Value): Value => this.#one("Cos", x);
  /** The remainder of C's fmod: of the dividend's sign. */
  fmod = (a: Value, b: Value): Value => this.g.node("Mod", [a, b], a.dtype, broadcast(a.shape, b.shape), { attributes: { fmod: int(1) } });
  tanh = (x: Value): Value => this.#one("Tanh", x);
  relu = (x: Value): Value => this.#one("Relu", x);

  /** 1 / (1 + exp(−x)), also where that is tiny: onnxruntime's own Sigmoid has zeros below −38. */
  sigmoid(x: Value): Value {
    const one = this.double(1);
    const small = this.exp(this.neg(this.abs(x)));
    const low = this.div(small, this.add(one, small));
    return this.where(this.less(x, this.double(0)), low, this.div(one, this.add(one, small)));
  }

  softmax = (x: Value): Value => this.#one("Softmax", x, { axis: int(1) });
  isNaN = (x: Value): Value => this.g.node("IsNaN", [x], "bool", x.shape);

  where(condition: Value, yes: Value, no: Value): Value {
    return this.g.node("Where", [condition, yes, no], yes.dtype, broadcast(condition.shape, broadcast(yes.shape, no.shape)));
  }

  cast(x: Value, dtype: DType): Value {
    return x.dtype === dtype ? x : this.g.node("Cast", [x], dtype, x.shape, { attributes: { to: int(ELEMENT_TYPES[dtype]) } });
  }

  // ---- axes ----

  /** `a @ b` of two axes each; of one feature it is a product. */
  matmul(a: Value, b: Value): Value {
    if (a.shape[1] === 1) return this.mul(a, b);
    const left = this.#scaled.has(a.name) ? this.max(a, a) : a;
    const product = this.g.node("MatMul", [left, b], a.dtype, [a.shape[0] ?? 1, b.shape[1] ?? 1]);
    this.#products.add(product.name);
    return product;
  }

  /** A reduction over axis 1, which stays with length 1 or goes. */
  #reduced(op: string, x: Value, keep: boolean, axis = 1): Value {
    const shape = x.shape.flatMap((dim, i) => (i === axis ? (keep ? [1] : []) : [dim]));
    return this.g.node(op, [x, this.longs([axis])], x.dtype, shape, { attributes: { keepdims: int(keep ? 1 : 0) } });
  }

  sum = (x: Value, keep = false, axis = 1): Value => this.#reduced("ReduceSum", x, keep, axis);
  mean = (x: Value, keep = false, axis = 1): Value => this.#reduced("ReduceMean", x, keep, axis);
  greatest = (x: Value, keep = false, axis = 1): Value => this.#reduced("ReduceMax", x, keep, axis);
  least = (x: Value, keep = false, axis = 1): Value => this.#reduced("ReduceMin", x, keep, axis);
  product = (x: Value, keep = false, axis = 1): Value => this.#reduced("ReduceProd", x, keep, axis);
  sumOfSquares = (x: Value, keep = false, axis = 1): Value => this.#reduced("ReduceSumSquare", x, keep, axis);
  logSumExp = (x: Value, keep = false, axis = 1): Value => this.#reduced("ReduceLogSumExp", x, keep, axis);

  /** Sum over axis 1 of three, one after the other: the order of a reduction is the kernel's own. */
  sumInOrder(x: Value): Value {
    const [rows = "N", length = 1, width = 1] = x.shape;
    const sums = this.g.node("CumSum", [x, this.long(1)], x.dtype, [rows, length, width]);
    const last = this.long(Number(length) - 1);
    return this.g.node("Gather", [sums, last], x.dtype, [rows, width], { attributes: { axis: int(1) } });
  }

  /** Position of the first (or the last) of the largest along axis 1. */
  argmax(x: Value, last = false): Value {
    const attributes = { axis: int(1), keepdims: int(0), ...(last ? { select_last_index: int(1) } : {}) };
    return this.g.node("ArgMax", [x], "int64", [x.shape[0] ?? "N"], { attributes });
  }

  argmin(x: Value): Value {
    return this.g.node("ArgMin", [x], "int64", [x.shape[0] ?? "N"], { attributes: { axis: int(1), keepdims: int(0) } });
  }

  /** Of another shape; `-1` is what is left over. */
  reshape(x: Value, shape: readonly Dim[]): Value {
    const dims = shape.map((dim) => (dim === "N" ? -1 : dim));
    return this.g.node("Reshape", [x, this.longs(dims)], x.dtype, shape);
  }

  /** One column as one axis. */
  flat = (x: Value): Value => (x.shape.length < 2 ? x : this.reshape(x, ["N"]));
  /** One axis as one column. */
  column = (x: Value): Value => (x.shape.length === 2 ? x : this.reshape(x, ["N", 1]));

  /** Arrays of as many axes one after the other along one of them, which is not that of the rows. */
  concat(parts: readonly Value[], axis = 1): Value {
    const [first] = parts;
    if (first === undefined) throw new Error("nothing to put side by side");
    if (parts.length === 1) return first;
    const width = parts.reduce((sum, { shape }) => sum + Number(shape[axis]), 0);
    const shape = first.shape.map((dim, i) => (i === axis ? width : dim));
    return this.g.node("Concat", parts, first.dtype, shape, { attributes: { axis: int(axis) } });
  }

  /** Columns of two axes, in this order. */
  columns(x: Value, which: readonly number[]): Value {
    return this.g.node("Gather", [x, this.longs(which)], x.dtype, [x.shape[0] ?? "N", which.length], { attributes: { axis: int(1) } });
  }

  /** A zero for each row of X, whatever its values are. */
  zeros(x: Value): Value {
    const rows = this.g.node("Shape", [x], "int64", [1], { attributes: { start: int(0), end: int(1) } });
    const value: Attribute = { type: "tensor", value: { dtype: "int64", shape: [1], data: BigInt64Array.of(0n) } };
    return this.g.node("ConstantOfShape", [rows], "int64", [x.shape[0] ?? "N"], { attributes: { value } });
  }

  /** One row for each row of X. */
  repeated(x: Value, row: Float64Array): Value {
    return this.gather(this.doubles([1, row.length], row), this.zeros(x));
  }

  /** The least values along axis 1 in ascending order (all where no count is given), and where each stood; of equal ones the first comes first. */
  sorted(x: Value, least = Number(x.shape[1])): { readonly values: Value; readonly indices: Value } {
    const shape = [x.shape[0] ?? "N", least];
    const attributes = { axis: int(1), largest: int(0), sorted: int(1) };
    const gives = [
      { dtype: x.dtype, shape },
      { dtype: "int64", shape },
    ] as const;
    const [values = x, indices = x] = this.g.nodes("TopK", [x, this.longs([least])], gives, { attributes });
    return { values, indices };
  }

  /** Sums along axis 1 so far. */
  sums = (x: Value): Value => this.g.node("CumSum", [x, this.long(1)], x.dtype, x.shape);

  /** One value of each row, by its place. */
  pick(x: Value, at: Value): Value {
    const found = this.g.node("GatherElements", [x, this.column(at)], x.dtype, [x.shape[0] ?? "N", 1], { attributes: { axis: int(1) } });
    return this.flat(found);
  }

  /** Places of texts in a list of them, −1 for others. */
  placesOf(x: Value, texts: readonly string[]): Value {
    const values = Int32Array.from(texts, (_, at) => at);
    const attributes: Record<string, Attribute> = {
      keys_strings: { type: "strings", value: texts },
      values_int64s: { type: "ints", value: values },
      default_int64: int(-1),
    };
    return this.g.node("LabelEncoder", [x], "int64", x.shape, { domain: "ai.onnx.ml", attributes });
  }

  /**
   * A function of each column by itself. onnxruntime's exp and log of equal values may differ in the last bit by where they
   * stand (vectors and what is left over), which decides ties within a row; alone, all columns have the row at one place.
   */
  byColumn(x: Value, one: (column: Value) => Value): Value {
    return this.concat(Array.from({ length: Number(x.shape[1]) }, (_, k) => one(this.columns(x, [k]))));
  }

  /** Rows of a table by their numbers. */
  gather(table: Value, at: Value): Value {
    return this.g.node("Gather", [table, at], table.dtype, [...at.shape, ...table.shape.slice(1)], { attributes: { axis: int(0) } });
  }
}

/** ONNX's numbers of dtypes (onnx.proto3, TensorProto.DataType). */
export const ELEMENT_TYPES: Readonly<Record<DType, number>> = { float32: 1, int32: 6, int64: 7, string: 8, bool: 9, float64: 11 };
