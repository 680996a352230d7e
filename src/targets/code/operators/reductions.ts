/** Operators that go along one axis: sums, extremes, their places, softmax, running sums, sorting. */
import { sentence } from "../../../errors.js";
import { unsupported } from "../../../graph/define.js";
import type { Node } from "../../../graph/ir.js";
import { binary, cast, choose, declare, double, int, load, local, loop, set, store, unary } from "../expressions.js";
import { type Planner, refuse } from "../planner.js";
import type { Expr, Statement } from "../program.js";
import { rangeOf } from "../ranges.js";
import { flatIndex, lengthOf, type Shape, sizeOf } from "../shapes.js";
import { type Source, scalarSource } from "../sources.js";
import { input, intOf, type Operator, type Operators, onlyAttributes, outputName, wholeInput } from "./define.js";

/** How elements are put together, and what there is before the first. */
interface Fold {
  readonly start: number;
  readonly join: (sum: Expr, value: Expr) => Expr;
  readonly end?: (sum: Expr, length: number) => Expr;
}

const sum = (all: Expr, value: Expr): Expr => binary("add", all, value);

const FOLDS: Readonly<Record<string, Fold>> = {
  ReduceSum: { start: 0, join: sum },
  ReduceMean: { start: 0, join: sum, end: (all, length) => binary("div", all, double(length)) },
  ReduceMax: { start: Number.NEGATIVE_INFINITY, join: (all, value) => binary("max", all, value) },
  ReduceMin: { start: Number.POSITIVE_INFINITY, join: (all, value) => binary("min", all, value) },
  ReduceProd: { start: 1, join: (all, value) => binary("mul", all, value) },
};

/** The axis of a node; never that of the rows. */
function axisOf(node: Node, { shape }: Source, axis: number): number {
  const at = axis < 0 ? axis + shape.length : axis;
  if (!(at >= 0 && at < shape.length)) throw refuse(node, sentence`an axis that is not there`);
  if (shape[at] === "N") throw refuse(node, sentence`an answer depends on several rows at once`);
  return at;
}

const without = (shape: Shape, axis: number, keep: boolean): Shape => shape.flatMap((dim, i) => (i === axis ? (keep ? [1] : []) : [dim]));

const withAxis = (index: readonly Expr[], axis: number, at: Expr): readonly Expr[] => index.map((own, i) => (i === axis ? at : own));

/** A number of a value's type; there is none among texts. */
function numberOf({ type }: Source, value: number): Expr {
  if (type === "str") throw unsupported("", "code", sentence`arithmetic with texts`);
  return { kind: "number", type, value };
}

/** Puts the elements along an axis together. Rows of the result are made one after the other, or side by side where that is how elements stand. */
export function folded(planner: Planner, name: string, x: Source, axis: number, keep: boolean, { start, join, end }: Fold): void {
  const length = lengthOf(x.shape[axis] ?? 1);
  const shape = without(x.shape, axis, keep);
  const kept = without(x.shape, axis, true);
  const first = numberOf(x, start);
  const ended = (value: Expr): Expr => rounded(end === undefined ? value : end(value, length));
  if (sizeOf(shape) === 1) {
    const all = planner.fresh("s");
    const zeros = kept.map(() => int(0));
    planner.emit(...along(planner, all, x, zeros, axis, first, join));
    const value = end === undefined ? local(all, x.type) : local(planner.fresh("s"), x.type);
    if (value.kind === "local" && value.name !== all) planner.emit(declare(value.name, ended(local(all, x.type))));
    planner.define(name, scalarSource(value, shape));
    return;
  }
  const out = planner.buffer(name, x.type, shape);
  planner.define(name, out);
  const place = (index: readonly Expr[]): Expr => flatIndex(kept, index, int(0));
  const held = (index: readonly Expr[]): Expr => ({ kind: "load", array: name, type: x.type, index: place(index) });
  planner.emit(...planner.over(kept, (index) => [store(name, place(index), first)]));
  const step = planner.fresh("i");
  const inner = planner.over(kept, (index) => [
    store(name, place(index), rounded(join(held(index), x.at(withAxis(index, axis, local(step, "int")))))),
  ]);
  planner.emit(loop(step, length, inner));
  if (end !== undefined) planner.emit(...planner.over(kept, (index) => [store(name, place(index), ended(held(index)))]));
}

const rounded = (value: Expr): Expr => (value.type === "f32" ? cast({ ...value, type: "f64" }, "f32") : value);

/** A local that takes all elements along an axis. */
function along(
  planner: Planner,
  name: string,
  x: Source,
  index: readonly Expr[],
  axis: number,
  start: Expr,
  join: Fold["join"],
): readonly Statement[] {
  const step = planner.fresh("i");
  const value = x.at(withAxis(index, axis, local(step, "int")));
  return [declare(name, start, true), loop(step, lengthOf(x.shape[axis] ?? 1), [set(name, rounded(join(local(name, x.type), value)))])];
}

const isFloat = ({ type }: Source): boolean => type === "f64" || type === "f32";

function reduced(planner: Planner, node: Node): { readonly x: Source; readonly axis: number; readonly keep: boolean } {
  onlyAttributes(node, ["keepdims"]);
  const x = input(planner, node, 0);
  if (!isFloat(x) && !(x.type === "int" && node.op === "ReduceSum")) throw refuse(node, sentence`it takes something else than numbers`);
  return { x, axis: axisOf(node, x, wholeInput(planner, node, 1)), keep: intOf(node, "keepdims", 1) === 1 };
}

/** The least of one double over all rows: what a model decides for X as a whole. */
function overRows(planner: Planner, node: Node, x: Source): void {
  if (node.op !== "ReduceMin" || intOf(node, "keepdims", 1) !== 1 || x.type !== "f64" || sizeOf(x.shape) !== 1)
    throw refuse(node, sentence`an answer depends on several rows at once`);
  const name = planner.fresh("t");
  planner.emit({ kind: "together", name, value: x.at(x.shape.map(() => int(0))) });
  planner.define(outputName(node), scalarSource(local(name, x.type), [1, ...x.shape.slice(1)]));
}

const fold =
  (own: Fold): Operator =>
  (planner, node) => {
    const given = input(planner, node, 0);
    if (given.shape[0] === "N" && wholeInput(planner, node, 1) === 0) return overRows(planner, node, given);
    const { x, axis, keep } = reduced(planner, node);
    folded(planner, outputName(node), x, axis, keep, own);
  };

/** Elements of another value made of those of this one. */
const mapped = (x: Source, of: (value: Expr) => Expr): Source => ({ ...x, flat: null, at: (index) => of(x.at(index)) });

const sumOfSquares: Operator = (planner, node) => {
  const { x, axis, keep } = reduced(planner, node);
  const name = outputName(node);
  // An element is read twice: it has to stand somewhere.
  const { array, offset } = planner.flatten(x);
  const at = (index: readonly Expr[]): Expr => ({ kind: "load", array, type: x.type, index: flatIndex(x.shape, index, int(offset)) });
  folded(planner, name, { ...x, at: (index) => binary("mul", at(index), at(index)), flat: null }, axis, keep, {
    start: 0,
    join: sum,
  });
};

/** Along the second of two axes, of which the first is that of the rows. */
function rowOf(
  planner: Planner,
  node: Node,
  axis: number,
): { readonly x: Source; readonly length: number; readonly at: (i: Expr) => Expr } {
  const x = input(planner, node, 0);
  if (x.shape.length !== 2 || lengthOf(x.shape[0] ?? 1) !== 1 || axisOf(node, x, axis) !== 1)
    throw refuse(node, sentence`it goes along another axis than that of one row's values`);
  return { x, length: lengthOf(x.shape[1] ?? 1), at: (i) => x.at([int(0), i]) };
}

/** log Σ exp(x), without what is infinite: as scipy has it. */
const logSumExp: Operator = (planner, node) => {
  const { x, axis, keep } = reduced(planner, node);
  const { length, at } = rowOf(planner, node, axis);
  const top = topOf(planner, at, length, x.type);
  const isBounded = binary("lt", unary("abs", top), double(Number.POSITIVE_INFINITY));
  const shift = planner.fresh("t");
  planner.emit(declare(shift, choose(isBounded, top, double(0))));
  const all = planner.fresh("s");
  const shifted = mapped(x, (value) => unary("exp", binary("sub", value, local(shift, x.type))));
  planner.emit(...along(planner, all, shifted, [int(0), int(0)], 1, double(0), sum));
  const out = planner.fresh("t");
  planner.emit(declare(out, binary("add", unary("log", local(all, x.type)), local(shift, x.type))));
  planner.define(outputName(node), scalarSource(local(out, x.type), without(x.shape, axis, keep)));
};

function topOf(planner: Planner, at: (i: Expr) => Expr, length: number, type: Expr["type"]): Expr {
  const [top, step] = [planner.fresh("s"), planner.fresh("i")];
  planner.emit(
    declare(top, double(Number.NEGATIVE_INFINITY), true),
    loop(step, length, [set(top, binary("max", local(top, type), at(local(step, "int"))))]),
  );
  return local(top, type);
}

const softmax: Operator = (planner, node) => {
  onlyAttributes(node, ["axis"]);
  const { x, length, at } = rowOf(planner, node, intOf(node, "axis", -1));
  if (x.type !== "f64") throw refuse(node, sentence`it takes something else than doubles`);
  const name = outputName(node);
  const top = topOf(planner, at, length, x.type);
  const all = planner.fresh("s");
  const out = planner.buffer(name, x.type, x.shape);
  const [first, second] = [planner.fresh("i"), planner.fresh("i")];
  const [i, j] = [local(first, "int"), local(second, "int")];
  planner.emit(
    declare(all, double(0), true),
    loop(first, length, [
      store(name, i, unary("exp", binary("sub", at(i), top))),
      set(all, binary("add", local(all, x.type), out.at([int(0), i]))),
    ]),
    loop(second, length, [store(name, j, binary("div", out.at([int(0), j]), local(all, x.type)))]),
  );
  planner.define(name, out);
};

/** Place of the first (or last) of the greatest (or least). */
const extreme =
  (op: "gt" | "lt"): Operator =>
  (planner, node) => {
    onlyAttributes(node, ["axis", "keepdims", "select_last_index"]);
    const { x, length, at } = rowOf(planner, node, intOf(node, "axis", 0));
    const last = intOf(node, "select_last_index", 0) === 1;
    const [best, place, step, value] = [planner.fresh("s"), planner.fresh("s"), planner.fresh("i"), planner.fresh("t")];
    const test = binary(last ? (op === "gt" ? "ge" : "le") : op, local(value, x.type), local(best, x.type));
    planner.emit(declare(best, at(int(0)), true), declare(place, int(0), true), {
      kind: "loop",
      name: step,
      from: int(1),
      to: int(length),
      body: [
        declare(value, at(local(step, "int"))),
        { kind: "if", condition: test, body: [set(best, local(value, x.type)), set(place, local(step, "int"))] },
      ],
    });
    planner.bound(outputName(node), rangeOf(0, length - 1));
    planner.define(outputName(node), scalarSource(local(place, "int"), without(x.shape, 1, intOf(node, "keepdims", 1) === 1)));
  };

/** Running sums along an axis. */
const cumSum: Operator = (planner, node) => {
  onlyAttributes(node, []);
  const x = input(planner, node, 0);
  const axis = axisOf(node, x, wholeInput(planner, node, 1));
  const name = outputName(node);
  const out = planner.buffer(name, x.type, x.shape);
  const kept = without(x.shape, axis, true);
  const place = (index: readonly Expr[], at: Expr): Expr => flatIndex(x.shape, withAxis(index, axis, at), int(0));
  planner.emit(
    ...planner.over(kept, (index) => {
      const all = planner.fresh("s");
      const step = planner.fresh("i");
      const at = local(step, "int");
      return [
        declare(all, numberOf(x, 0), true),
        loop(step, lengthOf(x.shape[axis] ?? 1), [
          set(all, rounded(binary("add", local(all, x.type), x.at(withAxis(index, axis, at))))),
          store(name, place(index, at), local(all, x.type)),
        ]),
      ];
    }),
  );
  planner.define(name, out);
};

/** The least values in ascending order with their places, by insertion: of equal ones the first comes first. */
const sorted: Operator = (planner, node) => {
  onlyAttributes(node, ["axis", "largest", "sorted"]);
  const { x, length, at } = rowOf(planner, node, intOf(node, "axis", -1));
  const count = wholeInput(planner, node, 1);
  const isAscending = intOf(node, "largest", 1) === 0 && intOf(node, "sorted", 1) === 1;
  if (!isAscending || !(count >= 1 && count <= length) || x.type !== "f64") throw refuse(node, sentence`it takes values in another order`);
  const [valuesName, placesName] = [outputName(node, 0), outputName(node, 1)];
  const shape: Shape = [x.shape[0] ?? "N", count];
  const values = planner.buffer(valuesName, x.type, shape);
  const places = planner.buffer(placesName, "int", shape);
  const [step, value, back] = [planner.fresh("i"), planner.fresh("t"), planner.fresh("s")];
  const [i, j, own] = [local(step, "int"), local(back, "int"), local(value, x.type)];
  const before = binary("sub", j, int(1));
  const element = (of: Source, place: Expr): Expr => load(of === values ? valuesName : placesName, of.type, place);
  const isFirst = binary("lt", i, int(count));
  const insert: readonly Statement[] = [
    declare(back, choose(isFirst, i, int(count - 1)), true),
    {
      kind: "while",
      condition: binary("and", binary("gt", j, int(0)), binary("gt", element(values, before), own)),
      body: [store(valuesName, j, element(values, before)), store(placesName, j, element(places, before)), set(back, before)],
    },
    store(valuesName, j, own),
    store(placesName, j, i),
  ];
  const condition = binary("or", isFirst, binary("lt", own, element(values, int(count - 1))));
  planner.emit(loop(step, length, [declare(value, at(i)), { kind: "if", condition, body: insert }]));
  planner.bound(placesName, rangeOf(0, length - 1));
  for (const [name, source] of [
    [valuesName, values],
    [placesName, places],
  ] as const)
    planner.define(name, count === 1 ? scalarSource(load(name, source.type, int(0)), shape) : source);
};

const foldOperators = (): Operators => Object.fromEntries(Object.entries(FOLDS).map(([name, own]) => [name, fold(own)]));

export const REDUCTIONS: Operators = {
  ...foldOperators(),
  ReduceSumSquare: sumOfSquares,
  ReduceLogSumExp: logSumExp,
  Softmax: softmax,
  ArgMax: extreme("gt"),
  ArgMin: extreme("lt"),
  CumSum: cumSum,
  TopK: sorted,
};

/** A plain sum along an axis, one element after the other. */
export const SUM: Fold = { start: 0, join: sum };
