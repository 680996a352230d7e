/** `convert --to onnx` as a user types it: the seed's model answers in onnxruntime as in Python; what cannot be written leaves nothing. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/index.js";
import { isClose } from "../../src/numeric/ndarray.js";
import { cornichon, ROOT, shell, withFolder } from "../support/cli.js";
import { runOnnx } from "../support/ort.js";

const SEED = join(ROOT, "fixtures", "seed", "1.9.1");
const MODELS = join(ROOT, "fixtures", "models", "1.9.1");
const expected = JSON.parse(readFileSync(join(SEED, "pipeline.json"), "utf8"));
const { columns, rows } = expected.input as { readonly columns: readonly string[]; readonly rows: readonly number[][] };
const X = new ort.Tensor("float64", Float64Array.from(rows.flat()), [rows.length, columns.length]);

describe("the seed's pipeline", () => {
  test("answers in onnxruntime as it did in Python, and tells its names", async () => {
    const [model, report] = withFolder((folder) => {
      const [output, told] = [join(folder, "m.onnx"), join(folder, "r.json")];
      const { code } = cornichon(["convert", join(SEED, "pipeline.joblib"), "--to", "onnx", "--output", output, "--report", told]);
      expect(code).toBe(0);
      return [readFileSync(output), JSON.parse(readFileSync(told, "utf8"))];
    });
    const { variable } = await runOnnx(model, { X });
    expect(variable?.dims).toEqual([rows.length, 1]);
    const wanted: readonly number[] = expected.outputs.predict.data;
    expect(wanted.filter((value, i) => !isClose(Number(variable?.data[i]), value, 1e-9, 1e-12))).toEqual([]);
    expect(report).toMatchObject({
      target: "onnx",
      inputs: [{ name: "X", dtype: "float64", shape: ["N", 3] }],
      outputs: [{ name: "variable", method: "predict", shape: ["N", 1] }],
    });
    expect(model.toString("latin1")).toContain('["MKT","SMB","HML"]');
  });

  test("the same bytes each time", async () => {
    const file = join(SEED, "pipeline.joblib");
    const { output } = await convert(file, { to: "onnx", fileName: "pipeline.joblib" });
    const again = await convert(file, { to: "onnx", fileName: "pipeline.joblib" });
    expect(output !== null && again.output !== null && Buffer.compare(output, again.output)).toBe(0);
  });
});

test("methods by name", async () => {
  const { output } = await convert(join(SEED, "pipeline.joblib"), { to: "onnx", outputs: ["predict"] });
  const { predict } = await runOnnx(output ?? new Uint8Array(), { X });
  expect(predict?.dims).toEqual([rows.length]);
});

test("in float32, with what that changes", async () => {
  const file = join(SEED, "pipeline.joblib");
  const [model, report] = withFolder((folder) => {
    const [output, told] = [join(folder, "m.onnx"), join(folder, "r.json")];
    const args = ["convert", file, "--to", "onnx", "--dtype", "float32", "--output", output, "--report", told];
    expect(cornichon(args).code).toBe(0);
    return [readFileSync(output), JSON.parse(readFileSync(told, "utf8"))];
  });
  expect(report).toMatchObject({ dtype: "float32", difference: { rows: 128, outputs: [{ name: "variable" }] } });
  const { variable } = await runOnnx(model, { X: new ort.Tensor("float32", Float32Array.from(X.data as Float64Array), X.dims) });
  const wanted: readonly number[] = expected.outputs.predict.data;
  expect(variable?.type).toBe("float32");
  expect(wanted.filter((value, i) => !isClose(Number(variable?.data[i]), value, 1e-5, 1e-5))).toEqual([]);
  expect(cornichon(["convert", file, "--dtype", "float32"]).code).toBe(2);
  expect(cornichon(["convert", file, "--to", "onnx", "--dtype", "float16"]).code).toBe(2);
});

describe("what cannot be written", () => {
  test("is named, and leaves nothing", () => {
    withFolder((folder) => {
      const output = join(folder, "m.onnx");
      const { code, err } = cornichon([
        "convert",
        join(SEED, "pipeline.joblib"),
        "--to",
        "onnx",
        "--outputs",
        "cluster",
        "--output",
        output,
      ]);
      expect([code, existsSync(output)]).toEqual([2, false]);
      expect(err).toContain("cluster cannot be written; there are predict");
    });
  });

  test("is a finding for programs", async () => {
    const { verdict, findings, output } = await convert(join(SEED, "pipeline.joblib"), { to: "onnx", outputs: ["cluster"] });
    expect([verdict, output, findings.map(({ code }) => code)]).toEqual(["unsupported", null, ["target.unsupported"]]);
  });

  const refusalOf = (model: string, ...more: readonly string[]): string =>
    withFolder((folder) => {
      const { code, err } = cornichon(["convert", join(MODELS, model), "--to", "onnx", "--output", join(folder, "m.onnx"), ...more]);
      expect([code, readdirSync(folder)]).toEqual([2, []]);
      return err;
    });

  test("is told with what can be written instead, and that can", () => {
    const cases = [
      ["KernelDensity.pkl", "no output stands for its methods by default; what can be written: --outputs score_samples"],
    ] as const;
    for (const [model, words] of cases) {
      expect(refusalOf(model)).toContain(`${words}\n`);
      const outputs = words.slice(words.indexOf("--outputs")).split(" ");
      expect(cornichon(["convert", join(MODELS, model), "--to", "onnx", "--output", "/dev/null", ...outputs]).code).toBe(0);
    }
  });

  test("is told with its reason where all is asked for and nothing can be written", () => {
    const told = refusalOf("HistGradientBoostingRegressor__cattable.pkl", "--outputs", "all");
    expect(told).toContain("sklearn.ensemble.HistGradientBoostingRegressor: categories that are no numbers");
  });

  test("a path that leads nowhere is told with as many as there is room for, each whole", () => {
    expect(refusalOf("GradientBoostingClassifier.pkl", "--select", "nope")).toMatch(/, estimators_\[\d+\] … and \d+ more\.\n$/);
  });

  test("options of other targets are usage errors", () => {
    expect(cornichon(["convert", join(SEED, "pipeline.joblib"), "--outputs", "predict"]).code).toBe(2);
    expect(cornichon(["convert", join(SEED, "pipeline.joblib"), "--to", "onnx", "--opset", "9"]).code).toBe(2);
    expect(cornichon(["convert", join(SEED, "pipeline.joblib"), "--to", "pmml"]).code).toBe(2);
    expect(cornichon(["convert", join(SEED, "pipeline.joblib"), "--to", "code", "--name", "ridge"]).err).toContain("--language c");
    expect(cornichon(["convert", join(SEED, "pipeline.joblib"), "--to", "onnx", "--outputs", "predict,"]).err).toContain("with commas");
  });
});

test("a method that is named twice is one output", async () => {
  const { output, report } = await convert(join(SEED, "pipeline.joblib"), { to: "onnx", outputs: ["predict", "predict"] });
  expect(Object.keys(await runOnnx(output ?? new Uint8Array(), { X }))).toEqual(["predict"]);
  expect(report).toMatchObject({ outputs: [{ name: "predict" }] });
});

describe("a report", () => {
  test("is lines, the last of them as well", () => {
    withFolder((folder) => {
      const { out } = cornichon([
        "convert",
        join(SEED, "pipeline.joblib"),
        "--to",
        "onnx",
        "--output",
        join(folder, "m.onnx"),
        "--report",
        "-",
      ]);
      expect(out).toMatch(/^\{\n[\s\S]*\n\}\n$/);
    });
  });

  const asked = (folder: string, more: readonly string[]): number | null =>
    shell(folder, `$CORNICHON convert m.joblib --to onnx ${more.join(" ")}`).code;

  test.each([
    ["of the output itself", ["--output", "m.onnx", "--report", "m.onnx"]],
    ["of the output by another name", ["--output", "m.onnx", "--report", "./x/../m.onnx"]],
    ["of the output in a folder", ["--output-dir", "x", "--report", "x/m.joblib.onnx"]],
    ["of standard output, which has the model", ["--report", "-"]],
    ["of standard output by another name", ["--output", "-", "--report", "/dev/stdout"]],
    ["of the input", ["--output", "m.onnx", "--report", "m.joblib"]],
    ["of another model", ["--output", "m.onnx", "--report", "other.pkl"]],
    ["of a target that has none", ["--to", "json", "--output", "m.json", "--report", "r.json"]],
    ["of several files", ["m.joblib", "--output-dir", "out", "--report", "r.json"]],
  ])("%s is refused before any work", (_, more) => {
    withFolder((folder) => {
      const bytes = readFileSync(join(SEED, "pipeline.joblib"));
      mkdirSync(join(folder, "x"));
      for (const name of ["m.joblib", "other.pkl"]) writeFileSync(join(folder, name), bytes);
      expect(asked(folder, more)).toBe(2);
      expect(readdirSync(folder).sort()).toEqual(["m.joblib", "other.pkl", "x"]);
      for (const name of ["m.joblib", "other.pkl"]) expect(readFileSync(join(folder, name)).equals(bytes)).toBe(true);
    });
  });
});
