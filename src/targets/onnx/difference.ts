/**
 * What a graph in float32 answers otherwise than in float64, measured on rows made from what the model holds: thresholds of
 * its trees, means, centres and ranges of its scalers; where it holds none, from a normal distribution. The same model gives
 * the same rows. Both graphs are worked out here (`graph/evaluate/`).
 */
import { joinShown, sentence, showText } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import { type Evaluated, evaluate, isAnswered } from "../../graph/evaluate/index.js";
import type { Graph } from "../../graph/ir.js";
import { attributesOf } from "../../neutral/attributes.js";
import { arrayOf, isObject, numberOf, own, type References, typeOf } from "../../neutral/document.js";
import { columnsOf } from "../../neutral/structured.js";

/** Of one output: numbers by their size, anything else by how many rows have another. */
export type OutputDifference =
  | { readonly name: string; readonly absolute: number; readonly relative: number }
  | { readonly name: string; readonly differing: number };

export interface Difference {
  readonly rows: number;
  /** Where the rows came from. */
  readonly from: string;
  readonly outputs: readonly OutputDifference[];
}

const ROWS = 128;
/** Values that are kept of a column. */
const MOST_POINTS = 4096;
/** Of the largest answer; more is no rounding. */
const MOST = 1e-2;

// ---- values of columns ----

const CENTRES = ["mean_", "center_", "data_min_", "data_max_", "max_abs_"];

/** Values that each column of X may have, by what the model holds. */
class Points {
  readonly #columns: number[][];

  constructor(features: number) {
    this.#columns = Array.from({ length: features }, () => []);
  }

  add(column: number, value: number): void {
    const points = this.#columns[column];
    if (points !== undefined && points.length < MOST_POINTS && Number.isFinite(value)) points.push(value);
  }

  get isEmpty(): boolean {
    return this.#columns.every((points) => points.length === 0);
  }

  /** One value, by two numbers of [0, 1). */
  value(column: number, kind: number, place: number): number {
    const points = this.#columns[column] ?? [];
    // Box and Muller's, of what is not 0.
    if (points.length === 0) return Math.sqrt(-2 * Math.log(1 - kind)) * Math.cos(2 * Math.PI * place);
    if (kind < 0.25) return points[Math.floor(place * points.length)] ?? 0;
    const [least, most] = points.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)] as const, [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ] as const);
    const span = most > least ? most - least : Math.max(1, Math.abs(least));
    return least - 0.1 * span + 1.2 * span * place;
  }
}

function takeTree(points: Points, value: object, attributes: ReadonlyMap<string, unknown>, features: number): void {
  const args = own(value, "args");
  const nodes = attributes.get("nodes");
  if (!Array.isArray(args) || numberOf(args[0]) !== features || typeOf(nodes) !== "ndarray") return;
  const columns = columnsOf(nodes);
  const [left, feature, threshold] = ["left_child", "feature", "threshold"].map((name) => columns.get(name));
  for (let i = 0; i < columns.count; i++) if (left?.[i] !== -1) points.add(Number(feature?.[i]), Number(threshold?.[i]));
}

function numbersOf(value: unknown, features: number): ArrayLike<unknown> | null {
  if (typeOf(value) !== "ndarray" || !/^float/.test(String(own(value, "dtype")))) return null;
  const { shape, data } = arrayOf(value);
  return shape.length === 1 && shape[0] === features ? data : null;
}

function takeArrays(points: Points, attributes: ReadonlyMap<string, unknown>, features: number, references: References): void {
  const of = (name: string) => numbersOf(references.resolve(attributes.get(name) ?? null), features);
  const scale = of("scale_");
  for (const name of CENTRES) {
    const data = of(name);
    for (let j = 0; j < (data?.length ?? 0); j++) {
      const value = Number(data?.[j]);
      points.add(j, value);
      for (const side of name === "max_abs_" ? [-1] : [-2, 2])
        points.add(j, name === "max_abs_" ? -value : value + side * Number(scale?.[j] ?? Number.NaN));
    }
  }
}

/** Walked without recursion. */
function pointsOf(root: unknown, features: number, references: References): Points {
  const points = new Points(features);
  const left: unknown[] = [root];
  const seen = new Set<unknown>();
  while (left.length > 0) {
    const value = references.resolve(left.pop());
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (Array.isArray(value)) for (const item of value) left.push(item);
    else if (isObject(value)) {
      const attributes = typeOf(value) === "object" ? attributesOf(own(value, "state") ?? null, references) : null;
      if (attributes !== null && own(value, "class") === "sklearn.tree._tree.Tree") takeTree(points, value, attributes, features);
      else if (attributes !== null) takeArrays(points, attributes, features, references);
      for (const item of Object.values(value)) left.push(item);
    }
  }
  return points;
}

/** Numbers of [0, 1), always the same ones (Park and Miller's). */
function* chances(): Generator<number, never> {
  for (let state = 20_260_101; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

function rowsOf(points: Points, features: number): Extract<Evaluated, { readonly data: Float64Array }> {
  const chance = chances();
  const next = (): number => chance.next().value;
  const data = Float64Array.from({ length: ROWS * features }, (_, at) => Math.fround(points.value(at % features, next(), next())));
  return { dtype: "float64", shape: [ROWS, features], data };
}

// ---- answers ----

function compared(name: string, wide: Evaluated, narrow: Evaluated): OutputDifference | null {
  const numbers = wide.dtype !== "string" && narrow.dtype === "float32" ? wide.data : null;
  if (numbers === null) {
    const width = wide.data.length / ROWS;
    const rows = Array.from({ length: ROWS }, (_, i) => i);
    const differs = (i: number): boolean =>
      Array.from({ length: width }, (_, k) => i * width + k).some((at) => wide.data[at] !== narrow.data[at]);
    return { name, differing: rows.filter(differs).length };
  }
  let [absolute, relative, largest] = [0, 0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const [a, b] = [Number(numbers[i]), Number(narrow.data[i])];
    if (Object.is(a, b) || a === b) continue;
    const gap = Math.abs(a - b);
    if (!Number.isFinite(gap)) return null;
    absolute = Math.max(absolute, gap);
    relative = Math.max(relative, gap / Math.max(Math.abs(a), Number.MIN_VALUE));
    largest = Math.max(largest, Math.abs(a));
  }
  return absolute > MOST * largest ? null : { name, absolute, relative };
}

/** Measures. @throws CornichonError `target.unsupported` where it cannot be measured, or is no rounding any more */
export function differenceOf(
  wide: Graph,
  narrow: Graph,
  model: { readonly className: string; readonly value: unknown; readonly references: References },
): Difference {
  const { className, value, references } = model;
  const refused = (why: ReturnType<typeof sentence>) => unsupported("", className, why);
  const [x, ...others] = wide.inputs;
  const features = x?.shape[1];
  if (x?.dtype !== "float64" || others.length > 0 || typeof features !== "number")
    throw refused(sentence`float32 is for models of one matrix of numbers`);
  const points = pointsOf(value, features, references);
  const rows = rowsOf(points, features);
  const [a, b] = [evaluate(wide, new Map([[x.name, rows]])), evaluate(narrow, new Map([[x.name, { ...rows, dtype: "float32" }]]))];
  const outputs = wide.outputs.map(({ name }, i) => {
    const [one, two] = [a[i], b[i]];
    if (one === undefined || two === undefined || !isAnswered(one) || !isAnswered(two))
      throw refused(sentence`what float32 changes cannot be measured`);
    return compared(name, one, two);
  });
  const lost = wide.outputs.filter((_, i) => outputs[i] === null).map(({ name }) => showText(name));
  if (lost.length > 0) throw refused(sentence`float32 does not hold its answers (${joinShown(lost, ", ")})`);
  const from = points.isEmpty ? "a normal distribution" : "thresholds, means and ranges that the model holds, and a normal distribution";
  return { rows: ROWS, from, outputs: outputs.filter((one) => one !== null) };
}
