/**
 * Every option and every kind of row, ours beside sklearn's (`npm run options`):
 *
 *     npm run options -- --python .envs/c313/bin/python,.envs/b38/bin/python [--only Ridge,SVC] [--singles 100] [--budget 6] [--seed 0]
 *         [--rows all] [--work DIR] [--again] [--failing N] [--report FILE.json] [--keep DIR] [--record]
 *
 * `make.py` fits, pickles and asks in each Python (CORNICHON_PYTHONS names them too; else those of `.envs` that have the versions
 * to hold, else one that pip makes); the same is asked of our models here and
 * compared cell by cell. Each option is changed alone (`--singles` at most of a class), then `--budget` pairs of them. `--work` keeps what Python made, `--again` compares it anew without Python; `--failing` tells so many
 * failing cells of each class; `--keep` takes a small failing file of each kind. Ends with 1 when a cell fails that is not in
 * `known-failures.json`; entries of it that no cell needed are told.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type KnownFailure, knownFailures } from "./cells.js";
import { compare, make, versionOf } from "./made.js";
import { namedPythons } from "./pythons.js";
import { Report } from "./report.js";

const HERE = import.meta.dirname;

const { values } = parseArgs({
  options: {
    python: { type: "string" },
    only: { type: "string" },
    singles: { type: "string", default: "100" },
    budget: { type: "string", default: "6" },
    seed: { type: "string", default: "0" },
    rows: { type: "string", default: "core" },
    work: { type: "string" },
    again: { type: "boolean", default: false },
    failing: { type: "string", default: "3" },
    report: { type: "string" },
    keep: { type: "string" },
    record: { type: "boolean", default: false },
    jobs: { type: "string", default: "2" },
  },
});

const only = values.only?.split(",") ?? null;
const options = {
  singles: values.singles,
  budget: values.budget,
  seed: values.seed,
  rows: values.rows,
  jobs: values.jobs,
  ...(values.only === undefined ? {} : { only: values.only }),
};

/** While one version is compared, the next is made. */
async function run(pythons: readonly string[], work: string, report: Report): Promise<void> {
  const folders = pythons.map((_, i) => join(work, String(i)));
  let making = start(0);
  for (const [i, folder] of folders.entries()) {
    await making;
    making = start(i + 1);
    await compare({ folder, version: versionOf(folder) }, report, only);
    if (values.work === undefined) rmSync(folder, { recursive: true, force: true });
  }

  function start(i: number): Promise<void> {
    const [python, folder] = [pythons[i], folders[i]];
    if (python === undefined || folder === undefined) return Promise.resolve();
    const made = make(python, folder, options);
    made.catch(() => undefined); // seen where it is awaited
    return made;
  }
}

async function main(): Promise<number> {
  const pythons = values.again ? [] : namedPythons(values.python);
  const known: readonly KnownFailure[] = JSON.parse(readFileSync(join(HERE, "known-failures.json"), "utf8"));
  const report = new Report(knownFailures(known), values.keep ?? null);
  const work = values.work ?? mkdtempSync(join(tmpdir(), "cornichon-options-"));
  if (values.again) {
    for (const name of readdirSync(work).sort()) {
      const folder = join(work, name);
      if (existsSync(join(folder, "run.json"))) await compare({ folder, version: versionOf(folder) }, report, only);
    }
  } else {
    if (pythons.length === 0) {
      process.stderr.write("no Python with scikit-learn: name some by --python or CORNICHON_PYTHONS\n");
      return 2;
    }
    await run(pythons, work, report);
  }
  process.stdout.write(report.text(Number(values.failing)));
  for (const { reason } of known) if (!report.needed(reason)) process.stdout.write(`no cell needed: ${reason}\n`);
  if (values.report !== undefined) writeFileSync(values.report, report.json());
  if (values.record)
    writeFileSync(
      join(HERE, "results.json"),
      report.results({ seed: Number(values.seed), singles: Number(values.singles), budget: Number(values.budget), rows: values.rows }),
    );
  if (values.work === undefined) rmSync(work, { recursive: true, force: true });
  return report.unknown === 0 ? 0 : 1;
}

process.exitCode = await main();
