/** MLflow's folders, Hugging Face repositories and DVC's files: which file is the model, and what stands beside it. */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, ROOT, withFolder } from "../support/cli.js";

const SEED = join(ROOT, "fixtures/seed/1.9.1");

/** As `mlflow.sklearn.save_model` of MLflow 2.22.5 wrote it, but for the version of sklearn. */
const MLMODEL = `flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
    model_path: model.pkl
    predict_fn: predict
    python_version: 3.11.7
  sklearn:
    code: null
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.9.1
mlflow_version: 2.22.5
model_size_bytes: 464
signature:
  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1,
    3]}}]'
  params: null
utc_time_created: '2026-11-29 16:25:55.782262'
`;

function mlflow(folder: string, text = MLMODEL): string {
  const model = join(folder, "model");
  mkdirSync(model);
  writeFileSync(join(model, "MLmodel"), text);
  writeFileSync(join(model, "requirements.txt"), "mlflow==2.22.5\nscikit-learn==1.9.1  # ours\n--hash x\n");
  cpSync(join(SEED, "ridge.pkl"), join(model, "model.pkl"));
  return model;
}

const findings = (path: string): { code: string; message: string }[] => {
  const { out } = cornichon(["scan", path, "--format", "json"]);
  return JSON.parse(out).artifacts.flatMap((one: { findings: object[] }) => one.findings);
};

describe("MLflow", () => {
  test("every command takes the folder for its model", async () => {
    const library: typeof import("../../src/index.js") = await import(join(ROOT, "dist", "index.js"));
    const folder = withFolder((made) => made);
    mkdirSync(folder);
    try {
      const model = mlflow(folder);
      const { out, code } = cornichon(["convert", `${model}/`]);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ source: { file: "model.pkl" }, metadata: { model_type: "Ridge" } });
      expect(cornichon(["verify", model]).code).toBe(0);
      const scanned = cornichon(["scan", model, "--format", "json"]);
      expect(JSON.parse(scanned.out).summary).toMatchObject({ artifacts: 1, safe: 1 });
      const loaded = await library.load(model);
      expect(loaded.model?.className).toBe("Ridge");
      expect(loaded.artifacts[0]?.path).toBe(`${model}/model.pkl`);
      expect(cornichon(["convert", model, "--output-dir", join(folder, "out")]).code).toBe(0);
      expect(readFileSync(join(folder, "out/model.pkl.json"), "utf8")).toBe(out);
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await library.close();
    }
  });

  test("versions that agree are no word, others are a note each", () => {
    withFolder((folder) => {
      const model = mlflow(folder);
      expect(findings(model)).toEqual([]);
      writeFileSync(join(model, "requirements.txt"), "scikit-learn==1.2.2\n");
      expect(findings(model)).toMatchObject([
        {
          code: "note.declared-version",
          message: "requirements.txt says sklearn 1.2.2, and 1.9.1 wrote the artifact: go by the artifact.",
        },
      ]);
      writeFileSync(join(model, "MLmodel"), MLMODEL.replace("1.9.1", "1.8"));
      expect(findings(model)).toMatchObject([
        { code: "note.declared-version", message: expect.stringMatching(/^MLmodel says sklearn 1\.8,/) },
      ]);
      writeFileSync(join(model, "MLmodel"), MLMODEL.replace("1.9.1", "1.9").replace("model_path", "data"));
      writeFileSync(join(model, "requirements.txt"), "scikit-learn>=1.2\n");
      expect(findings(model)).toEqual([]);
      expect(cornichon(["scan", model]).code).toBe(0);
    });
  });

  test.each([
    ["up", "../ridge.pkl"],
    ["to the root", "/etc/passwd"],
    ["up from inside", "sub/../../ridge.pkl"],
    ["on a drive", "C:\\\\ridge.pkl"],
  ])("a path that leads %s is refused", (_where, path) => {
    withFolder((folder) => {
      cpSync(join(SEED, "ridge.pkl"), join(folder, "ridge.pkl"));
      const model = mlflow(folder, MLMODEL.replaceAll("model.pkl", path));
      const { code, err, out } = cornichon(["convert", model]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain("names a model outside its folder");
    });
  });

  test("nor is it followed through a link, to a file or to a folder", () => {
    withFolder((folder) => {
      cpSync(SEED, join(folder, "elsewhere"), { recursive: true });
      const model = mlflow(folder, MLMODEL.replaceAll("model.pkl", "sub/ridge.pkl"));
      symlinkSync(join(folder, "elsewhere"), join(model, "sub"));
      expect(cornichon(["convert", model])).toMatchObject({ code: 2, out: "" });
      writeFileSync(join(model, "MLmodel"), MLMODEL.replaceAll("model.pkl", "linked.pkl"));
      symlinkSync(join(folder, "elsewhere/ridge.pkl"), join(model, "linked.pkl"));
      expect(cornichon(["convert", model])).toMatchObject({ code: 2, out: "", err: expect.stringContaining("symbolic link") });
    });
  });

  test("a folder inside it is followed; one that is not there, or an MLmodel of aliases, is told", () => {
    withFolder((folder) => {
      const model = mlflow(folder, MLMODEL.replaceAll("model.pkl", "sub/ridge.pkl"));
      expect(cornichon(["convert", model])).toMatchObject({ code: 2, err: expect.stringContaining("no such file") });
      mkdirSync(join(model, "sub"));
      cpSync(join(SEED, "ridge.pkl"), join(model, "sub/ridge.pkl"));
      expect(cornichon(["convert", model]).code).toBe(0);
      writeFileSync(join(model, "MLmodel"), `a: &a [x]\nb: *a\n${MLMODEL}`);
      expect(cornichon(["convert", model])).toMatchObject({ code: 2, err: expect.stringContaining("is a folder: --output-dir") });
      expect(cornichon(["verify", model])).toMatchObject({ code: 2, err: expect.stringContaining("it is a directory") });
    });
  });
});

describe("Hugging Face", () => {
  const CONFIG = { sklearn: { environment: ["scikit-learn=1.0.2", "numpy"], model: { file: "ridge.pkl" }, model_format: "pickle" } };

  test("by skops' config.json, with its environment, or by the card", () => {
    withFolder((folder) => {
      cpSync(join(SEED, "ridge.pkl"), join(folder, "ridge.pkl"));
      writeFileSync(join(folder, "config.json"), JSON.stringify(CONFIG));
      expect(cornichon(["convert", folder]).code).toBe(0);
      expect(findings(folder)).toMatchObject([
        { code: "note.declared-version", message: expect.stringMatching(/^config\.json says sklearn 1\.0\.2/) },
      ]);
      writeFileSync(join(folder, "config.json"), JSON.stringify({ architectures: ["Bert"], __proto__: 1 }));
      expect(cornichon(["convert", folder]).code).toBe(2);
      writeFileSync(join(folder, "README.md"), "---\nlibrary_name: sklearn\ntags: [a, b]\nmodel_file: ridge.pkl\n---\n# Card\n");
      expect(cornichon(["convert", folder]).code).toBe(0);
    });
  });

  test("a pointer of git LFS is told as such", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "config.json"), JSON.stringify(CONFIG));
      writeFileSync(
        join(folder, "ridge.pkl"),
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n",
      );
      expect(cornichon(["convert", folder])).toMatchObject({ code: 2, err: expect.stringContaining("git lfs pull") });
    });
  });
});

const md5 = (data: Uint8Array | string): string => createHash("md5").update(data).digest("hex");

describe("DVC", () => {
  const bytes = readFileSync(join(SEED, "ridge.pkl"));
  const record = (hash: string, size: number, more = "  hash: md5\n"): string =>
    `outs:\n- md5: ${hash}\n  size: ${size}\n${more}  path: m.pkl\n`;

  function verdict(text: string, data: Uint8Array | string = bytes) {
    return withFolder((folder) => {
      writeFileSync(join(folder, "m.pkl"), data);
      writeFileSync(join(folder, "m.pkl.dvc"), text);
      const { code, out } = cornichon(["scan", join(folder, "m.pkl"), "--format", "json"]);
      return { code, findings: JSON.parse(out).artifacts[0].findings };
    });
  }

  test("a file that is the recorded one is no word", () => {
    expect(verdict(record(md5(bytes), bytes.length))).toEqual({ code: 0, findings: [] });
    expect(verdict(`${record(md5(bytes), bytes.length)}wdir: .\n`)).toEqual({ code: 0, findings: [] });
  });

  test("another length, and another hash, are findings", () => {
    const found = { code: 2, findings: [{ code: "folder.dvc-mismatch", severity: "medium" }] };
    expect(verdict(record(md5(bytes), bytes.length + 1))).toMatchObject(found);
    expect(verdict(record(md5("other"), bytes.length))).toMatchObject(found);
    expect(verdict(record(md5("other"), bytes.length, ""))).toMatchObject(found);
  });

  test("what it says of other files, of folders and by other hashes counts for nothing", () => {
    for (const text of [
      record(md5("other"), 1).replace("m.pkl", "n.pkl"),
      record(`${md5("other")}.dir`, 1),
      `${record(md5("other"), 1)}wdir: ..\n`,
      record(md5("other"), 1, "  hash: etag\n"),
      `a: &a 1\n${record(md5("other"), 1)}`,
    ])
      expect(verdict(text), text).toEqual({ code: 0, findings: [] });
  });

  test("before 3.0 a text was hashed with Unix's line ends", () => {
    const crlf = "(lp0\r\nI1\r\na.";
    const made = verdict(record(md5(crlf.replaceAll("\r\n", "\n")), crlf.length - 3, ""), crlf);
    expect(made.findings.map(({ code }: { code: string }) => code)).not.toContain("folder.dvc-mismatch");
  });
});

/** As DVC 3.67.1 wrote it, but for commands and hashes. */
const lock = (hash: string, length: number, kind = "      hash: md5\n"): string => `schema: '2.0'
stages:
  train:
    cmd: python train.py
    deps:
    - path: models/other.pkl
${kind}      md5: ${md5("dependency")}
      size: 10
    outs:
    - path: models/model.pkl
${kind}      md5: ${hash}
      size: ${length}
  many:
    cmd: python
      many.py
    outs:
    - path: many
${kind}      md5: ${md5("many")}.dir
      size: 569
      nfiles: 1
`;

describe("DVC's files elsewhere in the directory that is scanned", () => {
  const STAGES = "stages:\n  train:\n    cmd: python train.py\n    outs:\n    - models/model.pkl\n";
  const model = readFileSync(join(SEED, "ridge.pkl"));

  /** Codes of each artifact, by path. */
  function codes(files: Readonly<Record<string, string | Uint8Array>>, ...args: readonly string[]) {
    return withFolder((folder) => {
      for (const [name, content] of Object.entries({ "models/model.pkl": model, "models/other.pkl": model, ...files })) {
        mkdirSync(join(folder, name, ".."), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      const { code, out } = cornichon(["scan", folder, "--format", "json", ...args]);
      const artifacts: readonly { path: string; findings: readonly { code: string }[] }[] = JSON.parse(out).artifacts;
      const told = artifacts.filter(({ findings: all }) => all.length > 0);
      const named = told.map(({ path, findings: all }) => [path.slice(folder.length + 1), all.map((one) => one.code).join()]);
      return { code, told: Object.fromEntries(named) };
    });
  }

  const MISMATCH = { code: 2, told: { "models/model.pkl": "folder.dvc-mismatch" } };
  const NOTHING = { code: 0, told: {} };

  test("outputs of stages are held against dvc.lock", () => {
    expect(codes({ "dvc.lock": lock(md5(model), model.length), "dvc.yaml": STAGES })).toEqual(NOTHING);
    expect(codes({ "dvc.lock": lock(md5("other"), model.length), "dvc.yaml": STAGES })).toEqual(MISMATCH);
    expect(codes({ "dvc.lock": lock(md5(model), model.length + 1) })).toEqual(MISMATCH);
    // Of DVC 1: stages at the top, no kind of hash.
    const old = lock(md5("other"), model.length, "")
      .replace(/^schema.*\nstages:\n/, "")
      .replace(/^ {2}/gm, "");
    expect(codes({ "dvc.lock": old })).toEqual(MISMATCH);
  });

  test("a lock whose paths start elsewhere, another hash and what is no lock count for nothing", () => {
    const wrong = lock(md5("other"), model.length);
    expect(codes({ "dvc.lock": wrong, "dvc.yaml": STAGES.replace("    cmd", "    wdir: sub\n    cmd") })).toEqual(NOTHING);
    expect(codes({ "dvc.lock": lock(md5("other"), model.length, "      hash: etag\n") })).toEqual(NOTHING);
    expect(codes({ "dvc.lock": `a: &a 1\n${wrong}` })).toEqual(NOTHING);
    expect(codes({ "dvc.lock": "stages: 7\n" })).toEqual(NOTHING);
    expect(codes({ "sub/dvc.lock": wrong })).toEqual(NOTHING);
  });

  test("what is recorded of a folder as a whole is told not to be checked", () => {
    const dvc = (path: string): string => `outs:\n- md5: ${md5("data")}.dir\n  size: 9\n  nfiles: 2\n  hash: md5\n  path: ${path}\n`;
    const files = {
      "dvc.lock": lock(md5(model), model.length),
      "many/deep/m.pkl": model,
      "in/data.dvc": dvc("data"),
      "in/data/x/m.pkl": model,
      "in/date/m.pkl": model,
      "other.dvc": dvc("another"),
      "other/m.pkl": model,
    };
    const told = { "many/deep/m.pkl": "note.dvc-folder", "in/data/x/m.pkl": "note.dvc-folder" };
    expect(codes(files)).toEqual({ code: 0, told });
  });

  test("a cache keeps nothing of it", () =>
    withFolder((cache) => {
      const dvc = { "dvc.lock": lock(md5("other"), model.length) };
      expect(codes({}, "--cache", cache)).toEqual(NOTHING);
      expect(codes(dvc, "--cache", cache)).toEqual(MISMATCH);
      expect(codes({}, "--cache", cache)).toEqual(NOTHING);
    }));

  test("no link is followed to it, and a folder of that name is nothing", () =>
    withFolder((folder) => {
      writeFileSync(join(folder, "lock"), lock(md5("other"), model.length));
      mkdirSync(join(folder, "tree/models"), { recursive: true });
      mkdirSync(join(folder, "tree/models.dvc"));
      writeFileSync(join(folder, "tree/models/model.pkl"), model);
      symlinkSync("../lock", join(folder, "tree/dvc.lock"));
      expect(findings(join(folder, "tree")).map(({ code }) => code)).toEqual(["tree.link-outside"]);
    }));
});
