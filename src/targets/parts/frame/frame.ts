/**
 * The frame of a document: of a DataFrame, a Series, an index, an array of one or two axes or a structured one. Blocks are
 * put into the order of the columns; their places are held against the columns, though the guest has done so before: a
 * document may come from anyone.
 */
import { sentence, showList, showText } from "../../../errors.js";
import { placeAt } from "../../../model/paths.js";
import { attributesOf, entriesOf, itemsOf } from "../../../neutral/attributes.js";
import { malformed, type NeutralDocument, own, type References, referencesOf, typeOf } from "../../../neutral/document.js";
import { integerOf } from "./arrays.js";
import { MOST_ROWS } from "./composed.js";
import { indexOf, lengthOfIndex, vectorOfIndex } from "./indexes.js";
import { longsOf } from "./numbers.js";
import { noTable } from "./refusal.js";
import { structuredColumns, transposed } from "./structured.js";
import { taken } from "./taken.js";
import type { Cell, Column, Frame, Index, Label, Values, Vector } from "./types.js";
import { vectorOf, vectorsOf } from "./values.js";

interface Block {
  readonly values: unknown;
  readonly placement: unknown;
}

interface Manager {
  readonly axes: readonly unknown[];
  readonly blocks: readonly Block[];
}

/** A manager's axes and blocks: arguments since pandas 1.3, until then a state. */
function managerOf(value: unknown, references: References): Manager {
  const items = (held: unknown): readonly unknown[] => itemsOf(held ?? null, references) ?? [];
  const args = own(value, "args");
  if (args !== undefined) {
    const [blocks, axes] = items(args);
    return { axes: items(axes), blocks: items(blocks).map((block) => calledBlock(block, references)) };
  }
  const parts = items(own(value, "state"));
  const inner = attributesOf(attributesOf(parts[3] ?? null, references)?.get("0.14.1") ?? null, references);
  const blocks = items(inner?.get("blocks")).map((block) => {
    const fields = attributesOf(block, references);
    return { values: fields?.get("values"), placement: references.resolve(fields?.get("mgr_locs") ?? null) };
  });
  return { axes: items(inner?.get("axes")), blocks };
}

function calledBlock(block: unknown, references: References): Block {
  const [values, placement] = itemsOf(own(block, "args") ?? null, references) ?? [];
  return { values, placement };
}

/** Places of a block's columns: a slice, or an array. */
function placesOf(placement: unknown, references: References): readonly number[] {
  if (typeOf(placement) !== "slice") {
    const { values } = vectorOf(placement, references);
    if (values.is !== "number" || values.type !== "int64") throw malformed("a block whose places are no numbers");
    return Array.from(longsOf(values.bytes), Number);
  }
  const [start, stop, step] = itemsOf(own(placement, "items") ?? null, references) ?? [];
  const [from, by] = [integerOf(start), step === null || step === undefined ? 1 : integerOf(step)];
  const to = stop === null || stop === undefined ? -1 : integerOf(stop);
  const count = by === 0 ? 0 : Math.max(0, Math.ceil((to - from) / by));
  if (count > MOST_COLUMNS) throw malformed("a block of more columns than there can be");
  return Array.from({ length: count }, (_, k) => from + k * by);
}

const MOST_COLUMNS = 10_000_000;

/** An index level by level. */
export const levelsOf = (index: Index): readonly { readonly name: Label; readonly vector: Vector }[] =>
  index.is === "levels" ? index.levels : [{ name: index.name, vector: vectorOfIndex(index) }];

/** Labels of the columns, a value a level. */
function labelsOf(header: Index): readonly (readonly Cell[])[] {
  const levels = levelsOf(header);
  return Array.from({ length: lengthOfIndex(header) }, (_, row) => levels.map(({ vector }) => ({ vector, row })));
}

function frameOf(value: unknown, references: References): Frame {
  const fields = attributesOf(own(value, "state") ?? null, references);
  const manager = managerOf(references.resolve(fields?.get("_mgr") ?? fields?.get("_data") ?? null), references);
  const [header, index] = manager.axes.map((axis) => indexOf(axis, references, vectorOf));
  if (header === undefined || index === undefined) throw malformed("a frame without its axes");
  const labels = labelsOf(header);
  const columns: (Column | undefined)[] = new Array<Column | undefined>(labels.length).fill(undefined);
  for (const { values, placement } of manager.blocks) {
    const places = placesOf(placement, references);
    const vectors = vectorsOf(values, references);
    if (vectors.length !== places.length) throw malformed("a block with another number of columns than places");
    for (const [k, vector] of vectors.entries()) {
      const place = places[k] ?? -1;
      if (place < 0 || place >= labels.length || columns[place] !== undefined) throw malformed("a column in two blocks, or in none");
      columns[place] = { label: labels[place] ?? [], vector };
    }
  }
  const whole = columns.filter((column) => column !== undefined);
  return checked({ rows: lengthOfIndex(index), columns: whole, index, header }, labels.length);
}

function checked(frame: Frame, columns: number): Frame {
  if (columns === 0 && frame.rows > MOST_ROWS) throw noTable(null, sentence`a table of ${frame.rows} rows and no columns is not written`);
  if (frame.columns.length !== columns || frame.columns.some(({ vector }) => vector.length !== frame.rows))
    throw malformed("a frame whose columns do not fit its axes");
  return frame;
}

const NO_NAME: Index = { is: "range", name: null, start: 0, stop: 1, step: 1, length: 1 };

/** The values that pandas makes of names. */
function nameValues(names: readonly unknown[]): Values {
  if (names.every((name) => typeof name === "string")) return { is: "text", items: names, dtype: "str", large: false };
  const whole = names.filter((name) => typeof name === "number" && Number.isSafeInteger(name));
  if (whole.length === names.length)
    return { is: "number", type: "int64", bytes: new Uint8Array(BigInt64Array.from(whole, (name) => BigInt(Number(name))).buffer) };
  return { is: "object", items: names };
}

/** Columns that are called so. */
const named = (...names: readonly unknown[]): Index => ({
  is: "flat",
  name: null,
  vector: { length: names.length, mask: null, values: nameValues(names) },
});

/** An index as `to_frame(index=False)` gives it: a column a level, by its name or its number. */
function indexFrame(index: Index): Frame {
  const levels = levelsOf(index);
  const names = levels.map(({ name }, k) => (name === null ? k : name));
  const header = named(...names);
  const labels = labelsOf(header);
  const columns = levels.map(({ vector }, k) => ({ label: labels[k] ?? [], vector: index.is === "levels" ? taken(vector) : vector }));
  const rows = lengthOfIndex(index);
  return checked({ rows, columns, index: rangeTo(rows), header }, columns.length);
}

/** One column, named as the series. */
function seriesOf(value: unknown, references: References): Frame {
  const fields = attributesOf(own(value, "state") ?? null, references);
  const manager = managerOf(references.resolve(fields?.get("_mgr") ?? fields?.get("_data") ?? null), references);
  const [axis] = manager.axes;
  if (axis === undefined || manager.blocks.length === 0) throw malformed("a series without its axis or its values");
  const index = indexOf(axis, references, vectorOf);
  const name = references.resolve(fields?.get("_name") ?? fields?.get("name") ?? null);
  return single(vectorOf(manager.blocks[0]?.values, references), index, name, references);
}

/** One column's label: a tuple is one of several levels. */
function headerOf(name: unknown, references: References): Index {
  const parts = typeOf(name) === "tuple" ? itemsOf(name, references) : null;
  if (parts === null || parts.length < 2) return named(name);
  const levels = parts.map((part) => ({ name: null, vector: vectorOfIndex(named(part)) }));
  return { is: "levels", levels, length: 1 };
}

function single(vector: Vector, index: Index, name: unknown, references: References): Frame {
  const header = name === null ? NO_NAME : headerOf(name, references);
  return checked({ rows: lengthOfIndex(index), columns: [{ label: labelsOf(header)[0] ?? [], vector }], index, header }, 1);
}

const rangeTo = (length: number): Index => ({ is: "range", name: null, start: 0, stop: length, step: 1, length });

/** An array as pandas would take it: rows and columns by number, the fields of a structured one by name. */
function arrayFrame(value: unknown, references: References): Frame {
  const fields = structuredColumns(value);
  if (fields !== null) {
    const header = named(...fields.map(({ name }) => name));
    const labels = labelsOf(header);
    const columns = fields.map(({ vector }, k) => ({ label: labels[k] ?? [], vector }));
    return { rows: columns[0]?.vector.length ?? 0, columns, index: rangeTo(columns[0]?.vector.length ?? 0), header };
  }
  const shape = own(value, "shape");
  const isFlat = Array.isArray(shape) && shape.length === 1;
  const vectors = isFlat ? vectorsOf(value, references) : vectorsOf(transposed(value), references);
  const rows = vectors[0]?.length ?? (Array.isArray(shape) ? Number(shape[0]) : 0);
  const header = rangeTo(vectors.length);
  const labels = labelsOf(header);
  return { rows, columns: vectors.map((vector, k) => ({ label: labels[k] ?? [], vector })), index: rangeTo(rows), header };
}

const SERIES = "pandas.Series";
const FRAME = "pandas.DataFrame";

/** What can be a table, without a look at what is in it. */
function isTable(value: unknown): boolean {
  const name = String(own(value, "class"));
  return name === FRAME || name === SERIES || /^pandas\.(?:\w*Index|Categorical|arrays\.\w+)$/.test(name) || typeOf(value) === "ndarray";
}

const WHAT = sentence`it is no DataFrame, Series or array, which is what a table is made of`;

/** Frames that a dict or list holds, by the paths that choose them. */
function inside(value: unknown, references: References): readonly string[] {
  const entries = entriesOf(value, references) ?? (itemsOf(value, references) ?? []).map((item, k) => [`[${k}]`, item] as const);
  return entries.flatMap(([key, item]) => (typeof key === "string" && isTable(item) ? [key] : []));
}

/** Reads the table of a document, or what stands at `select` in it. @throws CornichonError `target.unsupported`, `document.malformed`, `model.unknown` */
export function readFrame(document: NeutralDocument, select: string | undefined): Frame {
  const references = referencesOf(document);
  const place = select === undefined ? { value: references.resolve(document.root) } : placeAt(document.root, select, references);
  if (place === null) throw noTable(null, sentence`nothing stands at ${showText(select ?? "")}`);
  return tableOf(place.value, references);
}

function tableOf(value: unknown, references: References): Frame {
  if (own(value, "class") === FRAME) return frameOf(value, references);
  if (own(value, "class") === SERIES) return seriesOf(value, references);
  if (typeOf(value) === "ndarray") return arrayFrame(value, references);
  if (/^pandas\.\w*Index$/.test(String(own(value, "class")))) return indexFrame(indexOf(value, references, vectorOf));
  if (isTable(value)) {
    const vector = vectorOf(value, references);
    return single(vector, rangeTo(vector.length), null, references);
  }
  const paths = inside(value, references);
  const [only, ...others] = paths;
  if (only !== undefined && others.length === 0) return tableOf(placeAt(value, only, references)?.value ?? null, references);
  throw noTable(value, paths.length === 0 ? WHAT : sentence`it holds several tables; choose one: --select ${showList(paths)}`);
}
