/**
 * What is made of a document's values while a model is made. A document may refer to one array from a million places, and
 * each place that reads it gets a copy of its own: what is read again is counted, and held against what there is.
 */
import { CornichonError, sentence } from "../errors.js";

/** Bytes that may be made of values again. */
const FREE = 512 * 1024 * 1024;
/** How often, on the whole, a value may be read again where that is more: models read their arrays a few times each. */
const TIMES = 16;
/** Bytes of a value in a list. */
const SLOT = 8;

class Readings {
  readonly #seen = new Set<object>();
  #once = 0;
  #again = 0;

  count(value: object, bytes: number): void {
    if (!this.#seen.has(value)) {
      this.#seen.add(value);
      this.#once += bytes;
      return;
    }
    this.#again += bytes;
    if (this.#again > Math.max(FREE, TIMES * this.#once))
      throw new CornichonError("document.limit", sentence`The neutral document refers to the same arrays too often.`);
  }
}

/** Making is synchronous, so there is one at a time. */
let making: Readings | null = null;

/** Counts what `make` reads. @throws CornichonError `document.limit` */
export function countingReadings<T>(make: () => T): T {
  const before = making;
  making ??= new Readings();
  try {
    return make();
  } finally {
    making = before;
  }
}

/** A value of so many items (or bytes, of base64) is about to be copied. @throws CornichonError `document.limit` */
export const countReading = (value: unknown, items: number): void => {
  if (typeof value === "object" && value !== null) making?.count(value, SLOT * items);
};
