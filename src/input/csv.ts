/** X from CSV (RFC 4180) with a header, or of numbers alone. */
import { CornichonError, type Shown, sentence } from "../errors.js";
import type { X } from "../model/all.js";

const malformed = (why: Shown): CornichonError => new CornichonError("input.malformed", why);

/** Fields of CSV text, line by line. Quotes, doubled quotes, CRLF and a byte order mark are understood. */
function parseCsv(text: string): string[][] {
  const source = text.startsWith("\ufeff") ? text.slice(1) : text;
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i] ?? "";
    if (quoted) {
      if (c !== '"') field += c;
      else if (source[i + 1] === '"') field += source[++i];
      else quoted = false;
    } else if (c === '"' && field === "") quoted = true;
    else if (c === ",") {
      row.push(field);
      field = "";
    } else if (c === "\n" || c === "\r") {
      if (c === "\r" && source[i + 1] === "\n") i++;
      rows.push([...row, field]);
      row = [];
      field = "";
    } else field += c;
  }
  if (quoted) throw malformed(sentence`the CSV ends inside quotes`);
  if (field !== "" || row.length > 0) rows.push([...row, field]);
  return rows.filter((r) => r.length > 1 || r[0] !== "");
}

const isNumber = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));

/**
 * CSV as X. The first line names the columns; where every field of it is a number there is no header, and the columns
 * count by position.
 */
export function csvInput(text: string): X {
  const rows = parseCsv(text);
  const [first, ...rest] = rows;
  if (first === undefined) throw malformed(sentence`the CSV is empty`);
  const headless = first.every(isNumber);
  const body = headless ? rows : rest;
  const odd = body.findIndex((row) => row.length !== first.length);
  if (odd >= 0)
    throw malformed(
      sentence`line ${odd + (headless ? 1 : 2)} of the CSV has ${body[odd]?.length ?? 0} fields, the first has ${first.length}`,
    );
  const rowsOf = body.map((row) => row.map((field) => (field.trim() === "" ? Number.NaN : field)));
  return headless ? rowsOf : { columns: first.map((name) => name.trim()), rows: rowsOf };
}
