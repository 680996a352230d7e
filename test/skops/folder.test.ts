/** Folders and archives that hold skops files: MLflow's (skops by default from 3.17 on), a zip, a file of another name. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, withFolder } from "../support/cli.js";
import { FIXTURES } from "../support/shared.js";
import { zip } from "../support/zip.js";

const RIDGE = join(FIXTURES, "skops", "genuine", "0.16.0", "Ridge.skops");
const EVIL = join(FIXTURES, "skops", "hostile", "dangerous--function-in-state.skops");

/** As MLflow 3.17 writes it. */
const MLMODEL = `flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
    model_path: model.skops
    predict_fn: predict
    python_version: 3.13.0
  sklearn:
    code: null
    pickled_model: model.skops
    serialization_format: skops
    skops_trusted_types: []
    sklearn_version: 1.9.1
mlflow_version: 3.17.0
`;

function mlflow(folder: string, model: string): string {
  const path = join(folder, "model");
  mkdirSync(path);
  writeFileSync(join(path, "MLmodel"), MLMODEL);
  writeFileSync(join(path, "requirements.txt"), "mlflow==3.17.0\nscikit-learn==1.9.1\n");
  cpSync(model, join(path, "model.skops"));
  return path;
}

describe("MLflow's folder", () => {
  test("is scanned, converted, verified, asked", () => {
    withFolder((folder) => {
      const path = mlflow(folder, RIDGE);
      expect(JSON.parse(cornichon(["scan", path, "--format", "json"]).out).summary).toMatchObject({ artifacts: 1, safe: 1 });
      const { out, code } = cornichon(["convert", path]);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        source: { file: "model.skops", kind: "skops", protocol: null },
        metadata: { model_type: "Ridge" },
      });
      expect(cornichon(["verify", path]).code).toBe(0);
      writeFileSync(join(folder, "x.csv"), "MKT,SMB,HML\n1,2,3\n");
      const ours = cornichon(["predict", path, "--input", join(folder, "x.csv")]).out;
      const pickled = cornichon(["predict", RIDGE.replace(".skops", ".pkl"), "--input", join(folder, "x.csv")]).out;
      expect(ours).toBe(pickled);
      expect(ours).toMatch(/^predict\n1\.83/);
    });
  });

  test("with a hostile model is refused by every verb", () => {
    withFolder((folder) => {
      const path = mlflow(folder, EVIL);
      const { out, code } = cornichon(["scan", path]);
      expect(code).toBe(1);
      expect(out).toMatch(/global\.dangerous +at byte \d+ FunctionNode: os\.system/);
      for (const verb of ["convert", "verify"]) expect(cornichon([verb, path]).code).toBe(1);
    });
  });
});

describe("wherever it is found", () => {
  test("a skops file is known by its content, in folders and in archives", () => {
    withFolder((folder) => {
      cpSync(EVIL, join(folder, "notes.dat"));
      writeFileSync(join(folder, "all.zip"), zip([{ name: "deep/model.bin", data: readFileSync(EVIL) }]));
      const { artifacts } = JSON.parse(cornichon(["scan", folder, "--format", "json", "--all"]).out);
      const told = artifacts.map(({ path, member, kind, verdict }: Record<string, string>) => [
        path?.split("/").at(-1),
        member,
        kind,
        verdict,
      ]);
      expect(told).toContainEqual(["notes.dat", undefined, "skops", "dangerous"]);
      expect(told).toContainEqual(["all.zip", "deep/model.bin", "skops", "dangerous"]);
    });
  });

  test("a zip with a schema of something else is no skops file", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "other.zip"), zip([{ name: "schema.json", data: Buffer.from('{"type":"object"}') }]));
      const { summary } = JSON.parse(cornichon(["scan", folder, "--format", "json", "--allow-empty"]).out);
      expect(summary).toMatchObject({ artifacts: 0 });
    });
  });
});
