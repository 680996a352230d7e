/** An answer as the one array that is written, with the zeros of sparse rows: where those are too many, it is refused. */
import { CornichonError, sentence, showText } from "../errors.js";
import { denseResult, isArrayResult, isSparseResult, type Result } from "../models/define.js";
import type { NDArray } from "../numeric/ndarray.js";

/** Most values of sparse rows that are written out: a HashingVectorizer makes 2^31 columns of a word. */
const MOST_DENSE = 2 ** 27;

/** @throws CornichonError `usage` for what is no single array, and for too many zeros */
export function writtenOut(method: string, result: Result): NDArray {
  if (!isArrayResult(result) && !isSparseResult(result))
    throw new CornichonError("usage", sentence`${showText(method)} gives no single array; --format json shows what it gives`);
  if (isSparseResult(result) && result.shape[0] * result.shape[1] > MOST_DENSE)
    throw new CornichonError(
      "usage",
      sentence`${showText(method)} gives sparse rows of ${result.shape[1]} columns, too many to be written out; --format json writes what is not zero`,
    );
  return denseResult(result);
}
