/**
 * One array as a `.npy` of version 1 (3 where a field's name is not ASCII), as numpy.lib.format writes it: header by the
 * dtype, padded to 64 bytes, then the items. Arrays of Fortran's order are written in it. Python's objects never are: numpy
 * would pickle them.
 */
import type { Layout } from "../arrays/layout.js";
import type { Entry } from "../arrays/written.js";

const ALIGNED = 64;

const LETTERS: readonly (readonly [RegExp, string])[] = [
  [/^int(\d+)$/, "i"],
  [/^uint(\d+)$/, "u"],
  [/^float(\d+)$/, "f"],
  [/^complex(\d+)$/, "c"],
];

/** numpy's own text of a plain dtype: little-endian, or `|` where there is no order. */
function plainText(dtype: string, width: number): string {
  if (dtype === "bool") return "|b1";
  if (dtype === "longdouble" || dtype === "clongdouble") return `<${dtype === "longdouble" ? "f" : "c"}${width}`;
  const letter = LETTERS.find(([name]) => name.test(dtype))?.[1];
  if (letter !== undefined) return `${width === 1 ? "|" : "<"}${letter}${width}`;
  const [, kind, unit = ""] = /^(datetime|timedelta)64(.*)$/.exec(dtype) ?? [];
  if (kind !== undefined) return `<${kind === "datetime" ? "M" : "m"}8${unit}`;
  return `${dtype.startsWith("U") ? "<" : "|"}${dtype}`;
}

/** A text of Python's; null for one that needs escapes, which no reader of headers but Python's own takes. */
function quoted(text: string): string | null {
  if (/[\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return null;
  return text.includes("'") ? (text.includes('"') ? null : `"${text}"`) : `'${text}'`;
}

const tuple = (sizes: readonly number[]): string => `(${sizes.map((size) => `${size},`).join(" ")})`;

/** A dtype as a header has it; null where a header has no form for it: fields out of order or over each other, names with quotes. */
export function descrOf(layout: Layout): string | null {
  if (layout.kind === "plain") return `'${plainText(layout.dtype, layout.width)}'`;
  if (layout.kind === "subarray") return null;
  const fields: string[] = [];
  const names = new Set<string>();
  let at = 0;
  for (const { name, layout: inner, offset } of layout.fields) {
    const [base, shape] = inner.kind === "subarray" ? [inner.base, `, ${tuple(inner.shape)}`] : [inner, ""];
    const [key, descr] = [quoted(name), descrOf(base)];
    if (offset < at || key === null || descr === null || name === "" || names.has(name)) return null;
    if (offset > at) fields.push(`('', '|V${offset - at}')`);
    fields.push(`(${key}, ${descr}${shape})`);
    names.add(name);
    at = offset + inner.width;
  }
  if (at < layout.width) fields.push(`('', '|V${layout.width - at}')`);
  return fields.length === 0 ? null : `[${fields.join(", ")}]`;
}

function headerOf(descr: string, fortran: boolean, shape: readonly number[]): Uint8Array {
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${tuple(shape)}, }`;
  const words = new TextEncoder().encode(text);
  const isAscii = words.length === text.length;
  const start = isAscii && words.length < 60_000 ? 10 : 12;
  const length = start + words.length + 1;
  const bytes = new Uint8Array(length + ((ALIGNED - (length % ALIGNED)) % ALIGNED)).fill(32);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, isAscii ? (start === 10 ? 1 : 2) : 3, 0]);
  const view = new DataView(bytes.buffer);
  if (start === 10) view.setUint16(8, bytes.length - start, true);
  else view.setUint32(8, bytes.length - start, true);
  bytes.set(words, start);
  bytes[bytes.length - 1] = 10;
  return bytes;
}

/** Items of C order in Fortran's: the first axis runs fastest. */
function transposed(bytes: Uint8Array, shape: readonly number[], width: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, width));
  const place = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to += width) {
    out.set(bytes.subarray(from, from + width), to);
    for (let axis = 0; axis < shape.length; axis++) {
      const [size = 0, step = 0, at = 0] = [shape[axis], steps[axis], place[axis]];
      from += step;
      place[axis] = at + 1;
      if (at + 1 < size) break;
      from -= size * step;
      place[axis] = 0;
    }
  }
  return out;
}

/** The bytes of a `.npy`, in two pieces. */
export const npyOf = (descr: string, { shape, fortran, layout, ...entry }: Omit<Entry, "name" | "path">): readonly Uint8Array[] => [
  headerOf(descr, fortran, shape),
  fortran && layout.width > 0 ? transposed(entry.bytes(), shape, layout.width) : entry.bytes(),
];
