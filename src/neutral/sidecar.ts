/**
 * A document's arrays back from its safetensors sidecar, for who has both in memory. A sidecar may come from anyone: its
 * header's length is held against the file, offsets against what follows it, and only a tensor that the document names is
 * looked at. Files are never opened from here: who has the document's folder may look there for the name that it gives.
 */
import { isObject, malformed, type NeutralDocument, own, typeOf } from "./document.js";
import { HeldBytes } from "./held-bytes.js";

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

/** Values of a document that are arrays in a sidecar. Walked without recursion. */
function* arraysBeside(root: unknown): Generator<object> {
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (Array.isArray(value)) for (const item of value) left.push(item);
    else if (isObject(value) && typeOf(value) === "ndarray" && own(value, "tensor") !== undefined) yield value;
    else if (isObject(value)) for (const item of Object.values(value)) left.push(item);
  }
}

/** A name in a folder, and no path out of it. */
const isPlainName = (name: string): boolean => /^(?!\.{1,2}$)[^/\\:]{1,255}$/.test(name) && !name.includes("\0");

/**
 * Name of the sidecar that a document's arrays are in; null where it needs none. It is one, and the plain name of a file: a
 * document's word is no reason to open anything but what lies beside it.
 * @throws CornichonError `document.malformed`
 */
export function sidecarName({ root }: NeutralDocument): string | null {
  const names = new Set<unknown>();
  for (const array of arraysBeside(root)) names.add(own(array, "file"));
  const [name] = names;
  if (names.size === 0) return null;
  if (names.size > 1) throw malformed(`its arrays are in ${names.size} sidecars, and one is read`);
  if (typeof name !== "string" || !isPlainName(name)) throw malformed("the name of its sidecar is not that of a file beside it");
  return name;
}

/** Puts a sidecar's arrays into the document that names them, which must be the caller's own. @throws CornichonError `document.malformed` */
export function fillFrom(bytes: Uint8Array, { root }: NeutralDocument): void {
  const sidecar = opened(bytes);
  // Held once a tensor, however many arrays name it.
  const known = new Map<unknown, HeldBytes>();
  for (const array of arraysBeside(root)) {
    const tensor = own(array, "tensor");
    const base64 = known.get(tensor) ?? new HeldBytes(new Uint8Array(tensorOf(sidecar, tensor)));
    known.set(tensor, base64);
    Object.assign(array, { base64 });
  }
}
