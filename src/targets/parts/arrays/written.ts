/**
 * The arrays of a document as files of arrays have them: name, dtype, shape, and bytes when they are asked for. What a file
 * cannot have is listed with its reason, so that nobody takes a file for the whole of a model.
 */
import { type Shown, sentence } from "../../../errors.js";
import { unsupported } from "../../../graph/define.js";
import { estimatorIn } from "../../../model/all.js";
import { countOf, malformed, type NeutralDocument, own, referencesOf } from "../../../neutral/document.js";
import { printLossless } from "../../../neutral/lossless.js";
import { rawBytesOf } from "../../../neutral/raw-bytes.js";
import { type Dtype, dtypeOf, hasObjects, isLongDouble, isPlain } from "../numpy/dtypes.js";
import { packed } from "../numpy/items.js";
import { type NamedValue, type NamedValues, namedArrays } from "./named.js";

/** An array that has bytes. */
export interface Entry {
  readonly name: string;
  readonly path: string;
  readonly layout: Dtype;
  readonly shape: readonly number[];
  /** It was in Fortran's order; the bytes are in C order all the same. */
  readonly fortran: boolean;
  /** Bytes in all. */
  readonly length: number;
  /** Little-endian items in C order. @throws CornichonError `document.malformed` */
  bytes(): Uint8Array;
}

/** What a file does not have, and why. */
export interface Dropped {
  readonly name: string;
  readonly path: string;
  readonly dtype: unknown;
  readonly why: Shown;
}

/** What was written of a document, for `--report`. */
export interface ArraysReport<T extends string> {
  readonly target: T;
  readonly arrays: readonly { readonly name: string; readonly path: string; readonly dtype: string; readonly shape: readonly number[] }[];
  /** Arrays that the file cannot have, and why. */
  readonly dropped: readonly Dropped[];
  /** Places that refer to an array, or to what holds some, which stands under another name. */
  readonly shared: NamedValues["shared"];
}

export interface DocumentArrays {
  readonly entries: readonly Entry[];
  readonly dropped: readonly Dropped[];
  readonly shared: NamedValues["shared"];
  /** Formats of sparse matrices by their names. */
  readonly formats: ReadonlyMap<string, string>;
}

export const drop = ({ name, path }: { readonly name: string; readonly path: string }, dtype: unknown, why: Shown): Dropped => ({
  name,
  path,
  dtype,
  why,
});

/** How an item lies in bytes; null for Python's objects, whose bytes would be addresses. @throws CornichonError `document.malformed` */
function layoutOf(dtype: unknown): Dtype | null {
  if (dtype === "StringDType") return null;
  const found = dtypeOf(dtype);
  return hasObjects(found) ? null : found;
}

/** The items' bytes, which must be as many as the shape says. @throws CornichonError `document.malformed` */
function bytesOf(value: object, layout: Dtype, length: number): Uint8Array {
  const raw = rawBytesOf(value) ?? bytesOfValues(value, layout);
  if (raw.length !== length) throw malformed("an array with another number of bytes than its shape");
  return raw;
}

function bytesOfValues(value: object, layout: Dtype): Uint8Array {
  const single: unknown = own(value, "value");
  const data = single === undefined ? own(value, "data") : [single];
  if (!Array.isArray(data)) throw malformed("an array whose data is in a sidecar that was not given");
  if (!isPlain(layout)) throw malformed("a structured array without its bytes");
  return packed(layout, data);
}

/** An array or scalar as it would be written, or why it cannot be. @throws CornichonError `document.malformed` for a shape or a dtype that is none */
export function entryOf({ name, path, value }: NamedValue): Entry | Dropped {
  const dtype = own(value, "dtype");
  const { shape, count } = countOf(own(value, "shape") ?? []);
  const layout = layoutOf(dtype);
  if (layout === null) return drop({ name, path }, dtype, sentence`it holds Python's objects, or a dtype without bytes of its own`);
  if (isLongDouble(layout) && rawBytesOf(value)?.length !== count * layout.itemsize)
    return drop({ name, path }, dtype, sentence`its numbers are not 16 bytes long`);
  const length = count * layout.itemsize;
  const fortran = own(value, "order") === "F" && shape.length > 1;
  return { name, path, layout, shape, fortran, length, bytes: () => bytesOf(value, layout, length) };
}

/** The arrays of a document, or of the estimator at `select`. @throws CornichonError `target.unsupported` where there are none, `model.*` */
export function arraysIn(document: NeutralDocument, select: string | undefined, reserved: readonly string[]): DocumentArrays {
  const { value, references } =
    select === undefined ? { value: document.root, references: referencesOf(document) } : estimatorIn(document, select);
  const { arrays, closed, shared, formats } = namedArrays(value, references, reserved);
  const found = arrays.map(entryOf);
  const entries = found.filter((one) => "layout" in one);
  const dropped = [
    ...found.filter((one) => "why" in one),
    ...closed.map((one) => drop(one, null, sentence`it is a masked array, which is no array of numbers`)),
  ];
  return { entries, dropped, shared, formats };
}

/** What is said where nothing is left to be written. */
export const nothing = (document: NeutralDocument): Error =>
  unsupported("", String(own(document.root, "class") ?? "the document"), sentence`it holds no array that the target can have`);

const text = (value: unknown): string => (typeof value === "string" ? value : [...printLossless(value)].join(""));

/** What a document says of itself, as texts: its metadata, and the artifact's hash. */
export function metadataTexts({ metadata, source }: NeutralDocument): ReadonlyMap<string, string> {
  const known = Object.entries(metadata).filter(([, value]) => value !== null && value !== undefined);
  const hash: unknown = source["sha256"];
  return new Map([
    ["producer", "cornichon"],
    ...known.map(([key, value]) => [key, text(value)] as const),
    ...(typeof hash === "string" && hash !== "" ? [["source_sha256", hash] as const] : []),
  ]);
}
