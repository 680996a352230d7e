/** Real Pythons that load files for us: one process each, asked line by line. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { defaultPolicy } from "../../src/policy/index.js";

export const LOADERS = ["pickle", "python", "joblib", "numpy"] as const;
export type Loader = (typeof LOADERS)[number];

export interface Job {
  readonly file: string;
  readonly loader: Loader;
}

export interface Answer extends Job {
  /** `loaded`, an exception's name, a signal or a time-out. */
  readonly ended: string;
  /** What it did beside. */
  readonly events: readonly string[];
}

export class Farm {
  readonly name: string;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor(name: string, command: string, folder: string) {
    this.name = name;
    const modules = join(folder, `${name}.json`);
    writeFileSync(modules, JSON.stringify([...new Set(Object.keys(defaultPolicy().entries).map((key) => key.split(" ")[0]))]));
    const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", PYTHONFAULTHANDLER: "" };
    this.#child = spawn(command, ["-W", "ignore", join(import.meta.dirname, "farm.py"), modules], {
      stdio: ["pipe", "pipe", "inherit"],
      env,
    });
    this.#reader = createInterface({ input: this.#child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async load(jobs: readonly Job[]): Promise<Answer[]> {
    this.#child.stdin.write(`${JSON.stringify({ jobs: jobs.map(({ file, loader }) => [file, loader]) })}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`${this.name}: the farm ended`);
    const answers: [string, string[]][] = JSON.parse(line.value); // farm.py's own line
    return jobs.map((job, i) => {
      const [ended, events] = answers[i] ?? ["missing", []];
      return { ...job, ended, events };
    });
  }

  close(): void {
    this.#child.stdin.end();
    this.#reader.close();
  }
}
