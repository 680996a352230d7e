/** The Pythons that are here, and their unpicklers' answers to many programs in one go. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GraphNode } from "./graph.js";

const SCRIPT = fileURLToPath(new URL("unpickle.py", import.meta.url));

/** What one unpickler did with a program. Names are module and name, after Python 2's renames. */
export interface PythonOutcome {
  /** Name of the exception, null when a value came out. */
  readonly error: string | null;
  readonly why?: string;
  readonly names: readonly (readonly [string, string])[];
  readonly calls: readonly (readonly [string, string])[];
  readonly graph: readonly GraphNode[] | null;
  readonly next: number | null;
}

export interface PythonAnswer {
  /** The C unpickler over a file (`pickle.load`) or bytes. */
  readonly c: PythonOutcome;
  /** The same over an object without `peek`: bytes before a frame's end that an argument crosses are dropped. */
  readonly peekless: PythonOutcome;
  /** The pure Python one (joblib's). */
  readonly py: PythonOutcome;
}

/** Interpreters to ask: `python3`, and with `all` those of pyenv from 3.8 on. `CORNICHON_PYTHONS` names others. */
export function pythons(all: boolean): string[] {
  const named = process.env["CORNICHON_PYTHONS"]?.split(":") ?? [];
  const room = join(homedir(), ".pyenv", "versions");
  const versions = all && existsSync(room) ? readdirSync(room).filter((name) => /^3\.(?:[89]|1\d)\./.test(name)) : [];
  const found =
    named.length > 0 ? named : [...versions.map((name) => join(room, name, "bin", "python3")), ...(versions.length > 0 ? [] : ["python3"])];
  return found.filter((python) => spawnSync(python, ["-c", "0"]).status === 0);
}

/** Answers to all programs, in order. Null where the interpreter died before. */
export function askPython(python: string, programs: readonly Uint8Array[]): (PythonAnswer | null)[] {
  const input = `${programs.map((program) => Buffer.from(program).toString("base64")).join("\n")}\n`;
  const done = spawnSync(python, [SCRIPT], { input, encoding: "utf8", maxBuffer: 2 ** 30, timeout: 300_000 });
  const answers = done.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line): PythonAnswer => JSON.parse(line));
  return programs.map((_, i) => answers[i] ?? null);
}
