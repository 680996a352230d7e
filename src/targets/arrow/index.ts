/**
 * `--to arrow`: an Arrow IPC file (Feather, version 2) of what `pyarrow.Table.from_pandas` holds, with what it keeps of pandas,
 * so that `pyarrow.feather.read_feather` gives the frame back. One record batch; nothing is compressed, and the values of
 * numbers and times are the document's own bytes. The same document gives the same bytes.
 */
import type { NeutralDocument } from "../../neutral/document.js";
import type { Deferred } from "../deferred.js";
import { bytesIn } from "../parts/table/columns.js";
import { flatBuffer, type Table } from "../parts/table/flatbuffer.js";
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

/** Pieces of a file, and where they come to stand. */
class Pieces {
  readonly #pieces: Uint8Array[] = [];
  length = 0;

  add(...pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) {
      this.#pieces.push(piece);
      this.length += piece.length;
    }
  }

  /** A message and its body. */
  message(kind: number, header: Table, body: Body | null): Block {
    const offset = this.length;
    const start = framed(message(kind, header, body?.length ?? 0));
    this.add(start);
    for (const buffer of body?.buffers ?? []) this.add(buffer, padding(buffer.length));
    return { offset, metadata: start.length, body: body?.length ?? 0 };
  }

  get deferred(): Deferred {
    return { length: this.length, pieces: () => this.#pieces };
  }
}

function fileOf(table: ArrowTable): Deferred {
  const out = new Pieces();
  out.add(MAGIC, new Uint8Array(2));
  out.message(SCHEMA, schemaTable(table), null);
  const dictionaries = table.columns.flatMap(({ field }, id) => {
    const values = field.dictionary?.values;
    if (values === undefined) return [];
    const body = bodyOf([values]);
    return [out.message(DICTIONARY_BATCH, dictionaryBatch(id, recordBatch(values.length, body.arrays, body.placed)), body)];
  });
  const body = bodyOf(table.columns.map(({ array }) => array));
  const batch = out.message(RECORD_BATCH, recordBatch(table.rows, body.arrays, body.placed), body);
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
