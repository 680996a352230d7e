/**
 * A document's arrays back from its safetensors sidecar, for who has both in memory. A sidecar may come from anyone: its
 * header's length is held against the file, offsets against what follows it, and only a tensor that the document names is
 * looked at. Files are never opened from here: a document's word for one is no reason to.
 */
import { isObject, malformed, type NeutralDocument, own, typeOf } from "./document.js";

/** safetensors' own limit of a header's length. */
const LONGEST_HEADER = 100_000_000;
const LENGTH_BYTES = 8;

interface Sidecar {
  readonly header: unknown;
  readonly data: Uint8Array;
}

/** @throws CornichonError `document.malformed` */
function opened(bytes: Uint8Array): Sidecar {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < LENGTH_BYTES ? -1 : Number(view.getBigUint64(0, true));
  if (length < 0 || length > Math.min(LONGEST_HEADER, bytes.length - LENGTH_BYTES)) throw malformed("its sidecar's header is cut off");
  const end = LENGTH_BYTES + length;
  try {
    return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, end))), data: bytes.subarray(end) };
  } catch {
    throw malformed("its sidecar's header is no JSON");
  }
}

/** @throws CornichonError `document.malformed` */
function tensorOf({ header, data }: Sidecar, name: unknown): Uint8Array {
  const offsets = typeof name === "string" ? own(own(header, name), "data_offsets") : undefined;
  const [from, to]: readonly unknown[] = Array.isArray(offsets) ? offsets : [];
  if (!isPlace(from) || !isPlace(to) || from > to || to > data.length) throw malformed("a tensor that its sidecar does not have");
  return data.subarray(from, to);
}

const isPlace = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** Puts a sidecar's arrays into the document that names them, which must be the caller's own. @throws CornichonError `document.malformed` */
export function fillFrom(bytes: Uint8Array, { root }: NeutralDocument): void {
  const sidecar = opened(bytes);
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (Array.isArray(value)) for (const item of value) left.push(item);
    else if (isObject(value) && typeOf(value) === "ndarray" && own(value, "tensor") !== undefined) {
      const base64 = Buffer.from(tensorOf(sidecar, own(value, "tensor"))).toString("base64");
      Object.assign(value, { base64 });
    } else if (isObject(value)) for (const item of Object.values(value)) left.push(item);
  }
}
