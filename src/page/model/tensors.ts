/** The header of a safetensors file, which was judged before: names, types and shapes of its tensors. */
import { isObject, malformed, own } from "../../neutral/document.js";
import type { Tensors } from "./messages.js";

const MOST = 1000;
const METADATA = "__metadata__";

const shapeText = (shape: unknown): string =>
  Array.isArray(shape) ? `(${shape.map(String).join(", ")}${shape.length === 1 ? "," : ""})` : "";

function headerOf(bytes: Uint8Array): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isObject(header)) return header;
  } catch {
    // Told below.
  }
  throw malformed("its header is no JSON");
}

/** @throws CornichonError `document.malformed` */
export function tensorsIn(bytes: Uint8Array): Tensors {
  const header = headerOf(bytes);
  const all = Object.entries(header).filter(([name]) => name !== METADATA);
  const metadata: unknown = own(header, METADATA);
  return {
    tensors: all.slice(0, MOST).map(([name, one]) => [name, String(own(one, "dtype")), shapeText(own(one, "shape"))] as const),
    more: Math.max(0, all.length - MOST),
    metadata: isObject(metadata)
      ? Object.entries(metadata)
          .slice(0, MOST)
          .map(([key, value]) => [key, String(value)] as const)
      : [],
  };
}
