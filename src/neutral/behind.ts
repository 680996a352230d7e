/**
 * Arrays that came behind a document's text: their bytes are put where the text has their numbers, and never become base64.
 */
import { isObject, malformed, own, typeOf } from "./document.js";
import { HeldBytes } from "./held-bytes.js";

/** Puts the arrays' bytes where their numbers stand. Walked without recursion. @throws CornichonError `document.malformed` */
export function fillBehind(root: unknown, arrays: readonly Uint8Array<ArrayBuffer>[]): void {
  const held = arrays.map((bytes) => new HeldBytes(bytes));
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (Array.isArray(value)) for (const item of value) push(left, item);
    else if (!isObject(value)) continue;
    else if (typeOf(value) === "ndarray" && typeof own(value, "base64") === "number")
      Object.assign(value, { base64: numbered(held, value) });
    else for (const item of Object.values(value)) push(left, item);
  }
}

function push(left: unknown[], item: unknown): void {
  if (typeof item === "object" && item !== null) left.push(item);
}

function numbered(held: readonly HeldBytes[], array: unknown): HeldBytes {
  const found = held[Number(own(array, "base64"))];
  if (found === undefined) throw malformed("an array whose bytes did not come");
  return found;
}
