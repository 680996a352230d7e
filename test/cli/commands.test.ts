/** The commands as a user types them: results, exit codes, messages, files. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { neutralSchema } from "../../src/neutral/schema.js";
import { reportSchema } from "../../src/report/schema.js";
import { cornichon, ROOT, withFolder } from "../support/cli.js";

const SEED = "fixtures/seed/1.9.1";
const RIDGE = `${SEED}/ridge.joblib`;
const NAMED = "fixtures/seed/model_v1.0.0_2024-01-15.joblib.gz";
const expected = JSON.parse(readFileSync(join(ROOT, SEED, "ridge.json"), "utf8"));
const csv = (columns: readonly string[]): string =>
  [
    columns.join(","),
    ...expected.input.rows.map((row: number[]) => columns.map((name) => row[expected.input.columns.indexOf(name)] ?? 1).join(",")),
  ].join("\n");

describe("convert", () => {
  test("to standard output, valid by the schema, the same bytes each time", () => {
    const first = cornichon(["convert", NAMED]);
    expect(first.code).toBe(0);
    const document = neutralSchema.parse(JSON.parse(first.out));
    expect(document.metadata).toMatchObject({
      model_type: "Ridge",
      features: ["MKT", "SMB", "HML"],
      n_features_in: 3,
      sklearn_version: "1.9.1",
      model_version: "1.0.0",
      train_date: "2024-01-31",
    });
    expect(first.err).toContain("train_date");
    expect(cornichon(["convert", NAMED]).out).toBe(first.out);
  });

  test("to a file and a folder", () => {
    withFolder((folder) => {
      expect(cornichon(["convert", RIDGE, "--output", join(folder, "a.json")]).code).toBe(0);
      expect(cornichon(["convert", RIDGE, `${SEED}/model.joblib.gz`, "--output-dir", join(folder, "all")]).code).toBe(0);
      expect(readdirSync(join(folder, "all")).sort()).toEqual(["model.joblib.gz.json", "ridge.joblib.json"]);
      expect(readdirSync(folder).sort()).toEqual(["a.json", "all"]);
    });
  });

  test("arrays go to a sidecar", () => {
    withFolder((folder) => {
      expect(cornichon(["convert", RIDGE, "--arrays", "sidecar", "--output", join(folder, "m.json")]).code).toBe(0);
      const sidecar = readFileSync(join(folder, "m.safetensors"));
      const header = JSON.parse(sidecar.subarray(8, 8 + Number(sidecar.readBigUInt64LE(0))).toString());
      expect(header["0"]).toEqual({ dtype: "F64", shape: [3], data_offsets: [0, 24] });
      expect(readFileSync(join(folder, "m.json"), "utf8")).toContain('"file":"m.safetensors","tensor":"0"');
    });
  });

  test("to coefficients", () => {
    const { out, code } = cornichon(["convert", "--to", "coefficients", `${SEED}/pipeline.joblib`]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      model_type: "Ridge",
      features: ["MKT", "SMB", "HML"],
      preprocessing: { scaler: { class: "sklearn.preprocessing.StandardScaler" } },
    });
  });

  test("to coefficients goes on after a file that has none", () => {
    const fault = "fixtures/coefficients/19-coefficients-batch-stops";
    const expected = JSON.parse(readFileSync(join(ROOT, fault, "expected.json"), "utf8"));
    withFolder((folder) => {
      const files = ["a", "b", "c"].map((name) => `${fault}/${name}.joblib`);
      const { code, err } = cornichon(["convert", ...files, "--to", "coefficients", "--output-dir", folder]);
      expect(code).toBe(expected.exit);
      expect(err).toContain(`\nerror: ${files[1]}: DecisionTreeRegressor has no coefficients; --to coefficients is for linear models.\n`);
      expect(err).toContain(`\n2 written, 1 failed: ${files[1]} (model.method)\n`);
      expect(readdirSync(folder)).toEqual(expected.written);
      const missing = cornichon(["convert", `${fault}/none.joblib`, ...files, "--to", "coefficients", "--output-dir", folder]);
      expect(missing.code).toBe(2);
      expect(readdirSync(folder)).toEqual(expected.written);
    });
  });

  test("select takes a step by its name in every command that has it", () => {
    const pipeline = `${SEED}/pipeline.joblib`;
    const selected = (...args: string[]) => cornichon([...args, "--select", "scaler"]);
    expect(selected("verify", pipeline).out).toMatch(/^ok .*transform\(X\[:1\]\)/m);
    expect(selected("convert", pipeline, "--to", "coefficients").err).toContain("StandardScaler has no coefficients");
    const nowhere = cornichon(["verify", pipeline, "--select", "nowhere"]);
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain("There is no estimator at nowhere; there are: (root), scaler,");
  });

  test("options of verify that would check nothing are usage errors", () => {
    for (const args of [
      ["--rtol", ""],
      ["--rtol", "x"],
      ["--atol", "Infinity"],
      ["--atol", "-1"],
      ["--format", "xml"],
    ])
      expect(cornichon(["verify", RIDGE, ...args]).code, args.join(" ")).toBe(2);
    expect(cornichon(["verify", "-", "--expect", "-"], new Uint8Array()).err).toContain("cannot both be standard input");
  });

  test("usage errors come before any work", () => {
    expect(cornichon(["convert", RIDGE, RIDGE]).code).toBe(2);
    withFolder((folder) => {
      expect(cornichon(["convert", RIDGE, "fixtures/seed/1.2.2/ridge.joblib", "--output-dir", folder]).code).toBe(2);
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  test("output over input is refused", () => {
    withFolder((folder) => {
      const file = join(folder, "m.pkl");
      const bytes = readFileSync(join(ROOT, SEED, "ridge.pkl"));
      writeFileSync(file, bytes);
      expect(cornichon(["convert", file, "--output", file]).code).toBe(2);
      expect(readFileSync(file).equals(bytes)).toBe(true);
    });
  });

  test("one refused file does not stop the others", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "bad.pkl"), "cos\nsystem\n.");
      expect(cornichon(["convert", join(folder, "bad.pkl"), RIDGE, "--output-dir", join(folder, "out")]).code).toBe(1);
      expect(readdirSync(join(folder, "out"))).toEqual(["ridge.joblib.json"]);
    });
  });

  test("from standard input", () => {
    const { code, out } = cornichon(["convert", "-"], readFileSync(join(ROOT, RIDGE)));
    expect(code).toBe(0);
    expect(JSON.parse(out).metadata.model_type).toBe("Ridge");
  });
});

describe("scan", () => {
  test("json and ndjson say the same, valid by the schema", () => {
    const json = reportSchema.parse(JSON.parse(cornichon(["scan", SEED, "--format", "json"]).out));
    const lines = cornichon(["scan", SEED, "--format", "ndjson"]).out.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(json.artifacts);
    expect(json.summary).toMatchObject({ safe: 11, skipped: 5 });
  });

  test("sarif names the rule and the place", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "bad.pkl"), "cos\nsystem\n.");
      const { code, out } = cornichon(["scan", folder, "--format", "sarif"]);
      expect(code).toBe(1);
      expect(JSON.parse(out).runs[0].results[0]).toMatchObject({ ruleId: "global.dangerous", level: "error" });
    });
  });

  test("exit codes", () => {
    withFolder((folder) => {
      const write = (name: string, bytes: string | Uint8Array): string => {
        writeFileSync(join(folder, name), bytes);
        return join(folder, name);
      };
      const unlisted = write("unlisted.pkl", "cmine\nThing\n.");
      const broken = write("broken.pkl", Uint8Array.of(0x80, 4, 0x95));
      expect(cornichon(["scan", RIDGE]).code).toBe(0);
      expect(cornichon(["scan", unlisted]).code).toBe(1);
      expect(cornichon(["scan", unlisted, "--fail-on", "dangerous"]).code).toBe(0);
      expect(cornichon(["scan", broken]).code).toBe(2);
      expect(cornichon(["scan", broken, unlisted]).code).toBe(1);
      expect(cornichon(["scan", join(folder, "nothing.pkl")]).code).toBe(2);
      mkdirSync(join(folder, "empty"));
      expect(cornichon(["scan", join(folder, "empty")]).code).toBe(2);
      expect(cornichon(["scan", join(folder, "empty"), "--allow-empty"]).code).toBe(0);
    });
  }, 60_000);

  test("a class may be allowed as inert data, a dangerous callable never", () => {
    withFolder((folder) => {
      const file = join(folder, "mine.pkl");
      writeFileSync(file, Uint8Array.from([0x80, 2, ...Buffer.from("cmine\nThing\n)"), 0x81, ...Buffer.from("}b.")]));
      expect(cornichon(["scan", file]).code).toBe(1);
      expect(cornichon(["scan", file, "--allow", "mine.Thing"]).code).toBe(0);
      expect(cornichon(["scan", file, "--allow", "os.system"]).code).toBe(2);
    });
  });
});

describe("predict", () => {
  const predict = (input: string, name: string, ...args: string[]) =>
    withFolder((folder) => {
      writeFileSync(join(folder, name), input);
      return cornichon(["predict", RIDGE, "--input", join(folder, name), ...args]);
    });
  const answers = (out: string): number[] => JSON.parse(out).data;
  const close = (ours: readonly number[]): boolean =>
    ours.every(
      (value, i) => Math.abs(value - expected.outputs.predict.data[i]) <= 1e-12 + 1e-9 * Math.abs(expected.outputs.predict.data[i]),
    );

  test("columns by name, in any order", () => {
    expect(close(answers(predict(csv(["MKT", "SMB", "HML"]), "x.csv", "--format", "json").out))).toBe(true);
    expect(close(answers(predict(csv(["HML", "MKT", "SMB"]), "x.csv", "--format", "json").out))).toBe(true);
  });

  test("a missing or surplus column is named", () => {
    const missing = predict(csv(["MKT", "SMB"]), "x.csv");
    expect(missing.code).toBe(2);
    expect(missing.err).toContain("HML");
    const surplus = predict(csv(["MKT", "SMB", "HML", "RF"]), "x.csv");
    expect(surplus.code).toBe(2);
    expect(surplus.err).toContain("RF");
  });

  test("json in every shape", () => {
    for (const input of [
      expected.input,
      expected.input.rows,
      expected.input.rows.map((row: number[]) =>
        Object.fromEntries(expected.input.columns.map((name: string, i: number) => [name, row[i]])),
      ),
    ]) {
      expect(close(answers(predict(JSON.stringify(input), "x.json", "--format", "json").out))).toBe(true);
    }
  });

  test("from a neutral document", () => {
    withFolder((folder) => {
      cornichon(["convert", RIDGE, "--output", join(folder, "m.json")]);
      writeFileSync(join(folder, "x.json"), JSON.stringify(expected.input));
      const { code, out } = cornichon(["predict", join(folder, "m.json"), "--input", join(folder, "x.json"), "--format", "json"]);
      expect(code).toBe(0);
      expect(close(answers(out))).toBe(true);
    });
  });

  test("an npy file goes through the sandbox", () => {
    withFolder((folder) => {
      const header = `${`{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`.padEnd(117)}\n`;
      const data = Buffer.alloc(48);
      [0.4714, -0.5955, 2.8654, -0.3127, -0.3603, 1.7744].forEach((value, i) => {
        data.writeDoubleLE(value, i * 8);
      });
      writeFileSync(
        join(folder, "x.npy"),
        Buffer.concat([Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, 118, 0]), Buffer.from(header), data]),
      );
      const { code, out, err } = cornichon(["predict", RIDGE, "--input", join(folder, "x.npy"), "--format", "json"]);
      expect(err).toBe("");
      expect(code).toBe(0);
      expect(close(answers(out))).toBe(true);
    });
  });
});

describe("verify, inspect, schema, help", () => {
  test("verify holds what is expected, and says what does not", () => {
    withFolder((folder) => {
      const good = {
        features: ["MKT", "SMB", "HML"],
        coefficients: expected.state.state.coef_.v,
        predictions: { input: expected.input, outputs: expected.outputs },
      };
      writeFileSync(join(folder, "good.json"), JSON.stringify(good));
      writeFileSync(join(folder, "bad.json"), JSON.stringify({ ...good, coefficients: [1, 2, 3] }));
      expect(cornichon(["verify", RIDGE, "--expect", join(folder, "good.json")]).code).toBe(0);
      const bad = cornichon(["verify", RIDGE, "--expect", join(folder, "bad.json")]);
      expect(bad.code).toBe(1);
      expect(bad.out).toContain("FAIL coefficients");
    });
  });

  test("verify answers whether a version warning can be ignored, and ends with 0, 1 or 2", () => {
    withFolder((folder) => {
      const recorded = { input: expected.input, outputs: expected.outputs };
      const [first, ...rest] = expected.outputs.predict.data;
      const wrong = { ...recorded, outputs: { predict: { ...expected.outputs.predict, data: [first + 1, ...rest] } } };
      writeFileSync(join(folder, "good.json"), JSON.stringify(recorded));
      writeFileSync(join(folder, "wrong.json"), JSON.stringify(wrong));
      writeFileSync(join(folder, "odd.json"), "{");
      const good = cornichon(["verify", RIDGE, "--expect", join(folder, "good.json")]);
      expect(good.out).toMatch(
        /^ok {3}version warning: written by sklearn \d+\.\d+\.\d+; predict agree with Python to .*: it can be ignored/m,
      );
      expect(good.code).toBe(0);
      const bad = cornichon(["verify", RIDGE, "--expect", join(folder, "wrong.json"), "--format", "json"]);
      expect(JSON.parse(bad.out).checks.at(-1)).toMatchObject({ name: "version warning", ok: false });
      expect(JSON.parse(bad.out).checks.at(-2).agreement).toMatchObject({ differing: 1, worst: { at: "[0]" } });
      expect(bad.code).toBe(1);
      expect(cornichon(["verify", RIDGE, "--expect", join(folder, "odd.json")]).code).toBe(2);
    });
  });

  test("inspect lists opcodes and skips array bytes", () => {
    const { code, out } = cornichon(["inspect", RIDGE]);
    expect(code).toBe(0);
    expect(out).toMatch(/^ +0: PROTO +4$/m);
    expect(out).toMatch(/STOP/);
    expect(out).toContain("joblib.numpy_pickle.NumpyArrayWrapper");
  });

  test.each(["neutral", "report", "codes"])("schema %s is JSON", (name) => {
    expect(() => JSON.parse(cornichon(["schema", name]).out)).not.toThrow();
  });

  test.each(["scan", "inspect", "convert", "predict", "verify", "schema"])("%s --help shows an example", (command) => {
    const { code, out } = cornichon([command, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Example:");
  });

  test("an unknown option is a usage error", () => {
    expect(cornichon(["scan", RIDGE, "--nonsense"]).code).toBe(2);
    expect(existsSync(join(ROOT, "--nonsense"))).toBe(false);
  });
});

test("no report replaces a model of the folder that is scanned", () => {
  withFolder((folder) => {
    const model = join(folder, "ridge.joblib");
    writeFileSync(model, readFileSync(join(ROOT, RIDGE)));
    const orders = [
      ["scan", folder, "--output", model],
      ["scan", folder, "--also", `sarif=${model}`],
      ["scan", folder, "--list-files", "--output", model],
      ["scan", folder, `--write-baseline=${model}`],
      ["manifest", folder, "--output", model],
      ["inspect", RIDGE, "--output", model],
      ["verify", RIDGE, "--output", model],
      ["explain", "--output", model],
    ];
    expect(orders.map((order) => cornichon(order).code)).toEqual(orders.map(() => 2));
    expect(readFileSync(model)).toEqual(readFileSync(join(ROOT, RIDGE)));
    writeFileSync(model, "");
    expect(cornichon(["scan", RIDGE, "--output", model]).code).toBe(0);
  });
});
