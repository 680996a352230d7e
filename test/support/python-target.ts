/**
 * What targets wrote, loaded and asked by Python's own readers in `.python-env` (`npm run python-env`). Each file is loaded in a
 * child with a time limit: one that crashes or hangs Python takes no other with it. Without that environment the tests that need
 * it are skipped, and this says so.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const OWN = join(HERE, "..", "..", ".python-env", "bin", "python");

/** Python with sklearn 1.9, skops and onnx; null where nobody made it. */
export const TARGET_PYTHON: string | null =
  [process.env["CORNICHON_TARGET_PYTHON"], OWN].find((path) => path !== undefined && existsSync(path)) ?? null;

if (TARGET_PYTHON === null)
  process.stderr.write("\n*** .python-env is not here (npm run python-env): what Python reads of targets is SKIPPED ***\n\n");

/** A file to load, and what to ask of what is in it. */
export interface Job {
  readonly name: string;
  readonly kind: "pickle" | "skops";
  /** The file's bytes, or the path of a fixture. */
  readonly file: Uint8Array | string;
  /** X as the shared fixtures record it, and the name of their data. */
  readonly input?: unknown;
  readonly data?: unknown;
  readonly methods?: readonly string[];
  /** Today's path of the class whose methods are asked; by default what is in the file. */
  readonly class?: string;
  /** Path of a pickle that is asked the same: a fixture. */
  readonly original?: string;
  /** Time for all of it; 20 by default. */
  readonly seconds?: number;
}

/** By method, in the notation of the shared fixtures; what a method raised instead. */
export interface Answers {
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly errors?: Readonly<Record<string, string>>;
  /** All words of each text, where `inverse_transform` answers words. */
  readonly words?: readonly (readonly string[])[];
  /** Methods that the class has not. */
  readonly gone?: readonly string[];
}

/** What came of a job: `load` where it could not be loaded, `died` and `slow` where Python ended with it or did not end. */
export interface Told extends Answers {
  readonly name: string;
  readonly status: "asked" | "load" | "died" | "slow";
  /** Why it was not loaded. */
  readonly why?: string;
  /** What the original answers. */
  readonly original?: Answers;
  /** What skops does not trust by itself. */
  readonly untrusted?: readonly string[];
}

const TEN_MINUTES = 600_000;

/** Loads and asks all of them, one after the other. */
export function askPython(jobs: readonly Job[]): Told[] {
  if (TARGET_PYTHON === null) throw new Error("there is no .python-env");
  const folder = mkdtempSync(join(tmpdir(), "cornichon-target-"));
  try {
    const written = jobs.map((job, i) => {
      const file = typeof job.file === "string" ? job.file : join(folder, `${i}.${job.kind}`);
      if (typeof job.file !== "string") writeFileSync(file, job.file);
      return { ...job, file };
    });
    writeFileSync(join(folder, "jobs.json"), JSON.stringify(written));
    const args = ["-I", "-B", join(HERE, "python_target.py"), join(folder, "jobs.json")];
    const done = spawnSync(TARGET_PYTHON, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 30, timeout: TEN_MINUTES });
    const lines = done.stdout.split("\n").filter((line) => line !== "");
    if (lines.length !== jobs.length) throw new Error(`Python ended after ${lines.length} of ${jobs.length}: ${done.stderr.slice(-2000)}`);
    return lines.map((line): Told => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How two answers in the fixtures' notation may differ. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** Not at all. */
const BIT_FOR_BIT: Tolerance = { rtol: 0, atol: 0 };

const WORDS = new Map<unknown, number>([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);
const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : WORDS.get(value));

function close(a: unknown, b: unknown, { rtol, atol }: Tolerance): boolean {
  if (Object.is(a, b)) return true;
  const [x, y] = [numberIn(a), numberIn(b)];
  return x !== undefined && y !== undefined && rtol > 0 && Math.abs(x - y) <= atol + rtol * Math.abs(y);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The first difference of an answer from what is wanted, null where there is none. Texts of arrays may be of any length or objects. */
export function answerDifference(found: unknown, wanted: unknown, within: Tolerance = BIT_FOR_BIT, at = ""): string | null {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length)
      return `${at}: ${JSON.stringify(found)?.slice(0, 80)} for a list of ${wanted.length}`;
    for (const [i, item] of wanted.entries()) {
      const difference = answerDifference(found[i], item, within, `${at}[${i}]`);
      if (difference !== null) return difference;
    }
    return null;
  }
  if (isObject(wanted)) {
    if (!isObject(found)) return `${at}: ${JSON.stringify(found)?.slice(0, 80)} for ${JSON.stringify(wanted).slice(0, 80)}`;
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
      const difference = answerDifference(found[key], wanted[key], within, at === "" ? key : `${at}.${key}`);
      if (difference !== null) return difference;
    }
    return null;
  }
  return close(found, wanted, within) ? null : `${at}: ${JSON.stringify(found)}, and ${JSON.stringify(wanted)} was wanted`;
}

/** What is wrong with a file that should answer as its original: nothing, or one line. */
export function changed({ name, status, why, original, outputs, errors, gone, words }: Told): string[] {
  if (status !== "asked" || original === undefined) return [`${name}: ${status} ${why ?? ""}`];
  const difference = answerDifference({ outputs, errors, gone, words }, original);
  return difference === null ? [] : [`${name} ${difference}`];
}
