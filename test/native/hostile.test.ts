/**
 * Native state that lies: lengths beyond the bytes, nesting without end, cuts, unknown markers. It is refused with a note,
 * the document is written, and time and memory stay in proportion.
 */
import { describe, expect, test } from "vitest";
import type { Source } from "../../sandbox/container/source.js";
import { type Reason, reasonArgs } from "../../sandbox/finding/because.js";
import type { ReasonCode } from "../../sandbox/finding/reasons.js";
import { MAX_VALUES, NativeBuilder } from "../../sandbox/native/builder.js";
import { readJson } from "../../sandbox/native/json.js";
import { readLightgbmText } from "../../sandbox/native/lightgbm-text.js";
import type { NativeSink } from "../../sandbox/native/sink.js";
import { readUbjson } from "../../sandbox/native/ubjson.js";
import { planRoot, writeRoot } from "../../sandbox/neutral/index.js";
import { PLACE } from "../../sandbox/tape/handle.js";
import { Tape } from "../../sandbox/tape/tape.js";
import { own } from "../../src/neutral/document.js";
import { defaultPolicy, withFamilies } from "../../src/policy/index.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../src/verbs/options.js";
import { runGuest } from "../support/guest.js";
import { boostersOf, converted, NATIVE_FIXTURES, rawState } from "./models.js";

const ascii = (text: string): Buffer => Buffer.from(text, "latin1");

function length32(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}

/** `L` and a length of 64 bits, big-endian. */
function long(value: bigint | number): Buffer {
  const out = Buffer.alloc(9, "L");
  out.writeBigInt64BE(BigInt(value), 1);
  return out;
}

/** A pickle of a bare Booster with these bytes under `handle`: as bytes, or for LightGBM as text. */
function booster(family: "xgboost" | "lightgbm", handle: Buffer): Buffer {
  const [module, opcode] = family === "xgboost" ? ["xgboost.core", "B"] : ["lightgbm.basic", "X"];
  const head = `\x80\x03c${module}\nBooster\n)\x81}X\x06\0\0\0handle${opcode}`;
  return Buffer.concat([ascii(head), length32(handle.length), handle, ascii("sb.")]);
}

const reader = (family: "xgboost" | "lightgbm", bytes: Buffer): ((sink: NativeSink) => Reason | null) => {
  if (family === "lightgbm") return (sink) => readLightgbmText(sink, bytes);
  return bytes[1] === 34 || bytes[1] === 10 ? (sink) => readJson(sink, bytes) : (sink) => readUbjson(sink, bytes);
};

/** What a reader puts onto the tape, as a document has it. */
function read(family: "xgboost" | "lightgbm", bytes: Buffer): { why: string | undefined; decoded: unknown } {
  const tape = new Tape(1024);
  const offset = tape.put(bytes, 0, bytes.length);
  const builder = new NativeBuilder(tape, { bytes, place: PLACE.ARENA, offset, budget: { left: MAX_VALUES, most: MAX_VALUES } });
  const why = reader(family, bytes)(builder);
  if (why !== null) return { why: reasonArgs(why).why, decoded: undefined };
  const plan = planRoot(tape, builder.root, NO_SOURCE, DEFAULT_OPTIONS, limitsWith({}), Number.MAX_SAFE_INTEGER);
  if ("code" in plan) throw new Error(plan.code);
  const pieces: Buffer[] = [];
  writeRoot(plan, NO_SOURCE, (piece, length) => pieces.push(Buffer.from(piece.subarray(0, length))));
  return { why: undefined, decoded: JSON.parse(Buffer.concat(pieces).toString()) };
}

const NO_SOURCE: Source = { length: 0, fault: null, read: () => 0 };

/** The pickle that holds it is refused, with that reason, for `scan` and for `convert`, whatever switch is on. */
function expectRefused(family: "xgboost" | "lightgbm", handle: Buffer, why: ReasonCode | null): void {
  for (const verb of ["scan", "convert"] as const) {
    const { root, report } = runGuest(booster(family, handle), verb, {}, {}, withFamilies(defaultPolicy(), [family], []));
    expect(root).toBeUndefined();
    const [finding, ...rest] = report.artifacts[0]?.findings ?? [];
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ code: why === "native.too-many" ? "limit.native" : "native.opaque" });
    if (why !== null && why !== "native.too-many") expect(finding?.args?.["why"]).toBe(why);
  }
}

const key = (text: string): Buffer => Buffer.concat([long(text.length), ascii(text)]);
/** A dict of one key, with these bytes as value. */
const dict = (...value: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat([ascii("{"), key("a"), ...value.map((v) => (typeof v === "string" ? ascii(v) : v)), ascii("}")]);

describe("UBJSON", () => {
  test.each<[string, Buffer, unknown]>([
    ["literals", dict("[ZTF]"), { a: [null, true, false] }],
    ["integers", dict("[i\xffU\xffI\x01\x00l\x7f\xff\xff\xff", long(-(2n ** 63n)), "]"), expect.anything()],
    ["floats", dict("[d\x3f\x80\0\0D\x3f\xf0\0\0\0\0\0\0]"), { a: [1, 1] }],
    ["a counted list", dict("[#", long(2), "ZZ"), { a: [null, null] }],
    ["a counted dict", dict("{#i\x01i\x01bT"), { a: { b: true } }],
    ["a character", dict("Cx"), { a: "x" }],
    ["a block", dict("[$U#i\x03\x01\x02\x03"), { a: { $type: "ndarray", dtype: "uint8", shape: [3], data: [1, 2, 3] } }],
    ["an empty block", dict("[$d#", long(0)), { a: { $type: "ndarray", dtype: "float32", shape: [0], data: [] } }],
    ["a big-endian block", dict("[$l#i\x01\0\0\x01\x02"), { a: { $type: "ndarray", dtype: "int32", shape: [1], data: [258] } }],
  ])("%s", (_, bytes, value) => {
    expect(read("xgboost", bytes)).toMatchObject({ why: undefined, decoded: value });
  });

  test("integers keep all their bits", () => {
    const { decoded } = read("xgboost", dict("[", long(-(2n ** 63n)), long(2n ** 53n - 1n), "]"));
    expect(decoded).toEqual({ a: [{ $type: "int", value: "-9223372036854775808" }, 9007199254740991] });
  });

  test("keys that JavaScript would take for its own are data", () => {
    const { decoded } = read("xgboost", Buffer.concat([ascii("{"), key("__proto__"), ascii("T"), key("0"), ascii("F}")]));
    expect(decoded).toEqual({
      $type: "dict",
      items: [
        ["__proto__", true],
        ["0", false],
      ],
    });
  });

  test.each<[string, Buffer, ReasonCode]>([
    ["an unknown marker", dict("N"), "native.marker"],
    ["a high-precision number", dict("Hi\x011"), "native.marker"],
    ["a key of 2^62 bytes", Buffer.concat([ascii("{"), long(2n ** 62n), ascii("a")]), "native.length"],
    ["a key of -1 bytes", Buffer.concat([ascii("{"), long(-1), ascii("a")]), "native.length"],
    ["a text longer than the bytes", dict("S", long(100), "x"), "native.length"],
    ["a length that is a float", dict("Sd\x3f\x80\0\0x"), "native.length"],
    ["a list that counts 2^40 items", dict("[#", long(2n ** 40n), "ZZ"), "native.length"],
    ["a block of 2^61 doubles", dict("[$D#", long(2n ** 61n)), "native.length"],
    ["a block longer than the bytes", dict("[$d#", long(3), "\0\0\0\0\0\0\0\0"), "native.length"],
    ["a block of nulls", dict("[$Z#", long(2n ** 31n)), "native.block"],
    ["a block of lists", dict("[$[#", long(1), "]"), "native.block"],
    ["a block without a count", dict("[$U]"), "native.block"],
    ["a typed dict", dict("{$T#", long(1), key("b")), "native.length"],
    ["a bracket of the other kind", dict("[}"), "native.marker"],
    ["text that is no UTF-8", dict("Si\x01\xff"), "native.utf8"],
    ["bytes after its end", Buffer.concat([dict("Z"), ascii("x")]), "native.rest"],
    ["no value behind a key", Buffer.concat([ascii("{"), key("a")]), "native.cut-off"],
    ["nesting of a million", dict("[".repeat(1_000_000)), "native.depth"],
    ["ten million nulls", dict("[", "Z".repeat(10_000_000), "]"), "native.too-many"],
    ["three million empty blocks", dict("[", "[$U#U\0".repeat(3_000_000), "]"), "native.too-many"],
    ["counted nesting of a hundred thousand", dict("[#i\x01".repeat(100_000)), "native.depth"],
  ])("%s is refused", (_, bytes, why) => expectRefused("xgboost", bytes, why));

  test("every cut of a real model is refused", () => {
    const fixture = NATIVE_FIXTURES.find(({ path }) => path === "xgboost-2.1.4/booster.pkl");
    if (fixture === undefined) throw new Error("the fixture is gone");
    const raw = rawState(fixture.bytes);
    for (let end = 0; end < raw.length; end += 331) expectRefused("xgboost", raw.subarray(0, end), null);
  });
});

describe("JSON", () => {
  test.each<[string, string, unknown]>([
    ["numbers", '{"a":[0,-1,1.5,1e2,NaN,-Infinity,12345678901234567890]}', expect.anything()],
    ["blanks", ' {\n "a" : [ ] ,\t"b" : { } }'.trimStart(), { a: [], b: {} }],
    ["escapes", '{"a\\u0041":"\\"\\\\\\/\\b\\f\\n\\r\\t\\ud83d\\ude00x"}', { aA: '"\\/\b\f\n\r\t\u{1f600}x' }],
  ])("%s", (_, text, value) => {
    expect(read("xgboost", ascii(text))).toMatchObject({ why: undefined, decoded: value });
  });

  test("numbers keep their kind", () => {
    const { decoded } = read("xgboost", ascii('{"a":[0,1e2,NaN,-Infinity,12345678901234567890]}'));
    const odd = (value: string): object => ({ $type: "float", value });
    expect(decoded).toEqual({ a: [0, 100, odd("nan"), odd("-inf"), { $type: "int", value: "12345678901234567890" }] });
  });

  test.each<[string, string, ReasonCode]>([
    ["a cut text", '{"a":"b', "native.open-text"],
    ["a backslash at the end", '{"a":"b\\', "native.open-text"],
    ["a control character", '{"a":"\n"}', "native.open-text"],
    ["an unknown escape", '{"a":"\\x"}', "native.escape"],
    ["a cut escape", '{"a":"\\u12"}', "native.escape"],
    ["a leading zero", '{"a":01}', "native.no-value"],
    ["a word", '{"a":nul}', "native.no-value"],
    ["a number of a million digits", `{"a":${"1".repeat(1_000_000)}}`, "native.no-value"],
    ["a comma too many", '{"a":1,}', "native.key"],
    ["no comma", '{"a":1 "b":2}', "native.comma"],
    ["a bracket of the other kind", '{"a":[1}', "native.comma"],
    ["two values", '{"a":1}{}', "native.rest"],
    ["equal keys", '{"a":{"b":1,"b":2}}', "native.twice"],
    ["nesting of a million", `{"a":${"[".repeat(1_000_000)}`, "native.depth"],
  ])("%s is refused", (_, text, why) => expectRefused("xgboost", ascii(text), why));

  test("a binary model whose length lies is refused", () => {
    const size = Buffer.alloc(8, 0xff);
    expectRefused("xgboost", Buffer.concat([ascii("CONFIG-offset:"), size, ascii("{}")]), "native.length");
    expectRefused("xgboost", ascii("CONFIG-offset:"), "native.length");
    expectRefused("xgboost", ascii("binf"), "native.cut-off");
  });
});

describe("LightGBM's text", () => {
  const model = (...lines: readonly string[]): Buffer => ascii(["tree", "version=v4", ...lines, "", "end of trees", ""].join("\n"));

  test("a model of a few lines", () => {
    const text = model("average_output", "", "Tree=0", "num_leaves=1", "leaf_value=1e-35 inf", "leaf_features=  1 2 ", "leaf_count=");
    expect(read("lightgbm", text).decoded).toEqual({
      header: { version: "v4", average_output: true },
      trees: [{ num_leaves: 1, leaf_value: [1e-35, { $type: "float", value: "inf" }], leaf_features: [1, 2], leaf_count: [] }],
    });
  });

  test.each<[string, Buffer, ReasonCode]>([
    ["a number that is none", model("", "Tree=0", "leaf_value=0x10"), "native.number"],
    ["a number of a million digits", model("", "Tree=0", `leaf_value=${"1".repeat(1_000_000)}`), "native.number"],
    ["a count that is a text", model("num_class=two"), "native.number"],
    ["trees out of order", model("", "Tree=1", "num_leaves=1"), "native.tree-order"],
    ["the same tree twice", model("", "Tree=0", "Tree=0"), "native.tree-order"],
    ["a line behind the trees", Buffer.concat([model(), ascii("import os\n")]), "native.section"],
    ["a parameter without brackets", Buffer.concat([model(), ascii("parameters:\na: b\n")]), "native.section"],
    ["categories that are no JSON", Buffer.concat([model(), ascii("pandas_categorical:[1,\n")]), "native.categories"],
    ["nested categories", Buffer.concat([model(), ascii(`pandas_categorical:${"[".repeat(1_000_000)}\n`)]), "native.categories"],
    ["a text that ends among the trees", ascii("tree\n\nTree=0\nnum_leaves=1\n"), "native.cut-off"],
    ["ten million numbers", model(`leaf_value=${"1 ".repeat(10_000_000)}`), "native.too-many"],
    ["another text", ascii("treeless"), "native.lightgbm"],
  ])("%s is refused", (_, bytes, why) => expectRefused("lightgbm", bytes, why));
});

test("a state that many Boosters share is decoded once and written once", () => {
  const fixture = NATIVE_FIXTURES.find(({ path }) => path === "xgboost-2.1.4/booster.pkl");
  if (fixture === undefined) throw new Error("the fixture is gone");
  const handle = rawState(fixture.bytes);
  const one = "h\0)\x81}X\x06\0\0\0handleh\x01sb";
  const head = ascii("\x80\x03](cxgboost.core\nBooster\nq\0)\x81}X\x06\0\0\0handleB");
  const bytes = Buffer.concat([head, length32(handle.length), handle, ascii("q\x01sb"), ascii(one.repeat(2)), ascii("e.")]);
  const { root } = converted({ bytes });
  const decoded = boostersOf(root).map((object) => own(object, "decoded"));
  expect(decoded).toHaveLength(3);
  expect(decoded.filter((value) => own(value, "$type") === "ref")).toHaveLength(2);
});

test("a state that does not hold is never decoded, also where placeholders are asked for", () => {
  const fixture = NATIVE_FIXTURES.find(({ path }) => path === "xgboost-2.1.4/booster.pkl");
  if (fixture === undefined) throw new Error("the fixture is gone");
  const bytes = Buffer.from(fixture.bytes);
  const key = "left_children[$l#L";
  const first = bytes.indexOf(key) + key.length + 8;
  expect(bytes.indexOf(key)).toBeGreaterThan(0);
  bytes.writeInt32BE(0, first);
  const { report, root } = runGuest(bytes, "convert", { placeholders: true });
  expect(report.artifacts[0]?.findings.map(({ code }) => code)).toEqual(["native.opaque", "note.native-raw"]);
  expect(boostersOf(root).map((object) => own(object, "decoded"))).toEqual([undefined]);
});
