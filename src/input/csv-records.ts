/**
 * The fields of delimited text, record by record, as pandas takes it apart: a quote counts at a field's beginning, doubled
 * quotes are one, lines end with LF, CR or both, and a line of blanks is none. Text comes in pieces, and what a record needs
 * is kept until it is whole; a quote that is never closed ends at a limit.
 */
import { sentence } from "../errors.js";
import { malformed } from "./decode.js";

export interface CsvRecord {
  readonly fields: readonly string[];
  /** Where it begins, counted from 1. */
  readonly line: number;
}

/** Longest record. */
const LONGEST = 16 * 1024 * 1024;
const QUOTE = 34;
const LF = 10;
const CR = 13;

const isBlank = (text: string): boolean => /^[ \t]*$/.test(text);

class Splitter {
  readonly #delimiter: number;
  #text = "";
  #at = 0;
  #line = 1;
  /** Lines of blanks that were passed over between records. */
  skipped = 0;
  #blanks = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  feed(piece: string): void {
    this.#text = this.#text.slice(this.#at) + piece;
    this.#at = 0;
  }

  /** The next whole record; null when more text is needed, or at the end. @throws CornichonError `input.malformed` */
  next(last: boolean): CsvRecord | null {
    for (;;) {
      const line = this.#line;
      const start = this.#at;
      const fields = this.#record(last);
      if (fields === null) {
        this.#at = start;
        if (this.#text.length - start > LONGEST)
          throw malformed(sentence`line ${line} begins a row of more than ${LONGEST} characters; is a quote not closed?`);
        return null;
      }
      const [only = ""] = fields;
      if (fields.length === 1 && isBlank(only) && this.#text.charCodeAt(start) !== QUOTE) this.#blanks++;
      else {
        this.skipped += this.#blanks;
        this.#blanks = 0;
        return { fields, line };
      }
    }
  }

  /** Fields up to the end of the line; null where the text ends before. */
  #record(last: boolean): string[] | null {
    const text = this.#text;
    const fields: string[] = [];
    let at = this.#at;
    let lines = 0;
    if (last && at === text.length) return null;
    for (;;) {
      let field = "";
      if (text.charCodeAt(at) === QUOTE) {
        const end = this.#closing(at);
        if (end < 0) {
          if (last) throw malformed(sentence`the CSV ends inside quotes, which begin in line ${this.#line + lines}`);
          return null;
        }
        field = text.slice(at + 1, end).replaceAll('""', '"');
        if (/[\r\n]/.test(field)) lines += field.match(/\r\n|\r|\n/g)?.length ?? 0;
        at = end + 1;
      }
      const from = at;
      let code = text.charCodeAt(at);
      while (at < text.length && code !== this.#delimiter && code !== LF && code !== CR) code = text.charCodeAt(++at);
      fields.push(field === "" ? text.slice(from, at) : field + text.slice(from, at));
      if (at < text.length && code === this.#delimiter) {
        at++;
        continue;
      }
      // A carriage return at the end of a piece may be half of a line's end.
      if (!last && (at === text.length || (code === CR && at + 1 === text.length))) return null;
      this.#at = at === text.length ? at : code === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
      this.#line += lines + 1;
      return fields;
    }
  }

  /** Place of the quote that closes the one at `open`; -1 where it is not there yet. */
  #closing(open: number): number {
    for (let end = this.#text.indexOf('"', open + 1); end >= 0; end = this.#text.indexOf('"', end + 2))
      if (this.#text.charCodeAt(end + 1) !== QUOTE) return end;
    return -1;
  }
}

/** Records, and how many lines of blanks stood between them. */
export interface CsvText {
  readonly records: Iterable<CsvRecord>;
  readonly skipped: () => number;
}

/** @throws CornichonError `input.malformed`, while the records are read */
export function splitCsv(pieces: Iterable<string>, delimiter: string): CsvText {
  const splitter = new Splitter(delimiter);
  function* records(): Generator<CsvRecord> {
    for (const piece of pieces) {
      splitter.feed(piece);
      for (let one = splitter.next(false); one !== null; one = splitter.next(false)) yield one;
    }
    for (let one = splitter.next(true); one !== null; one = splitter.next(true)) yield one;
  }
  return { records: records(), skipped: () => splitter.skipped };
}
