/**
 * What a model computes on its way and hands to a function that checks it, as sklearn's own do: NaN or infinity in it is refused.
 * scipy's linear algebra says so in other words than `check_array`.
 */
import { CornichonError, sentence } from "../../errors.js";
import { allFinite } from "../input/checks.js";

/** @throws CornichonError `input.value` in the words of `check_array` */
export function checkFinite(data: ArrayLike<number>): void {
  if (allFinite(data) || Array.from(data).every(Number.isFinite)) return;
  throw new CornichonError(
    "input.value",
    Array.from(data).some(Number.isNaN)
      ? sentence`Input contains NaN.`
      : sentence`Input contains infinity or a value too large for dtype('float64').`,
  );
}

/** @throws CornichonError `input.value` in scipy's words */
export function checkFiniteForLinalg(data: ArrayLike<number>): void {
  if (!allFinite(data) && !Array.from(data).every(Number.isFinite))
    throw new CornichonError("input.value", sentence`array must not contain infs or NaNs`);
}
