/**
 * X from CSV as `pandas.read_csv` reads it, in two passes: the first finds the delimiter, the header, what each column is
 * and how many rows there are; the second gives the rows in blocks. Rows of another length than the first are refused.
 */
import { CornichonError, type Shown, sentence } from "../errors.js";
import type { X } from "../model/all.js";
import type { Bytes } from "./bytes.js";
import { asWritten, ColumnKind, type Kind, READERS } from "./csv-columns.js";
import { type CsvFile, type CsvOptions, type Layout, layoutOf } from "./csv-layout.js";
import { type CsvRecord, type CsvText, splitCsv } from "./csv-records.js";
import { decoded, malformed } from "./decode.js";
import type { Block, Rows, Written } from "./rows.js";
import { UNKNOWN, type Wanted } from "./wanted.js";

const lengthError = ({ fields, line }: CsvRecord, width: number): CornichonError =>
  malformed(sentence`line ${line} of the CSV has ${fields.length} fields, the first has ${width}`);

interface Seen {
  readonly kinds: readonly Kind[];
  readonly count: number;
  readonly warnings: readonly Shown[];
}

export class CsvRows implements Rows {
  readonly #text: () => Iterable<string>;
  readonly #texts: boolean;
  readonly #keepText: boolean;
  readonly #layout: Layout;
  readonly #kinds: readonly Kind[];
  readonly count: number;
  readonly warnings: readonly Shown[];

  /** Reads all of it once. @throws CornichonError `input.malformed`, `usage` */
  constructor(text: () => Iterable<string>, wanted: Wanted = UNKNOWN, options: CsvFile = {}) {
    this.#text = text;
    this.#texts = wanted.takesTexts;
    this.#keepText = options.keepText === true;
    this.#layout = layoutOf(text, options, wanted);
    const { kinds, count, warnings } = this.#look();
    this.#kinds = kinds;
    this.count = count;
    this.warnings = [...this.#layout.warnings, ...warnings];
  }

  /** What the columns are, and how many rows there are. */
  #look(): Seen {
    const { places, width } = this.#layout;
    const columns = places.map((place) => ({ place, kind: new ColumnKind() }));
    const split = this.#split();
    let count = 0;
    for (const record of this.#rows(split)) {
      if (record.fields.length !== width) throw lengthError(record, width);
      for (const { place, kind } of columns) kind.see(record.fields[place] ?? "");
      count++;
    }
    const skipped = width === 1 ? split.skipped() : 0;
    const passed = sentence`${skipped} empty lines were passed over, as pandas does; a missing value in a single column is ""`;
    return { kinds: columns.map(({ kind }) => kind.kind), count, warnings: skipped > 0 ? [passed] : [] };
  }

  #split(): CsvText {
    return splitCsv(this.#text(), this.#layout.delimiter);
  }

  /** The records that are rows. */
  *#rows({ records }: CsvText): Generator<CsvRecord> {
    let isName = this.#layout.hasHeader;
    for (const record of records) {
      if (!isName) yield record;
      isName = false;
    }
  }

  *blocks(size: number): Generator<Block> {
    const readers = this.#kinds.map((kind) => (kind === "texts" && this.#keepText ? asWritten : READERS[kind]));
    let held: CsvRecord[] = [];
    let left = this.count;
    for (const record of this.#rows(this.#split())) {
      held.push(record);
      left--;
      // The last block is never of a few rows: it takes what would be left.
      if (held.length < size || left < size) continue;
      yield this.#block(held, readers);
      held = [];
    }
    if (left !== 0) throw new CornichonError("input.unreadable", sentence`it was changed while it was read`);
    if (held.length > 0 || this.count === 0) yield this.#block(held, readers);
  }

  #block(records: readonly CsvRecord[], readers: readonly ((field: string) => unknown)[]): Block {
    const line = (row: number): number => records[row]?.line ?? 0;
    return { x: this.#x(records, readers), count: records.length, isNamed: this.#layout.hasHeader && !this.#texts, line };
  }

  #x(records: readonly CsvRecord[], readers: readonly ((field: string) => unknown)[]): X {
    const { places, names, hasHeader } = this.#layout;
    const written = records.map(({ fields }) => (places.length === fields.length ? fields : places.map((place) => fields[place] ?? "")));
    if (this.#texts) {
      const read = this.#keepText ? asWritten : READERS.texts;
      return written.map(([field = ""]) => read(field)) as X; // a missing text is no text: the model refuses it
    }
    const rows = written.map((fields) => readers.map((read, j) => read(fields[j] ?? "")));
    return hasHeader ? { columns: names, rows, written } : (rows as X); // any value is looked at when a model takes it
  }

  written(): Written {
    const { places, names, hasHeader } = this.#layout;
    const records = (): Iterable<CsvRecord> => this.#rows(this.#split());
    return {
      columns: hasHeader ? names : places.map(String),
      rows: {
        *[Symbol.iterator]() {
          for (const { fields } of records()) yield places.map((place) => fields[place] ?? "");
        },
      },
    };
  }
}

/** The rows of a file. @throws CornichonError `input.malformed`, `usage` */
export const csvRows = (bytes: Bytes, wanted: Wanted, options: CsvFile): Rows => new CsvRows(() => decoded(bytes), wanted, options);

/**
 * CSV text as X, a table where a line names its columns. What is known of the model (`featureNames`, `nFeatures`) tells
 * names that are numbers from a row.
 * @throws CornichonError `input.malformed`, `usage`
 * @example
 * ```ts
 * import { csvInput, load } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * const answer = model?.predict?.(csvInput("SMB,MKT,HML\n-0.6,0.4,2.9\n", model));
 * console.log(Number(answer?.data[0]).toFixed(6)); //=> 1.834320
 * ```
 */
export function csvInput(text: string, { header, delimiter, keepText, ...known }: CsvOptions & Partial<Wanted> = {}): X {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const rows = new CsvRows(() => [source], { ...UNKNOWN, ...known }, { header, delimiter, keepText });
  for (const { x } of rows.blocks(Number.POSITIVE_INFINITY)) return x;
  throw malformed(sentence`the CSV is empty`);
}
