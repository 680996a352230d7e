/** The bytes of an array as they stand in a document, for who writes them on as they are. */
import { bytesOfBase64, own } from "./document.js";

/** Little-endian items in the order that the value names (`order`), one after another; null where they stand as values (`data`). */
export function rawBytesOf(value: unknown): Uint8Array<ArrayBuffer> | null {
  const base64 = own(value, "base64");
  return typeof base64 === "string" ? bytesOfBase64(base64) : null;
}
