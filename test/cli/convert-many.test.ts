/** `convert` over folders: what is written where, what is counted, what meets, and what goes wrong on disks. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { neutralSchema } from "../../src/neutral/schema.js";
import { cornichon, ROOT, type Run, shell, withFolder } from "../support/cli.js";

const SEED = join(ROOT, "fixtures/seed/1.9.1");
const DANGEROUS = "cos\nsystem\n(S'true'\ntR.";

const put = (folder: string, ...names: readonly string[]): void => {
  for (const name of names) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    cpSync(join(SEED, name.endsWith("pipeline.joblib") ? "pipeline.joblib" : "ridge.joblib"), join(folder, name));
  }
};

/** Files below a folder, by their paths. */
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const into = (folder: string, ...args: readonly string[]): Run =>
  cornichon(["convert", join(folder, "in"), "--output-dir", join(folder, "out"), ...args]);

describe("a folder", () => {
  test("keeps relative paths; what is no artifact is counted, what is refused is named", () => {
    withFolder((folder) => {
      put(folder, "in/a.joblib", "in/deep/er/b.joblib");
      writeFileSync(join(folder, "in/deep/README.md"), "# words");
      mkdirSync(join(folder, "in/text"));
      writeFileSync(join(folder, "in/text/notes.txt"), "notes");
      writeFileSync(join(folder, "in/deep/bad.pkl"), DANGEROUS);
      const { code, err } = into(folder);
      expect(code).toBe(1);
      expect(files(join(folder, "out"))).toEqual(["a.joblib.json", "deep/er/b.joblib.json"]);
      expect(existsSync(join(folder, "out/text"))).toBe(false);
      expect(err).toContain(`2 written, 1 refused: ${folder}/in/deep/bad.pkl (dangerous); 2 skipped (no artifact)\n`);
      neutralSchema.parse(JSON.parse(readFileSync(join(folder, "out/deep/er/b.joblib.json"), "utf8")));
    });
  });

  test("a long file that was met is hashed for its document, and a link that leads out is told", () => {
    withFolder((folder) => {
      mkdirSync(join(folder, "in"));
      const text = Buffer.alloc(5_000_000, "x");
      const head = Buffer.from([0x80, 2, 0x58, 0, 0, 0, 0]);
      head.writeUInt32LE(text.length, 3);
      writeFileSync(join(folder, "in/long.data"), Buffer.concat([head, text, Buffer.from(".")]));
      symlinkSync(join(SEED, "ridge.pkl"), join(folder, "in/out.pkl"));
      const { code, err } = into(folder);
      expect(code).toBe(2);
      expect(err).toContain(`1 written, 1 failed: ${folder}/in/out.pkl (unsupported)\n`);
      neutralSchema.parse(JSON.parse(readFileSync(join(folder, "out/long.data.json"), "utf8")));
    });
  });

  test("the closing line counts what failed apart, and --quiet leaves it out", () => {
    withFolder((folder) => {
      put(folder, "in/a.joblib");
      writeFileSync(join(folder, "in/cut.pkl"), Uint8Array.of(0x80, 4, 0x95));
      const { code, err } = into(folder);
      expect(code).toBe(2);
      expect(err).toContain(`1 written, 1 failed: ${folder}/in/cut.pkl (malformed)\n`);
      expect(into(folder, "--quiet").err).not.toContain("written,");
    });
  });

  test("without --output-dir is a usage error, and one of nothing is none to pass", () => {
    withFolder((folder) => {
      put(folder, "in/a.joblib");
      expect(cornichon(["convert", join(folder, "in")])).toMatchObject({ code: 2, out: "" });
      mkdirSync(join(folder, "empty"));
      const empty = (...args: string[]) => cornichon(["convert", join(folder, "empty"), "--output-dir", join(folder, "out"), ...args]);
      expect(empty()).toMatchObject({ code: 2, err: expect.stringContaining("nothing was recognised") });
      expect(empty("--allow-empty").code).toBe(0);
    });
  });

  test("gives the same with any number of jobs", () => {
    withFolder((folder) => {
      put(folder, ...Array.from({ length: 12 }, (_, i) => `in/${i % 3}/${i}.joblib`));
      const runs = ["1", "4"].map((jobs) => {
        const { err } = into(folder, "--jobs", jobs);
        const made = files(join(folder, "out")).map((name) => [name, readFileSync(join(folder, "out", name), "utf8")]);
        rmSync(join(folder, "out"), { recursive: true });
        return { err, made };
      });
      expect(runs[0]?.made.length).toBe(12);
      expect(runs[0]).toEqual(runs[1]);
    });
  });

  test("may be converted into itself, twice: outputs and sidecars are no artifacts", () => {
    withFolder((folder) => {
      put(folder, "in/a.joblib", "in/x/b.joblib");
      const self = (): Run => cornichon(["convert", join(folder, "in"), "--output-dir", join(folder, "in"), "--arrays", "sidecar"]);
      self();
      const { code, err } = self();
      expect(code).toBe(0);
      expect(err).toContain("2 written, 4 skipped (outputs of the others)\n");
      expect(files(join(folder, "in")).filter((name) => name.includes(".json.") || name.includes("safetensors."))).toEqual([]);
    });
  });

  test("converted into itself replaces no artifact of it", () => {
    withFolder((folder) => {
      put(folder, "in/a.joblib", "in/a.joblib.json");
      const before = readFileSync(join(folder, "in/a.joblib.json"));
      const { code, err } = cornichon(["convert", join(folder, "in"), "--output-dir", join(folder, "in")]);
      expect(code).toBe(2);
      expect(err).toContain("nothing that convert wrote");
      expect(readFileSync(join(folder, "in/a.joblib.json")).equals(before)).toBe(true);
    });
  });
});

describe("outputs that meet", () => {
  test("are named before any work, with the way out; what is no artifact does not count", () => {
    withFolder((folder) => {
      put(folder, "a/m.joblib", "b/m.joblib");
      for (const one of ["a", "b"]) writeFileSync(join(folder, one, "README.md"), "words");
      const { code, err } = cornichon(["convert", join(folder, "a"), join(folder, "b"), "--output-dir", join(folder, "out")]);
      expect(code).toBe(2);
      expect(err).toContain(`${folder}/a/m.joblib and ${folder}/b/m.joblib would both be ${folder}/out/m.joblib.json`);
      expect(err).toContain("the folder above both");
      expect(existsSync(join(folder, "out"))).toBe(false);
      rmSync(join(folder, "b/m.joblib"));
      put(folder, "b/n.joblib");
      expect(cornichon(["convert", join(folder, "a"), join(folder, "b"), "--output-dir", join(folder, "out")]).code).toBe(0);
      expect(files(join(folder, "out"))).toEqual(["m.joblib.json", "n.joblib.json"]);
    });
  });

  test("so is a file that would become another's folder, and one that is named twice", () => {
    withFolder((folder) => {
      put(folder, "in/m", "in/m.json/b.joblib");
      const { code, err } = into(folder);
      expect(code).toBe(2);
      expect(err).toContain(`${folder}/in/m and ${folder}/in/m.json/b.joblib would both be`);
      const twice = cornichon(["convert", join(SEED, "ridge.joblib"), join(SEED, "ridge.joblib"), "--output-dir", join(folder, "out")]);
      expect(twice).toMatchObject({ code: 2, err: expect.stringContaining("is named twice") });
      expect(existsSync(join(folder, "out"))).toBe(false);
    });
  });
});

describe("a snapshot in Hugging Face's cache", () => {
  const withSnapshot = (work: (repository: string, snapshot: string, out: string) => void): void =>
    withFolder((folder) => {
      const repository = join(realpathSync(folder), "hub/models--us--ridge");
      const snapshot = join(repository, "snapshots/0a1b");
      mkdirSync(join(repository, "blobs"), { recursive: true });
      mkdirSync(join(snapshot, "deep"), { recursive: true });
      cpSync(join(SEED, "ridge.joblib"), join(repository, "blobs/5ad0"));
      symlinkSync("../../blobs/5ad0", join(snapshot, "ridge.joblib"));
      symlinkSync("../../../blobs/5ad0", join(snapshot, "deep/ridge.joblib"));
      work(repository, snapshot, join(folder, "out"));
    });

  test("is links that lead out: the repository is named, which is converted", () =>
    withSnapshot((repository, snapshot, out) => {
      for (const path of [snapshot, `${snapshot}/`, join(snapshot, "deep")]) {
        const { code, err } = cornichon(["convert", path, "--output-dir", out]);
        expect(code).toBe(2);
        expect(err).toContain(`name the repository's folder, ${repository}.\n`);
        expect(cornichon(["scan", path]).out).toContain(`name the repository's folder, ${repository}.\n`);
      }
      expect(cornichon(["convert", repository, "--output-dir", out])).toMatchObject({ code: 0 });
      expect(files(out)).toEqual(["snapshots/0a1b/deep/ridge.joblib.json"]);
    }));

  test("a link of a snapshot that is named is followed", () =>
    withSnapshot((_, snapshot, out) => {
      expect(cornichon(["convert", join(snapshot, "ridge.joblib"), "--output-dir", out]).code).toBe(0);
      expect(files(out)).toEqual(["ridge.joblib.json"]);
    }));

  test("other links out get no such advice, and names in it are escaped", () =>
    withSnapshot((repository, snapshot, out) => {
      symlinkSync("../../refs", join(snapshot, "refs"));
      mkdirSync(join(repository, "refs"));
      const { err } = cornichon(["convert", snapshot, "--output-dir", out]);
      expect(err.split("\n").find((line) => line.includes("0a1b/refs"))).not.toContain("repository");
      const odd = join(repository, "..", "models--\u001b[2J");
      renameSync(repository, odd);
      const told = cornichon(["convert", join(odd, "snapshots/0a1b"), "--output-dir", out]).err;
      expect(told).toContain("name the repository's folder");
      expect(told).not.toContain("\u001b");
    }));
});

describe("--skip-existing", () => {
  test("resumes: leaves alone what is there and says so, judges again what was refused", () => {
    withFolder((folder) => {
      put(folder, "in/a.joblib", "in/b.joblib");
      writeFileSync(join(folder, "in/bad.pkl"), DANGEROUS);
      into(folder);
      rmSync(join(folder, "out/b.joblib.json"));
      utimesSync(join(folder, "out/a.joblib.json"), 1, 1);
      const { code, err } = into(folder, "--skip-existing");
      expect(code).toBe(1);
      expect(err).toContain(`1 written, 1 refused: ${folder}/in/bad.pkl (dangerous); 1 skipped (there already)\n`);
      expect(statSync(join(folder, "out/a.joblib.json")).mtimeMs).toBe(1000);
      rmSync(join(folder, "in/bad.pkl"));
      expect(into(folder, "--skip-existing")).toMatchObject({ code: 0, err: "0 written, 2 skipped (there already)\n" });
    });
  });

  test("needs a file to look for", () => {
    expect(cornichon(["convert", join(SEED, "ridge.joblib"), "--skip-existing"])).toMatchObject({ code: 2, out: "" });
  });
});

describe("--select", () => {
  test("writes one estimator as a document of its own", () => {
    const { code, out } = cornichon(["convert", join(SEED, "pipeline.joblib"), "--select", "scaler"]);
    expect(code).toBe(0);
    const document = neutralSchema.parse(JSON.parse(out));
    expect(document).toMatchObject({
      source: { select: "scaler" },
      metadata: { model_type: "StandardScaler", features: ["MKT", "SMB", "HML"], n_features_in: 3, sklearn_version: "1.9.1" },
      root: { class: "sklearn.preprocessing.StandardScaler" },
    });
    withFolder((folder) => {
      writeFileSync(join(folder, "s.json"), out);
      expect(cornichon(["verify", join(folder, "s.json")]).code).toBe(0);
    });
  });

  test("puts back what the part refers to, and keeps floats as they are written", () => {
    withFolder((folder) => {
      // {"x": [1.0], "m": Ridge with coef_ = that very list}
      const ridge = `csklearn.linear_model._ridge\nRidge\n)\x81}(X\x05\x00\x00\x00coef_h\x01X\x10\x00\x00\x00_sklearn_versionX\x05\x00\x00\x001.9.1ub`;
      const bytes = Buffer.from(`\x80\x02}(X\x01\x00\x00\x00x]q\x01(F1.0\neX\x01\x00\x00\x00m${ridge}u.`, "latin1");
      writeFileSync(join(folder, "two.pkl"), bytes);
      const { code, out, err } = cornichon(["convert", join(folder, "two.pkl"), "--select", "m"]);
      expect(err).toBe("");
      expect(code).toBe(0);
      expect(JSON.parse(out).root.state.coef_).toMatchObject({ $type: "list", items: [1] });
      expect(out).toContain('"items":[1.0]');
    });
  });

  test("is told for each file that has no such step; the others go on", () => {
    withFolder((folder) => {
      put(folder, "in/pipeline.joblib", "in/ridge.joblib");
      const { code, err } = into(folder, "--select", "scaler");
      expect(code).toBe(2);
      expect(files(join(folder, "out"))).toEqual(["pipeline.joblib.json"]);
      expect(err).toContain("There is no estimator at scaler; there are: (root).");
      expect(err).toContain(`1 written, 1 failed: ${folder}/in/ridge.joblib (model.missing)\n`);
    });
  });

  test("and a sidecar exclude each other", () => {
    withFolder((folder) => {
      put(folder, "in/pipeline.joblib");
      expect(into(folder, "--select", "scaler", "--arrays", "sidecar").code).toBe(2);
      expect(existsSync(join(folder, "out"))).toBe(false);
    });
  });
});

describe("what to do instead", () => {
  test("a module of torch", () => {
    const { code, err } = cornichon(["convert", "fixtures/hostile/unlisted--torch.pt"]);
    expect(code).toBe(1);
    expect(err).toContain("torch.save(model.state_dict()");
  });

  test("a whole module in torch's zip, by its member and class", () => {
    const { code, err } = cornichon(["convert", "fixtures/torch/2.9.1/module-zip.pt", "--output", "-"]);
    expect(code).toBe(1);
    expect(err).toMatch(/its member \S*data\.pkl: .*torch\.nn\.modules\.container\.Sequential.*torch\.save\(model\.state_dict\(\)/s);
  });

  test("a file that holds no estimator is told by its name", () => {
    const file = "fixtures/torch/2.9.1/tied-zip.pt";
    for (const args of [
      ["verify", file],
      ["predict", file, "--input", "fixtures/torch/2.9.1/tied.json"],
    ])
      expect(cornichon(args)).toMatchObject({ code: 2, err: `error: ${file}: The document holds no estimator.\n` });
  });

  test("a booster whose objective no version of xgboost has", () => {
    withFolder((folder) => {
      const bytes = readFileSync("fixtures/native/xgboost-0.90/binary.pkl");
      bytes.write("binary:logistik", bytes.lastIndexOf("binary:logistic"));
      writeFileSync(join(folder, "odd.pkl"), bytes);
      const { code, err } = cornichon(["convert", join(folder, "odd.pkl")]);
      expect(code).toBe(1);
      expect(err).toContain('booster.save_model("model.json")');
    });
  });

  test("a dangerous file gets no advice how to read it", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "bad.pkl"), DANGEROUS);
      expect(cornichon(["convert", join(folder, "bad.pkl")]).err).toMatch(/do not load this file\. \[global\.dangerous at byte \d+\]\n$/);
    });
  });

  test("a metadata conflict says which value was kept", () => {
    const { err } = cornichon(["convert", "fixtures/seed/model_v1.0.0_2024-01-15.joblib.gz"]);
    expect(err).toContain('metadata train_date: kept "2024-01-31" of the metadata beside the model; the file name said "2024-01-15"\n');
  });
});

describe.runIf(process.platform === "linux")("names and disks", () => {
  test("names that are no UTF-8 and names with line breaks", () => {
    withFolder((folder) => {
      put(folder, "in/plain.joblib");
      const name = Buffer.concat([Buffer.from(`${folder}/in/`), Buffer.from([0xff, 0x0a, 0x1b]), Buffer.from("[31m.joblib")]);
      writeFileSync(name, readFileSync(join(folder, "in/plain.joblib")));
      const { code, err } = into(folder);
      expect(code).toBe(0);
      const made = readdirSync(Buffer.from(join(folder, "out")), { encoding: "buffer" }).map((one) => one.toString("latin1"));
      expect(made.sort()).toEqual(["plain.joblib.json", "\xff\n\x1b[31m.joblib.json"]);
      expect(err).not.toContain("\x1b");
      expect(err.split("\n").length).toBe(4);
    });
  });

  test("nothing is written through a link below the output folder", () => {
    withFolder((folder) => {
      put(folder, "in/sub/a.joblib", "in/b.joblib");
      for (const name of ["out", "elsewhere"]) mkdirSync(join(folder, name));
      symlinkSync(join(folder, "elsewhere"), join(folder, "out/sub"));
      symlinkSync(join(folder, "elsewhere/b.json"), join(folder, "out/b.joblib.json"));
      const { code, err } = into(folder);
      expect(code).toBe(2);
      expect(err).toContain("out/sub: it is a symbolic link");
      expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
      // The folder that was named may be one.
      symlinkSync(join(folder, "elsewhere"), join(folder, "linked"));
      expect(cornichon(["convert", join(folder, "in"), "--output-dir", join(folder, "linked")]).code).toBe(0);
      expect(files(join(folder, "elsewhere"))).toEqual(["b.joblib.json", "sub/a.joblib.json"]);
    });
  });

  test("a folder that cannot be made ends the run at once, wherever", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "file"), "");
      for (const output of ["/proc/cornichon", "/dev/null", join(folder, "file/below"), ""]) {
        const { code, err } = shell(folder, `$CORNICHON convert ${join(SEED, "ridge.joblib")} --output-dir "${output}"`);
        expect(code, output).toBe(2);
        expect(err, output).toMatch(/^error: [^\n]*\n$/);
      }
    });
  });

  test("a folder that takes no files: each is told, nothing is left behind", () => {
    withFolder((folder) => {
      put(folder, "in/a.joblib", "in/sub/b.joblib");
      const { code, err } = cornichon(["convert", join(folder, "in"), "--output-dir", "/sys"]);
      expect(code).toBe(2);
      expect(err).toContain("a.joblib: nothing written: /sys/a.joblib.json: the output could not be written");
      expect(err).toContain("b.joblib: nothing written: /sys/sub: the folder could not be made");
      expect(err).toContain("0 written, 2 failed: ");
    });
  });

  test("a full disk: what has no room is told, the rest is whole", (context) => {
    withFolder((folder) => {
      put(folder, "in/a.joblib", "in/b.joblib");
      // A pickle of one text of 100,000 characters.
      const text = Buffer.alloc(100_000, "x");
      const head = Buffer.from([0x80, 2, 0x58, 0, 0, 0, 0]);
      head.writeUInt32LE(text.length, 3);
      writeFileSync(join(folder, "in/big.pkl"), Buffer.concat([head, text, Buffer.from(".")]));
      mkdirSync(join(folder, "out"));
      const script = `mount -t tmpfs -o size=32k none ${folder}/out || exit 77; ${process.execPath} ${ROOT}/dist/cli.js convert ${folder}/in --output-dir ${folder}/out --jobs 1; echo "code $?"; ls -A ${folder}/out`;
      const done = spawnSync("unshare", ["-rm", "bash", "-c", script], { encoding: "utf8" });
      if (done.status !== 0) return context.skip();
      expect(done.stderr).toContain("the disk is full");
      expect(done.stderr).toContain(`2 written, 1 failed: ${folder}/in/big.pkl (output.exists)`);
      expect(done.stdout.trim().split("\n")).toEqual(["code 2", "a.joblib.json", "b.joblib.json"]);
    });
  });

  test("twice at once into one folder", () => {
    withFolder((folder) => {
      put(folder, ...Array.from({ length: 8 }, (_, i) => `in/${i}/m.joblib`));
      const run = "$CORNICHON convert in --output-dir out --quiet";
      const { code, err } = shell(folder, `${run} & first=$!; ${run}; second=$?; wait $first && exit $second`);
      expect(err).toBe("");
      expect(code).toBe(0);
      expect(files(join(folder, "out"))).toEqual(Array.from({ length: 8 }, (_, i) => `${i}/m.joblib.json`));
      const texts = files(join(folder, "out")).map((name) => readFileSync(join(folder, "out", name), "utf8"));
      expect(new Set(texts).size).toBe(1);
    });
  });
});

describe("the library", () => {
  test("takes folders, counts, and says when files vanish", async () => {
    const library: typeof import("../../src/index.js") = await import(join(ROOT, "dist", "index.js"));
    const folder = withFolder((made) => made);
    try {
      put(folder, "in/a.joblib", "in/b.joblib", "in/c/d.joblib");
      writeFileSync(join(folder, "in/words.txt"), "words");
      const options = { jobs: 1, stdin: process.stdin, metadata: {}, text: () => undefined, select: "" };
      const seen: string[] = [];
      const summary = await library.convertAll(
        [{ path: join(folder, "in"), outputDir: join(folder, "out") }],
        { ...options, to: "coefficients" },
        ({ path, converted, failure }) => {
          seen.push(`${path.slice(folder.length)} ${converted.written} ${failure?.code}`);
          // It was met already when the first file was told; the one after it is open.
          rmSync(join(folder, "in/c"), { recursive: true, force: true });
        },
      );
      expect(summary.skipped).toBe(1);
      expect(summary.written).toBe(2);
      expect(seen.slice(0, 2)).toEqual(["/in/a.joblib true undefined", "/in/b.joblib true undefined"]);
      expect(JSON.parse(readFileSync(join(folder, "out/a.joblib.json"), "utf8"))).toMatchObject({ model_type: "Ridge" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await library.close();
    }
  });

  test("checks what it is given", async () => {
    const library: typeof import("../../src/index.js") = await import(join(ROOT, "dist", "index.js"));
    const options = { jobs: 1, stdin: process.stdin, metadata: {}, text: () => undefined };
    const tasks = [{ path: join(SEED, "ridge.joblib"), output: null }];
    const wrong = (more: object) => library.convertAll(tasks, { ...options, ...more }, () => undefined);
    await expect(wrong({ to: "yaml" })).rejects.toMatchObject({ code: "usage" });
    await expect(wrong({ skipExisting: true })).rejects.toMatchObject({ code: "usage" });
    await expect(wrong({ arrays: "sidecar" })).rejects.toMatchObject({ code: "usage" });
  });
});
