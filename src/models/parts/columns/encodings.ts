/** The fitted means of TargetEncoder. */
import { arrayOf, typeOf } from "../../../neutral/document.js";
import type { State } from "../../state.js";

/** Encodings of each output column: a number a category. */
export function encodingsOf(state: State, sizes: readonly number[], classes: number): readonly Float64Array[] {
  const values = state.items("encodings_");
  if (values.length !== sizes.length * classes) throw state.inconsistent("encodings_ are not one a feature and class");
  return values.map((value, k) => {
    const numbers = typeOf(value) === "ndarray" ? Float64Array.from(arrayOf(value).data, Number) : new Float64Array();
    if (numbers.length !== sizes[Math.floor(k / classes)]) throw state.inconsistent("an encoding does not fit its categories");
    return numbers;
  });
}
