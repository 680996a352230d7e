/**
 * `--to pickle`: what is written reads as the very document that it was written of, our own scan calls it safe, and sklearn 1.9
 * loads it and answers bit for bit as the original. What a document from anyone may say is refused before a byte is written.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { parseLossless } from "../../src/neutral/lossless.js";
import { toPickle } from "../../src/targets/pickle/index.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { changed, TARGET_PYTHON } from "../support/python-target.js";
import { FIXTURES, SHARED } from "../support/shared.js";
import { askBoth, documentIn, todayLabels } from "../support/today.js";

const pickled = (text: string, select?: string): Uint8Array => toPickle(documentIn(text), select, {}).bytes;

/** Codes of what our own scan finds. */
const findingsOf = (bytes: Uint8Array): string[] =>
  runGuest(bytes, "scan").report.artifacts.flatMap(({ findings }) => findings.map(({ code }) => code));

describe("sklearn 1.9", () => {
  const files = todayLabels().map((label) => ({ ...label, bytes: pickled(label.text) }));

  test("every fixture reads as it did, and is safe", () => {
    expect(files.filter(({ text, bytes }) => runGuest(bytes).text !== text).map(({ name }) => name)).toEqual([]);
    expect(files.flatMap(({ name, bytes }) => findingsOf(bytes).map((code) => `${name}: ${code}`))).toEqual([]);
    expect(files.length).toBeGreaterThan(420);
  }, 120_000);

  test("the same document gives the same bytes", () => {
    const again = files.slice(0, 40).map(({ text }) => pickled(text));
    expect(again).toEqual(files.slice(0, 40).map(({ bytes }) => bytes));
  });

  test.skipIf(TARGET_PYTHON === null)(
    "loads and answers bit for bit",
    () => expect(askBoth("pickle", files).flatMap(changed)).toEqual([]),
    300_000,
  );
});

describe("what a document holds", () => {
  /**
   * Values that come back in another form: deques whose items Python 2 gave to their constructor, bytes that were texts, arrays of
   * files, seeds under today's checksum, random states as today's numpy keeps them.
   */
  const OTHER_FORM = /deque|masked|memmap|SeedSequence|RandomState/;
  /** Classes are named by today's modules. */
  const withoutOrigins = (text: string): string => text.replace(/"origin":"[^"]*",?/g, "");

  test.skipIf(SHARED === null)(
    "values of Python and numpy read as they did, or are refused",
    () => {
      const folder = join(SHARED ?? "", "fixtures", "values");
      const wrong: string[] = [];
      let same = 0;
      for (const kind of ["python", "numpy"]) {
        for (const file of readdirSync(join(folder, kind))) {
          const { cases } = JSON.parse(gunzipSync(readFileSync(join(folder, kind, file))).toString());
          for (const [name, { pickles }] of Object.entries<{ pickles?: Record<string, string> }>(cases)) {
            const { text } = runGuest(Buffer.from(pickles?.["p2"] ?? "", "base64"));
            const outcome = text === "" ? "refused" : again(text);
            if (outcome === "same") same++;
            else if (outcome !== "refused" && !OTHER_FORM.test(name)) wrong.push(`${kind} ${file} ${name}: ${outcome}`);
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(same).toBeGreaterThan(1000);
    },
    120_000,
  );

  function again(text: string): string {
    try {
      const bytes = pickled(text);
      const found = findingsOf(bytes);
      return found.length > 0 ? found.join() : withoutOrigins(runGuest(bytes).text) === withoutOrigins(text) ? "same" : "other";
    } catch (error) {
      if (error instanceof CornichonError && error.code === "target.unsupported") return "refused";
      throw error;
    }
  }

  test("long arrays, texts and ints, in frames and outside of them", () => {
    const root = {
      text: "é".repeat(70_000),
      short: Array.from({ length: 40_000 }, (_, i) => `t${i}`),
      array: { $type: "ndarray", dtype: "float64", shape: [300, 400], order: "F", base64: Buffer.alloc(960_000, 7).toString("base64") },
      ints: [0, 255, 256, 65_535, 65_536, -1, -(2 ** 31), 2 ** 31, 2 ** 53 - 1, { $type: "int", value: `-${"9".repeat(700)}` }],
      lone: { $type: "str", utf16: [97, 55_296] },
    };
    const text = JSON.stringify(root);
    expect(runGuest(pickled(text)).text).toBe(text);
  });

  test("a memo of more than 256 entries, and what is shared and holds itself", () => {
    const shared = Array.from({ length: 300 }, (_, i) => ({ $type: "list", $id: i + 1, items: [`s${i}`] }));
    const refs = shared.map((_, i) => ({ $type: "ref", id: i + 1 }));
    const text = JSON.stringify([...shared, ...refs, { $type: "dict", $id: 301, items: [["self", { $type: "ref", id: 301 }]] }]);
    expect(runGuest(pickled(text)).text).toBe(text);
  });

  test("an estimator alone, and a dict with several", () => {
    const bundle = runGuest(readFileSync(join(FIXTURES, "seed", "1.9.1", "bundle.pkl"))).text;
    expect(runGuest(pickled(bundle)).text).toBe(bundle);
    expect(runGuest(pickled(bundle, "model.ridge")).report.artifacts[0]?.root).toBe("sklearn.linear_model.Ridge");
  });
});

describe("a document from anyone", () => {
  const RIDGE = { $type: "object", class: "sklearn.linear_model.Ridge", origin: "sklearn.linear_model._ridge.Ridge" };
  const refusals: readonly (readonly [string, unknown, RegExp])[] = [
    ["a dangerous name", { $type: "global", name: "os.system" }, /^os\.system: its name is not on the allow-list$/],
    ["a dangerous class", { $type: "object", class: "os.system", origin: "os.system", args: ["id"] }, /^os\.system: /],
    ["an origin that is called", { ...RIDGE, class: "posix.system", origin: "sklearn.linear_model._ridge.Ridge" }, /^posix\.system: /],
    ["a name with a blank", { $type: "global", name: "builtins eval" }, /allow-list/],
    ["a placeholder", [{ $type: "unlisted", name: "shop.Mine", args: [] }], /^\[0\] \(shop\.Mine\): its name is not on the allow-list$/],
    ["arguments for what takes none", { ...RIDGE, args: [1] }, /how Python makes one is not known/],
    ["a method as an attribute", { ...RIDGE, state: { predict: { $type: "global", name: "numpy.mean" } } }, /none of its attributes/],
    ["a function where none belongs", { ...RIDGE, state: { alpha: { $type: "global", name: "numpy.mean" } } }, /none belongs/],
    ["a dunder", { ...RIDGE, state: { __class__: 1 } }, /none of its attributes/],
    ["a newer version's state", { ...RIDGE, state: { _sklearn_version: "2.0.0" } }, /newer sklearn/],
    ["a tuple in itself", { $type: "tuple", $id: 1, items: [{ $type: "ref", id: 1 }] }, /it holds itself/],
    [
      "fields that hold objects",
      { $type: "ndarray", dtype: { names: ["o"], formats: ["object"], offsets: [0], itemsize: 8 }, shape: [0], data: [] },
      /objects/,
    ],
  ];
  test.each(refusals)("%s is refused", (_, root, why) => {
    const run = (): unknown => toPickle(documentOf(root), undefined, {});
    expect(run).toThrow(expect.objectContaining({ code: "target.unsupported" }));
    expect(run).toThrow(why);
  });

  const array = { $type: "ndarray", dtype: "uint8", shape: [1], data: [1] };
  const malformed: readonly (readonly [string, unknown])[] = [
    ["a type that there is not", { $type: "lambda" }],
    ["a reference without its value", { $type: "ref", id: 7 }],
    ["a number that does not fit", { ...array, data: [300] }],
    ["a number with a fraction", { ...array, data: [0.5] }],
    ["more values than the shape", { ...array, data: [1, 2] }],
    ["bytes for objects", { ...array, dtype: "object", base64: "AAAAAAAAAAA=", data: undefined }],
    ["a float32 that is none", { ...array, dtype: "float32", data: [0.1] }],
    ["a field outside its item", { ...array, dtype: { names: ["a"], formats: ["int64"], offsets: [4], itemsize: 8 } }],
    ["a field twice", { ...array, dtype: { names: ["a", "a"], formats: ["int8", "int8"], offsets: [0, 1], itemsize: 2 } }],
    ["a dtype that is evaluated", { ...array, dtype: "O,i4" }],
    ["an int that is none", { $type: "int", value: "1+1" }],
    ["bytes that are none", { $type: "bytes", base64: "!" }],
    ["a pair of three", { $type: "dict", items: [[1, 2, 3]] }],
  ];
  test.each(malformed)("%s is malformed", (_, root) => {
    expect(() => toPickle(documentOf(root), undefined, {})).toThrow(expect.objectContaining({ code: "document.malformed" }));
  });

  test("depth costs no stack", () => {
    const text = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    expect(pickled(text).length).toBeGreaterThan(40_000);
    expect(parseLossless(text)).toBeDefined();
  });
});
