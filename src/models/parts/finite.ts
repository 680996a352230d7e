/**
 * What a model computes on its way and hands to a function that checks it, as sklearn's own do: NaN or infinity in it is refused.
 * scipy's linear algebra says so in other words than `check_array`.
 */
import { CornichonError, sentence, showText } from "../../errors.js";

/** float32 has no number for this and more: half a step beyond its largest. */
const BEYOND_FLOAT32 = 2 ** 128 * (1 - 2 ** -25);

function isFinite(data: Float64Array, beyond: number): boolean {
  for (let at = 0; at < data.length; at++) if (!(Math.abs(data[at]) < beyond)) return false;
  return true;
}

/** The values as they are in `dtype`. @throws CornichonError `input.value` in the words of `check_array` */
export function checkFinite(data: Float64Array, dtype = "float64"): void {
  if (isFinite(data, dtype === "float32" ? BEYOND_FLOAT32 : Number.POSITIVE_INFINITY)) return;
  throw new CornichonError(
    "input.value",
    data.some(Number.isNaN)
      ? sentence`Input contains NaN.`
      : sentence`Input contains infinity or a value too large for dtype('${showText(dtype)}').`,
  );
}

/** @throws CornichonError `input.value` in scipy's words */
export function checkFiniteForLinalg(data: Float64Array): void {
  if (!isFinite(data, Number.POSITIVE_INFINITY)) throw new CornichonError("input.value", sentence`array must not contain infs or NaNs`);
}
