/**
 * Memory and speed over containers: a 200 MB array in each is inspected and converted to a sidecar, a 1 GiB bomb in
 * each compression ends in `limit`, joblib files are scanned beside `joblib.load`. What is asserted are resident memory
 * and ratios; seconds are only shown.
 */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { arrayFiles, bombs, lz4Of, type Made } from "./inputs.js";
import { measure, median, pythonWith } from "./measure.js";

/** What the benchmark's own page has to offer. */
export interface Bench {
  readonly cli: string;
  readonly folder: string;
  show(label: string, value: number | null, unit: string): void;
  assertRatio(what: string, ratio: number | null, most: number): void;
  fail(why: string): void;
}

/** MB of all processes together. */
const MOST_MB = 200;
const RUNS = 3;

const cornichon = (bench: Bench, args: readonly string[]) => measure(process.execPath, [bench.cli, ...args]);

async function memory(bench: Bench, name: string, args: readonly string[], code: number): Promise<void> {
  const run = await cornichon(bench, args);
  bench.show(`${name}: ${args[0]}, resident memory of all processes`, run.peak, "MB");
  if (run.code !== code) bench.fail(`${name}: ${args[0]} ends with ${run.code}: ${run.err.slice(-200)}`);
  if (run.peak !== null && run.peak > MOST_MB) bench.fail(`${name}: ${args[0]} takes ${run.peak.toFixed(0)} MB, more than ${MOST_MB}`);
}

function lz4(files: readonly Made[], folder: string): Made[] {
  const path = files.find(([name]) => name === "array.joblib")?.[1];
  if (path === undefined) return [];
  const fd = openSync(path, "r");
  const bytes = (offset: number, length: number): Uint8Array => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
  };
  const made = lz4Of(folder, bytes, statSync(path).size);
  closeSync(fd);
  return [made];
}

/** A 200 MB array in each container: inspected, and converted to a sidecar. */
async function arrays(bench: Bench, files: readonly Made[]): Promise<void> {
  console.log("\na float64 array of 200 MB in each container");
  for (const [name, path] of files) {
    await memory(bench, name, ["inspect", path, "--output", join(bench.folder, "inspected.txt")], 0);
    await memory(bench, name, ["convert", path, "--arrays", "sidecar", "--output", join(bench.folder, "out.json")], 0);
  }
}

async function bombsEnd(bench: Bench, python: string): Promise<void> {
  console.log("\na bomb of 1 GiB in each compression, --max-decoded 256MiB");
  for (const [name, path] of bombs(python, bench.folder)) await memory(bench, name, ["scan", "--max-decoded", "256MiB", path], 2);
}

const load = (path: string): string[] => ["-c", `import joblib; joblib.load(${JSON.stringify(path)})`];

/** The whole command beside a whole Python, each the median of three, one after the other. */
async function beside(bench: Bench, python: string, path: string, value: "wall" | "cpu", most: number, what: string): Promise<void> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    ours.push((await cornichon(bench, ["scan", "--quiet", path]))[value]);
    theirs.push((await measure(python, load(path)))[value]);
  }
  bench.show(`${what}: scan, ${value}`, median(ours) * 1000, "ms");
  bench.show(`${what}: joblib.load, ${value}`, median(theirs) * 1000, "ms");
  bench.assertRatio(`${what}: scan / joblib.load, ${value}`, median(ours) / median(theirs), most);
}

const DICTS = (path: string): string =>
  `import joblib; joblib.dump([{"id": i, "name": "name%d" % i, "score": i * 0.5} for i in range(1500000)], ${JSON.stringify(path)})`;

async function speed(bench: Bench, files: readonly Made[]): Promise<void> {
  const python = pythonWith("numpy, joblib");
  console.log("\njoblib files beside joblib.load");
  if (python === null) return console.log("python3 with joblib is not here (CORNICHON_PYTHON names another)");
  const compressed = files.find(([name]) => name === "array.z.joblib")?.[1];
  if (compressed !== undefined) await beside(bench, python, compressed, "wall", 1, "200 MB, compress=3");
  const dicts = join(bench.folder, "dicts.joblib");
  if ((await measure(python, ["-c", DICTS(dicts)])).code === 0) await beside(bench, python, dicts, "cpu", 0.1, "1,500,000 dicts");
}

/** All of it; without a Python only a note. */
export async function containers(bench: Bench): Promise<void> {
  const python = pythonWith("zlib, bz2, lzma");
  if (python === null) return console.log("\npython3 is not here: no containers");
  const files = arrayFiles(python, bench.folder);
  await arrays(bench, [...files, ...lz4(files, bench.folder)]);
  await bombsEnd(bench, python);
  await speed(bench, files);
}
