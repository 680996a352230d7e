/** Loader of scipy's sparse matrices, each an npz file. What skops itself does not keep: what scipy knew of a matrix's order. */
import { stepBuild } from "../machine/build.js";
import { setItems, tupleOf } from "../machine/collections.js";
import { stepNewobj } from "../machine/construct.js";
import { ARRAY, type Handle, intHandle, KIND, NOTHING } from "../tape/handle.js";
import { isFault } from "./files.js";
import type { Loader, SkopsReader } from "./reader.js";
import { textHandle } from "./scalars.js";

/** Arrays of each format, beside `format` and `shape`. */
const SPARSE: ReadonlyMap<string, readonly string[]> = new Map([
  ["csr", ["indices", "indptr", "data"]],
  ["csc", ["indices", "indptr", "data"]],
  ["bsr", ["indices", "indptr", "data"]],
  ["coo", ["row", "col", "data"]],
  ["dia", ["data", "offsets"]],
]);

/** The text of an array without dimensions. */
function arrayText(r: SkopsReader, array: Handle): string {
  const bytes = r.machine.bytesOf(r.tape.field(array, ARRAY.DATA), 16) ?? new Uint8Array();
  return String.fromCharCode(...bytes.filter((byte) => byte !== 0));
}

/** The integers of a short array; null where they are none. */
function arrayInts(r: SkopsReader, array: Handle): readonly number[] | null {
  const dtype = r.tape.dtypeValue(r.tape.field(array, ARRAY.DTYPE));
  const bytes = r.machine.bytesOf(r.tape.field(array, ARRAY.DATA), 64)?.slice();
  const isInts = dtype?.kind === "i" && (dtype.itemsize === 8 || dtype.itemsize === 4) && !dtype.bigEndian;
  if (!isInts || bytes === undefined || bytes.length % dtype.itemsize !== 0) return null;
  return dtype.itemsize === 4 ? [...new Int32Array(bytes.buffer)] : [...new BigInt64Array(bytes.buffer)].map(Number);
}

/** The class that scipy makes of a format: the node's own has to be it. */
function isSparseClass(r: SkopsReader, token: Handle, format: string): boolean {
  const path = r.machine.entry(token)?.path ?? "";
  return path === `scipy.sparse.${format}_matrix` || path === `scipy.sparse.${format}_array`;
}

/** What an npz file says of a matrix; null where scipy did not write it. */
function sparseParts(r: SkopsReader, token: Handle, arrays: ReadonlyMap<string, Handle>): readonly (readonly [string, Handle])[] | null {
  const { tape } = r;
  const [format, shape] = [arrays.get("format"), arrays.get("shape")];
  if (format === undefined || shape === undefined) return null;
  const word = arrayText(r, format);
  const names = SPARSE.get(word) ?? [];
  const sizes = arrayInts(r, shape);
  const count = 2 + names.length + (arrays.has("_is_array") ? 1 : 0);
  if (names.length === 0 || sizes?.length !== 2 || arrays.size !== count || !isSparseClass(r, token, word)) return null;
  const parts = names.map((name) => [name, arrays.get(name) ?? NOTHING] as const);
  if (parts.some(([, array]) => array === NOTHING)) return null;
  const both = tape.tuple(
    Int32Array.from(sizes, (n) => tape.int(n)),
    0,
    2,
  );
  return [["_shape", both], ["maxprint", intHandle(PRINTED)], ...parts];
}

/** Items that scipy prints of a matrix, unless told otherwise. */
const PRINTED = 50;

/** An npz file: an instance with the attributes that scipy gives it. */
export const sparseNode: Loader = {
  keys: ["type", "file"],
  leaf: (r, node) => {
    const { tape, stream, json } = r;
    const file = r.fileOf(node);
    if (file === null || !json.is(json.field(node, "type"), "scipy")) return r.refuse("skops.content");
    const token = r.named(node);
    const arrays = r.files.arrays(tape, file);
    if (isFault(arrays)) return r.tell(arrays, file);
    const parts = sparseParts(r, token, arrays);
    if (parts === null) return r.refuse("skops.sparse");
    stream.push(token);
    if (!tupleOf(stream, 0) || !r.step(stepNewobj)) return false;
    stream.pushNew(tape.collection(KIND.DICT));
    stream.mark();
    for (const [name, value] of parts) {
      stream.push(textHandle(r.tape, name));
      stream.push(value);
    }
    return r.step(setItems) && r.step(stepBuild);
  },
};
