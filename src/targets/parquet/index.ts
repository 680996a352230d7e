/**
 * `--to parquet`: the table of `--to arrow` as a Parquet file, with its Arrow schema (`ARROW:schema`) and what pyarrow keeps
 * of pandas, so that `pandas.read_parquet` gives the frame back. One row group, pages of 131,072 rows, nothing compressed and
 * no statistics; categories are a dictionary. Seconds become milliseconds, since Parquet has no seconds. The same document
 * gives the same bytes.
 */
import { sentence } from "../../errors.js";
import type { NeutralDocument } from "../../neutral/document.js";
import { HeldBytes } from "../../neutral/held-bytes.js";
import { VERSION } from "../../version.js";
import type { Deferred } from "../deferred.js";
import { noColumn } from "../parts/frame/refusal.js";
import { Pieces } from "../parts/table/pieces.js";
import { schemaMessage } from "../parts/table/schema.js";
import { tableOf } from "../parts/table/table.js";
import type { ArrowTable } from "../parts/table/types.js";
import { levels, packedBits, plainValues, run } from "./encodings.js";
import { codesIn, type Leaf, leavesOf, levelIn, presentIn } from "./leaves.js";
import { elementsOf, physicalOf } from "./schema.js";
import { i32, i64, list, type Struct, struct, text, thrift } from "./thrift.js";

export interface ParquetWritten {
  readonly bytes: Deferred;
  readonly report: null;
}

/** Rows of a page: whole bytes of bits. */
const PAGE = 131_072;
const MOST_PAGE = 2 ** 31 - 1;

const PLAIN = 0;
const RLE = 3;
const RLE_DICTIONARY = 8;
const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;

const MAGIC = new TextEncoder().encode("PAR1");

interface Page {
  readonly pieces: readonly Uint8Array[];
  readonly length: number;
}

function page(kind: number, header: readonly [number, Struct], body: readonly Uint8Array[], leaf: Leaf): Page {
  const size = body.reduce((sum, piece) => sum + piece.length, 0);
  if (size > MOST_PAGE) throw noColumn(leaf.path.join("."), leaf.type.is, sentence`${PAGE} rows of it have more than 2 GiB`);
  const start = thrift([
    [1, i32(kind)],
    [2, i32(size)],
    [3, i32(size)],
    [header[0], struct(...header[1])],
  ]);
  return { pieces: [start, ...body], length: start.length + size };
}

const dictionaryPage = (leaf: Leaf): Page[] => {
  if (leaf.dictionary === null) return [];
  const { length } = leaf.dictionary;
  const header: Struct = [
    [1, i32(length)],
    [2, i32(PLAIN)],
  ];
  return [page(DICTIONARY_PAGE, [7, header], [plainValues(leaf.dictionary, null, 0, length)], leaf)];
};

/** Levels of rows: how much of each is there. */
function levelBytes(leaf: Leaf, isWhole: boolean, from: number, to: number): Uint8Array {
  const deepest = leaf.above.length + 1;
  if (isWhole) return levels(run(to - from, deepest));
  const at = levelIn(leaf);
  return levels(packedBits(to - from, deepest === 1 ? 1 : 2, (k) => at(from + k)));
}

/** Bits that codes of so many values need. */
const codeWidth = (values: number): number => Math.max(1, Math.ceil(Math.log2(Math.max(2, values))));

function codesOf(leaf: Leaf, rows: readonly number[], values: number): Uint8Array[] {
  const read = codesIn(leaf.array);
  const width = codeWidth(values);
  return [Uint8Array.of(width), packedBits(rows.length, width, (k) => read(rows[k] ?? 0))];
}

function dataPage(leaf: Leaf, from: number, to: number): Page {
  const isPresent = presentIn(leaf);
  const isWhole = [...leaf.above, leaf.array].every(({ nulls }) => nulls === 0);
  const rows: number[] = [];
  if (!isWhole || leaf.dictionary !== null) for (let row = from; row < to; row++) if (isPresent(row)) rows.push(row);
  const values =
    leaf.dictionary === null ? [plainValues(leaf.array, isWhole ? null : rows, from, to)] : codesOf(leaf, rows, leaf.dictionary.length);
  const header: Struct = [
    [1, i32(to - from)],
    [2, i32(leaf.dictionary === null ? PLAIN : RLE_DICTIONARY)],
    [3, i32(RLE)],
    [4, i32(RLE)],
  ];
  return page(DATA_PAGE, [5, header], [levelBytes(leaf, isWhole, from, to), ...values], leaf);
}

/** Writes the pages of a column; what the footer says of it. */
function chunk(out: Pieces, leaf: Leaf, rows: number): { readonly entry: Struct; readonly bytes: number } {
  const start = out.length;
  for (const { pieces } of dictionaryPage(leaf)) out.add(...pieces);
  const data = out.length;
  for (let from = 0; from < Math.max(1, rows); from += PAGE) out.add(...dataPage(leaf, from, Math.min(rows, from + PAGE)).pieces);
  const bytes = out.length - start;
  const encodings = leaf.dictionary === null ? [PLAIN, RLE] : [PLAIN, RLE, RLE_DICTIONARY];
  const metadata: Struct = [
    [1, i32(physicalOf(leaf.type)?.type ?? 0)],
    [2, list(encodings.map(i32))],
    [3, list(leaf.path.map(text))],
    [4, i32(0)],
    [5, i64(rows)],
    [6, i64(bytes)],
    [7, i64(bytes)],
    [9, i64(data)],
    ...(leaf.dictionary === null ? [] : [[11, i64(start)] as const]),
  ];
  return {
    entry: [
      [2, i64(start)],
      [3, struct(...metadata)],
    ],
    bytes,
  };
}

const keyValue = (key: string, value: string): Struct => [
  [1, text(key)],
  [2, text(value)],
];

function footer(table: ArrowTable, chunks: readonly { readonly entry: Struct; readonly bytes: number }[]): Uint8Array {
  const root: Struct = [
    [4, text("schema")],
    [5, i32(table.columns.length)],
  ];
  const schema = [root, ...table.columns.flatMap(({ field }) => elementsOf(field))];
  const group = struct(
    [1, list(chunks.map(({ entry }) => struct(...entry)))],
    [2, i64(chunks.reduce((sum, { bytes }) => sum + bytes, 0))],
    [3, i64(table.rows)],
  );
  const arrow = [...new HeldBytes(new Uint8Array(schemaMessage(table))).base64()].join("");
  const pairs = [keyValue("pandas", table.pandas), keyValue("ARROW:schema", arrow)];
  return thrift([
    [1, i32(2)],
    [2, list(schema.map((element) => struct(...element)))],
    [3, i64(table.rows)],
    [4, list([group])],
    [5, list(pairs.map((pair) => struct(...pair)))],
    [6, text(`cornichon version ${VERSION}`)],
  ]);
}

function fileOf(table: ArrowTable): Deferred {
  const out = new Pieces();
  out.add(MAGIC);
  const chunks = table.columns.flatMap(leavesOf).map((leaf) => chunk(out, leaf, table.rows));
  const end = footer(table, chunks);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, end.length, true);
  out.add(end, length, MAGIC);
  return out.deferred;
}

/** Writes a frame as a Parquet file. @throws CornichonError `target.unsupported`, `document.malformed` */
export const toParquet = (document: NeutralDocument, select: string | undefined): ParquetWritten => ({
  bytes: fileOf(tableOf(document, select)),
  report: null,
});
