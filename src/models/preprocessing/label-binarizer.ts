/**
 * sklearn.preprocessing.LabelBinarizer (_label 1.7): a column a class, one column for two classes; label indicators pass
 * through. Back: the largest column, or what exceeds the middle between the two marks.
 */

import { CornichonError, sentence, showText } from "../../errors.js";
import { int64, type NDArray } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { defineModel, type MethodOptions, methods, NO_COLUMNS, type Result } from "../define.js";
import { denseRows } from "../input/dense-rows.js";
import { unnamed } from "../input/x.js";
import { besideFloats, type Categories, categoriesOf, shown } from "../parts/columns/categories.js";
import { labelIndicator } from "../parts/label-indicator.js";
import { type Labels, labelsFrom } from "../parts/labels.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const INDICATOR = "multilabel-indicator";

interface Marks {
  readonly yes: number;
  readonly no: number;
}

/** Column of each label's mark; −1 where it has none. Two classes share one column, which marks the second. */
function columnsOf(x: Samples, known: Categories, width: number): number[] {
  const find = besideFloats(x.array().dtype, known);
  return Array.from<unknown>(x.array().data).map((label) => {
    const place = find(label);
    return width > 1 || known.values.length > 2 ? place : place - 1;
  });
}

/** @throws CornichonError `input.value` for a label that is infinite */
function refuseInfinity(x: Samples): void {
  if (Array.from<unknown>(x.array().data).some((label) => label === Number.POSITIVE_INFINITY || label === Number.NEGATIVE_INFINITY))
    throw new CornichonError("input.value", sentence`Input contains infinity or a value too large for dtype('float64').`);
}

/** From 1.9 on classes are made whole numbers where labels are: texts cannot be. @throws CornichonError `input.malformed` */
function refuseWholes(x: Samples, classes: NDArray): void {
  const first = Array.from<unknown>(classes.data)[0];
  if (typeof first === "string" && Array.from<unknown>(x.array().data).every(isWhole))
    throw new CornichonError("input.malformed", sentence`invalid literal for int() with base 10: ${showText(shown(first))}`);
}

const isWhole = (label: unknown): boolean => typeof label === "bigint" || Number.isInteger(label);

function marked(columns: readonly number[], width: number, { yes, no }: Marks): NDArray {
  const out = new Float64Array(columns.length * width).fill(no);
  columns.forEach((column, i) => {
    if (column >= 0) out[i * width + column] = yes;
  });
  return int64([columns.length, width], out);
}

function markedSparse(columns: readonly number[], width: number, yes: number): Sparse {
  const builder = new RowBuilder(width, columns.length);
  for (const column of columns) {
    if (column >= 0) builder.put(column, yes);
    builder.endRow();
  }
  return builder.end("int64");
}

/**
 * A label indicator with other marks: what is set keeps its value where the mark is 1, and truth values stay such; whole
 * numbers keep their dtype from 1.8 on.
 */
function remarked(state: State, x: Samples, { yes, no }: Marks): NDArray {
  const m = x.matrix(unnamed(state.name, null));
  if (m.rows === 0)
    throw new CornichonError(
      "input.shape",
      sentence`Found array with 0 sample(s) (shape=(0, ${m.cols})) while a minimum of 1 is required.`,
    );
  if (/^uint/.test(x.dtype) && no < 0 && state.since(1, 8))
    throw new CornichonError("input.malformed", sentence`Python integer ${no} out of bounds for ${showText(x.dtype)}`);
  const isBool = x.dtype === "bool";
  const mark = isBool ? 1 : yes;
  const rest = isBool && no !== 0 && state.since(1, 8) ? 1 : no;
  const found = int64(
    [m.rows, m.cols],
    m.data.map((value) => (value === 0 ? rest : yes === 1 ? value : mark)),
  );
  return state.since(1, 8) && /^int(?:8|16|32)$/.test(x.dtype) ? { ...found, dtype: x.dtype } : found;
}

/** Marks keep the whole numbers' dtype from 1.9 on. */
const asWholes = (state: State, dtype: string, marks: NDArray | Sparse): NDArray | Sparse =>
  state.since(1, 9) && /^int(?:8|16|32)$/.test(dtype) && !("indptr" in marks) ? { ...marks, dtype } : marks;

function inverse(state: State, labels: Labels, type: string, { yes, no }: Marks, x: Samples, options: MethodOptions): Result {
  const sparse = x.sparse(unnamed(state.name, null));
  const m = sparse === null ? x.matrix(unnamed(state.name, null)) : denseRows(sparse);
  if (type === "multiclass") return labels.decode(Array.from({ length: m.rows }, (_, i) => largest(m.data, i * m.cols, m.cols)));
  const threshold = typeof options["threshold"] === "number" ? options["threshold"] : (yes + no) / 2;
  const above = m.data.map((value) => (value > threshold ? 1 : 0));
  if (type === INDICATOR) return asWholes(state, x.dtype, labelIndicator(state, m.rows, m.cols, above));
  if (labels.count === 1) return labels.decode(new Array<number>(m.rows).fill(0));
  // Two columns, as predict_proba gives them: the second counts.
  return labels.decode(Array.from({ length: m.rows }, (_, i) => above[i * m.cols + m.cols - 1]));
}

function largest(data: Float64Array, from: number, count: number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (data[from + k] > data[from + best]) best = k;
  return best;
}

export const LabelBinarizer = defineModel({
  class: "sklearn.preprocessing.LabelBinarizer",
  build: (state) => {
    const classes = state.array("classes_");
    const labels = labelsFrom(classes);
    const known = categoriesOf(classes);
    const type = state.text("y_type_") ?? (labels.count > 2 ? "multiclass" : "binary");
    const marks = { yes: state.number("pos_label") ?? 1, no: state.number("neg_label") ?? 0 };
    const width = labels.count <= 2 ? 1 : labels.count;
    const sparse = state.flag("sparse_output", false);
    return {
      ...NO_COLUMNS,
      methods: methods({
        transform: (x) => {
          refuseInfinity(x);
          if (type === INDICATOR) return remarked(state, x, marks);
          if (state.since(1, 9)) refuseWholes(x, classes);
          const columns = columnsOf(x, known, width);
          return sparse ? markedSparse(columns, width, marks.yes) : marked(columns, width, marks);
        },
        inverse_transform: (x, options) => inverse(state, labels, type, marks, x, options),
      }),
    };
  },
});
