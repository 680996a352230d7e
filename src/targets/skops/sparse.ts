/** Sparse matrices as `.npz`, as scipy.sparse.save_npz has them (scipy/sparse/_matrix_io.py). */
import { sentence } from "../../errors.js";
import { attributesOf, itemsOf } from "../../neutral/attributes.js";
import { malformed, own, type References, typeOf } from "../../neutral/document.js";
import { npyFile, npyOf } from "../parts/numpy/npy.js";
import { pythonArrayOf } from "../parts/python/arrays.js";
import { type Place, refused } from "../parts/python/place.js";
import { type StoredMember, zipped } from "../zip.js";

const MATRIX = /^scipy\.sparse\.(bsr|coo|csc|csr|dia|dok|lil)_(array|matrix)$/;

/** Names of arrays in the file, by format, and the attributes that hold them. */
const ARRAYS = new Map<string, readonly (readonly [name: string, attribute: string])[]>([
  ...["bsr", "csc", "csr"].map((format): [string, [string, string][]] => [
    format,
    [
      ["indices", "indices"],
      ["indptr", "indptr"],
      ["data", "data"],
    ],
  ]),
  [
    "coo",
    [
      ["row", "row"],
      ["col", "col"],
      ["data", "data"],
    ],
  ],
  [
    "dia",
    [
      ["offsets", "offsets"],
      ["data", "data"],
    ],
  ],
]);

/** The format of a sparse matrix or array by its class; null for any other class. */
export const sparseFormat = (path: string): string | null => MATRIX.exec(path)?.[1] ?? null;

const encoder = new TextEncoder();
const NO_AXES = { shape: [], fortran: false };

/** Bytes as an array without axes. */
function textArray(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  return npyFile(`'|S${bytes.length}'`, NO_AXES, bytes);
}

function shapeArray(value: unknown, references: References): Uint8Array {
  const shape = own(references.resolve(value), "items");
  const isSize = (size: unknown): size is number => typeof size === "number" && Number.isSafeInteger(size) && size >= 0;
  if (!Array.isArray(shape) || !shape.every(isSize)) throw malformed("a sparse matrix without its shape");
  const bytes = new Uint8Array(BigInt64Array.from(shape, BigInt).buffer);
  return npyFile("'<i8'", { shape: [shape.length], fortran: false }, bytes);
}

/** The file of a sparse matrix. @throws CornichonError `target.unsupported`, `document.malformed` */
export function npzOf(path: string, state: unknown, references: References, place: Place): Uint8Array {
  const format = sparseFormat(path) ?? "";
  const names = ARRAYS.get(format);
  const attributes = attributesOf(state, references);
  if (names === undefined || attributes === null)
    throw refused(place, path, sentence`skops has no form for sparse matrices of this format`);
  const coordinates = itemsOf(attributes.get("coords") ?? null, references);
  const held = (attribute: string): unknown => attributes.get(attribute) ?? coordinates?.[attribute === "row" ? 0 : 1];
  if (coordinates !== null && (coordinates.length !== 2 || format !== "coo"))
    throw refused(place, path, sentence`skops has no form for sparse arrays of other than two axes`);
  const arrays = names.map(([name, attribute]): StoredMember => {
    const value = references.resolve(held(attribute) ?? null);
    if (typeOf(value) !== "ndarray") throw malformed("a sparse matrix without one of its arrays");
    const bytes = npyOf(pythonArrayOf(value, place));
    if (bytes === null) throw refused(place, path, sentence`the .npy format has no form for the dtype of its numbers`);
    return { name: `${name}.npy`, bytes };
  });
  return zipped([
    ...arrays,
    { name: "format.npy", bytes: textArray(format) },
    { name: "shape.npy", bytes: shapeArray(attributes.get("_shape") ?? null, references) },
    ...(path.endsWith("_array") ? [{ name: "_is_array.npy", bytes: npyFile("'|b1'", NO_AXES, Uint8Array.of(1)) }] : []),
  ]);
}
