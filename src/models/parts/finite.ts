/**
 * What a model computes on its way and hands to a function that checks it, as sklearn's own do: NaN or infinity in it is refused.
 * scipy's linear algebra says so in other words than `check_array`.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { stored } from "../../numeric/typed.js";
import { allFinite } from "../input/checks.js";

/** The values as they are in `dtype`. @throws CornichonError `input.value` in the words of `check_array` */
export function checkFinite(data: Float64Array, dtype = "float64"): void {
  const values = Array.from(stored(dtype, data), Number);
  if (allFinite(values) || values.every(Number.isFinite)) return;
  throw new CornichonError(
    "input.value",
    values.some(Number.isNaN)
      ? sentence`Input contains NaN.`
      : sentence`Input contains infinity or a value too large for dtype('${showText(dtype)}').`,
  );
}

/** @throws CornichonError `input.value` in scipy's words */
export function checkFiniteForLinalg(data: Float64Array): void {
  if (!allFinite(data) && !data.every(Number.isFinite))
    throw new CornichonError("input.value", sentence`array must not contain infs or NaNs`);
}
