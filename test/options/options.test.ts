/** A sample of what `npm run options` compares: models kept in `fixtures/options`, and a few classes in a Python that is here. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { FIXTURES } from "../support/shared.js";
import { type Cell, isBad, knownFailures } from "./cells.js";
import { cellsOf, compare, make, versionOf } from "./made.js";
import { hasSklearn } from "./pythons.js";
import { Report } from "./report.js";
import { type KeptCase, SAMPLE, sampleVersion } from "./sample.js";

const FAULTY = join(FIXTURES, "option-faults");
const known = knownFailures(JSON.parse(readFileSync(join(import.meta.dirname, "known-failures.json"), "utf8")));

const told = ({ class: name, option, data, rows, method, outcome, ours, theirs }: Cell): string =>
  `${name}(${option}) on ${data}, ${method} of ${rows}: ${outcome}: ${ours.slice(0, 120)} | ${theirs.slice(0, 120)}`;

function keptCells(folder: string, file: string): readonly Cell[] {
  const lines = gunzipSync(readFileSync(join(folder, file)))
    .toString()
    .split("\n");
  const version = sampleVersion(file);
  return lines.flatMap((line) => {
    const one: KeptCase = JSON.parse(line); // sample.ts's form
    return [...cellsOf(version, one, Buffer.from(one.pickle, "base64"), null)].map(({ cell }) => cell);
  });
}

const unknown = (cells: readonly Cell[]): string[] => cells.filter((cell) => isBad(cell.outcome) && known(cell) === undefined).map(told);

test.each(readdirSync(SAMPLE))("models of %s answer and refuse as Python's", (file) => {
  const cells = keptCells(SAMPLE, file);
  // What was a fault in one version stands in a file of its own.
  expect(cells.length).toBeGreaterThan(file === `${sampleVersion(file)}.ndjson.gz` ? 100 : 20);
  expect(unknown(cells)).toEqual([]);
});

/** Cells of single models that once were faults, with what real sklearn said: of models that hold others, most. */
test.each(readdirSync(FAULTY))("what once was a fault in models of %s is as Python's", (file) => {
  const cells = keptCells(FAULTY, file);
  expect(cells.length).toBeGreaterThan(10);
  expect(unknown(cells)).toEqual([]);
});

const python = [...(process.env["CORNICHON_PYTHONS"] ?? "").split(/[,:]/), "python3"].find((path) => path !== "" && hasSklearn(path));
if (python === undefined) process.stderr.write("\n*** options: no Python with scikit-learn: the live sample is SKIPPED ***\n\n");

test.skipIf(python === undefined)("a Python that is here agrees on a few classes", { timeout: 120_000 }, async () => {
  const work = mkdtempSync(join(tmpdir(), "cornichon-options-"));
  try {
    const folder = join(work, "made");
    await make(python ?? "", folder, { singles: "6", budget: "2", only: "Ridge,DecisionTreeClassifier,StandardScaler,OrdinalEncoder" });
    const report = new Report(known, null);
    await compare({ folder, version: versionOf(folder) }, report, null);
    expect(report.failing.map(told)).toEqual([]);
    expect(report.models).toBeGreaterThan(50);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
