/** Arrays as `.npy` files, as numpy.save writes them (numpy/lib/format.py): version 1.0, 2.0 where the header is long. */
import type { PythonArray } from "./arrays.js";
import { codeOf, type Dtype, orderOf } from "./dtypes.js";

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const ALIGNED = 64;
const LONGEST_1 = 65_535;

/** A text as Python prints it between quotes. */
const quoted = (text: string): string =>
  `'${text.replace(/[\\']/g, "\\$&").replace(/[^ -~]/gu, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point < 0x10000 ? `\\u${point.toString(16).padStart(4, "0")}` : `\\U${point.toString(16).padStart(8, "0")}`;
  })}'`;

function unitOf({ unit }: Dtype): string {
  if (unit === undefined || unit.name === "") return "";
  return `[${unit.count === 1 ? "" : unit.count}${unit.name}]`;
}

/** One field of `dtype.descr`. */
const fieldOf = (name: string, dtype: Dtype): string => {
  const { sub } = dtype;
  if (sub === undefined) return `(${quoted(name)}, ${descrOf(dtype)})`;
  return `(${quoted(name)}, ${descrOf(sub.base)}, (${sub.shape.map((n) => `${n},`).join(" ")}))`;
};

const padding = (from: number, to: number): string[] => (to > from ? [`('', '|V${to - from}')`] : []);

/** Fields in the order of their places; null where they overlap, which `descr` cannot say. */
function fieldsOf(dtype: Dtype): readonly string[] | null {
  let end = 0;
  const parts: string[] = [];
  for (const field of dtype.fields ?? []) {
    if (field.offset < end) return null;
    parts.push(...padding(end, field.offset), fieldOf(field.name, field.dtype));
    end = field.offset + field.dtype.itemsize;
  }
  return [...parts, ...padding(end, dtype.itemsize)];
}

/** numpy's `descr`: a text, or a list of fields with the gaps between them. */
function descrOf(dtype: Dtype): string {
  if (dtype.fields !== undefined) return `[${(fieldsOf(dtype) ?? []).join(", ")}]`;
  const code = dtype.kind === "M" || dtype.kind === "m" ? `${dtype.kind}8${unitOf(dtype)}` : codeOf(dtype);
  return quoted(`${orderOf(dtype)}${code}`);
}

/** Whether `.npy` can say a dtype: without objects, fields one after the other and named. */
export function fitsInNpy(dtype: Dtype): boolean {
  if (dtype.kind === "O") return false;
  if (dtype.sub !== undefined) return fitsInNpy(dtype.sub.base) && dtype.sub.base.sub === undefined;
  const fields = dtype.fields ?? [];
  return fieldsOf(dtype) !== null && fields.every((field) => field.name !== "" && fitsInNpy(field.dtype));
}

const shapeOf = (shape: readonly number[]): string => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);

/** An array without objects as a file. */
export function npyOf({ dtype, shape, fortran, bytes }: Pick<PythonArray, "dtype" | "shape" | "fortran" | "bytes">): Uint8Array {
  const text = `{'descr': ${descrOf(dtype)}, 'fortran_order': ${fortran ? "True" : "False"}, 'shape': ${shapeOf(shape)}, }`;
  const wide = text.length + ALIGNED > LONGEST_1;
  const before = MAGIC.length + 2 + (wide ? 4 : 2);
  const length = text.length + 1 + ((ALIGNED - ((before + text.length + 1) % ALIGNED)) % ALIGNED);
  const data = bytes ?? new Uint8Array();
  const out = new Uint8Array(before + length + data.length);
  out.set([...MAGIC, wide ? 2 : 1, 0]);
  const view = new DataView(out.buffer);
  if (wide) view.setUint32(before - 4, length, true);
  else view.setUint16(before - 2, length, true);
  out.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), before);
  out.set(data, before + length);
  return out;
}
