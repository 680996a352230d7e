/**
 * Labels of several outputs side by side (numpy.vstack(…).T), with the dtype that numpy finds for all of them: the
 * widest text, int64 or float64 for numbers of different kinds.
 */

import { largest } from "../../../numeric/extremes.js";
import type { NDArray } from "../../../numeric/ndarray.js";
import { typedLike } from "../../../numeric/typed.js";
import type { Labels } from "../labels.js";

export interface Taken {
  readonly labels: Labels;
  readonly positions: readonly number[];
  /** The label of every row, where it is the same; a text is then as wide as itself. */
  readonly always?: number;
}

const isText = (dtype: string): boolean => /^[SU]\d+$/.test(dtype);
const width = (dtype: string): number => Number(dtype.slice(1));

/** dtype of an array made of one label of a list: a text is as wide as itself. */
function narrowed(array: NDArray, [label]: readonly unknown[]): NDArray {
  if (typeof label !== "string") return array;
  return { ...array, dtype: `${array.dtype.startsWith("S") ? "S" : "U"}${Math.max(1, [...label].length)}` };
}

function common(dtypes: readonly string[]): string {
  const [first = "float64"] = dtypes;
  if (dtypes.every((dtype) => dtype === first)) return first;
  if (dtypes.every(isText)) return `${first.slice(0, 1)}${largest(dtypes.map(width))}`;
  if (dtypes.every((dtype) => /^u?int/.test(dtype))) return "int64";
  return dtypes.every((dtype) => /^(?:u?int|float)/.test(dtype)) ? "float64" : "object";
}

/** `single`: one output, one axis. */
export function stacked(taken: readonly Taken[], single: boolean): NDArray {
  const columns = taken.map(({ labels, positions, always = -1 }) => {
    const column = labels.decode(positions);
    return always < 0 ? column : narrowed(column, Array.from<unknown>(labels.decode([always]).data));
  });
  const [first] = columns;
  if (single && first !== undefined) return first;
  const rows = first?.data.length ?? 0;
  const dtype = common(columns.map((column) => column.dtype));
  const values = Array.from(
    { length: rows * columns.length },
    (_, at) => columns[at % columns.length]?.data[Math.floor(at / columns.length)],
  );
  const like = dtype === "float64" ? new Float64Array(0) : dtype === first?.dtype ? first.data : [];
  return { dtype, shape: [rows, columns.length], data: typedLike(like, values) };
}
