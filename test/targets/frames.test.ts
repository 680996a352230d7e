/**
 * `--to csv`, `arrow` and `parquet`: frames of pandas 0.18 to 3 as today's pandas and pyarrow write them (fixtures/frames,
 * made by make.py and expect.py), read back by other people's readers.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Column, tableFromIPC } from "@uwdata/flechette";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import type { NeutralDocument } from "../../src/neutral/document.js";
import { parseLossless } from "../../src/neutral/lossless.js";
import { toArrow } from "../../src/targets/arrow/index.js";
import { toCsv } from "../../src/targets/csv/index.js";
import { joined } from "../../src/targets/deferred.js";
import { toParquet } from "../../src/targets/parquet/index.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";

interface Told {
  readonly types: readonly (readonly [string, unknown])[];
  readonly pandas: unknown;
  readonly columns: readonly (readonly unknown[])[];
}

interface Case {
  readonly pickle: string;
  readonly csv: string;
  readonly arrow: Told | { readonly refused: string };
}

const FOLDER = join(FIXTURES, "frames");
const versions = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json.gz"))
  .map((name): [string, Readonly<Record<string, Case>>] => {
    const { cases } = JSON.parse(gunzipSync(readFileSync(join(FOLDER, name))).toString());
    return [name.replace(".json.gz", ""), cases];
  });

function read(pickle: Buffer): NeutralDocument {
  const { text, report } = runGuest(pickle, "convert", { arrays: "base64" });
  expect(report.artifacts.flatMap(({ findings }) => findings).filter(({ code }) => !code.startsWith("note."))).toEqual([]);
  return documentOf(parseLossless(text));
}

// ---- Arrow, as flechette reads it ----

interface Type {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly signed?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly dictionary?: Type;
  readonly indices?: Type;
  readonly ordered?: boolean;
  readonly children?: readonly { readonly name: string; readonly type: Type }[];
}

const UNITS = ["s", "ms", "us", "ns"];

/** A type as pyarrow writes it. */
function typeText(type: Type): string {
  switch (type.typeId) {
    case -1:
      return `dictionary<values=${typeText(type.dictionary ?? type)}, indices=${typeText(type.indices ?? type)}, ordered=${Number(type.ordered)}>`;
    case 1:
      return "null";
    case 2:
      return `${type.signed === true ? "int" : "uint"}${type.bitWidth}`;
    case 3:
      return ["halffloat", "float", "double"][type.precision ?? 0] ?? "";
    case 4:
      return "binary";
    case 5:
      return "string";
    case 6:
      return "bool";
    case 7:
      return `decimal${type.bitWidth}(${type.precision}, ${type.scale})`;
    case 8:
      return "date32[day]";
    case 9:
      return `time${type.bitWidth}[${UNITS[type.unit ?? 0]}]`;
    case 10:
      return `timestamp[${UNITS[type.unit ?? 0]}${type.timezone == null ? "" : `, tz=${type.timezone}`}]`;
    case 13:
      return `struct<${(type.children ?? []).map(({ name, type: child }) => `${name}: ${typeText(child)}`).join(", ")}>`;
    case 18:
      return `duration[${UNITS[type.unit ?? 0]}]`;
    case 20:
      return "large_string";
    default:
      return `type ${type.typeId}`;
  }
}

function fieldTold({ type, metadata }: { readonly type: Type; readonly metadata?: ReadonlyMap<string, string> | null }): unknown {
  const name = metadata?.get("ARROW:extension:name");
  return name === undefined ? typeText(type) : [name, JSON.parse(metadata?.get("ARROW:extension:metadata") ?? "null"), typeText(type)];
}

/** A value as expect.py tells it. */
function told(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value).replace("Infinity", "inf").replace("NaN", "nan");
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return typeof value === "object" ? Object.values(value).map(told) : value;
}

const isCount = ({ typeId }: Type): boolean => typeId === 10 || typeId === 18 || typeId === 8 || typeId === 9;
const isWhole = ({ typeId }: Type): boolean => typeId === 2;

/** Times are read where they are: the reader rounds them to milliseconds. */
function valuesIn(column: Column<unknown>, type: Type): readonly unknown[] {
  const [batch] = column.data;
  return Array.from({ length: column.length }, (_, row) => {
    const value = column.at(row);
    if (value === null) return null;
    if (isCount(type)) return String(Object(batch?.values)[row]);
    if (type.typeId === 7) return value;
    if (isWhole(type) || (type.typeId === -1 && isWhole(type.dictionary ?? type))) return String(value);
    if (type.typeId === 13) return Object.values(Object(value)).map((one, k) => endTold(one, type, k, column, row));
    return told(value);
  });
}

/** An end of an interval. */
function endTold(value: unknown, type: Type, k: number, column: Column<unknown>, row: number): unknown {
  const child = type.children?.[k]?.type ?? type;
  if (isWhole(child)) return String(value);
  return isCount(child) ? String(Object(column.data[0]).children[k].values[row]) : told(value);
}

function arrowTold(bytes: Uint8Array): Told {
  const table = tableFromIPC(bytes, { useBigInt: true, useDate: false });
  const { creator: _c, pandas_version: _v, ...pandas } = JSON.parse(table.schema.metadata?.get("pandas") ?? "{}");
  const { fields } = table.schema;
  return {
    types: fields.map((field) => [field.name, fieldTold(Object(field))]),
    pandas,
    columns: fields.map((field, k) => valuesIn(table.getChildAt(k), Object(field.type))),
  };
}

const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return Object(error).code;
  }
};

// ---- Parquet, as hyparquet reads it ----

/** Columns that two readers give as the same plain values. */
const PLAIN = /^(?:string|large_string|double|bool|dictionary<values=(?:string|large_string|double|bool))/;

async function parquetTold(bytes: Uint8Array): Promise<readonly Record<string, unknown>[]> {
  const file = new Uint8Array(bytes).buffer;
  const pandas = parquetMetadata(file).key_value_metadata?.find(({ key }) => key === "pandas")?.value;
  expect(JSON.parse(pandas ?? "null")).toHaveProperty("index_columns");
  return await parquetReadObjects({ file });
}

/** A column of rows, missing ones as null. */
const columnOf = (rows: readonly Record<string, unknown>[], name: string): readonly unknown[] => rows.map((row) => told(row[name] ?? null));

async function expectParquet(bytes: Uint8Array, { types, columns }: Told): Promise<void> {
  const rows = await parquetTold(bytes);
  for (const [k, [name, type]] of types.entries()) if (PLAIN.test(String(type))) expect(columnOf(rows, name)).toEqual(columns[k]);
  expect(rows.length).toBe(types.length === 0 ? rows.length : columns[0]?.length);
}

/** A decimal as a double is no longer exact: flechette gives one. */
const decimalsAsNumbers = (given: Told): Told => ({
  ...given,
  columns: given.columns.map((column, k) =>
    String(given.types[k]?.[1]).startsWith("decimal") ? column.map((v) => (v === null ? null : Number(v))) : column,
  ),
});

describe.each(versions)("pandas %s", (_, cases) => {
  test.each(Object.entries(cases))("%s", async (_name, { pickle, csv, arrow }) => {
    const document = read(Buffer.from(pickle, "base64"));
    expect(new TextDecoder().decode(toCsv(document, undefined).bytes)).toBe(csv);
    if ("refused" in arrow) {
      expect(codeOf(() => toArrow(document, undefined))).toBe("target.unsupported");
      return expect(codeOf(() => toParquet(document, undefined))).toBe("target.unsupported");
    }
    expect(arrowTold(joined(toArrow(document, undefined).bytes))).toEqual(decimalsAsNumbers(arrow));
    await expectParquet(joined(toParquet(document, undefined).bytes), arrow);
  });
});
