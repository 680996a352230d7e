/** What `make.py` made in one Python, and the cells that come of it: each model loaded once, its answers compared. */
import { spawn } from "node:child_process";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Cell } from "./cells.js";
import { judge, loadModel, unloaded } from "./ours.js";
import type { Report } from "./report.js";
import { type Asked, askedOf, Inputs } from "./x.js";

export interface Ask {
  readonly rows: string;
  readonly x: string | null;
  readonly inline?: unknown;
  readonly answers: Readonly<Record<string, unknown>>;
}

export interface Case {
  readonly file: string;
  readonly class: string;
  readonly option: string;
  readonly data: string;
  readonly base: string;
  readonly set: readonly string[];
  readonly asks: readonly Ask[];
}

/** What one Python made. */
export interface Made {
  readonly folder: string;
  readonly version: string;
}

/** Options of make.py by name. */
export type MakeOptions = Readonly<Record<string, string>>;

/** Lets a Python fit, pickle and ask. @throws Error when it could not */
export function make(python: string, folder: string, options: MakeOptions): Promise<void> {
  const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const args = ["-B", join(import.meta.dirname, "make.py"), folder, ...named];
  const child = spawn("nice", [python, ...args], { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => (code === 0 ? done() : fail(new Error(`make.py ended with ${code} in ${python}`))));
  });
}

interface Run {
  readonly versions: { readonly sklearn: string };
  readonly crashed: readonly (readonly [string, number])[];
}

const runOf = (folder: string): Run => JSON.parse(readFileSync(join(folder, "run.json"), "utf8")); // make.py's own

export const versionOf = (folder: string): string => runOf(folder).versions.sklearn;

const NOTHING: Asked = { x: [], hasDtypes: true };

function askedIn({ inline, x }: Ask, inputs: Inputs | null): Asked {
  if (inline !== undefined) return askedOf(inline);
  return x === null || inputs === null ? NOTHING : inputs.of(x);
}

/** The cells of one model. Classes that answer nothing (TSNE) are not loaded. */
export function* cellsOf(version: string, one: Case, pickle: Uint8Array, inputs: Inputs | null): Generator<{ cell: Cell; ask: Ask }> {
  if (one.asks.every(({ answers }) => Object.keys(answers).length === 0)) return;
  const loaded = loadModel(pickle);
  const { class: name, option, data, base, file } = one;
  for (const ask of one.asks) {
    const x = askedIn(ask, inputs);
    for (const [method, theirs] of Object.entries(ask.answers)) {
      const judged = "model" in loaded ? judge(loaded.model, method, x, theirs) : unloaded(loaded.why, theirs);
      yield { cell: { version, class: name, option, data, base, file, rows: ask.rows, method, ...judged }, ask };
    }
  }
}

/** All cells of a run, or those of the classes named. */
export async function compare(made: Made, report: Report, only: readonly string[] | null): Promise<void> {
  const inputs = new Inputs(join(made.folder, "inputs"));
  for (const [name] of runOf(made.folder).crashed) report.crashed(`${name} ${made.version}`);
  for (const name of readdirSync(made.folder).sort()) {
    const cases = join(made.folder, name, "cases.ndjson");
    if (!existsSync(cases) || (only !== null && !only.includes(name))) continue;
    for await (const line of createInterface({ input: createReadStream(cases), crlfDelay: Number.POSITIVE_INFINITY })) {
      const one: Case = JSON.parse(line); // make.py's own
      report.sets(one, made.version);
      const pickle = readFileSync(join(made.folder, one.file));
      for (const { cell, ask } of cellsOf(made.version, one, pickle, inputs)) report.take(cell, made.folder, ask);
    }
    report.skippedIn(join(made.folder, name, "skipped.json"));
  }
}
