/**
 * X from CSV as `pandas.read_csv` reads it, in two passes: the first finds the delimiter, the header, what each column is
 * and how many rows there are; the second gives the rows in blocks. Rows of another length than the first are refused.
 */
import { CornichonError, type Shown, sentence } from "../errors.js";
import type { X } from "../model/all.js";
import type { Bytes } from "./bytes.js";
import { asWritten, ColumnKind, type Kind, READERS } from "./csv-columns.js";
import { firstLine, hasIndex, namesOf, sniffDelimiter } from "./csv-header.js";
import { type CsvRecord, type CsvText, splitCsv } from "./csv-records.js";
import { decoded, malformed } from "./decode.js";
import type { Block, Rows, Written } from "./rows.js";
import { UNKNOWN, type Wanted } from "./wanted.js";

export interface CsvOptions {
  /** Whether the first line names the columns; found out unless it is said. */
  readonly header?: boolean | undefined;
  /** One character; found out unless it is said. */
  readonly delimiter?: string | undefined;
  /** Texts that pandas reads as missing (`NA`, an empty field) are texts in columns of texts. */
  readonly keepText?: boolean | undefined;
}

/** As much as the delimiter is looked for in. */
const SNIFFED = 64 * 1024;

function delimiterOf(pieces: Iterable<string>, { delimiter }: CsvOptions, wanted: Wanted): string {
  if (delimiter !== undefined) {
    if (!/^[^"\r\n]$/.test(delimiter)) throw new CornichonError("usage", sentence`a delimiter is one character, and no quote or line end`);
    return delimiter;
  }
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length >= SNIFFED) break;
  }
  // A last line that is cut off may be cut in a quote.
  const whole = text.length < SNIFFED ? text : text.slice(0, text.lastIndexOf("\n") + 1);
  try {
    return sniffDelimiter(whole, wanted);
  } catch {
    return ","; // what is wrong with it is told when it is read
  }
}

const lengthError = ({ fields, line }: CsvRecord, width: number): CornichonError =>
  malformed(sentence`line ${line} of the CSV has ${fields.length} fields, the first has ${width}`);

export class CsvRows implements Rows {
  readonly #text: () => Iterable<string>;
  readonly #delimiter: string;
  readonly #header: boolean;
  readonly #texts: boolean;
  readonly #places: readonly number[];
  readonly #names: readonly string[];
  readonly #kinds: readonly Kind[];
  readonly #keepText: boolean;
  readonly count: number;
  readonly warnings: readonly Shown[];

  /** Reads all of it once. @throws CornichonError `input.malformed`, `usage` */
  constructor(text: () => Iterable<string>, wanted: Wanted = UNKNOWN, options: CsvOptions = {}) {
    this.#text = text;
    this.#texts = wanted.takesTexts;
    this.#keepText = options.keepText === true;
    this.#delimiter = delimiterOf(text(), options, wanted);
    const split = this.#split();
    const records = split.records[Symbol.iterator]();
    const first = records.next();
    if (first.done === true) throw malformed(sentence`the CSV is empty`);
    const { fields } = first.value;
    const line = options.header === undefined ? (this.#texts ? "names" : firstLine(fields, wanted)) : options.header ? "names" : "row";
    this.#header = line === "names";
    const indexed = this.#header && hasIndex(fields, wanted);
    this.#places = fields.map((_, j) => j).slice(indexed ? 1 : 0);
    this.#names = this.#header ? namesOf(fields, wanted).slice(indexed ? 1 : 0) : [];
    if (this.#texts && this.#places.length !== 1)
      throw malformed(sentence`the CSV has ${this.#places.length} columns, and the model takes one of texts`);
    const { kinds, count } = this.#look(this.#header ? [] : [first.value], { [Symbol.iterator]: () => records }, fields.length);
    this.#kinds = kinds;
    this.count = count;
    const skipped = fields.length === 1 ? split.skipped() : 0;
    this.warnings = [
      ...(indexed ? [sentence`its first column has no name, so it was taken for pandas' index and left out`] : []),
      ...(line === "perhaps" ? [sentence`its first line is of numbers, so it was taken for a row (--header: it names the columns)`] : []),
      ...(skipped > 0 ? [sentence`${skipped} empty lines were passed over, as pandas does; a missing value in a single column is ""`] : []),
    ];
  }

  #split(): CsvText {
    return splitCsv(this.#text(), this.#delimiter);
  }

  /** What the columns are. */
  #look(
    begun: readonly CsvRecord[],
    rest: Iterable<CsvRecord>,
    width: number,
  ): { readonly kinds: readonly Kind[]; readonly count: number } {
    const columns = this.#places.map((place) => ({ place, kind: new ColumnKind() }));
    let count = 0;
    for (const records of [begun, rest])
      for (const record of records) {
        if (record.fields.length !== width) throw lengthError(record, width);
        for (const { place, kind } of columns) kind.see(record.fields[place] ?? "");
        count++;
      }
    return { kinds: columns.map(({ kind }) => kind.kind), count };
  }

  *#records(): Generator<CsvRecord> {
    let isFirst = true;
    for (const record of this.#split().records) {
      if (!isFirst || !this.#header) yield record;
      isFirst = false;
    }
  }

  *blocks(size: number): Generator<Block> {
    const readers = this.#kinds.map((kind) => (kind === "texts" && this.#keepText ? asWritten : READERS[kind]));
    let held: CsvRecord[] = [];
    let left = this.count;
    for (const record of this.#records()) {
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
    return { x: this.#x(records, readers), count: records.length, isNamed: this.#header && !this.#texts, line };
  }

  #x(records: readonly CsvRecord[], readers: readonly ((field: string) => unknown)[]): X {
    const places = this.#places;
    const written = records.map(({ fields }) => (places.length === fields.length ? fields : places.map((place) => fields[place] ?? "")));
    if (this.#texts) {
      const read = this.#keepText ? asWritten : READERS.texts;
      return written.map(([field = ""]) => read(field)) as X; // a missing text is no text: the model refuses it
    }
    const rows = written.map((fields) => readers.map((read, j) => read(fields[j] ?? "")));
    return this.#header ? { columns: this.#names, rows, written } : (rows as X); // any value is looked at when a model takes it
  }

  written(): Written {
    const places = this.#places;
    const columns = this.#header ? this.#names : places.map(String);
    const records = (): Iterable<CsvRecord> => this.#records();
    return {
      columns,
      rows: {
        *[Symbol.iterator]() {
          for (const { fields } of records()) yield places.map((place) => fields[place] ?? "");
        },
      },
    };
  }
}

/** The rows of a file. @throws CornichonError `input.malformed`, `usage` */
export const csvRows = (bytes: Bytes, wanted: Wanted, options: CsvOptions): Rows => new CsvRows(() => decoded(bytes), wanted, options);

/**
 * CSV text as X, a table where a line names its columns. What is known of the model (`featureNames`, `nFeatures`) tells
 * names that are numbers from a row.
 * @throws CornichonError `input.malformed`, `usage`
 */
export function csvInput(text: string, { header, delimiter, keepText, ...known }: CsvOptions & Partial<Wanted> = {}): X {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const rows = new CsvRows(() => [source], { ...UNKNOWN, ...known }, { header, delimiter, keepText });
  for (const { x } of rows.blocks(Number.POSITIVE_INFINITY)) return x;
  throw malformed(sentence`the CSV is empty`);
}
