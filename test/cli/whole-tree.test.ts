/**
 * Three thousand files as a repository has them, with a history, packages and archives; twelve are models, of a kind each,
 * and three are hostile, where nobody looks: exactly these fifteen are artifacts. Of an archive its own line counts.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cornichon, ROOT } from "../support/cli.js";
import { TemporaryFolder } from "../support/folder.js";
import { ordinaryFiles } from "../support/ordinary-files.js";
import { zip } from "../support/zip.js";

const folder = new TemporaryFolder();
const COMMAND = "cos\nsystem\n(S'id'\ntR.";
const FILES = 3000;

const fixture = (path: string): Buffer => readFileSync(join(ROOT, "fixtures", path));

function put(path: string, content: string | Uint8Array): string {
  const at = join(folder.path, path);
  mkdirSync(dirname(at), { recursive: true });
  writeFileSync(at, content);
  return path;
}

function git(...args: readonly string[]): void {
  const done = spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", ...args], { cwd: folder.path });
  if (done.status !== 0) throw new Error(`git ${args.join(" ")}: ${done.stderr}`);
}

/** A file of that number: what people keep, over and over, with something of its own in it. */
function another(i: number): readonly [string, string | Uint8Array] {
  const text = `${i} of them\n`.repeat(20);
  const forms: readonly (readonly [string, string | Uint8Array])[] = [
    [`src/part${i % 40}/module${i}.py`, `import os\nimport pickle\n\n\ndef f${i}(x):\n    return pickle.loads(x)\n`],
    [`src/part${i % 40}/module${i}.c`, `#include <stdio.h>\nint f${i}(void) { return ${i}; }\n`],
    [`web/part${i % 40}/index${i}.js`, `const { a } = require("./${i}");\nmodule.exports = a;\n`],
    [`data/table${i}.csv`, `count,index,I,S\n${i},1,2,3\n`],
    [`data/query${i}.sql`, `create table t${i} (id int);\ninsert into t${i} values (1);\n`],
    [`data/rows${i}.parquet`, Buffer.concat([Buffer.from("PAR1"), deflateSync(text), Buffer.from("PAR1")])],
    [`data/log${i}.gz`, gzipSync(text)],
    [`data/backup${i}.tar.gz`, gzipSync(Buffer.concat([fixture("containers/plain.zip"), Buffer.from(text)]))],
    [`notebooks/${i}.ipynb`, JSON.stringify({ cells: [{ cell_type: "code", source: [`joblib.load('${i}.pkl')`] }], nbformat: 4 })],
    [`images/${i}.png`, Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), deflateSync(text)])],
    [`images/${i}.gif`, Buffer.concat([Buffer.from("GIF89a"), deflateSync(text)])],
    [`wheels/p-${i}-py3-none-any.whl`, zip([{ name: `p/__init__.py`, data: Buffer.from(`import csv\nN = ${i}\n`), method: 8 }])],
    [`wheels/p-${i}.7z`, Buffer.concat([Buffer.from("7z\xbc\xaf\x27\x1c", "latin1"), deflateSync(text)])],
    [`conf/${i}.yaml`, `channels:\n- conda-forge\nname: e${i}\n`],
    [`conf/${i}.toml`, `[tool]\nname = "${i}"\n`],
    [`package/__pycache__/m${i}.pyc`, Buffer.concat([Buffer.from("a\r\r\n\0\0\0\0", "latin1"), deflateSync(text)])],
    [`node_modules/p${i}/index.js`, `exports.n = ${i};\n`],
  ];
  return forms[i % forms.length] ?? ["", ""];
}

const MODELS: readonly (readonly [string, Uint8Array])[] = [
  ["ridge.pkl", fixture("seed/1.9.1/ridge.pkl")],
  ["ridge.joblib", fixture("seed/1.9.1/ridge.joblib")],
  ["model_v1.joblib.gz", fixture("seed/1.9.1/model.joblib.gz")],
  ["old.pickle", fixture("seed/0.20.4/pipeline.pkl")],
  ["coefficients.npy", fixture("containers/float.npy")],
  ["arrays.npz", fixture("containers/deflated.npz")],
  ["no-ending", fixture("seed/1.2.2/scaler.pkl")],
  ["cache/3f2a.dat", fixture("seed/1.9.1/scaler.joblib")],
  ["packed.bin", gzipSync(fixture("seed/0.24.2/ridge.pkl"))],
  ["deflated.z", deflateSync(fixture("seed/0.24.2/scaler.pkl"))],
  [
    "release.zip",
    zip([
      { name: "README", data: Buffer.from("a") },
      { name: "m/model.pkl", data: fixture("seed/1.9.1/bundle.pkl"), method: 8 },
    ]),
  ],
  ["PIPELINE.PKL", fixture("seed/1.9.1/pipeline.pkl")],
];

const hostile: string[] = [];
const models: string[] = [];

beforeAll(() => {
  const ordinary = ordinaryFiles();
  for (const [path, content] of ordinary) put(`own/${path}`, content);
  for (let i = ordinary.length; i < FILES; i++) put(...another(i));
  for (const [name, bytes] of MODELS) models.push(put(`models/${name}`, bytes));
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "all");
  git("gc", "-q");
  hostile.push(put("docs/notes.txt", COMMAND));
  hostile.push(
    put(
      "wheels/data.zip",
      zip([
        { name: "a.txt", data: Buffer.from("text") },
        { name: "b.md", data: Buffer.from(COMMAND), method: 8 },
      ]),
    ),
  );
  put(".git/info/lies", COMMAND);
  symlinkSync("../.git/info/lies", join(folder.path, "docs/link.md"));
  hostile.push("docs/link.md");
}, 60_000);

afterAll(() => folder.remove());

interface Told {
  readonly summary: { readonly skipped: number };
  readonly artifacts: readonly { readonly path: string; readonly member?: string; readonly verdict: string }[];
}

function scan(): { readonly code: number | null; readonly told: Told; readonly paths: readonly string[] } {
  const { code, out } = cornichon(["scan", folder.path, "--format", "json"]);
  const told: Told = JSON.parse(out);
  const lines = told.artifacts.filter(({ member }) => member === undefined);
  return { code, told, paths: lines.map(({ path }) => path.slice(folder.path.length + 1)).sort() };
}

test("fifteen of three thousand files are artifacts, and the three hostile ones are found", () => {
  const { code, told, paths } = scan();
  expect(paths).toEqual([...models, ...hostile].sort());
  const bad = told.artifacts.filter(({ verdict, member }) => verdict !== "safe" && member === undefined);
  expect(bad.map(({ path, verdict }) => `${path.slice(folder.path.length + 1)} ${verdict}`).sort()).toEqual(
    hostile.map((path) => `${path} dangerous`).sort(),
  );
  expect(told.summary.skipped).toBeGreaterThan(FILES * 0.85);
  expect(code).toBe(1);
}, 60_000);

test("without them it passes", () => {
  for (const path of hostile) rmSync(join(folder.path, path));
  const { code, paths } = scan();
  expect(paths).toEqual([...models].sort());
  expect(code).toBe(0);
}, 60_000);
