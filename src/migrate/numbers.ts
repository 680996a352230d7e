/** Arrays of doubles that rules compute, as neutral values. */
import { arrayValue } from "../neutral/values.js";

export const doubles = (values: Iterable<number>, shape?: readonly number[]): object => {
  const data = Float64Array.from(values);
  return arrayValue({ dtype: "float64", shape: shape ?? [data.length], data });
};

export const constants = (value: number, shape: readonly number[]): object =>
  doubles(new Float64Array(shape.reduce((product, size) => product * size, 1)).fill(value), shape);
