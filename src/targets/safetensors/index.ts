/**
 * `--to safetensors`: the arrays of a document by name, bit for bit. Structured arrays (a tree's nodes) are a tensor a field;
 * what was in Fortran's order is in C order, which is the only one that the format has. Texts, dates, complex numbers, long
 * doubles and objects have no dtype there: they are left out, and the report lists each with its reason.
 *
 * `__metadata__` has what the document's metadata says, as texts (what is none, as JSON), `source_sha256`, and the format of
 * each sparse matrix (`coef_.format`). The same document gives the same bytes. Slow: the file is made in memory.
 */
import { sentence } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import type { NeutralDocument } from "../../neutral/document.js";
import { namePart, UniqueNames } from "../parts/arrays/named.js";
import { type ArraysReport, arraysIn, type Dropped, drop, type Entry, entryOf, metadataTexts, nothing } from "../parts/arrays/written.js";
import { type Dtype, isPlain, nameOf } from "../parts/numpy/dtypes.js";
import { headerOf, METADATA } from "./header.js";
import { isTorch, torchTensors } from "./torch.js";

const MOST_BYTES = 2 ** 33;

const DTYPES: ReadonlyMap<string, string> = new Map([
  ["bool", "BOOL"],
  ["int8", "I8"],
  ["uint8", "U8"],
  ["int16", "I16"],
  ["uint16", "U16"],
  ["int32", "I32"],
  ["uint32", "U32"],
  ["int64", "I64"],
  ["uint64", "U64"],
  ["float16", "F16"],
  ["float32", "F32"],
  ["float64", "F64"],
]);

interface Tensor {
  readonly name: string;
  readonly path: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly length: number;
  bytes(): Uint8Array;
}

export interface SafetensorsWritten<R = ArraysReport<"safetensors">> {
  readonly bytes: Uint8Array;
  readonly report: R;
}

/** Bytes of the array that was asked last: its fields are asked one after the other. */
function rowsOnce(): (entry: Entry) => Uint8Array {
  let last: { readonly entry: Entry; readonly rows: Uint8Array } | null = null;
  return (entry) => {
    if (last?.entry !== entry) last = { entry, rows: entry.bytes() };
    return last.rows;
  };
}

/** Bytes of a field, one item after the other. */
function column(entry: Entry, rows: Uint8Array, offset: number, width: number, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let to = 0, from = offset; to < length; to += width, from += entry.layout.itemsize) out.set(rows.subarray(from, from + width), to);
  return out;
}

/** A place in an item that is still to be looked at. */
interface Place {
  readonly name: string;
  readonly layout: Dtype;
  /** Bytes of all that lies there. */
  readonly width: number;
  readonly offset: number;
  readonly shape: readonly number[];
}

const WHY = sentence`safetensors has no such dtype`;

/** The tensors of an array: itself, or its fields by their names. Fields nest as dtypes do, which is bounded. */
function tensorsOf(entry: Entry, unique: UniqueNames, rowsOf: (entry: Entry) => Uint8Array): (Tensor | Dropped)[] {
  const found: (Tensor | Dropped)[] = [];
  const left: Place[] = [{ name: entry.name, layout: entry.layout, width: entry.layout.itemsize, offset: 0, shape: entry.shape }];
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    const { layout, width, offset, shape } = place;
    if (layout.sub !== undefined && isPlain(layout.sub.base)) {
      left.push({ ...place, layout: layout.sub.base, shape: [...shape, ...layout.sub.shape] });
      continue;
    }
    if (layout.fields !== undefined) {
      const inner = layout.fields.map((field) => ({
        name: `${place.name}.${namePart(field.name)}`,
        layout: field.dtype,
        width: field.dtype.itemsize,
        offset: offset + field.offset,
        shape,
      }));
      left.push(...inner.reverse());
      continue;
    }
    const name = place.name === entry.name ? entry.name : unique.of(place.name);
    const known = isPlain(layout) ? nameOf(layout) : "subarray";
    const dtype = DTYPES.get(known);
    if (dtype === undefined) found.push(drop({ name, path: entry.path }, known, WHY));
    else {
      const length = entry.layout.itemsize === 0 ? 0 : (entry.length / entry.layout.itemsize) * width;
      const whole = isPlain(entry.layout);
      found.push({
        name,
        path: entry.path,
        dtype,
        shape,
        length,
        bytes: () => (whole ? entry.bytes() : column(entry, rowsOf(entry), offset, width, length)),
      });
    }
  }
  return found;
}

/** Writes the arrays of a document, or of the estimator at `select`. @throws CornichonError `target.unsupported`, `document.malformed`, `model.*` */
export function toSafetensors(document: NeutralDocument, select: string | undefined, _options: object = {}): SafetensorsWritten {
  if (isTorch(document) && select === undefined) return ofTorch(document);
  const { entries, dropped, shared, formats } = arraysIn(document, select, [METADATA]);
  // Names of fields may be anything, and stand beside those of arrays.
  const unique = new UniqueNames([METADATA, ...entries.map(({ name }) => name)]);
  const rowsOf = rowsOnce();
  const found = entries.flatMap((entry) => tensorsOf(entry, unique, rowsOf));
  const tensors = found.filter((one) => "bytes" in one);
  if (tensors.length === 0) throw nothing(document);
  const texts = [...metadataTexts(document), ...[...formats].map(([name, format]) => [`${name}.format`, format] as const)];
  return filed(tensors, headerOf(tensors, new Map(texts)), {
    target: "safetensors",
    arrays: tensors.map(({ name, path, dtype, shape }) => ({ name, path, dtype, shape })),
    dropped: [...dropped, ...found.filter((one) => "why" in one)],
    shared,
  });
}

/** A torch file's tensors, whose bytes are there. */
function ofTorch(document: NeutralDocument): SafetensorsWritten {
  const { tensors, header, report } = torchTensors(document);
  const held = tensors.map(({ name, array, length }) => {
    const entry = entryOf({ name, path: name, value: array });
    return { length, bytes: () => ("bytes" in entry ? entry.bytes() : new Uint8Array()) };
  });
  return filed(held, header, report);
}

/** A whole file in memory. @throws CornichonError `target.unsupported` */
function filed<R>(tensors: readonly Pick<Tensor, "length" | "bytes">[], header: Uint8Array, report: R): SafetensorsWritten<R> {
  const total = tensors.reduce((sum, { length }) => sum + length, header.length);
  if (total > MOST_BYTES) throw unsupported("", "safetensors", sentence`the file would have ${total} bytes`);
  const bytes = new Uint8Array(total);
  bytes.set(header);
  let at = header.length;
  for (const tensor of tensors) {
    bytes.set(tensor.bytes(), at);
    at += tensor.length;
  }
  return { bytes, report };
}
