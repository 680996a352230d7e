/** A CSV in pieces and in blocks: wherever the pieces end, the rows are the same, and no block is of a few rows. */
import { describe, expect, test } from "vitest";
import { bytesInMemory } from "../../src/input/bytes.js";
import { CsvRows, csvRows } from "../../src/input/csv.js";
import { UNKNOWN } from "../../src/input/wanted.js";

const TEXT = 'a,b,"c\r\nd"\r\n1,"x ""y"", z",\r\n\r\n"2\n",é😀,NA\r3,,"1,5"\n';

/** Every x of the rows, in blocks of so many. */
const xs = (rows: CsvRows, size: number): unknown[] => Array.from(rows.blocks(size), ({ x }) => x);
const all = (rows: CsvRows): unknown => xs(rows, Number.POSITIVE_INFINITY)[0];

test("the rows are the same wherever a piece ends", () => {
  const whole = all(new CsvRows(() => [TEXT]));
  for (let size = 1; size < TEXT.length; size++) {
    const pieces = Array.from({ length: Math.ceil(TEXT.length / size) }, (_, i) => TEXT.slice(i * size, (i + 1) * size));
    expect(all(new CsvRows(() => pieces))).toEqual(whole);
  }
});

test("blocks hold all rows in their order, with their lines", () => {
  const text = `v\n${Array.from({ length: 100 }, (_, i) => `${i}\n`).join("")}`;
  const rows = new CsvRows(() => [text]);
  for (const size of [1, 7, 10, 33, 50, 51, 99, 100, 101]) {
    const blocks = Array.from(rows.blocks(size));
    expect(blocks.flatMap(({ x }) => ("rows" in x ? x.rows.map(([one]) => one) : []))).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(blocks.flatMap(({ count, line }) => Array.from({ length: count }, (_, i) => line?.(i)))).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 2),
    );
    for (const { count } of blocks) expect(count).toBeGreaterThanOrEqual(Math.min(size, 100));
  }
});

test("a column is what all of it is, whichever block a row is in", () => {
  const rows = new CsvRows(() => ["v\n1\n2\n3\nx\n"]);
  expect(xs(rows, 2)).toMatchObject([{ rows: [["1"], ["2"]] }, { rows: [["3"], ["x"]] }]);
});

describe("encodings", () => {
  const encoded = (text: string, encoding: "utf8" | "utf16le" | "latin1", mark = ""): Buffer => Buffer.from(mark + text, encoding);
  const text = "größe,日本\n1,é\n";
  const read = (bytes: Uint8Array): unknown => Array.from(csvRows(bytesInMemory(bytes), UNKNOWN, {}).blocks(9), ({ x }) => x)[0];
  const wanted = { columns: ["größe", "日本"], rows: [[1, "é"]] };

  test("UTF-8 and UTF-16, with a mark or without", () => {
    expect(read(encoded(text, "utf8"))).toMatchObject(wanted);
    expect(read(encoded(text, "utf8", "\ufeff"))).toMatchObject(wanted);
    expect(read(encoded(text, "utf16le", "\ufeff"))).toMatchObject(wanted);
    expect(read(encoded(text, "utf16le"))).toMatchObject(wanted);
    expect(read(encoded(text, "utf16le", "\ufeff").swap16())).toMatchObject(wanted);
    expect(read(encoded(text, "utf16le").swap16())).toMatchObject(wanted);
  });

  test("Latin-1 is told by its line", () => {
    expect(() => read(encoded("a,b\n1,2\n3,é\n", "latin1"))).toThrow(/line 3 is no UTF-8/);
  });
});

test("a quote that is never closed ends at a limit", () => {
  const piece = "x".repeat(1024 * 1024);
  function* pieces(): Generator<string> {
    yield 'a,b\n1,"';
    for (let i = 0; i < 64; i++) yield piece;
  }
  expect(() => new CsvRows(pieces)).toThrow(/line 2 begins a row of more than/);
});

test("lines of nothing in a single column are told, not those at the end", () => {
  expect(new CsvRows(() => ["v\n1\n\n3\n\n\n"]).warnings.join()).toMatch(/^1 empty lines/);
  expect(new CsvRows(() => ["v\n1\n3\n\n"]).warnings).toEqual([]);
  expect(new CsvRows(() => ["2021,2022\n5,6\n"]).warnings.join()).toMatch(/--header/);
});
