/**
 * Rows as an ONNX file takes them: one matrix of numbers or texts, one axis of texts or labels, or an input of [N, 1] a
 * column, by its name. X goes through the same checks of form as for a model.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import type { Evaluated } from "../graph/evaluate/index.js";
import type { DType } from "../graph/ir.js";
import type { X } from "../model/all.js";
import { numberAt } from "../models/input/numbers.js";
import { Samples } from "../models/samples.js";
import { dtypeOf } from "../targets/onnx/as-graph.js";
import type { OnnxFile, OnnxValue } from "../targets/onnx/read.js";

/** What a file is fed with, by the names of its inputs. */
export type Feeds = ReadonlyMap<string, Evaluated>;

/** Inputs that somebody has to give. */
export const inputsOf = ({ inputs, constants }: OnnxFile): readonly OnnxValue[] => inputs.filter(({ name }) => !constants.has(name));

/** What is known of X by the file alone. */
export interface Taken {
  readonly nFeatures: number | null;
  readonly featureNames: readonly string[] | null;
  readonly takesTexts: boolean;
}

const MOST_NAMES = 100_000;

/** Names of features that the file's metadata has. */
function namesIn(file: OnnxFile, count: number | null): readonly string[] | null {
  try {
    const names: unknown = JSON.parse(file.metadata.get("feature_names") ?? "null");
    const isNames = Array.isArray(names) && names.length <= MOST_NAMES && names.every((name) => typeof name === "string");
    return isNames && (count === null || names.length === count) ? names : null;
  } catch {
    return null;
  }
}

export function takenBy(file: OnnxFile): Taken {
  const inputs = inputsOf(file);
  const [first] = inputs;
  if (inputs.length > 1) return { nFeatures: inputs.length, featureNames: inputs.map(({ name }) => name), takesTexts: false };
  const width = first?.shape[1];
  const nFeatures = typeof width === "number" ? width : null;
  return { nFeatures, featureNames: namesIn(file, nFeatures), takesTexts: first?.shape.length === 1 && dtypeOf(first.type) === "string" };
}

const refused = (what: Parameters<typeof sentence>[1]) =>
  new CornichonError("input.malformed", sentence`X is not for this ONNX file: ${what}`);

/** Cells as one tensor. @throws CornichonError `input.malformed` */
function tensorOf(dtype: DType, shape: readonly number[], cells: readonly unknown[], nameAt: (at: number) => string): Evaluated {
  if (dtype === "string") {
    const texts = cells.map((cell, at) => {
      if (typeof cell !== "string")
        throw refused(
          sentence`${showText(nameAt(at))} takes texts, and row ${Math.floor((at * (shape[0] ?? 1)) / Math.max(1, cells.length))} has another value`,
        );
      return cell;
    });
    return { dtype, shape, data: texts };
  }
  const numbers = Float64Array.from(cells, (cell, at) => numberAt(cell, at, nameAt(at)));
  if (dtype === "float64") return { dtype, shape, data: numbers };
  if (dtype === "float32") return { dtype, shape, data: numbers.map(Math.fround) };
  if (!numbers.every(Number.isSafeInteger)) throw refused(sentence`it takes whole numbers`);
  return { dtype, shape, data: numbers };
}

function dtypeFor({ name, type }: OnnxValue): DType {
  const dtype = dtypeOf(type);
  if (dtype === undefined)
    throw new CornichonError("usage", sentence`the input ${showText(name)} of the ONNX file is of a type that is not read`);
  return dtype;
}

/** One input: all of X. */
function whole(input: OnnxValue, x: X, { nFeatures, featureNames }: Taken): Evaluated {
  const samples = new Samples(x);
  const dtype = dtypeFor(input);
  const nameAt = (): string => input.name;
  if (input.shape.length < 2) {
    const { data } = samples.array();
    return tensorOf(dtype, [data.length], Array.from<unknown>(data), nameAt);
  }
  const expected = { name: "the ONNX file", nFeatures, featureNames };
  if (dtype !== "string") {
    const { rows, cols, data } = samples.matrix(expected);
    return tensorOf(dtype, [rows, cols], Array.from(data), nameAt);
  }
  const { rows, written, columns } = samples.table(expected);
  return tensorOf(dtype, [rows.length, columns.length], (written ?? rows).flat(), nameAt);
}

/** An input a column, by its name; a column that nobody takes may be there. */
function byColumn(inputs: readonly OnnxValue[], x: X, names: readonly string[] | null): Feeds {
  const samples = new Samples(x);
  const all = samples.table({ name: "the ONNX file", nFeatures: null, featureNames: null });
  // Columns without names are the model's, in its order; a model that knows no names has x0, x1 ….
  const columns = samples.columns ?? (names?.length === all.columns.length ? names : all.columns);
  return new Map(
    inputs.map((input) => {
      const j = columns.indexOf(input.name);
      if (j < 0) throw new CornichonError("input.columns", sentence`X has no column ${showText(input.name)}, which the ONNX file takes`);
      const dtype = dtypeFor(input);
      const cells = dtype === "string" && all.written !== undefined ? all.written : all.rows;
      return [
        input.name,
        tensorOf(
          dtype,
          [cells.length, 1],
          cells.map((row) => row[j]),
          () => input.name,
        ),
      ] as const;
    }),
  );
}

/** X as the file takes it; `known`: what the model beside it knows of X. @throws CornichonError `input.*`, `usage` */
export function feedsOf(file: OnnxFile, x: X, known: Taken): Feeds {
  const inputs = inputsOf(file);
  const [first] = inputs;
  if (first === undefined) throw new CornichonError("usage", sentence`the ONNX file takes nothing`);
  if (inputs.length === 1 && first.shape.length !== 2) return new Map([[first.name, whole(first, x, known)]]);
  if (inputs.length === 1 && (first.name === "X" || first.shape[1] !== 1)) return new Map([[first.name, whole(first, x, known)]]);
  return byColumn(inputs, x, known.featureNames);
}

/** Some of the rows of what a file is fed with. */
export function rowsOfFeeds(feeds: Feeds, rows: readonly number[]): Feeds {
  const picked = (one: Evaluated): Evaluated => {
    const [count = 1, ...rest] = one.shape;
    const width = count === 0 ? 0 : one.data.length / count;
    const shape = [rows.length, ...rest];
    const places = rows.flatMap((row) => Array.from({ length: width }, (_, k) => row * width + k));
    return one.dtype === "string"
      ? { dtype: one.dtype, shape, data: places.map((at) => one.data[at] ?? "") }
      : { dtype: one.dtype, shape, data: Float64Array.from(places, (at) => Number(one.data[at])) };
  };
  return new Map([...feeds].map(([name, one]) => [name, picked(one)]));
}
