/**
 * The state of a masked array: version, shape, dtype, order, data, mask, fill value. Python 2 kept data and mask as texts, and
 * a document has them as texts of latin-1; numpy takes bytes.
 */
import { malformed, own, typeOf } from "../../../neutral/document.js";
import { HeldBytes } from "../../../neutral/held-bytes.js";

const LENGTH = 7;
const [DATA, MASK] = [4, 5];

/** A text of bytes as bytes. Of one that was read as anything else than latin-1 they are lost. */
function bytesIn(text: string): unknown {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  if (/[^\0-\xff]/u.test(text)) throw malformed("a masked array whose bytes were read as text");
  return { $type: "bytes", base64: new HeldBytes(bytes) };
}

/** The state with its bytes as bytes. @throws CornichonError `document.malformed` */
export function maskedState(state: unknown): unknown {
  const items = typeOf(state) === "tuple" ? own(state, "items") : undefined;
  if (!Array.isArray(items) || items.length !== LENGTH) throw malformed("a masked array without its state");
  const parts = items.map((item: unknown, i) => ((i === DATA || i === MASK) && typeof item === "string" ? bytesIn(item) : item));
  return { $type: "tuple", items: parts };
}
