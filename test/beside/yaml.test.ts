/** YAML as programs dump it is read, what no program dumps is not, and no text takes long. */
import { describe, expect, test } from "vitest";
import { at, type Plain, readYaml } from "../../src/beside/yaml.js";

/** Maps as objects, for comparison. */
const plain = (value: Plain | undefined): unknown =>
  value instanceof Map
    ? Object.fromEntries(Array.from(value, ([key, one]) => [key, plain(one)]))
    : Array.isArray(value)
      ? value.map(plain)
      : value;

describe("what PyYAML dumps", () => {
  test.each([
    ["maps in maps", "a:\n  b:\n    c: 1\n  d: x\ne: ''\n", { a: { b: { c: "1" }, d: "x" }, e: "" }],
    ["lists at the key's place", "a:\n- b\n- c: d\n  e: f\n-\n  g: h\nz: null\n", { a: ["b", { c: "d", e: "f" }, { g: "h" }], z: "null" }],
    ["lists in lists", "- - x\n  - y\n- z\n", [["x", "y"], "z"]],
    ["quoted texts that go on", `s: 'it''s\n  folded'\nt: "a\\"\\x41\n\n  b" # said\n`, { s: "it's folded", t: 'a"A\n b' }],
    ["plain texts that go on", "a: one\n  two: three\n  four\nb: c\n", { a: "one two: three four", b: "c" }],
    [
      "block texts and flow collections, as unknown",
      "a: |\n  b: c\n\n  d\ne: [x,\n  y]\nf: {}\ng: h\n",
      { a: null, e: null, f: null, g: "h" },
    ],
    ["comments, marks, Windows' line ends", "---\r\n# a\r\na: b # c\r\n...\r\nno yaml\r\n", { a: "b" }],
    ["versions as texts", "python: 3.10\n", { python: "3.10" }],
    [
      "any key",
      "__proto__: 1\n'a: b': 2\n",
      Object.fromEntries([
        ["__proto__", "1"],
        ["a: b", "2"],
      ]),
    ],
  ])("%s", (_what, text, value) => {
    expect(plain(readYaml(text))).toEqual(value);
  });
});

describe("what is not read", () => {
  test.each([
    ["an anchor", "a: &x 1"],
    ["an alias", "a: *x"],
    ["a tag", "a: !!python/object:os.system x"],
    ["a merge key", "<<: x"],
    ["a key that stands twice", "a: 1\na: 2"],
    ["a tab", "a:\n\tb: 1"],
    ["a line that belongs nowhere", "a:\n    b: 1\n  c: 2"],
    ["a question", "? x"],
    ["an open quote", "a: 'x"],
    ["words after a quote", "a: 'x' y"],
    ["a directive", "%YAML 1.1\n---\na: 1"],
    ["a list where a map goes on", "- a\nb: c"],
    ["too deep", Array.from({ length: 70 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
  ])("%s", (_what, text) => {
    expect(readYaml(text)).toBeUndefined();
  });

  test("nothing takes long", () => {
    const bombs = [
      `a: 'x\n${"  ''b\n".repeat(100_000)}'`,
      `a: "x\n${"  b\\\n".repeat(100_000)}"`,
      `a: x\n${"  y\n".repeat(100_000)}`,
      "- ".repeat(300_000),
      Array.from({ length: 50_000 }, (_, i) => `k${i}: v`).join("\n"),
      `a: ${"# ".repeat(300_000)}`,
      `${" ".repeat(500_000)}:`,
      "'".repeat(500_000),
    ];
    const began = performance.now();
    for (const bomb of bombs) readYaml(bomb);
    // One of them took 95 s when a text was put together line by line.
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});

test("a value at its keys", () => {
  const root = readYaml("a:\n  b: c\n");
  expect(at(root, "a", "b")).toBe("c");
  expect(at(root, "a", "x", "b")).toBeUndefined();
  expect(at(undefined, "a")).toBeUndefined();
});
