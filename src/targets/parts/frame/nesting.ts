/** Values of pandas inside one another: a document from anyone may hold one in itself. */
import { malformed } from "../../../neutral/document.js";

/** A series of categories that are intervals of times in an index is six deep. */
const MOST = 32;

/** How many are being read. */
let open = 0;

/** Reads a value that may hold others. @throws CornichonError `document.malformed` for those that have no end */
export function nested<T>(read: () => T): T {
  if (open >= MOST) throw malformed("values of pandas inside one another without an end");
  open++;
  try {
    return read();
  } finally {
    open--;
  }
}
