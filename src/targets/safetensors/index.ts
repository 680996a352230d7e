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
import type { Layout } from "../arrays/layout.js";
import { namePart, UniqueNames } from "../arrays/named.js";
import { type ArraysReport, arraysIn, type Dropped, drop, type Entry, metadataTexts, nothing } from "../arrays/written.js";

const METADATA = "__metadata__";
/** The format's own bound on a header. */
const LONGEST_HEADER = 100_000_000;
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

export interface SafetensorsWritten {
  readonly bytes: Uint8Array;
  readonly report: ArraysReport<"safetensors">;
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
  for (let to = 0, from = offset; to < length; to += width, from += entry.layout.width) out.set(rows.subarray(from, from + width), to);
  return out;
}

/** A place in an item that is still to be looked at. */
interface Place {
  readonly name: string;
  readonly layout: Layout;
  readonly offset: number;
  readonly shape: readonly number[];
}

const WHY = sentence`safetensors has no such dtype`;

/** The tensors of an array: itself, or its fields by their names. Fields nest as dtypes do, which is bounded. */
function tensorsOf(entry: Entry, unique: UniqueNames, rowsOf: (entry: Entry) => Uint8Array): (Tensor | Dropped)[] {
  const found: (Tensor | Dropped)[] = [];
  const left: Place[] = [{ name: entry.name, layout: entry.layout, offset: 0, shape: entry.shape }];
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    const { layout, offset, shape } = place;
    if (layout.kind === "subarray" && layout.base.kind === "plain") {
      left.push({ ...place, layout: { ...layout.base, width: layout.width }, shape: [...shape, ...layout.shape] });
      continue;
    }
    if (layout.kind === "fields") {
      const inner = layout.fields.map((field) => ({
        name: `${place.name}.${namePart(field.name)}`,
        layout: field.layout,
        offset: offset + field.offset,
        shape,
      }));
      left.push(...inner.reverse());
      continue;
    }
    const name = place.name === entry.name ? entry.name : unique.of(place.name);
    const dtype = layout.kind === "plain" ? DTYPES.get(layout.dtype) : undefined;
    if (dtype === undefined) found.push(drop({ name, path: entry.path }, layout.kind === "plain" ? layout.dtype : "subarray", WHY));
    else {
      const length = entry.layout.width === 0 ? 0 : (entry.length / entry.layout.width) * layout.width;
      const whole = entry.layout.kind === "plain";
      found.push({
        name,
        path: entry.path,
        dtype,
        shape,
        length,
        bytes: () => (whole ? entry.bytes() : column(entry, rowsOf(entry), offset, layout.width, length)),
      });
    }
  }
  return found;
}

/** Lengths whose bytes are another format's first: zlib's header, and a zip's. Readers that go by content would take the file for one. */
const isTaken = (length: number): boolean =>
  ((length & 0xff) === 0x78 && (0x7800 | ((length >> 8) & 0xff)) % 31 === 0) || length === 0x04034b50;

/** Length of a header with the blanks behind it. */
function paddedLength(length: number): number {
  const padded = length + ((8 - (length % 8)) % 8);
  return isTaken(padded) ? padded + 8 : padded;
}

function headerOf(tensors: readonly Tensor[], metadata: ReadonlyMap<string, string>): Uint8Array {
  const parts = [`${JSON.stringify(METADATA)}:${JSON.stringify(Object.fromEntries(metadata))}`];
  let at = 0;
  for (const { name, dtype, shape, length } of tensors) {
    parts.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [at, at + length] })}`);
    at += length;
  }
  const json = new TextEncoder().encode(`{${parts.join(",")}}`);
  const padded = new Uint8Array(paddedLength(json.length)).fill(32);
  padded.set(json);
  return padded;
}

const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, "\ufffd");

/** Writes the arrays of a document, or of the estimator at `select`. @throws CornichonError `target.unsupported`, `document.malformed`, `model.*` */
export function toSafetensors(document: NeutralDocument, select: string | undefined, _options: object = {}): SafetensorsWritten {
  const { entries, dropped, shared, formats } = arraysIn(document, select, [METADATA]);
  // Names of fields may be anything, and stand beside those of arrays.
  const unique = new UniqueNames([METADATA, ...entries.map(({ name }) => name)]);
  const rowsOf = rowsOnce();
  const found = entries.flatMap((entry) => tensorsOf(entry, unique, rowsOf));
  const tensors = found.filter((one) => "bytes" in one);
  if (tensors.length === 0) throw nothing(document);
  const texts = [...metadataTexts(document), ...[...formats].map(([name, format]) => [`${name}.format`, format] as const)];
  const header = headerOf(tensors, new Map(texts.map(([key, value]) => [wellFormed(key), wellFormed(value)])));
  const total = tensors.reduce((sum, { length }) => sum + length, 8 + header.length);
  if (header.length > LONGEST_HEADER || total > MOST_BYTES)
    throw unsupported("", "safetensors", sentence`the file would have ${total} bytes, ${header.length} of them names`);
  const bytes = new Uint8Array(total);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const tensor of tensors) {
    bytes.set(tensor.bytes(), at);
    at += tensor.length;
  }
  const arrays = tensors.map(({ name, path, dtype, shape }) => ({ name, path, dtype, shape }));
  return { bytes, report: { target: "safetensors", arrays, dropped: [...dropped, ...found.filter((one) => "why" in one)], shared } };
}
