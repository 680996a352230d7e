/** `manifest`: what is written down of a folder's models, and what is told when it is not so any more. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, ROOT, withFolder } from "../support/cli.js";

const SEED = join(ROOT, "fixtures/seed/1.9.1");
const NAME = "model_v1.0.0_2024-01-15.joblib";

/** A folder of models, and the path of a manifest of it. */
function withModels<T>(work: (models: string, kept: string) => T): T {
  return withFolder((folder) => {
    const models = join(folder, "models");
    mkdirSync(join(models, "old"), { recursive: true });
    cpSync(join(SEED, "pipeline.joblib"), join(models, NAME));
    cpSync(join(ROOT, "fixtures/seed/1.2.2/ridge.pkl"), join(models, "old/ridge.pkl"));
    writeFileSync(join(models, "README.md"), "# Models");
    return work(models, join(folder, "models.json"));
  });
}

const made = (models: string, ...args: string[]) => JSON.parse(cornichon(["manifest", models, ...args]).out);

describe("what is written", () => {
  test("name, version and date by the naming rule, hash, class, versions, verdict", () => {
    withModels((models) => {
      const { code, out } = cornichon(["manifest", `${models}/`]);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        version: 1,
        models: [
          {
            path: NAME,
            name: "model",
            version: "1.0.0",
            date: "2024-01-15",
            sha256: expect.stringMatching(/^[\da-f]{64}$/),
            kind: "joblib",
            class: "sklearn.pipeline.Pipeline",
            versions: { sklearn: "1.9.1" },
            verdict: "safe",
            metadata: null,
            converted: [],
          },
          { path: "old/ridge.pkl", name: "ridge", version: null, date: null, versions: { sklearn: "1.2.2" } },
        ],
      });
      expect(cornichon(["manifest", models, "--jobs", "1"]).out).toBe(out);
    });
  });

  test("metadata and what was converted, beside the model, and whether it was made of this one", () => {
    withModels((models) => {
      writeFileSync(join(models, "model_metadata.json"), "{}");
      writeFileSync(join(models, "old/metadata.json"), '{"a":1}');
      cornichon(["convert", models, "--output-dir", models, "--arrays", "sidecar"]);
      const [first, second] = made(models).models;
      expect(first).toMatchObject({
        metadata: { file: "model_metadata.json" },
        converted: [{ file: `${NAME}.json` }, { file: `${NAME}.safetensors` }],
      });
      expect(first.converted[0].stale).toBeUndefined();
      expect(second).toMatchObject({ metadata: { file: "metadata.json" }, converted: [{ file: "ridge.pkl.json" }, {}] });
      expect(made(models).models.length).toBe(2);
      cpSync(join(SEED, "ridge.joblib"), join(models, NAME));
      expect(made(models).models[0].converted[0]).toMatchObject({ stale: true });
    });
  });

  test("a dangerous model is written down as such; one that cannot be read is exit 2", () => {
    withModels((models) => {
      writeFileSync(join(models, "bad.pkl"), "cos\nsystem\n.");
      expect(cornichon(["manifest", models]).code).toBe(0);
      expect(made(models).models[0]).toMatchObject({ path: "bad.pkl", verdict: "dangerous" });
      expect(cornichon(["manifest", models, "--max-bytes", "100"]).code).toBe(2);
    });
  });

  test("no model is replaced by it", () => {
    withModels((models) => {
      const before = readFileSync(join(models, NAME));
      expect(cornichon(["manifest", models, "--output", join(models, NAME)])).toMatchObject({
        code: 2,
        err: expect.stringContaining("the output is the input"),
      });
      expect(readFileSync(join(models, NAME)).equals(before)).toBe(true);
    });
  });

  test("what is no folder, and one without models", () => {
    withFolder((folder) => {
      expect(cornichon(["manifest", folder])).toMatchObject({ code: 2, out: "" });
      expect(cornichon(["manifest", folder, "--allow-empty"]).code).toBe(0);
      expect(cornichon(["manifest", join(SEED, "ridge.joblib")])).toMatchObject({ code: 2, out: "" });
      expect(cornichon(["manifest", join(folder, "nothing")])).toMatchObject({ code: 2, out: "" });
    });
  });
});

describe("--check", () => {
  const withKept = (change: (models: string, kept: string) => void, ...args: string[]) =>
    withModels((models, kept) => {
      expect(cornichon(["manifest", models, "--output", kept]).code).toBe(0);
      change(models, kept);
      return cornichon(["manifest", models, "--check", kept, ...args]);
    });

  test("says nothing where nothing changed", () => {
    expect(withKept(() => undefined)).toEqual({ code: 0, out: "", err: "2 models, nothing changed\n" });
    // Another version of the tool is no change of a model.
    const older = (_models: string, kept: string) =>
      writeFileSync(kept, JSON.stringify({ ...JSON.parse(readFileSync(kept, "utf8")), tool: { name: "cornichon", version: "0.0.1" } }));
    expect(withKept(older).code).toBe(0);
  });

  test("names what was added, removed, changed", () => {
    const { code, out, err } = withKept((models) => {
      cpSync(join(SEED, "ridge.pkl"), join(models, "new.pkl"));
      rmSync(join(models, "old/ridge.pkl"));
      cpSync(join(SEED, "ridge.joblib"), join(models, NAME));
    });
    expect(code).toBe(1);
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(
      new RegExp(`^changed ${NAME}: sha256 [\\da-f]{64} → [\\da-f]{64}, .*class sklearn.pipeline.Pipeline → sklearn.linear_model`),
    );
    expect(lines.slice(1)).toEqual(["added new.pkl", "removed old/ridge.pkl"]);
    expect(err).toBe("2 models: 1 added, 1 removed, 1 changed\n");
  });

  test("the same bytes that are judged otherwise are told as that", () => {
    const { code, out, err } = withModels((models, kept) => {
      writeFileSync(join(models, "mine.pkl"), Uint8Array.from([0x80, 2, ...Buffer.from("cmine\nThing\n)"), 0x81, ...Buffer.from("}b.")]));
      cornichon(["manifest", models, "--allow", "mine.Thing", "--output", kept]);
      return cornichon(["manifest", models, "--check", kept]);
    });
    expect({ code, out, err }).toEqual({
      code: 1,
      out: "judged mine.pkl: verdict safe → unlisted\n",
      err: "3 models: 1 judged otherwise\n",
    });
  });

  test("a model without a sidecar that it had is changed", () => {
    const { out } = withKept((models) => writeFileSync(join(models, "old/metadata.json"), "{}"), "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      differences: [
        { path: "old/ridge.pkl", kind: "changed", changes: [{ what: "metadata.file", before: null, now: "metadata.json" }, {}] },
      ],
    });
  });

  test("what is no manifest is no reason to say that all is well", () => {
    for (const text of ["{", "[]", "null", '{"version":2,"models":[]}', '{"version":1,"models":{}}', '{"version":1,"models":[{}]}'])
      expect(
        withKept((_models, kept) => writeFileSync(kept, text)),
        text,
      ).toMatchObject({ code: 2, out: "" });
    const twice = '{"version":1,"models":[{"path":"a"},{"path":"a"}]}';
    expect(withKept((_models, kept) => writeFileSync(kept, twice)).code).toBe(2);
  });

  test("names of a kept manifest are shown escaped, and are names only", () => {
    const hostile = { version: 1, models: [{ path: "a\u001b[31m\n::set-output name=x::", __proto__: null, constructor: "x" }] };
    const { code, out } = withKept((_models, kept) => writeFileSync(kept, JSON.stringify(hostile).replace('"constructor"', '"__proto__"')));
    expect(code).toBe(1);
    expect(out).not.toContain("\u001b");
    expect(out.trimEnd().split("\n").length).toBe(3);
  });
});
