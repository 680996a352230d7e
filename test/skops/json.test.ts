/** The reader of JSON says what Python's says: values by JSON.parse, what Python adds and refuses by hand. */
import { describe, expect, test } from "vitest";
import { decodeUtf8 } from "../../sandbox/bytes/utf8.js";
import { MOST_DEPTH, parseJson } from "../../sandbox/skops/json.js";
import { Json, NO_TOKEN, TOKEN, type Token } from "../../sandbox/skops/json-tape.js";
import { Chance } from "../support/hostile-state.js";

const MEMORY = 1 << 24;
const parse = (text: string | Uint8Array, memory = MEMORY) => parseJson(typeof text === "string" ? Buffer.from(text) : text, memory);

function valueAt(json: Json, token: Token): unknown {
  const kind = json.kind(token);
  if (kind === TOKEN.ARRAY) return [...json.items(token)].map((item) => valueAt(json, item));
  if (kind === TOKEN.OBJECT)
    return Object.fromEntries([...json.keys(token)].map((key) => [textOf(json, key), valueAt(json, json.behind(key))]));
  if (kind === TOKEN.STRING) return textOf(json, token);
  if (kind === TOKEN.NUMBER) return Number(textOf(json, token));
  return kind === TOKEN.NULL ? null : kind === TOKEN.TRUE;
}

const textOf = (json: Json, token: Token): string => {
  const bytes = json.text(token);
  return decodeUtf8(bytes, 0, bytes.length);
};

const read = (text: string): unknown => {
  const json = parse(text);
  if (!(json instanceof Json)) throw new Error(`${json.kind} at ${json.at}`);
  return valueAt(json, json.root);
};

/** A value by chance. */
function anyValue(chance: Chance, depth: number): unknown {
  const what = chance.below(depth > 4 ? 5 : 7);
  if (what === 0) return null;
  if (what === 1) return chance.below(2) === 0;
  if (what === 2) return (chance.below(2000) - 1000) / 7;
  if (what === 3) return chance.below(100) - 50;
  const text = String.fromCodePoint(
    ...Array.from({ length: chance.below(8) }, () => (chance.below(3) === 0 ? 0x1f600 : 1 + chance.below(0x250))),
  );
  if (what === 4) return text;
  const items = Array.from({ length: chance.below(20) }, (_, i) => [`${text}${i}`, anyValue(chance, depth + 1)] as const);
  return what === 5 ? items.map(([, item]) => item) : Object.fromEntries(items);
}

describe("what is read", () => {
  test("is what JSON.parse reads", () => {
    const chance = new Chance(7);
    for (let i = 0; i < 300; i++) {
      const value = anyValue(chance, 0);
      for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2), ` ${JSON.stringify(value, null, "\t")}\r\n`])
        expect(read(text)).toEqual(value);
    }
  });

  test.each([
    '"\\u0041\\/\\b\\f\\n\\r\\t\\"\\\\"',
    '"\\ud83d\\ude00x"',
    "-0",
    "1e5",
    "1E+05",
    "0.10",
    "[]",
    "{}",
    '{"":{"a":[[],{}]}}',
    "[1,[2,[3]]]",
  ])("%s", (text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });

  test("numbers that Python adds", () => {
    expect(read("[NaN, Infinity, -Infinity]")).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  test("a lone surrogate is three bytes, two escaped ones are one character", () => {
    const bytes = (text: string): number[] => {
      const json = parse(text);
      return json instanceof Json ? [...json.text(json.root)] : [];
    };
    expect(bytes('"\\ud800"')).toEqual([0xed, 0xa0, 0x80]);
    expect(bytes('"\\ud800\\ud800\\udc00"')).toEqual([0xed, 0xa0, 0x80, 0xf0, 0x90, 0x80, 0x80]);
  });

  test("fields by their name, escaped or not", () => {
    const json = parse('{"a":1,"\\u0062":{"a":2}}');
    if (!(json instanceof Json)) throw new Error("no JSON");
    expect(valueAt(json, json.field(json.root, "b"))).toEqual({ a: 2 });
    expect(json.field(json.root, "c")).toBe(NO_TOKEN);
  });
});

describe("what is not read", () => {
  const wrong = [
    "",
    " ",
    "{",
    "[",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    "{1:2}",
    '"',
    '"\\x"',
    '"\\u12"',
    '"\n"',
    "01",
    "1.",
    ".5",
    "1e",
    "+1",
    "--1",
    "nul",
    "True",
    "'a'",
    "1 2",
    "[1] 2",
    "[1 2]",
    '{"a":1 "b":2}',
    "[}",
    "{]",
    "\ufeff1",
    "NaNs",
    "-NaN",
    "Infinityx",
  ];
  test.each(wrong)("%j", (text) => {
    expect(parse(text)).toMatchObject({ kind: "syntax" });
  });

  test("bytes that are no UTF-8, other encodings", () => {
    expect(parse(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ kind: "syntax" });
    expect(parse(Buffer.from('{"a":1}', "utf16le"))).toMatchObject({ kind: "syntax" });
  });

  test("a key that stands twice, however it is written, in small objects and large ones", () => {
    expect(parse('{"a":1,"\\u0061":2}')).toMatchObject({ kind: "twice" });
    const many = Array.from({ length: 40 }, (_, i) => `"k${i}":${i}`);
    expect(parse(`{${many.join()}}`)).toBeInstanceOf(Json);
    expect(parse(`{${many.join()},"k\\u0033":0}`)).toMatchObject({ kind: "twice" });
  });

  test("nesting beyond the limit, without a recursion", () => {
    expect(parse("[".repeat(MOST_DEPTH) + "]".repeat(MOST_DEPTH))).toBeInstanceOf(Json);
    expect(parse("[".repeat(1_000_000))).toMatchObject({ kind: "depth" });
    expect(parse('{"a":'.repeat(1_000_000))).toMatchObject({ kind: "depth" });
  });

  test("more tokens than memory allows", () => {
    expect(parse(`[${"0,".repeat(100_000)}0]`, 1 << 20)).toMatchObject({ kind: "memory" });
  });

  test("any cut of a text that is one", () => {
    const text = '{"a":[1,2.5e-3,"x\\u0041y",{"b":null}],"c":true}';
    for (let length = 0; length < text.length; length++) expect(parse(text.slice(0, length))).toMatchObject({ kind: "syntax" });
  });
});
