/**
 * Every option and every kind of row, ours beside sklearn's (`npm run options`):
 *
 *     npm run options -- --python .envs/c313/bin/python,.envs/b38/bin/python [--only Ridge,SVC] [--budget 40] [--seed 0]
 *         [--rows all] [--work DIR] [--again] [--failing N] [--report FILE.json] [--keep DIR] [--record]
 *
 * `make.py` fits, pickles and asks in each Python (CORNICHON_PYTHONS names them too); the same is asked of our models here and
 * compared cell by cell. `--work` keeps what Python made, `--again` compares it anew without Python; `--failing` tells so many
 * failing cells of each class; `--keep` takes a small failing file of each kind. Ends with 1 when a cell fails that is not in
 * `known-failures.json`, or one that is listed there fails no more.
 */
import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type Cell, type KnownFailure, knownFailures } from "./cells.js";
import { judge, loadModel, unloaded } from "./ours.js";
import { Report } from "./report.js";
import { type Asked, askedOf, Inputs } from "./x.js";

const HERE = import.meta.dirname;

const { values } = parseArgs({
  options: {
    python: { type: "string" },
    only: { type: "string" },
    budget: { type: "string", default: "40" },
    seed: { type: "string", default: "0" },
    rows: { type: "string", default: "core" },
    work: { type: "string" },
    again: { type: "boolean", default: false },
    failing: { type: "string", default: "3" },
    report: { type: "string" },
    keep: { type: "string" },
    record: { type: "boolean", default: false },
    jobs: { type: "string", default: "1" },
  },
});

interface Ask {
  readonly rows: string;
  readonly x: string | null;
  readonly inline?: unknown;
  readonly answers: Readonly<Record<string, unknown>>;
}

interface Case {
  readonly file: string;
  readonly class: string;
  readonly option: string;
  readonly data: string;
  readonly base: string;
  readonly asks: readonly Ask[];
}

/** What one Python made. */
interface Made {
  readonly folder: string;
  readonly version: string;
}

function make(python: string, folder: string): Promise<void> {
  const args = [
    "-B",
    join(HERE, "make.py"),
    folder,
    "--budget",
    values.budget,
    "--seed",
    values.seed,
    "--rows",
    values.rows,
    "--jobs",
    values.jobs,
  ];
  if (values.only !== undefined) args.push("--only", values.only);
  const child = spawn("nice", [python, ...args], { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => (code === 0 ? done() : fail(new Error(`make.py ended with ${code} in ${python}`))));
  });
}

function versionOf(folder: string): string {
  const run: { versions: { sklearn: string } } = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")); // make.py's own
  return run.versions.sklearn;
}

const NOTHING: Asked = { x: [], hasDtypes: true };

const askedIn = (ask: Ask, inputs: Inputs): Asked =>
  ask.inline !== undefined ? askedOf(ask.inline) : ask.x === null ? NOTHING : inputs.of(ask.x);

/** The cells of one model. Classes that answer nothing (TSNE) are not loaded. */
function* cellsOf(made: Made, one: Case, inputs: Inputs): Generator<{ cell: Cell; ask: Ask }> {
  if (one.asks.every(({ answers }) => Object.keys(answers).length === 0)) return;
  const loaded = loadModel(readFileSync(join(made.folder, one.file)));
  const { asks: _, ...about } = one;
  for (const ask of one.asks) {
    const x = askedIn(ask, inputs);
    for (const [method, theirs] of Object.entries(ask.answers)) {
      const judged = "model" in loaded ? judge(loaded.model, method, x, theirs) : unloaded(loaded.why, theirs);
      yield { cell: { version: made.version, ...about, rows: ask.rows, method, ...judged }, ask };
    }
  }
}

async function compare(made: Made, report: Report): Promise<void> {
  const inputs = new Inputs(join(made.folder, "inputs"));
  const wanted = values.only?.split(",");
  for (const name of readdirSync(made.folder).sort()) {
    const cases = join(made.folder, name, "cases.ndjson");
    if (!existsSync(cases) || (wanted !== undefined && !wanted.includes(name))) continue;
    for await (const line of createInterface({ input: createReadStream(cases), crlfDelay: Number.POSITIVE_INFINITY })) {
      const one: Case = JSON.parse(line); // make.py's own
      for (const { cell, ask } of cellsOf(made, one, inputs)) report.take(cell, made.folder, ask);
    }
    report.skippedIn(made.version, join(made.folder, name, "skipped.json"));
  }
}

/** While one version is compared, the next is made. */
async function run(pythons: readonly string[], work: string, report: Report): Promise<void> {
  const folders = pythons.map((_, i) => join(work, String(i)));
  let making = start(0);
  for (const [i, folder] of folders.entries()) {
    await making;
    making = start(i + 1);
    await compare({ folder, version: versionOf(folder) }, report);
    if (values.work === undefined) rmSync(folder, { recursive: true, force: true });
  }

  function start(i: number): Promise<void> {
    const [python, folder] = [pythons[i], folders[i]];
    if (python === undefined || folder === undefined) return Promise.resolve();
    const made = make(python, folder);
    made.catch(() => undefined); // seen where it is awaited
    return made;
  }
}

async function main(): Promise<number> {
  const pythons = (values.python ?? process.env["CORNICHON_PYTHONS"] ?? "").split(",").filter((path) => path !== "");
  const known: readonly KnownFailure[] = JSON.parse(readFileSync(join(HERE, "known-failures.json"), "utf8"));
  const report = new Report(knownFailures(known), values.keep ?? null);
  const work = values.work ?? mkdtempSync(join(tmpdir(), "cornichon-options-"));
  if (values.again) {
    for (const name of readdirSync(work).sort()) {
      const folder = join(work, name);
      if (existsSync(join(folder, "run.json"))) await compare({ folder, version: versionOf(folder) }, report);
    }
  } else {
    if (pythons.length === 0) {
      process.stderr.write("name Pythons with scikit-learn by --python or CORNICHON_PYTHONS\n");
      return 2;
    }
    await run(pythons, work, report);
  }
  process.stdout.write(report.text(Number(values.failing)));
  if (values.report !== undefined) writeFileSync(values.report, report.json());
  if (values.record) writeFileSync(join(HERE, "results.json"), report.results());
  if (values.work === undefined) rmSync(work, { recursive: true, force: true });
  return report.unknown === 0 ? 0 : 1;
}

process.exitCode = await main();
