/**
 * Small files that mean long documents: what JSON has no reference for (texts, bytes, big integers, keys, dtypes, the bytes
 * behind arrays) is written each time that it is referred to. All of it is counted before a byte is written, and what
 * would be out of proportion is a limit, for every value that can be shared.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judge } from "../../sandbox/judge/artifact.js";
import { Writer } from "../../sandbox/neutral/writer.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../src/verbs/options.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { nodeHooks } from "../support/node-hooks.js";
import { policyOf } from "../support/policy.js";

const LONG = 100_000;
const TIMES = 1000;

const cat = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
const u32 = (value: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes.toString("latin1");
};
const text = (value: string): string => `X${u32(value.length)}${value}`;
const repeat = (what: string, times = TIMES): string => what.repeat(times);

/** A list of a value that is memoised, and of what refers to it. */
const listOf = (value: string, item: string, times = TIMES): Buffer => cat("\x80\x04](", value, "q\0", repeat(item, times), "e.");
const GET = "h\0";

const DTYPE = (name: string, state: string, put = ""): string => `cnumpy\ndtype\n${text(name)}K\0K\x01\x87R${put}${state}`;
const STATE_OF_UINT8 = `(K\x03${text("|")}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb`;
const UINT8 = DTYPE("u1", STATE_OF_UINT8);
const NAME = (i: number): string => `f${String(i).padStart(60, "x")}`;
/** A structured dtype of 500 fields with long names: 40 KB of text. */
const FIELDS = Array.from({ length: 500 }, (_, i) => i);
const RECORD = DTYPE(
  "V500",
  `(K\x03${text("|")}N(${FIELDS.map((i) => text(NAME(i))).join("")}t}(${FIELDS.map((i) => `${text(NAME(i))}h\x01J${u32(i)}\x86`).join("")}uJ${u32(500)}K\x01K\x10tb`,
  "q\0",
);
const EMPTY = "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R";
/** An array over the bytes of memo 0. */
const ARRAY = `${EMPTY}(K\x01J${u32(LONG)}\x85${UINT8}\x89h\0tb`;

const FILES: Readonly<Record<string, Buffer>> = {
  "a text": listOf(text("x".repeat(LONG)), GET),
  "a text of escapes": listOf(text("\x01".repeat(LONG / 5)), GET),
  bytes: listOf(`B${u32(LONG)}${"x".repeat(LONG)}`, GET),
  "a Python 2 string": listOf(`T${u32(LONG)}${"\xe4".repeat(LONG)}`, GET),
  "a big integer": listOf(`\x8b${u32(1700)}${"\x7f".repeat(1700)}`, GET, 20_000),
  "a key": listOf(text("x".repeat(LONG)), `}${GET}Ns`),
  "bytes as a key": listOf(`B${u32(LONG)}${"x".repeat(LONG)}`, `}${GET}Ns`),
  "a tuple's text as a key": listOf(text("x".repeat(LONG)), `}${GET}\x85Ns`),
  "a dtype": cat("\x80\x02](", DTYPE("u1", STATE_OF_UINT8, "q\x01"), RECORD, repeat(GET, 2500), "e."),
  "the bytes of arrays": listOf(`B${u32(LONG)}${"x".repeat(LONG)}`, ARRAY),
  "a slice's text": listOf(text("x".repeat(LONG)), `cbuiltins\nslice\n${GET}NN\x87R`),
};

/** Some of these forms are refused by name or checker already: they must not be written either. */
const CODES = /^(?:stream\.not-a-pickler|limit\.output|call\.arguments|array\.malformed|build\.)/;

describe("a small file that refers to one value again and again", () => {
  test.each(Object.entries(FILES))(
    "%s",
    (_what, bytes) => {
      expect(bytes.length).toBeLessThan(500_000);
      const { report, text: document } = runGuest(bytes, "convert");
      const codes = report.artifacts[0]?.findings.map((f) => f.code).filter((code) => !code.startsWith("note."));
      expect(codes?.[0]).toMatch(CODES);
      expect(report.converted).toBe(false);
      expect(document).toBe("");
    },
    60_000,
  );

  test.each(["a text", "bytes", "a Python 2 string", "a key", "a dtype", "the bytes of arrays"])(
    "%s is safe to scan: it is only too long to write",
    (what) => {
      const { report } = runGuest(FILES[what] ?? new Uint8Array(), "scan");
      expect(report.artifacts[0]?.findings.filter((f) => !f.code.startsWith("note."))).toEqual([]);
    },
    60_000,
  );

  test("the bytes of arrays in a sidecar", () => {
    const { report } = runGuest(FILES["the bytes of arrays"] ?? new Uint8Array(), "convert", { arrays: "sidecar" });
    expect(report.artifacts[0]?.findings.map((f) => f.code)).toContain("limit.output");
    expect(report.tensors).toEqual([]);
  }, 60_000);

  test("a sidecar's arrays are counted once each, however often they are referred to", () => {
    const array = ARRAY.replace("h\0", "h\x02").replace(EMPTY, `${EMPTY}q\0`);
    const bytes = cat("\x80\x04](", `B${u32(LONG)}${"x".repeat(LONG)}q\x02`, array, repeat(GET), "e.");
    const { report } = runGuest(bytes, "convert", { arrays: "sidecar" });
    expect(report.tensors.map((t) => t.bytes)).toEqual([LONG]);
  });

  test("the names of features, which the report tells, are no longer than a few megabytes", () => {
    const names = `cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R(K\x01K\x50\x85${DTYPE("O8", `(K\x03${text("|")}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb`)}\x89](${repeat(GET, 80)}etb`;
    const model = `csklearn.linear_model._base\nLinearRegression\n)\x81}(${text("_sklearn_version")}${text("1.3.0")}${text("feature_names_in_")}${names}ub`;
    const bytes = listOf(text("x".repeat(60_000)), model, 1);
    const { report } = runGuest(bytes, "convert");
    expect(report.converted).toBe(true);
    expect(report.facts?.estimators.map((one) => [one.finalClass, one.features])).toEqual([
      ["sklearn.linear_model.LinearRegression", null],
    ]);
  });
});

describe("what is counted is what is written", () => {
  const folders = ["seed/1.9.1", "hostile", "oracle", "models", "old", "native"].map((name) => join(ROOT, "fixtures", name));
  const policy = policyOf();
  const limits = limitsWith();

  /** Bytes of a document as they are counted, and as they are; null where there is none. */
  function lengths(bytes: Uint8Array, arrays: "auto" | "inline"): readonly [number, number] | null {
    const options = { ...DEFAULT_OPTIONS, arrays };
    const { chosen } = judge(
      nodeHooks(bytes, () => undefined),
      { verb: "convert", size: bytes.length, policy: null, limits, options },
      policy,
    );
    if (chosen === null) return null;
    const { tape } = chosen.read.machine;
    const dry = new Writer({ tape, source: chosen.source, options, limits }, () => undefined, {
      most: 2 ** 26,
      exact: true,
    });
    if (dry.write(chosen.root) !== null) return null;
    const real = new Writer({ tape, source: chosen.source, options, limits }, () => undefined, dry.marks);
    return real.write(chosen.root) === null ? [dry.size, real.size] : null;
  }

  test.each(["auto", "inline"] as const)(
    "%s: hardly ever less, and not much more",
    (arrays) => {
      let documents = 0;
      for (const folder of folders) {
        let files: string[] = [];
        try {
          files = readdirSync(folder);
        } catch {
          continue;
        }
        for (const name of files.filter((file) => !file.endsWith(".json"))) {
          let bytes: Buffer;
          try {
            bytes = readFileSync(join(folder, name));
          } catch {
            continue;
          }
          const found = lengths(bytes, arrays);
          if (found === null) continue;
          documents++;
          // NaN in an array is longer than a number.
          expect(1.3 * found[0], name).toBeGreaterThanOrEqual(found[1]);
          expect(found[0], name).toBeLessThanOrEqual(8 * found[1] + 200);
        }
      }
      expect(documents).toBeGreaterThan(100);
    },
    120_000,
  );
});
