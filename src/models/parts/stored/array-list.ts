/** Attributes that are lists of arrays (a layer's weights, a class's rotations): each is held against its own shape. */
import { arrayOf, typeOf } from "../../../neutral/document.js";
import { type Matrix, matrix } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";

export interface StoredArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** The arrays of a list; `length`, where given, must fit. @throws CornichonError `model.inconsistent` */
export function arraysOf(state: State, key: string, length: number | null = null): readonly StoredArray[] {
  const items = state.items(key);
  if (length !== null && items.length !== length) throw state.inconsistent(`${key} has ${items.length} arrays where ${length} are needed`);
  return items.map((item) => {
    if (typeOf(item) !== "ndarray") throw state.inconsistent(`${key} holds something that is no array`);
    const { dtype, shape, data } = arrayOf(item);
    return { dtype, shape, data: Float64Array.from(data, Number) };
  });
}

/** An array with two axes. @throws CornichonError `model.inconsistent` */
export function asMatrix(state: State, key: string, { shape, data }: StoredArray): Matrix {
  const [rows = 0, cols = 0] = shape;
  if (shape.length !== 2) throw state.inconsistent(`an array of ${key} has ${shape.length} axes where it needs two`);
  return matrix(rows, cols, data);
}
