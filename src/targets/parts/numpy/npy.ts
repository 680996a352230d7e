/**
 * Arrays as `.npy` files, as numpy.lib.format writes them: the header's version is the oldest that holds it (1.0 for Latin-1
 * and up to 64 KiB, else 2.0; 3.0 for any other text), padded to 64 bytes.
 *
 * No form: Python's objects, which numpy would pickle; a dtype that is an array, which numpy makes axes of; fields out of
 * order or over each other; a field without a name, or with one that Python writes with escapes, which no reader of headers
 * but Python's own takes; headers that numpy.load or our own scan find too long or too deep.
 */
import { codeOf, type Dtype, type DtypeField, orderOf, unitOf } from "./dtypes.js";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const ALIGNED = 64;
const LONGEST_1 = 65_535;
/** numpy.load stops at 10,000 characters, of which the shape needs some. */
const LONGEST_DESCR = 9_000;
/** Fields in fields: the scan's reader of headers follows 32 brackets, two a level. */
const DEEPEST = 14;

/** What a file has of an array; its items in the order that `fortran` says. */
export interface NpyArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  /** Null for what has no bytes. */
  readonly bytes: Uint8Array | null;
}

/** A text as Python prints it; null for one that needs escapes. */
function quoted(text: string): string | null {
  if (/[\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return null;
  return text.includes("'") ? (text.includes('"') ? null : `"${text}"`) : `'${text}'`;
}

const tuple = (sizes: readonly number[]): string => (sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(", ")})`);

const padding = (from: number, to: number): string[] => (to > from ? [`('', '|V${to - from}')`] : []);

/** One field; null where it has no form. */
function fieldOf({ name, dtype }: DtypeField, depth: number): string | null {
  const { sub } = dtype;
  const [key, descr] = [quoted(name), written(sub?.base ?? dtype, depth + 1)];
  if (key === null || name === "" || descr === null) return null;
  return `(${key}, ${descr}${sub === undefined ? "" : `, ${tuple(sub.shape)}`})`;
}

/** Fields in the order of their places, and the gaps between them. */
function fieldsOf(fields: readonly DtypeField[], itemsize: number, depth: number): string | null {
  const parts: string[] = [];
  let end = 0;
  for (const field of fields) {
    const text = field.offset < end ? null : fieldOf(field, depth);
    if (text === null) return null;
    parts.push(...padding(end, field.offset), text);
    end = field.offset + field.dtype.itemsize;
  }
  return `[${[...parts, ...padding(end, itemsize)].join(", ")}]`;
}

function written(dtype: Dtype, depth: number): string | null {
  const { kind, itemsize, fields, sub } = dtype;
  if (kind === "O" || sub !== undefined || depth > DEEPEST) return null;
  if (fields !== undefined) return fieldsOf(fields, itemsize, depth);
  return `'${orderOf(dtype)}${codeOf(dtype)}${unitOf(dtype)}'`;
}

/** numpy's `descr`: a text, or a list of fields with the gaps between them. Null where a header has no form for the dtype. */
export function descrOf(dtype: Dtype): string | null {
  const descr = written(dtype, 0);
  return descr === null || descr.length > LONGEST_DESCR ? null : descr;
}

const isLatin1 = (text: string): boolean => /^[\0-\xff]*$/.test(text);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** What stands before the items. */
export function npyHeader(descr: string, { shape, fortran }: Pick<NpyArray, "shape" | "fortran">): Uint8Array {
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${tuple(shape)}, }`;
  const narrow = isLatin1(text);
  const words = narrow ? latin1(text) : new TextEncoder().encode(text);
  const version = narrow ? (words.length + ALIGNED > LONGEST_1 ? 2 : 1) : 3;
  const start = MAGIC.length + (version === 1 ? 4 : 6);
  const length = start + words.length + 1;
  const bytes = new Uint8Array(length + ((ALIGNED - (length % ALIGNED)) % ALIGNED)).fill(0x20);
  bytes.set([...MAGIC, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(start - 2, bytes.length - start, true);
  else view.setUint32(start - 4, bytes.length - start, true);
  bytes.set(words, start);
  bytes[bytes.length - 1] = 0x0a;
  return bytes;
}

/** A file of a dtype that stands as a header has it. */
export function npyFile(descr: string, array: Pick<NpyArray, "shape" | "fortran">, items: Uint8Array): Uint8Array {
  const header = npyHeader(descr, array);
  const file = new Uint8Array(header.length + items.length);
  file.set(header);
  file.set(items, header.length);
  return file;
}

/** An array as a file; null where it has no form there. */
export function npyOf(array: NpyArray): Uint8Array | null {
  const descr = descrOf(array.dtype);
  return descr === null || array.bytes === null ? null : npyFile(descr, array, array.bytes);
}
