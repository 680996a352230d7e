/** `convert` of a folder into itself, once more: what the first run wrote is no input of the second, and what nobody knows stays. */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, ROOT, type Run, withFolder } from "../support/cli.js";

const SEED = join(ROOT, "fixtures/seed/1.9.1");
const TARGETS: readonly (readonly string[])[] = [
  ["json"],
  ["json", "--arrays", "sidecar"],
  ["coefficients"],
  ["onnx"],
  ["skops"],
  ["pickle"],
  ["safetensors"],
  ["npz"],
  ...["js", "ts", "c", "python"].map((language) => ["code", "--language", language]),
];

const copy = (folder: string, from: string, to: string): void => cpSync(join(SEED, from), join(folder, to));

/** What is in a folder, by name. */
const contents = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "latin1")]),
  );

const made = ({ err }: Run): string[] => err.split("\n").filter((line) => line.includes(" → "));

describe.each(TARGETS)("--to %s %s %s, again", (...to) => {
  const args = to.filter((one) => one !== undefined);

  test("a folder into itself", () => {
    withFolder((folder) => {
      mkdirSync(join(folder, "deep"));
      copy(folder, "ridge.pkl", "a.pkl");
      copy(folder, "ridge.joblib", "deep/b.joblib");
      const run = (...more: readonly string[]): Run => cornichon(["convert", folder, "--output-dir", folder, "--to", ...args, ...more]);
      const first = run();
      expect([first.code, made(first).length]).toEqual([0, 2]);
      const before = contents(folder);
      for (const more of [[], []]) {
        const again = run(...more);
        expect([again.code, made(again)]).toEqual([0, made(first)]);
        expect(contents(folder)).toEqual(before);
      }
      expect(run("--skip-existing")).toMatchObject({ code: 0, err: expect.stringContaining("0 written, 2 skipped (there already)") });
      expect(contents(folder)).toEqual(before);
    });
  });
});

describe.each(["skops", "pickle"])("--to %s, again", (to) => {
  const end = to === "pickle" ? "pkl" : to;

  test("into a folder of the one that is read, and by the names of all that is there", () => {
    withFolder((folder) => {
      copy(folder, "ridge.pkl", "a.pkl");
      const inside = (): Run => cornichon(["convert", folder, "--output-dir", join(folder, "out"), "--to", to]);
      expect([inside().code, inside().code]).toEqual([0, 0]);
      expect([...contents(folder).keys()]).toEqual(["a.pkl", `out/a.pkl.${end}`]);
      const named = (): Run => {
        const all = readdirSync(folder).filter((name) => name !== "out");
        return cornichon(["convert", ...all.map((name) => join(folder, name)), "--output-dir", folder, "--to", to]);
      };
      expect([named().code, named().code]).toEqual([0, 0]);
      expect(named().err).toContain("1 written, 1 skipped (outputs of the others)");
      expect([...contents(folder).keys()]).toEqual(["a.pkl", `a.pkl.${end}`, `out/a.pkl.${end}`]);
    });
  });

  test("what stands in an output's place with other bytes stays, and is named", () => {
    withFolder((folder) => {
      copy(folder, "ridge.pkl", "a.pkl");
      copy(folder, "scaler.pkl", `a.pkl.${end}`);
      const before = contents(folder);
      for (const inputs of [[folder], [...before.keys()].map((name) => join(folder, name))]) {
        const { code, err } = cornichon(["convert", ...inputs, "--output-dir", folder, "--to", to]);
        expect(code).toBe(2);
        expect(err).toContain(`${folder}/a.pkl.${end}: it is a file of the folder that is converted, and nothing that convert wrote`);
        expect(contents(folder)).toEqual(before);
      }
    });
  });

  test("what only has the name of a text's output is an artifact like another", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "notes"), "words about models");
      copy(folder, "ridge.pkl", `notes.${end}`);
      const run = (): Run => cornichon(["convert", folder, "--output-dir", folder, "--to", to]);
      expect([run().code, run().code]).toEqual([0, 0]);
      expect([...contents(folder).keys()]).toEqual(["notes", `notes.${end}`, `notes.${end}.${end}`]);
    });
  });

  test("a link in an output's place is followed to what must stay", () => {
    withFolder((folder) => {
      copy(folder, "ridge.pkl", "a.pkl");
      copy(folder, "scaler.pkl", "z.pkl");
      symlinkSync("z.pkl", join(folder, `a.pkl.${end}`));
      const before = readFileSync(join(folder, "z.pkl"));
      expect(cornichon(["convert", folder, "--output-dir", folder, "--to", to]).code).toBe(2);
      expect(readFileSync(join(folder, "z.pkl")).equals(before)).toBe(true);
    });
  });
});

test("files of others that only look like ours stay as they are", () => {
  withFolder((folder) => {
    copy(folder, "ridge.pkl", "a.pkl");
    const foreign = [
      ["json", "a.pkl.json", '{"owner":"risk"}'],
      ["safetensors", "a.pkl.safetensors", `\x20\0\0\0\0\0\0\0{"__metadata__":{"format":"pt"}} `],
    ] as const;
    for (const [to, name, text] of foreign) {
      writeFileSync(join(folder, name), text, "latin1");
      const { code, err } = cornichon(["convert", folder, "--output-dir", folder, "--to", to]);
      expect([code, err]).toEqual([2, expect.stringContaining("nothing that convert wrote")]);
      expect(readFileSync(join(folder, name), "latin1")).toBe(text);
    }
  });
});

test.each(["json", "coefficients", "onnx", "safetensors", "npz", "code"])(
  "an output of --to %s is replaced when its model changed",
  (to) => {
    withFolder((folder) => {
      copy(folder, "ridge.pkl", "a.pkl");
      const run = (): Run => cornichon(["convert", folder, "--output-dir", folder, "--to", to]);
      expect(run().code).toBe(0);
      const before = contents(folder);
      copy(folder, to === "coefficients" || to === "code" ? "ridge.joblib" : "pipeline.pkl", "b");
      renameSync(join(folder, "b"), join(folder, "a.pkl"));
      expect(run().code).toBe(0);
      const after = contents(folder);
      expect([...after.keys()]).toEqual([...before.keys()]);
      expect(after).not.toEqual(before);
    });
  },
);

test("one target after the other: what one wrote is no input of another, and who names it means it", () => {
  withFolder((folder) => {
    copy(folder, "ridge.pkl", "a.pkl");
    const run = (to: readonly string[], path = folder): Run => cornichon(["convert", path, "--output-dir", folder, "--to", ...to]);
    for (const to of [...TARGETS, ...TARGETS]) expect([to, made(run(to)).length]).toEqual([to, 1]);
    expect([...contents(folder).keys()].every((name) => /^a\.pkl(?:\.\w+)?$/.test(name))).toBe(true);
    expect(made(run(["json"], join(folder, "a.pkl.skops")))).toEqual([expect.stringContaining("a.pkl.skops.json")]);
  });
});
