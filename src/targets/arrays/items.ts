/** Items that stand as values in a document (`data`), as the bytes that numpy had: every one exactly what it says, or no such array. */
import { malformed } from "../../neutral/document.js";
import { dtypeOf } from "../python/dtypes.js";
import { putterOf } from "../python/items.js";

/** The bytes of values of a plain dtype. @throws CornichonError `document.malformed` */
export function bytesOfItems(dtype: string, width: number, items: readonly unknown[]): Uint8Array<ArrayBuffer> {
  const known = dtypeOf(dtype);
  const put = known.itemsize === width ? putterOf(known) : null;
  if (put === null) throw malformed(`an array of ${dtype} without its bytes`);
  const found = new Uint8Array(width * items.length);
  const view = new DataView(found.buffer);
  for (const [i, item] of items.entries()) put(view, i * width, item);
  return found;
}
