/** Operators that put elements elsewhere: shapes, columns, rows of tables, side by side; and products of matrices. */
import { sentence } from "../../../errors.js";
import type { Node, Tensor } from "../../../graph/ir.js";
import { binary, checked, declare, double, int, load, local, loop, plus, set, store, times } from "../expressions.js";
import { type Planner, refuse, wholes } from "../planner.js";
import type { Expr, Statement } from "../program.js";
import { isWithin, joined, type Range, rangeOf, rangeOfTensor, unionOf } from "../ranges.js";
import { flatIndex, lengthOf, type Shape, sizeOf } from "../shapes.js";
import { arraySource, reshaped, type Source, sameElements, scalarSource } from "../sources.js";
import { input, inputName, intOf, type Operator, type Operators, onlyAttributes, outputName, wholeInputs } from "./define.js";

/** A shape with −1 for what is left over: the rows, where all the rest is told. */
function targetShape(node: Node, x: Shape, dims: readonly number[]): Shape {
  const hasRows = x.includes("N");
  const known = dims.reduce((product, dim) => (dim === -1 ? product : product * dim), 1);
  const rest = sizeOf(x) / known;
  if (!Number.isInteger(rest) || dims.some((dim) => dim < -1 || dim === 0)) throw refuse(node, sentence`a shape that does not fit`);
  if (hasRows && (dims[0] !== -1 || rest !== 1)) throw refuse(node, sentence`an answer depends on several rows at once`);
  return dims.map((dim) => (dim === -1 ? (hasRows ? "N" : rest) : dim));
}

const reshape: Operator = (planner, node) => {
  onlyAttributes(node, []);
  const x = input(planner, node, 0);
  const shape = targetShape(node, x.shape, wholeInputs(planner, node, 1));
  const name = outputName(node);
  planner.bound(name, planner.range(inputName(node, 0)));
  if (sizeOf(shape) === 1) return planner.define(name, scalarSource(x.at(x.shape.map(() => int(0))), shape));
  if (sameElements(shape, x.shape)) return planner.define(name, reshaped(x, shape));
  const { array, offset } = planner.flatten(x);
  planner.define(name, arraySource(array, x.type, shape, offset));
};

/** One row for each row of X, which is one. */
const shapeOf: Operator = (planner, node) => {
  onlyAttributes(node, ["start", "end"]);
  const { shape } = planner.form(inputName(node, 0));
  if (intOf(node, "start", 0) !== 0 || intOf(node, "end", -1) !== 1 || shape[0] !== "N")
    throw refuse(node, sentence`it asks for more than the number of rows`);
  planner.define(outputName(node), scalarSource(int(1), [1]));
};

const constantOfShape: Operator = (planner, node) => {
  onlyAttributes(node, ["value"]);
  const value = node.attributes["value"];
  const { at } = input(planner, node, 0);
  const rows = at([int(0)]);
  const isRows = rows.kind === "number" && rows.value === 1;
  if (!isRows || value?.type !== "tensor" || value.value.dtype !== "int64") throw refuse(node, sentence`it fills something else than rows`);
  const number = Number(value.value.data[0]);
  planner.bound(outputName(node), rangeOf(number, number));
  planner.define(outputName(node), scalarSource(int(number), ["N"]));
};

const concat: Operator = (planner, node) => {
  onlyAttributes(node, ["axis"]);
  const parts = node.inputs.map((_, i) => input(planner, node, i));
  const [first] = parts;
  const axis = intOf(node, "axis", 0);
  if (
    first === undefined ||
    axis < 0 ||
    axis >= first.shape.length ||
    first.shape[axis] === "N" ||
    parts.some(({ type }) => type !== first.type)
  )
    throw refuse(node, sentence`parts that do not go together`);
  const width = parts.reduce((sum, { shape }) => sum + lengthOf(shape[axis] ?? 1), 0);
  const shape = first.shape.map((dim, i) => (i === axis ? width : dim));
  const odd = parts.some((part) => part.shape.length !== shape.length || part.shape.some((dim, i) => i !== axis && dim !== shape[i]));
  if (odd) throw refuse(node, sentence`parts that do not go together`);
  const name = outputName(node);
  planner.bound(name, unionOf(node.inputs.map((one) => planner.range(one))));
  planner.buffer(name, first.type, shape);
  let start = 0;
  for (const part of parts) {
    const from = start;
    const place = (index: readonly Expr[]): Expr =>
      flatIndex(
        shape,
        index.map((own, i) => (i === axis ? plus(own, int(from)) : own)),
        int(0),
      );
    planner.emit(...planner.over(part.shape, (index) => [store(name, place(index), part.at(index))]));
    start += lengthOf(part.shape[axis] ?? 1);
  }
  planner.define(name, arraySource(name, first.type, shape));
};

/** An index along an axis that follows from another one: `start + step · i`, or a list. */
export function listed(planner: Planner, name: string, which: readonly number[]): (i: Expr) => Expr {
  const [first = 0, second = first] = which;
  const step = second - first;
  if (which.every((at, i) => at === first + step * i)) return (i) => plus(times(i, step), int(first));
  const list = planner.constant(`k_${name}`, () => wholes(which));
  return (i) => load(list, "int", i);
}

const gather: Operator = (planner, node) => {
  onlyAttributes(node, ["axis"]);
  const data = input(planner, node, 0);
  const axis = intOf(node, "axis", 0);
  const dim = data.shape[axis];
  if (axis < 0 || dim === undefined || dim === "N") throw refuse(node, sentence`an answer depends on several rows at once`);
  const constant = planner.tensor(inputName(node, 1));
  if (constant !== null) return gatherListed(planner, node, data, axis, constant);
  const at = planner.form(inputName(node, 1));
  if (at.type !== "int") throw refuse(node, sentence`places that are no whole numbers`);
  const name = outputName(node);
  const element = elementAt(planner, data, axis, planner.range(inputName(node, 1)));
  const table = planner.tensor(inputName(node, 0));
  const range = table === null ? null : rangeOfTensor(table);
  planner.bound(name, range === null ? null : joined(range));
  // One value for each place: as any other function of a number.
  if (data.shape.length === 1)
    return planner.elementwise({
      name,
      type: data.type,
      shape: at.shape,
      operands: [inputName(node, 1)],
      build: ([place = int(0)]) => element([place]),
    });
  const places = input(planner, node, 1);
  const shape = [...data.shape.slice(0, axis), ...places.shape, ...data.shape.slice(axis + 1)];
  const source = (index: readonly Expr[]): Expr => {
    const own = places.at(index.slice(axis, axis + places.shape.length));
    return element([...index.slice(0, axis), own, ...index.slice(axis + places.shape.length)]);
  };
  if (sizeOf(shape) === 1) return planner.define(name, scalarSource(source(shape.map(() => int(0))), shape));
  planner.define(name, { type: data.type, shape, at: source, flat: null });
};

/** Elements of a value whose place on one axis is worked out for each row; one that may be outside is checked. */
function elementAt(planner: Planner, data: Source, axis: number, range: Range | null): Source["at"] {
  const length = lengthOf(data.shape[axis] ?? 1);
  if (isWithin(range, length)) return data.at;
  const own = (index: readonly Expr[]): Expr => checked(index[axis] ?? int(0), length);
  if (length > 1) return (index) => data.at(index.map((one, i) => (i === axis ? own(index) : one)));
  // The only place is 0, which says nothing of where the element is, and is asked for all the same.
  const { array, offset } = planner.flatten(data);
  return (index) => load(array, data.type, plus(flatIndex(data.shape, index, int(offset)), own(index)));
}

/** Places that are constants: one, or a list. */
function gatherListed(planner: Planner, node: Node, data: Source, axis: number, tensor: Tensor): void {
  const which = wholeInputs(planner, node, 1);
  const length = lengthOf(data.shape[axis] ?? 1);
  const places = which.map((at) => (at < 0 ? at + length : at));
  if (places.some((at) => !(at >= 0 && at < length)) || tensor.shape.length > 1) throw refuse(node, sentence`places that are not there`);
  const name = outputName(node);
  const range = planner.range(inputName(node, 0));
  planner.bound(name, range === null ? null : joined(range));
  const own = listed(planner, name, places);
  const isDropped = tensor.shape.length === 0;
  const shape = data.shape.flatMap((dim, i) => (i !== axis ? [dim] : isDropped ? [] : [places.length]));
  const source = (index: readonly Expr[]): Expr => {
    const along = isDropped ? int(places[0] ?? 0) : own(index[axis] ?? int(0));
    return data.at([...index.slice(0, axis), along, ...index.slice(isDropped ? axis : axis + 1)]);
  };
  if (sizeOf(shape) === 1) return planner.define(name, scalarSource(source(shape.map(() => int(0))), shape));
  const isRun = places.every((at, i) => at === (places[0] ?? 0) + i) && sizeOf(data.shape) === length;
  const flat = isRun && data.flat !== null ? { array: data.flat.array, offset: data.flat.offset + (places[0] ?? 0) } : null;
  planner.define(name, { type: data.type, shape, at: source, flat });
}

/** One value of each row by its place, or several. */
const gatherElements: Operator = (planner, node) => {
  onlyAttributes(node, ["axis"]);
  const [data, places] = [input(planner, node, 0), input(planner, node, 1)];
  const isRow = data.shape.length === 2 && data.shape[0] === "N" && places.shape.length === 2 && places.shape[0] === "N";
  if (!isRow || intOf(node, "axis", 0) !== 1 || places.type !== "int") throw refuse(node, sentence`places along another axis`);
  const element = elementAt(planner, data, 1, planner.range(inputName(node, 1)));
  const source = (index: readonly Expr[]): Expr => element([int(0), places.at([int(0), index[1] ?? int(0)])]);
  const name = outputName(node);
  if (sizeOf(places.shape) === 1) return planner.define(name, scalarSource(source([int(0), int(0)]), places.shape));
  planner.define(name, { type: data.type, shape: places.shape, at: source, flat: null });
};

/** A matrix with its columns one after the other. */
function turned(planner: Planner, node: Node, tensor: Tensor): string {
  const [rows = 0, cols = 0] = tensor.shape;
  if (!(tensor.data instanceof Float64Array)) throw refuse(node, sentence`a matrix that is no constant of doubles`);
  const { data } = tensor;
  return planner.constant(`${inputName(node, 1)}_t`, () => {
    const out = new Float64Array(rows * cols);
    for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j] ?? 0;
    return { type: "f64", data: out };
  });
}

/** Sums that grow at once: one waits for its last addition, several do not. */
const ABREAST = 4;

/** A row times a constant matrix, four outputs at once; a single output in four parts. */
class Product {
  readonly #planner: Planner;
  readonly #size: number;
  readonly #value: (i: Expr) => Expr;
  readonly #weight: (i: Expr) => Expr;

  /** `weight`: of the matrix with its columns one after the other. */
  constructor(planner: Planner, size: number, value: (i: Expr) => Expr, weight: (i: Expr) => Expr) {
    this.#planner = planner;
    this.#size = size;
    this.#value = value;
    this.#weight = weight;
  }

  #term(i: Expr, from: Expr): Expr {
    return binary("mul", this.#value(i), this.#weight(plus(from, i)));
  }

  /** Sums of outputs, whose weights begin at these places. */
  #sums(names: readonly string[], starts: readonly Expr[]): readonly Statement[] {
    const step = this.#planner.fresh("i");
    const i = local(step, "int");
    return [
      ...names.map((name) => declare(name, double(0), true)),
      loop(
        step,
        this.#size,
        names.map((name, k) => set(name, binary("add", local(name, "f64"), this.#term(i, starts[k] ?? int(0))))),
      ),
    ];
  }

  /** The only output. */
  single(): Expr {
    const names = Array.from({ length: ABREAST }, () => this.#planner.fresh("s"));
    const [first = ""] = names;
    const turns = Math.floor(this.#size / ABREAST);
    if (turns < ABREAST) {
      this.#planner.emit(...this.#sums([first], [int(0)]));
      return local(first, "f64");
    }
    const [turn, rest] = [this.#planner.fresh("i"), this.#planner.fresh("i")];
    const place = (k: number): Expr => plus(times(local(turn, "int"), ABREAST), int(k));
    const add = (name: string, i: Expr): Statement => set(name, binary("add", local(name, "f64"), this.#term(i, int(0))));
    this.#planner.emit(
      ...names.map((name) => declare(name, double(0), true)),
      loop(
        turn,
        turns,
        names.map((name, k) => add(name, place(k))),
      ),
      { kind: "loop", name: rest, from: int(turns * ABREAST), to: int(this.#size), body: [add(first, local(rest, "int"))] },
    );
    return names.map((name): Expr => local(name, "f64")).reduce((a, b) => binary("add", a, b));
  }

  /** All outputs into an array. */
  all(out: string, width: number): void {
    const turns = Math.floor(width / ABREAST);
    const block = (count: number, from: number, outputs: number): void => {
      const step = this.#planner.fresh("i");
      const names = Array.from({ length: outputs }, () => this.#planner.fresh("s"));
      const place = (k: number): Expr => plus(times(local(step, "int"), outputs), int(from + k));
      const starts = names.map((_, k) => times(place(k), this.#size));
      this.#planner.emit(
        loop(step, count, [...this.#sums(names, starts), ...names.map((name, k) => store(out, place(k), local(name, "f64")))]),
      );
    };
    if (turns > 0) block(turns, 0, ABREAST);
    if (turns * ABREAST < width) block(width - turns * ABREAST, turns * ABREAST, 1);
  }
}

/** A row times a matrix. */
const matMul: Operator = (planner, node) => {
  onlyAttributes(node, []);
  const x = input(planner, node, 0);
  const tensor = planner.tensor(inputName(node, 1));
  const [rows, length] = x.shape;
  const isPlain = x.type === "f64" && x.shape.length === 2 && rows === "N" && tensor?.shape.length === 2 && tensor.shape[0] === length;
  if (tensor === null || !isPlain) throw refuse(node, sentence`it is no row times a constant matrix`);
  const [size = 0, width = 0] = tensor.shape;
  const name = outputName(node);
  // A single number is no array.
  const weights = size * width === 1 ? null : turned(planner, node, tensor);
  const weight = (i: Expr): Expr => (weights === null ? double(Number(tensor.data[0])) : load(weights, "f64", i));
  if (width === 1) {
    const product = new Product(planner, size, (i) => x.at([int(0), i]), weight);
    const held = planner.fresh("t");
    planner.emit(declare(held, product.single()));
    return planner.define(name, scalarSource(local(held, "f64"), ["N", 1]));
  }
  const { array, offset } = planner.flatten(x);
  planner.buffer(name, "f64", ["N", width]);
  new Product(planner, size, (i) => load(array, "f64", plus(int(offset), i)), weight).all(name, width);
  planner.define(name, arraySource(name, "f64", ["N", width]));
};

export const SHAPES: Operators = {
  Reshape: reshape,
  Shape: shapeOf,
  ConstantOfShape: constantOfShape,
  Concat: concat,
  Gather: gather,
  GatherElements: gatherElements,
  MatMul: matMul,
};
