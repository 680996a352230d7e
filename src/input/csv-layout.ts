/** How a CSV is laid out, which its beginning tells: the delimiter, the names of the columns, which of them X has. */
import { CornichonError, type Shown, sentence, showText } from "../errors.js";
import { type FirstLine, firstLine, hasIndex, namesOf, sniffDelimiter } from "./csv-header.js";
import { splitCsv } from "./csv-records.js";
import { malformed } from "./decode.js";
import type { Wanted } from "./wanted.js";

export interface CsvOptions {
  /** Whether the first line names the columns; found out unless it is said. */
  readonly header?: boolean | undefined;
  /** One character; found out unless it is said. */
  readonly delimiter?: string | undefined;
  /** Texts that pandas reads as missing (`NA`, an empty field) are texts in columns of texts. */
  readonly keepText?: boolean | undefined;
}

/** What a file's name says beside them. */
export interface CsvFile extends CsvOptions {
  /** It is called a CSV, so that its one column of texts has a name. */
  readonly isCsv?: boolean;
}

export interface Layout {
  readonly delimiter: string;
  /** The first line names the columns. */
  readonly hasHeader: boolean;
  /** Fields of each line. */
  readonly width: number;
  /** Places of X's columns among them. */
  readonly places: readonly number[];
  /** Their names, none without a header. */
  readonly names: readonly string[];
  readonly warnings: readonly Shown[];
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
  const whole = text.length < SNIFFED ? text : text.slice(0, text.lastIndexOf("\n") + 1) || text;
  try {
    return sniffDelimiter(whole, wanted);
  } catch {
    return ","; // what is wrong with it is told when it is read
  }
}

/** The first line is what it is said to be, and names a column of texts. */
function lineOf(fields: readonly string[], { header }: CsvOptions, wanted: Wanted): FirstLine {
  if (header !== undefined) return header ? "names" : "row";
  return wanted.takesTexts ? "names" : firstLine(fields, wanted);
}

/** What is said of a text's first line where nothing but habit makes it a name. */
const nameWarning = (name: string): Shown =>
  sentence`its first line, ${showText(JSON.stringify(name))}, was taken for the name of the column (--no-header: it is a text)`;

function layoutWith(fields: readonly string[], delimiter: string, options: CsvFile, wanted: Wanted): Layout {
  const line = lineOf(fields, options, wanted);
  const hasHeader = line === "names";
  const from = hasHeader && hasIndex(fields, wanted) ? 1 : 0;
  const places = fields.map((_, j) => j).slice(from);
  if (wanted.takesTexts && places.length !== 1)
    throw malformed(sentence`the CSV has ${places.length} columns, and the model takes one of texts (a .txt file has a text a line)`);
  const warnings = [
    ...(from > 0 ? [sentence`its first column has no name, so it was taken for pandas' index and left out`] : []),
    ...(wanted.takesTexts && hasHeader && options.header === undefined && options.isCsv !== true ? [nameWarning(fields[from] ?? "")] : []),
    ...(line === "perhaps" ? [sentence`its first line is of numbers, so it was taken for a row (--header: it names the columns)`] : []),
  ];
  return { delimiter, hasHeader, width: fields.length, places, names: hasHeader ? namesOf(fields, wanted).slice(from) : [], warnings };
}

/** @throws CornichonError `input.malformed`, `usage` */
export function layoutOf(text: () => Iterable<string>, options: CsvFile, wanted: Wanted): Layout {
  const delimiter = delimiterOf(text(), options, wanted);
  for (const { fields } of splitCsv(text(), delimiter).records) return layoutWith(fields, delimiter, options, wanted);
  throw malformed(sentence`the CSV is empty`);
}
