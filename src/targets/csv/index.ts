/**
 * `--to csv`: the text that `DataFrame.to_csv()` of pandas 3 writes with its default options: the index first, floats by
 * their shortest digits, nothing where a value is missing, quotes where there must be some. Written in chunks of rows, as
 * pandas does, since it shows times in a form that depends on the chunk.
 */
import { sentence } from "../../errors.js";
import { type NeutralDocument, type References, referencesOf } from "../../neutral/document.js";
import { concatenated } from "../deferred.js";
import { type CellText, cellsOf, type Span, timeForm } from "../parts/frame/cells.js";
import { levelsOf, readFrame } from "../parts/frame/frame.js";
import { isMissingItem } from "../parts/frame/missing.js";
import { objectText } from "../parts/frame/object-text.js";
import { noColumn } from "../parts/frame/refusal.js";
import type { Cell, Column, Frame, Index, Label, Vector } from "../parts/frame/types.js";

export interface CsvWritten {
  readonly bytes: Uint8Array;
  readonly report: null;
}

/** Cells of a chunk of rows. */
const CHUNK = 100_000;

const SPECIAL = /[",\r\n]/;

/** A text that UTF-8 has. */
function field(text: string, name: string): string {
  if (!text.isWellFormed()) throw noColumn(name, "str", sentence`it holds a text that is no UTF-8`);
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(cells: readonly string[]): string {
  const [only] = cells;
  return `${cells.length === 1 && only === "" ? '""' : cells.join(",")}\n`;
}

/** The text of a label: nothing for None. */
function labelText({ vector, row }: Cell, references: References): string {
  const span = { from: row, to: row + 1 };
  const shown = vector.values.is === "time" ? { ...timeForm(vector, span), days: false } : timeForm(vector, span);
  return cellsOf(vector, { name: "(header)", references, form: shown, asObjects: true })(row) ?? "";
}

function nameText(name: Label, references: References): string {
  return isMissingItem(name) ? "" : (objectText(name, references) ?? "");
}

const namesOf = (index: Index, references: References): string[] =>
  index.is === "levels" ? index.levels.map(({ name }) => nameText(name, references)) : [nameText(index.name, references)];

/** The lines above the rows: one, or one a level and perhaps the index's names. */
function* header({ columns, index, header: labels }: Frame, references: References): Generator<string> {
  const names = namesOf(index, references);
  const quoted = (cells: readonly string[]): string => line(cells.map((cell) => field(cell, "(header)")));
  if (labels.is !== "levels") return yield quoted([...names, ...flatLabels(columns, labels, references)]);
  for (const [k, level] of labels.levels.entries()) {
    const cells = columns.map(({ label }) => (label[k] === undefined ? "" : labelText(label[k], references)));
    yield quoted([nameText(level.name, references), ...names.slice(1).map(() => ""), ...cells]);
  }
  if (names.some((name) => name !== "")) yield quoted([...names, ...columns.map(() => "")]);
}

/** Labels of one level: an index of times has one form for all. */
function flatLabels(columns: readonly Column[], labels: Index, references: References): string[] {
  const [level] = levelsOf(labels);
  if (level === undefined) return [];
  const form = timeForm(level.vector, { from: 0, to: level.vector.length });
  const cell = cellsOf(level.vector, { name: "(header)", references, form, asObjects: false });
  return columns.map((_, k) => cell(k) ?? "");
}

/** Cells of the index: of levels, each is shown as the whole level is. */
function indexCells(index: Index, span: Span, references: References): CellText[] {
  return levelsOf(index).map(({ name, vector }) => {
    const asked = { name: nameText(name, references), references, asObjects: false };
    if (index.is !== "levels") return cellsOf(vector, { ...asked, form: timeForm(vector, span) });
    const shown = vector.values.is === "category" ? vector.values.categories : vector;
    const cells = cellsOf(shown, { ...asked, form: timeForm(shown, { from: 0, to: shown.length }) });
    return vector.values.is === "category" ? byCode(vector, cells) : cells;
  });
}

const byCode =
  ({ values }: Vector, cells: CellText): CellText =>
  (row) => {
    const code = values.is === "category" ? Number(values.codes[row]) : row;
    return code < 0 ? null : cells(code);
  };

function* chunk(frame: Frame, span: Span, references: References): Generator<string> {
  const index = indexCells(frame.index, span, references);
  const columns = frame.columns.map(({ vector, label }) => {
    const name = label.map((cell) => labelText(cell, references)).join(".");
    return { name, cell: cellsOf(vector, { name, references, form: timeForm(vector, span), asObjects: false }) };
  });
  for (let row = span.from; row < span.to; row++)
    yield line([
      ...index.map((cell) => field(cell(row) ?? "", "(index)")),
      ...columns.map(({ cell, name }) => field(cell(row) ?? "", name)),
    ]);
}

function* lines(frame: Frame, references: References): Generator<string> {
  yield* header(frame, references);
  const step = Math.max(1, Math.floor(CHUNK / Math.max(1, frame.columns.length)));
  for (let from = 0; from < frame.rows; from += step) yield* chunk(frame, { from, to: Math.min(frame.rows, from + step) }, references);
}

/** Lines that are encoded at a time. */
const JOINED = 4096;

function encoded(texts: Iterable<string>): Uint8Array {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let waiting: string[] = [];
  for (const text of texts) {
    waiting.push(text);
    if (waiting.length < JOINED) continue;
    pieces.push(encoder.encode(waiting.join("")));
    waiting = [];
  }
  pieces.push(encoder.encode(waiting.join("")));
  return concatenated(pieces);
}

/** Writes a frame as CSV. @throws CornichonError `target.unsupported`, `document.malformed` */
export function toCsv(document: NeutralDocument, select: string | undefined): CsvWritten {
  return { bytes: encoded(lines(readFrame(document, select), referencesOf(document))), report: null };
}
