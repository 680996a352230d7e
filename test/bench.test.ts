/** The benchmark's own parts: what is counted, what its inputs are, and what becomes of a row. Seconds are never asserted. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Inputs } from "./bench/inputs.js";
import { type Cost, median, run, slope } from "./bench/measure.js";
import { NotHere } from "./bench/peers.js";
import { LISTS, writeArray, writeBenign, writeHostile } from "./bench/pickles.js";
import { merged, type Result, type Results } from "./bench/results.js";
import { GROUPS, ONLY_BY_NAME, type Pair, ROWS } from "./bench/rows.js";
import { resultOf } from "./bench/runner.js";
import type { Side } from "./bench/sides.js";
import { markdown } from "./bench/table.mjs";
import { runGuest } from "./support/guest.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cornichon-test-bench-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Uses 200 ms of CPU, as the system counts them, in a grandchild. */
const BURN = "const end = () => { const { user, system } = process.cpuUsage(); return user + system > 200_000; }; while (!end());";
const PARENT = `require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(BURN)}])`;

describe("what is counted", () => {
  test("a command's CPU is that of all processes below it", () => {
    expect(run(process.execPath, ["-e", PARENT], 0).cpu).toBeGreaterThanOrEqual(0.2);
  });

  test("a command that ends otherwise than it should has no figure", () => {
    expect(() => run(process.execPath, ["-e", "console.error('why'); process.exit(3)"], 0)).toThrow(/ended with 3: why/);
  });

  test("the exponent of growth", () => {
    const points = [1, 4, 16, 64].map((size) => ({ size, value: 0.3 * size ** 1.25 }));
    expect(slope(points)).toBeCloseTo(1.25, 12);
  });

  test("the median of an even number of runs lies between the two", () => {
    expect([median([5, 1, 3]), median([4, 1, 2, 100])]).toEqual([3, 3]);
  });
});

describe("inputs", () => {
  const held = (name: string): unknown => runGuest(readFileSync(join(folder, name))).root;

  test("lists hold what they say", () => {
    for (const [kind, write] of Object.entries(LISTS)) write(join(folder, kind), 1001);
    expect(held("dicts")).toHaveLength(1001);
    expect(held("dicts")).toMatchObject({ 0: { id: 0, name: "name0", score: 0 }, 1000: { id: 1000, name: "name1000", score: 500 } });
    expect(held("floats")).toMatchObject({ 1000: Math.sin(1000) });
    expect(held("ints")).toMatchObject({ 0: 2 ** 38, 1000: 2 ** 38 + 7_919_000 });
    expect(held("strings")).toMatchObject({ 1000: "text number 1000" });
  });

  test("an array is one of numpy's", () => {
    writeArray(join(folder, "array"), 8_000);
    expect(held("array")).toMatchObject({ $type: "ndarray", dtype: "float64", shape: [1000] });
  });

  test("hostile files are dangerous, benign ones safe, and none is another's copy", () => {
    writeHostile(join(folder, "hostile"), 1000);
    writeBenign(join(folder, "benign"), 1000);
    for (const kind of ["hostile", "benign"]) {
      const files = readdirSync(join(folder, kind)).map((name) => readFileSync(join(folder, kind, name)));
      expect(new Set(files.map((bytes) => bytes.toString("latin1"))).size).toBe(1000);
      for (const bytes of files.slice(0, 20)) {
        const { artifacts } = runGuest(bytes, "scan").report;
        const found = artifacts.flatMap(({ findings }) => findings.map(({ code }) => code)).filter((code) => !code.startsWith("note."));
        if (kind === "benign") expect(found).toEqual([]);
        else expect(found).toContain("global.dangerous");
      }
    }
  });
});

describe("rows", () => {
  test("bars are those that were asked for", () => {
    const held = ROWS.filter(({ group }) => !ONLY_BY_NAME.includes(group) && group !== "readers");
    expect(Object.fromEntries(held.map(({ name, bar }) => [name, bar]))).toMatchInlineSnapshot(`
      {
        "array-compressed": 0.4,
        "array-raw": 0.9,
        "batch-boosting": 1.5,
        "batch-forest": 1,
        "batch-forest-classifier": 1,
        "batch-histogram": 1,
        "batch-neighbors": 1.5,
        "batch-svc": 1,
        "batch-texts": 1,
        "decode-bz2": 2,
        "decode-gzip": 2,
        "decode-lz4": 2,
        "decode-lzma": 2,
        "decode-xz": 2,
        "dicts": 0.4,
        "dicts-joblib": 0.05,
        "floats": 0.6,
        "forest": 0.6,
        "forest-joblib": 0.4,
        "forest-z-joblib": 0.5,
        "growth-array": 1.05,
        "growth-array-memory": 1,
        "growth-dicts": 1.05,
        "growth-dicts-memory": 1,
        "hostile": 1.3,
        "ints": 0.6,
        "json-dicts": 0.33,
        "json-floats": 0.1,
        "one-linear": 0.5,
        "one-small-forest": 0.5,
        "one-text": 0.5,
        "one-tree": 0.5,
        "sidecar": 1,
        "strings": 0.7,
        "tiny": 1,
        "tiny-500": 1,
        "tiny-500-cpu": 3,
      }
    `);
  });

  test("names are their own, and no group's", () => {
    const names = ROWS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name in GROUPS)).toEqual([]);
  });
});

const fixed = (...walls: readonly number[]): Side => {
  let at = 0;
  return { who: "fixed", open: () => ({ once: (): Cost => ({ cpu: 0, wall: walls[at++] ?? 0 }) }) };
};
const row = (ours: Side, theirs: Side): Pair => ({
  name: "a",
  group: "small",
  what: "a case",
  measure: "wall",
  ours,
  theirs,
  bar: 0.5,
  runs: 3,
});
const ran = (ours: Side, theirs: Side): Promise<Result> => resultOf(row(ours, theirs), new Inputs(folder), { runs: null, large: false });

describe("what becomes of a row", () => {
  test("the ratio of medians is held against the bar", async () => {
    const better = await ran(fixed(4, 1, 100), fixed(8, 8, 1));
    expect(better).toMatchObject({ unit: "s", ours: { median: 4, min: 1 }, theirs: { median: 8, min: 1 }, value: 0.5, met: true });
    expect(await ran(fixed(5, 1, 100), fixed(8, 8, 1))).toMatchObject({ value: 0.625, met: false });
  });

  test("who is not here is named, and the row is not met", async () => {
    const missing: Side = { who: "hayward", open: () => Promise.reject(new NotHere("hayward")) };
    const result = await ran(fixed(1), missing);
    expect(result).toMatchObject({ met: null, value: null, note: "hayward is not here" });
    const results = { machine: { cpu: "a cpu", cores: 2, node: "26", peers: "no Python" }, groups: { small: "Small" }, rows: [result] };
    expect(markdown(results)).toContain("| a case (hayward is not here) |  | hayward | – | ≤ 0.50 | **not measured** |");
  });

  test("what fails is not met, with the reason", async () => {
    const failing: Side = { who: "x", open: () => Promise.reject(new Error("it ended with 3")) };
    expect(await ran(failing, fixed(1))).toMatchObject({ met: false, note: "it ended with 3" });
  });

  test("older rows stay where they were measured on the same machine", async () => {
    const one = await ran(fixed(1, 1, 1), fixed(4, 4, 4));
    const results = (cpu: string, ...names: readonly string[]): Results => ({
      machine: { cpu, cores: 2, node: "26", peers: "" },
      groups: GROUPS,
      rows: names.map((name) => ({ ...one, name })),
    });
    const names = (all: Results): string[] => all.rows.map(({ name }) => name);
    expect(names(merged(results("one", "a", "b"), results("one", "b"), ["b", "a"]))).toEqual(["b", "a"]);
    expect(names(merged(results("one", "a"), results("another", "b"), ["b", "a"]))).toEqual(["b"]);
  });
});
