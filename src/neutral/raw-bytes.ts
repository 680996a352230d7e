/** The bytes of an array as they stand in a document, for who writes them on as they are. */
import { bytesOf } from "./document.js";

/**
 * Little-endian items in C order, one after another; null where they stand as values (`data`). They may be the document's own
 * (`held-bytes.ts`) and not begin at the start of their buffer: nobody is to change them.
 * @throws CornichonError `document.malformed`
 */
export function rawBytesOf(value: unknown): Uint8Array<ArrayBuffer> | null {
  return bytesOf(value);
}
