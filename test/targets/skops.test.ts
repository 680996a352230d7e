/**
 * `--to skops`, held against skops 0.16: what is written of sklearn 1.9's own fixtures loads there, answers bit for bit as the
 * original pickle, and needs to be trusted exactly what the report says. What has no form there is refused by name.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { toSkops } from "../../src/targets/skops/index.js";
import { runGuest } from "../support/guest.js";
import { askPython, changed, TARGET_PYTHON } from "../support/python-target.js";
import { FIXTURES } from "../support/shared.js";
import { askBoth, documentIn, todayLabels } from "../support/today.js";

const written = (text: string, select?: string) => toSkops(documentIn(text), select, {});

/** The skops file of a document, or why there is none. */
function tried(text: string): ReturnType<typeof written> | string {
  try {
    return written(text);
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return error.message;
    throw error;
  }
}

/** A schema as text: members are stored, so it stands in the file as it is. */
const schemaOf = (root: unknown): string => {
  const text = Buffer.from(written(JSON.stringify(root)).bytes).toString("latin1");
  return text.slice(text.indexOf("schema.json") + "schema.json".length, text.lastIndexOf("PK\u0001\u0002"));
};

describe("sklearn 1.9", () => {
  const labels = todayLabels().map((label) => ({ ...label, made: tried(label.text) }));
  const files = labels.flatMap(({ made, ...label }) => (typeof made === "string" ? [] : [{ ...label, ...made }]));

  test("all but what holds itself are written", () => {
    const refused = labels.flatMap(({ name, made }) => (typeof made === "string" ? [[name, made]] : []));
    expect(refused.map(([name]) => name)).toEqual(["Birch", "Birch__nocluster"]);
    expect(refused[0]?.[1]).toBe(
      "root_.prev_leaf_.next_leaf_ (sklearn.cluster._birch._CFNode): it holds itself, and skops has no form for that",
    );
    expect(files.length).toBeGreaterThan(420);
  });

  test("the same document gives the same bytes", () => {
    for (const { text, bytes } of files.slice(0, 40)) expect(Buffer.compare(written(text).bytes, bytes)).toBe(0);
  });

  test.skipIf(TARGET_PYTHON === null)(
    "loads, answers bit for bit, and needs what the report says",
    () => {
      const told = askBoth("skops", files);
      expect(told.flatMap(changed)).toEqual([]);
      expect(told.map(({ untrusted }) => untrusted)).toEqual(files.map(({ report }) => report.trusted));
    },
    300_000,
  );

  test.skipIf(TARGET_PYTHON === null)(
    "an estimator alone, a dict with several, and plain values load",
    () => {
      const bundle = runGuest(readFileSync(join(FIXTURES, "seed", "1.9.1", "bundle.pkl"))).text;
      const values = JSON.stringify({
        floats: [3.5, { $type: "float", value: "nan" }, { $type: "float", value: "-inf" }],
        ints: [1, { $type: "int", value: "-1152921504606846976" }],
        keys: {
          $type: "dict",
          items: [
            [1, "a"],
            ["b", 2],
            [{ $type: "scalar", dtype: "int64", value: 5 }, null],
            [1.5, true],
          ],
        },
        lone: { $type: "str", utf16: [97, 55_296] },
        bytes: [
          { $type: "bytes", base64: "AQI=" },
          { $type: "bytearray", base64: "AQ==" },
        ],
        sets: [
          { $type: "set", items: [1, 2] },
          { $type: "frozenset", items: ["a"] },
          { $type: "slice", items: [1, null, 2] },
        ],
        objects: { $type: "ndarray", dtype: "object", shape: [2, 2], data: ["a", 1, null, 2.5] },
        text: { $type: "ndarray", dtype: "U2", shape: [2], data: ["ab", "é"] },
        shared: [
          { $type: "list", $id: 1, items: [1] },
          { $type: "ref", id: 1 },
        ],
      });
      const made = [written(bundle), written(bundle, "model.ridge"), written(values)];
      const told = askPython(made.map(({ bytes }, i) => ({ name: String(i), kind: "skops", file: bytes })));
      expect(told.map(({ status }) => status)).toEqual(["asked", "asked", "asked"]);
      expect(told.map(({ untrusted }) => untrusted)).toEqual(made.map(({ report }) => report.trusted));
    },
    60_000,
  );
});

describe("what skops keeps", () => {
  test("what is shared stands once", () => {
    const schema = schemaOf([
      { $type: "list", $id: 7, items: [] },
      { $type: "ref", id: 7 },
    ]);
    expect(schema.match(/"ListNode","__id__":1/g)).toHaveLength(1);
    expect(schema).toContain('{"__class__":null,"__module__":null,"__loader__":"CachedNode","__id__":1}');
    expect(schema).toMatch(/,"protocol":2,"_skops_version":"0\.16\.0"\}$/);
  });

  const refusals: readonly (readonly [string, unknown, RegExp])[] = [
    ["a name that is not listed", { $type: "global", name: "os.system" }, /^os\.system: its name is not on the allow-list$/],
    ["a placeholder", { $type: "unlisted", name: "shop.Mine" }, /^shop\.Mine: /],
    ["a list in itself", { $type: "list", $id: 1, items: [{ $type: "ref", id: 1 }] }, /holds itself/],
    ["True as a key", { $type: "dict", items: [[true, 1]] }, /keys as texts/],
    ["a tuple as a key", { $type: "dict", items: [[{ $type: "tuple", items: [1] }, 1]] }, /keys as texts/],
    [
      "keys of one text",
      {
        $type: "dict",
        items: [
          [1, 1],
          ["1", 2],
        ],
      },
      /the same text/,
    ],
    ["a slice of floats", { $type: "slice", items: [0.5, null, null] }, /whole numbers/],
    ["lists in an array of two axes", { $type: "ndarray", dtype: "object", shape: [1, 1], data: [[1]] }, /would not rebuild/],
    ["a scalar of a time", { $type: "scalar", dtype: "datetime64[s]", value: 1 }, /no form for a scalar/],
    ["a method of a type", { $type: "global", name: "builtins.str.split" }, /no form for it/],
    ["a deque", { $type: "object", class: "collections.deque", origin: "collections.deque", args: [], items: [1] }, /list's subclass/],
  ];
  test.each(refusals)("%s is refused", (_, root, why) => {
    expect(tried(JSON.stringify(root))).toMatch(why);
  });
});
