/**
 * How numpy makes whole numbers of Python's where an item of an array is set: fractions are cut, what is not finite is refused.
 * What the type does not hold wraps around before numpy 2 and is refused from it on, which came with sklearn 1.5.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import type { State } from "../../state.js";

/** Least and most of `int8` … `uint64`; null for other dtypes. */
function rangeOf(dtype: string): readonly [number, number] | null {
  const [, unsigned, bits] = /^(u?)int(\d+)$/.exec(dtype) ?? [];
  if (bits === undefined) return null;
  return unsigned === "u" ? [0, 2 ** Number(bits) - 1] : [-(2 ** (Number(bits) - 1)), 2 ** (Number(bits) - 1) - 1];
}

/** Values as the dtype takes them: floats as they are. @throws CornichonError `input.value` when called */
export function castTo(state: State, dtype: string): (value: number) => number {
  const range = rangeOf(dtype);
  if (range === null) return Number;
  const [least, most] = range;
  const wraps = state.before(1, 5);
  return (value) => {
    if (!Number.isFinite(value))
      throw new CornichonError(
        "input.value",
        Number.isNaN(value) ? sentence`cannot convert float NaN to integer` : sentence`cannot convert float infinity to integer`,
      );
    const whole = Math.trunc(value);
    if (!wraps && (whole < least || whole > most))
      throw new CornichonError("input.value", sentence`Python integer ${whole} out of bounds for ${showText(dtype)}`);
    return whole;
  };
}
