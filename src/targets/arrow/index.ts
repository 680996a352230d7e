/**
 * `--to arrow`: an Arrow IPC file (Feather, version 2) of what `pyarrow.Table.from_pandas` holds, with what it keeps of pandas,
 * so that `pyarrow.feather.read_feather` gives the frame back. One record batch; nothing is compressed, and the values of
 * numbers and times are the document's own bytes. The same document gives the same bytes.
 */
import type { NeutralDocument } from "../../neutral/document.js";
import type { Deferred } from "../deferred.js";
import { bytesIn } from "../parts/table/columns.js";
import { flatBuffer, type Table } from "../parts/table/flatbuffer.js";
import { Pieces } from "../parts/table/pieces.js";
import {
  type Block,
  DICTIONARY_BATCH,
  dictionaryBatch,
  footerTable,
  framed,
  message,
  type Placed,
  RECORD_BATCH,
  recordBatch,
  SCHEMA,
  schemaTable,
} from "../parts/table/schema.js";
import { tableOf } from "../parts/table/table.js";
import type { ArrowArray, ArrowTable } from "../parts/table/types.js";

export interface ArrowWritten {
  readonly bytes: Deferred;
  readonly report: null;
}

const MAGIC = new TextEncoder().encode("ARROW1");
const NONE = new Uint8Array(0);

const padding = (length: number): Uint8Array => new Uint8Array((8 - (length % 8)) % 8);

/** An array, and what it is made of. */
function* nodes(array: ArrowArray): Generator<ArrowArray> {
  yield array;
  for (const child of array.children) yield* nodes(child);
}

/** The buffers of an array by itself. */
function buffersOf({ type, validity, offsets, data }: ArrowArray): readonly Uint8Array[] {
  if (type.is === "null") return [];
  const own = [validity ?? NONE, ...(offsets === null ? [] : [bytesIn(offsets)])];
  return type.is === "struct" ? own : [...own, data ?? NONE];
}

interface Body {
  readonly arrays: readonly ArrowArray[];
  readonly buffers: readonly Uint8Array[];
  readonly placed: readonly Placed[];
  readonly length: number;
}

function bodyOf(columns: readonly ArrowArray[]): Body {
  const arrays = columns.flatMap((column) => [...nodes(column)]);
  const buffers = arrays.flatMap(buffersOf);
  let length = 0;
  const placed = buffers.map((buffer) => {
    const offset = length;
    length += buffer.length + padding(buffer.length).length;
    return { offset, length: buffer.length };
  });
  return { arrays, buffers, placed, length };
}

/** Writes a message and its body; gives where it stands. */
function written(out: Pieces, kind: number, header: Table, body: Body | null): Block {
  const offset = out.length;
  const start = framed(message(kind, header, body?.length ?? 0));
  out.add(start);
  for (const buffer of body?.buffers ?? []) out.add(buffer, padding(buffer.length));
  return { offset, metadata: start.length, body: body?.length ?? 0 };
}

function fileOf(table: ArrowTable): Deferred {
  const out = new Pieces();
  out.add(MAGIC, new Uint8Array(2));
  written(out, SCHEMA, schemaTable(table), null);
  const dictionaries = table.columns.flatMap(({ field }, id) => {
    const values = field.dictionary?.values;
    if (values === undefined) return [];
    const body = bodyOf([values]);
    return [written(out, DICTIONARY_BATCH, dictionaryBatch(id, recordBatch(values.length, body.arrays, body.placed)), body)];
  });
  const body = bodyOf(table.columns.map(({ array }) => array));
  const batch = written(out, RECORD_BATCH, recordBatch(table.rows, body.arrays, body.placed), body);
  const end = new Uint8Array(8);
  end.fill(255, 0, 4);
  const footer = flatBuffer(footerTable(table, dictionaries, [batch]));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setInt32(0, footer.length, true);
  out.add(end, footer, length, MAGIC);
  return out.deferred;
}

/** Writes a frame as an Arrow file. @throws CornichonError `target.unsupported`, `document.malformed` */
export const toArrow = (document: NeutralDocument, select: string | undefined): ArrowWritten => ({
  bytes: fileOf(tableOf(document, select)),
  report: null,
});
