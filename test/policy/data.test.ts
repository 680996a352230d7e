/**
 * The policy's data: each JSON file is what its readers in `src/policy` and `sandbox/` take it for, nothing stands in it
 * that they would not see, and it is what `npm run policy:make` makes of the inputs that are here.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type ClassRow, type MemberSets, type ReferenceRow, rowsOf } from "../../src/policy/rows.js";

const ROOT = resolve(import.meta.dirname, "../..");
const DATA = "src/policy/data";
const RENAMES = "sandbox/policy/python2-names.json";
const MANIFEST = `${DATA}/made.json`;

const text = (path: string, folder = ROOT): string => readFileSync(join(folder, path), "utf8");
const json = (path: string): unknown => JSON.parse(text(path));

/** Words separated by one blank each, none of them empty. */
const words = z.string().regex(/^[^\s"]+( [^\s"]+)*$/);
const dotted = z.string().regex(/^\w+(\.\w+)*$/);

const classShape = {
  path: dotted,
  at: words,
  names: words.exactOptional(),
  form: z.enum(["newobj", "dict-subclass", "list-subclass", "call"]).exactOptional(),
  call: dotted.exactOptional(),
  state: z
    .string()
    .regex(/^[a-z-]+$/)
    .exactOptional(),
  refs: words.exactOptional(),
  bases: words.exactOptional(),
  members: words.exactOptional(),
  keys: words.exactOptional(),
  dunders: words.exactOptional(),
  callable: z.literal(true).exactOptional(),
  estimator: z.literal(true).exactOptional(),
  noReference: z.literal(true).exactOptional(),
  after: z.array(dotted).exactOptional(),
  narrow: z.literal(true).exactOptional(),
} satisfies Record<keyof ClassRow, z.ZodType>;
const classes = z.array(z.strictObject(classShape) satisfies z.ZodType<ClassRow>);
const functions = z.array(z.strictObject({ at: dotted, public: dotted, names: words }) satisfies z.ZodType<Omit<ReferenceRow, "what">>);
const members = z.record(dotted, words) satisfies z.ZodType<MemberSets>;
const renames = z.record(words, words);
const hashed = z.record(z.string(), z.hash("sha256"));
const made = z.strictObject({ from: hashed, made: hashed });

/** Every file of data and what it must be. */
const FILES: Readonly<Record<string, z.ZodType>> = {
  [`${DATA}/sklearn.json`]: classes,
  [`${DATA}/sklearn-functions.json`]: functions,
  [`${DATA}/sklearn-members.json`]: members,
  [`${DATA}/neighbours.json`]: z.record(z.string(), classes),
  [`${DATA}/neighbour-members.json`]: members,
  [`${DATA}/scipy.json`]: z.strictObject({ continuous: z.array(dotted), discrete: z.array(dotted), members }),
  [RENAMES]: z.strictObject({ modules: z.record(dotted, dotted), names: renames }),
  [MANIFEST]: made,
};

describe("shape", () => {
  test("every file of data has one", () => {
    const there = readdirSync(join(ROOT, DATA)).map((name) => `${DATA}/${name}`);
    expect([...there, RENAMES].sort()).toEqual(Object.keys(FILES).sort());
  });

  test.each(Object.entries(FILES))("%s", (path, schema) => {
    const read = schema.safeParse(json(path));
    expect(read.error?.issues ?? []).toEqual([]);
    expect(read.data).toEqual(json(path));
  });

  test("a row with a key too many, a word of no form or two blanks is none", () => {
    const row = { path: "sklearn.svm.SVC", at: "sklearn.svm.classes" };
    expect(classes.safeParse([row]).success).toBe(true);
    for (const odd of [{ ref: "kernel" }, { form: "list" }, { refs: "a  b" }, { estimator: false }])
      expect(classes.safeParse([{ ...row, ...odd }]).success).toBe(false);
  });
});

test("a row is read with its form, and not with one that there is not", () => {
  const row = { path: "sklearn.utils.Bunch", at: "sklearn.utils" };
  expect(rowsOf([row, { ...row, form: "dict-subclass" }])).toEqual([row, { ...row, form: "dict-subclass" }]);
  expect(() => rowsOf([{ ...row, form: "dict" }])).toThrow("policy: sklearn.utils.Bunch: no form dict");
});

describe("made from what is here", () => {
  const manifest = made.parse(json(MANIFEST));
  const hashes = (paths: readonly string[]): Record<string, string> =>
    Object.fromEntries(paths.map((path) => [path, createHash("sha256").update(text(path)).digest("hex")]));

  test("the inputs and their makers are those of the last `npm run policy:make`", () => {
    const inputs = readdirSync(join(ROOT, "scripts/policy/inputs")).map((name) => `scripts/policy/inputs/${name}`);
    expect(Object.keys(manifest.from)).toEqual(expect.arrayContaining([...inputs, "scripts/policy/sklearn_choice.py"]));
    expect(hashes(Object.keys(manifest.from))).toEqual(manifest.from);
  });

  test("nobody edited what was made", () => {
    expect(Object.keys(manifest.made).sort()).toEqual(
      Object.keys(FILES)
        .filter((path) => path !== MANIFEST)
        .sort(),
    );
    expect(hashes(Object.keys(manifest.made))).toEqual(manifest.made);
  });

  const python = spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 8))"]).status === 0;
  if (!python) process.stderr.write("SKIPPED: the policy's data made again: no python3 of 3.8 or newer\n");

  test.skipIf(!python)("the makers write these very bytes", () => {
    const nest = mkdtempSync(join(tmpdir(), "cornichon-policy-"));
    try {
      const done = spawnSync("python3", ["-B", join(ROOT, "scripts/policy/make.py"), "--out", nest], { encoding: "utf8" });
      expect(done.stderr).toBe("");
      for (const path of Object.keys(FILES)) expect(text(path, nest) === text(path), path).toBe(true);
    } finally {
      rmSync(nest, { recursive: true, force: true });
    }
  });
});
