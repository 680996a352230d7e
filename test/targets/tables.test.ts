/** What is a table, what is none, and how a refusal names it. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/index.js";
import { toArrow } from "../../src/targets/arrow/index.js";
import { toCsv } from "../../src/targets/csv/index.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";

const csv = (root: unknown, select?: string): string => new TextDecoder().decode(toCsv(documentOf(root), select).bytes);
const array = (dtype: unknown, shape: readonly number[], data: readonly unknown[]): object => ({ $type: "ndarray", dtype, shape, data });

const call = (name: string, origin: string, ...args: readonly unknown[]): object => ({
  $type: "object",
  class: `pandas.${name}`,
  origin,
  args,
});
const index = (name: string, fields: object): object => call(name, "pandas.core.indexes.base._new_Index", fields);
const range = (stop: number): object => index("RangeIndex", { name: null, start: 0, stop, step: 1 });
const labels = (...data: readonly unknown[]): object => index("Index", { data: array("object", [data.length], data), name: null });
const block = (values: object, start: number, stop: number): object => ({
  ...call("", "pandas._libs.internals._unpickle_block", values, { $type: "slice", items: [start, stop, 1] }, 2),
  class: "pandas.core.internals.blocks.Block",
});

function frame(columns: object, rows: object, ...blocks: readonly object[]): object {
  const manager = "pandas.core.internals.managers.BlockManager";
  const _mgr = { $type: "object", class: manager, origin: manager, args: [{ $type: "tuple", items: blocks }, [columns, rows]] };
  return { $type: "object", class: "pandas.DataFrame", origin: "pandas.DataFrame", state: { _mgr, _typ: "dataframe", _metadata: [] } };
}

const NUMBERS = frame(labels("a"), range(2), block(array("int64", [1, 2], [1, 2]), 0, 1));
const TEXTS = frame(labels("t"), range(1), block(array("object", [1, 1], ["x"]), 0, 1));
const why = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return `${Object(error).code}: ${Object(error).message}`;
  }
  return "written";
};

describe("what is a table", () => {
  test("the only frame of a dict", () => expect(csv({ name: "x", data: NUMBERS })).toBe(",a\n0,1\n1,2\n"));

  test("one of several by its path", () => {
    expect(csv({ one: NUMBERS, two: TEXTS }, "two")).toBe(",t\n0,x\n");
    expect(why(() => csv({ one: NUMBERS, two: TEXTS }))).toMatch(/^target\.unsupported: .*--select one, two/);
    expect(why(() => csv({ one: NUMBERS }, "three"))).toMatch(/^target\.unsupported: .*nothing stands at three/);
  });

  test("arrays of one and two axes, and fields", () => {
    expect(csv(array("float64", [3], [1.5, 2.5, { $type: "float", value: "nan" }]))).toBe(",0\n0,1.5\n1,2.5\n2,\n");
    expect(csv(array("int32", [2, 3], [1, 2, 3, 4, 5, 6]))).toBe(",0,1,2\n0,1,2,3\n1,4,5,6\n");
    expect(csv(array("object", [2, 2], ["a", 1, "b", 2]))).toBe(",0,1\n0,a,1\n1,b,2\n");
    const bytes = new Uint8Array(12);
    new DataView(bytes.buffer).setInt32(0, 7, true);
    new DataView(bytes.buffer).setFloat64(4, 0.5, true);
    const dtype = { names: ["n", "x"], formats: ["int32", "float64"], offsets: [0, 4], itemsize: 12 };
    const structured = { $type: "ndarray", dtype, shape: [1], base64: Buffer.from(bytes).toString("base64") };
    expect(csv(structured)).toBe(",n,x\n0,7,0.5\n");
  });

  test("nothing else", () => {
    expect(why(() => csv(3))).toMatch(/^target\.unsupported: .*no DataFrame, Series or array/);
    expect(why(() => csv({ $type: "object", class: "sklearn.linear_model.Ridge", state: {} }))).toMatch(/^target\.unsupported: .*Ridge/);
    expect(why(() => csv(array("int8", [1, 1, 1], [1])))).toMatch(/^target\.unsupported: .*3 axes/);
  });
});

describe("what has no form", () => {
  const mixed = (...items: readonly unknown[]): object =>
    frame(labels("m"), range(items.length), block(array("object", [1, items.length], items), 0, 1));

  test("is told by its column", () => {
    expect(why(() => toArrow(documentOf(mixed("a", 1)), undefined))).toMatch(/^target\.unsupported: .*column m: .*int, text/);
    expect(why(() => toArrow(documentOf(mixed([1])), undefined))).toMatch(/^target\.unsupported: list: column m/);
    expect(why(() => csv(mixed({ $type: "str", utf16: [0xd800] })))).toMatch(/^target\.unsupported: .*column m: .*UTF-8/);
    expect(why(() => csv(frame(labels("c"), range(1), block(array("complex128", [1, 1], []), 0, 1))))).toMatch(/^document\.malformed/);
    const twice = frame(labels("a", "a"), range(1), block(array("int64", [2, 1], [1, 2]), 0, 2));
    expect(why(() => toArrow(documentOf(twice), undefined))).toMatch(/^target\.unsupported: .*same name, a/);
    expect(csv(twice)).toBe(",a,a\n0,1,2\n");
  });

  const stamp = (count: number, zone: object | null, unit: number): object =>
    call("Timestamp", "pandas._libs.tslibs.timestamps._unpickle_timestamp", count, null, zone, unit);
  const zone = (name: string): object => ({ $type: "object", class: "zoneinfo.ZoneInfo", origin: "zoneinfo.ZoneInfo", args: [name] });

  test("what pyarrow would cut off or take for another is told", () => {
    const arrow = (...items: readonly unknown[]): string => why(() => toArrow(documentOf(mixed(...items)), undefined));
    expect(arrow(stamp(1, null, 10))).toMatch(/^target\.unsupported: pandas\.Timestamp: column m: .*nanoseconds/);
    expect(arrow(stamp(1000, null, 10))).toBe("written");
    expect(arrow(stamp(1, zone("UTC"), 7), stamp(1, zone("Asia/Tokyo"), 7))).toMatch(/column m: .*several zones: UTC, Asia\/Tokyo/);
    expect(arrow(stamp(1, zone("UTC"), 7), stamp(1, null, 7))).toMatch(/column m: .*several zones: UTC, none/);
    const short = (dtype: string, value: number): object => ({ $type: "scalar", dtype, value });
    expect(arrow(short("uint8", 1), short("int8", 1))).toMatch(/column m: .*several types: int8, uint8/);
    expect(arrow(short("uint8", 1), short("uint16", 1), null)).toBe("written");
    expect(arrow({ $type: "object", class: "decimal.Decimal", origin: "decimal.Decimal", args: ["Infinity"] })).toMatch(/76 digits/);
  });

  test("texts of fixed length that stand as bytes", () => {
    const bytes = Uint8Array.of(97, 0, 98, 255, 0, 0);
    const held = { $type: "ndarray", dtype: "S3", shape: [2], base64: Buffer.from(bytes).toString("base64") };
    expect(csv(held)).toBe(",0\n0,b'a\\x00b'\n1,b'\\xff'\n");
    const far = { $type: "ndarray", dtype: "U1", shape: [1], base64: Buffer.from([0, 0, 17, 0]).toString("base64") };
    expect(why(() => csv(far))).toMatch(/^document\.malformed/);
    const dtype = { names: ["p"], formats: [{ base: "int8", shape: [2] }], offsets: [0], itemsize: 2 };
    const several = { $type: "ndarray", dtype, shape: [1], base64: "AAA=" };
    expect(why(() => csv(several))).toMatch(/^target\.unsupported: array: column p: .*several values/);
  });

  test("a document that says more than it has is malformed", () => {
    const long = frame(labels("a"), range(3), block(array("int64", [1, 2], [1, 2]), 0, 1));
    expect(why(() => csv(long))).toMatch(/^document\.malformed/);
    const outside = frame(labels("a"), range(2), block(array("int64", [1, 2], [1, 2]), 1, 2));
    expect(why(() => csv(outside))).toMatch(/^document\.malformed/);
    expect(why(() => csv(frame(labels(), range(2 ** 40))))).toMatch(/^target\.unsupported/);
  });

  test("a series without its axis is malformed", () => {
    const series = { $type: "object", class: "pandas.Series", origin: "pandas.Series", state: { _typ: "series", name: null } };
    expect(why(() => csv(series))).toMatch(/^document\.malformed: .*a series without its axis/);
  });

  const self = { $type: "ref", id: 1 };
  test.each<readonly [string, object]>([
    ["an array", { $type: "object", $id: 1, class: "pandas.arrays.NumpyExtensionArray", origin: "x", state: { _ndarray: self } }],
    [
      "an interval array",
      { $type: "object", $id: 1, class: "pandas.arrays.IntervalArray", origin: "x", state: { _left: self, _right: self } },
    ],
    ["an index", { ...index("Index", { data: self, name: null }), $id: 1 }],
    ["an index of levels", { ...index("MultiIndex", { levels: [self], codes: [array("int8", [1], [0])], names: [null] }), $id: 1 }],
  ])("%s that holds itself is malformed", (_, held) => {
    expect(why(() => csv(frame(labels("a"), range(1), block(held, 0, 1))))).toMatch(/^document\.malformed: .*without an end/);
  });

  test("an interval that is an end of itself is malformed", () => {
    const interval = { ...call("Interval", "pandas._libs.interval.Interval", self, 1, "right"), $id: 1 };
    expect(why(() => csv(frame(labels("a"), range(1), block(array("object", [1, 1], [interval]), 0, 1))))).toMatch(/^document\.malformed/);
  });
});

test.each([
  ["csv", ",x,y\n0,0.0,0.0\n"],
  ["arrow", "ARROW1"],
  ["parquet", "PAR1"],
] as const)("a pickle becomes %s", async (to, start) => {
  const { verdict, output } = await convert(join(FIXTURES, "hostile", "safe--pandas-frame-p4.pkl"), { to });
  expect(verdict).toBe("safe");
  expect(
    Buffer.from(output ?? [])
      .toString("latin1")
      .slice(0, start.length),
  ).toBe(start);
});
