/** `diff` and `verify --target` as a user types them: exit codes, forms, hostile names, standard input, what is no model. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { convert, diff, diffMarkdown, diffText, verify } from "../../src/index.js";
import { cornichon, ROOT, shell, withFolder } from "../support/cli.js";

const SEED = join(ROOT, "fixtures", "seed", "1.9.1");
const [PIPELINE, RIDGE] = [join(SEED, "pipeline.joblib"), join(SEED, "ridge.pkl")];
const documentText = async (path: string): Promise<string> => (await convert(path)).document ?? "";

describe("exit codes", () => {
  test("0 for the same model saved in other ways, 1 for another, 2 for what is none", () => {
    expect(cornichon(["diff", PIPELINE, join(SEED, "pipeline.pkl")])).toMatchObject({ code: 0, err: "" });
    expect(cornichon(["diff", PIPELINE, join(SEED, "pipeline.joblib.gz")]).code).toBe(0);
    const { code, out } = cornichon(["diff", PIPELINE, RIDGE]);
    expect(code).toBe(1);
    expect(out).toContain("(root): class: sklearn.pipeline.Pipeline and sklearn.linear_model.Ridge");
    expect(cornichon(["diff", PIPELINE, join(ROOT, "README.md")]).code).toBe(2);
    expect(cornichon(["diff", PIPELINE, "nowhere.pkl"])).toMatchObject({ code: 2, out: "" });
    expect(cornichon(["diff", PIPELINE]).code).toBe(2);
    expect(cornichon(["diff", PIPELINE, RIDGE, "--format", "html"]).code).toBe(2);
    expect(cornichon(["diff", PIPELINE, RIDGE, "--rtol", "-1"]).code).toBe(2);
  });

  test("an artifact that is refused is 2: 1 says that they differ", () => {
    withFolder((folder) => {
      const evil = join(folder, "evil.pkl");
      writeFileSync(evil, "cos\nsystem\n(S'true'\ntR.");
      const { code, err, out } = cornichon(["diff", PIPELINE, evil]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("dangerous");
    });
  });
});

test("standard input is one of them, and one alone", () => {
  expect(cornichon(["diff", "-", PIPELINE], readFileSync(join(SEED, "pipeline.pkl"))).code).toBe(0);
  expect(cornichon(["diff", RIDGE, "-"], readFileSync(PIPELINE)).code).toBe(1);
  expect(cornichon(["diff", "-", "-"], readFileSync(PIPELINE))).toMatchObject({ code: 2 });
  expect(cornichon(["diff", "-", PIPELINE, "--input", "-"], readFileSync(PIPELINE))).toMatchObject({ code: 2 });
});

describe("--input", () => {
  const csv = "MKT,SMB,HML\n0.4,-0.6,2.9\n1,2,3\n";

  test("asks both about the rows of a file, by their names", () => {
    withFolder((folder) => {
      const input = join(folder, "x.csv");
      writeFileSync(input, csv);
      const { code, out } = cornichon(["diff", PIPELINE, join(SEED, "pipeline.pkl"), "--input", input]);
      expect(code).toBe(0);
      expect(out).toContain("answers to the rows that were given\n  predict: 2 values agree to the last digit");
      expect(cornichon(["diff", PIPELINE, join(SEED, "pipeline.pkl"), "--input", "-"], Buffer.from(csv)).code).toBe(0);
    });
  });

  test("that is no X is said with its file", () => {
    withFolder((folder) => {
      const input = join(folder, "x.csv");
      writeFileSync(input, "A,B\n1,2\n");
      const { code, err, out } = cornichon(["diff", PIPELINE, PIPELINE, "--input", input]);
      expect([code, `${err}${out}`.includes("MKT")]).toEqual([2, true]);
      writeFileSync(input, "");
      expect(cornichon(["diff", PIPELINE, PIPELINE, "--input", input]).code).toBe(2);
    });
  });
});

describe("an ONNX file", () => {
  test("is held against its model, and against another file", () => {
    withFolder((folder) => {
      const [one, other, step] = ["one.onnx", "other.onnx", "step.onnx"].map((name) => join(folder, name)) as [string, string, string];
      for (const [path, model] of [
        [one, PIPELINE],
        [other, RIDGE],
      ] as const)
        expect(cornichon(["convert", model, "--to", "onnx", "--output", path]).code).toBe(0);
      expect(cornichon(["convert", PIPELINE, "--select", "scaler", "--to", "onnx", "--output", step]).code).toBe(0);
      expect(cornichon(["diff", PIPELINE, one])).toMatchObject({ code: 0, err: "" });
      expect(cornichon(["diff", one, one]).code).toBe(0);
      expect(cornichon(["diff", one, other]).code).toBe(1);
      expect(cornichon(["diff", PIPELINE, step, "--select", "scaler"]).code).toBe(0);
      expect(cornichon(["diff", PIPELINE, one, "--input", join(SEED, "pipeline.json")]).code).toBe(2);
      expect(cornichon(["verify", PIPELINE, "--target", one])).toMatchObject({ code: 0 });
      expect(cornichon(["verify", RIDGE, "--target", one])).toMatchObject({ code: 1 });
      writeFileSync(one, readFileSync(one).subarray(0, 200));
      expect(cornichon(["diff", PIPELINE, one])).toMatchObject({ code: 2, out: "" });
    });
  });
});

describe("verify --target", () => {
  test("says to how many digits what was made of a model answers as it does", () => {
    withFolder((folder) => {
      const json = join(folder, "m.json");
      expect(cornichon(["convert", PIPELINE, "--output", json]).code).toBe(0);
      const { code, out } = cornichon(["verify", PIPELINE, "--target", json]);
      expect(code).toBe(0);
      expect(out.replace(/\s+/g, " ")).toContain("ok target: predict: 96 values agree to the last digit (96 rows from means and scales)");
      const text = readFileSync(json, "utf8");
      const [, value = ""] = /"coef_":\{[^}]*"data":\[([^,]*),/.exec(text) ?? [];
      writeFileSync(json, text.replace(value, String(Number(value) * (1 + 1e-7))));
      const changed = cornichon(["verify", PIPELINE, "--target", json]);
      expect(changed.code).toBe(1);
      expect(changed.out.replace(/\s+/g, " ")).toMatch(
        /FAIL target: predict: \d+ of 96 values differ, most at \[\d+\]: .* here, .* in the target/,
      );
    });
  });

  test("what was not compared does not hold", async () => {
    const checks = await verify(RIDGE, { target: { format: "cornichon", formatVersion: 1, source: {}, metadata: {}, root: [1] } });
    expect(checks.at(-1)).toMatchObject({ name: "target", ok: false });
  });
});

describe("forms", () => {
  test("JSON has all of it, for programs", () => {
    const found = JSON.parse(cornichon(["diff", PIPELINE, RIDGE, "--format", "json"]).out);
    expect(found).toMatchObject({
      names: [PIPELINE, RIDGE],
      same: false,
      a: { class: "sklearn.pipeline.Pipeline" },
      differences: [{ part: "structure" }, { part: "answers" }],
    });
  });

  test("an output that appears whole, and never over a model", () => {
    withFolder((folder) => {
      const output = join(folder, "d.md");
      expect(cornichon(["diff", PIPELINE, RIDGE, "--format", "markdown", "--output", output]).code).toBe(1);
      expect(readFileSync(output, "utf8")).toMatch(/^\*\*❌ 2 differences\*\*: `.*ridge\.pkl`\n\n\| model \| class \|/);
      writeFileSync(join(folder, "m.pkl"), readFileSync(RIDGE));
      expect(shell(folder, "$CORNICHON diff m.pkl m.pkl --output m.pkl").code).toBe(2);
      expect(readFileSync(join(folder, "m.pkl")).equals(readFileSync(RIDGE))).toBe(true);
    });
  });

  test("names of a file are escaped in each", async () => {
    const hostile = "a|b`c\n## x\u001b[31m<img src=x>@everyone ::error::";
    const document = (value: number) => ({
      format: "cornichon",
      formatVersion: 1,
      source: {},
      metadata: {},
      root: { [hostile]: value, same: `${hostile}${value}` },
    });
    const result = await diff(document(1), document(2));
    expect(result.differences).toHaveLength(2);
    const names = [hostile, "b"] as const;
    const markdown = diffMarkdown(result, [...names]);
    const text = diffText(result, [...names]);
    for (const one of [markdown, text]) expect(one).not.toContain("\u001b");
    expect(text.split("\n").some((line) => line.startsWith("##") || line.startsWith("::"))).toBe(false);
    for (const line of markdown.split("\n").filter((one) => one.startsWith("| parameters") || one.startsWith("| attributes"))) {
      // What is outside of spans is ours.
      expect(line.replace(/`[^`]*`/g, "")).toMatch(/^\| \w+ \| {2}\| {2}\|$/);
    }
  });

  test("many differences are counted, and a comment has room for the report", async () => {
    const document = (value: number) => ({
      format: "cornichon",
      formatVersion: 1,
      source: {},
      metadata: {},
      root: Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}${"x".repeat(100)}`, value])),
    });
    const result = await diff(document(1), document(2));
    expect([result.differences.length, result.more]).toEqual([1000, 2000]);
    const markdown = diffMarkdown(result, ["a", "b"]);
    expect(markdown.length).toBeLessThan(65_000);
    expect(markdown).toContain("… and 2950 more.");
    expect(diffText(result, ["a", "b"])).toContain("  and 2900 more\n");
  });
});

test("a step, and the document of that step alone", () => {
  withFolder((folder) => {
    const step = join(folder, "step.json");
    expect(cornichon(["convert", PIPELINE, "--select", "scaler", "--output", step]).code).toBe(0);
    expect(cornichon(["diff", PIPELINE, step, "--select", "scaler"])).toMatchObject({ code: 0, err: "" });
    expect(cornichon(["verify", PIPELINE, "--select", "scaler", "--target", step]).code).toBe(0);
    expect(cornichon(["diff", PIPELINE, step]).code).toBe(1);
  });
});

test("a document's text, a parsed one, and what convert gave", async () => {
  const text = await documentText(PIPELINE);
  const parsed: object = JSON.parse(text);
  for (const input of [text, parsed, await convert(PIPELINE), readFileSync(PIPELINE)])
    expect((await diff(PIPELINE, input)).same).toBe(true);
});
