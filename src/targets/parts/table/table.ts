/** A frame as a table of Arrow: its columns, then those of its index, as `pyarrow.Table.from_pandas` has them. */
import { sentence, showText } from "../../../errors.js";
import { type NeutralDocument, type References, referencesOf } from "../../../neutral/document.js";
import { levelsOf, readFrame } from "../frame/frame.js";
import { noColumn } from "../frame/refusal.js";
import { taken } from "../frame/taken.js";
import type { Frame, Vector } from "../frame/types.js";
import { columnOf } from "./columns.js";
import { columnName, namesOf } from "./names.js";
import { type Named, pandasText } from "./pandas.js";
import type { ArrowTable } from "./types.js";

const named = (field: string, name: string | null, vector: Vector, references: References): Named => ({
  column: columnOf(field, vector, references),
  vector,
  name,
});

/** Levels hold values by codes; a column has the values. */
function levelsAsColumns({ index }: Frame, used: ReadonlySet<string>, references: References): Named[] {
  if (index.is === "range") return [];
  const names = namesOf(index, references);
  return levelsOf(index).map(({ vector }, k) => {
    const name = names[k] ?? null;
    const field = name === null || used.has(name) ? `__index_level_${k}__` : name;
    return named(field, name, index.is === "levels" ? taken(vector) : vector, references);
  });
}

function refuseTwice(fields: readonly string[]): void {
  const seen = new Set<string>();
  for (const field of fields) {
    if (seen.has(field)) throw noColumn(field, "DataFrame", sentence`another column has the same name, ${showText(field)}`);
    seen.add(field);
  }
}

/** @throws CornichonError `target.unsupported`, `document.malformed` */
export function tableOf(document: NeutralDocument, select: string | undefined): ArrowTable {
  const references = referencesOf(document);
  const frame = readFrame(document, select);
  const names = frame.columns.map(({ label }) => columnName(label, references));
  refuseTwice(names);
  const columns = frame.columns.map(({ vector }, k) => named(names[k] ?? "", names[k] ?? "", vector, references));
  const levels = levelsAsColumns(frame, new Set(names), references);
  const all = [...columns, ...levels].map(({ column }) => column);
  refuseTwice(all.map(({ field }) => field.name));
  return { rows: frame.rows, columns: all, pandas: pandasText(frame.index, frame.header, columns, levels, references) };
}
