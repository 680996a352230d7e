/**
 * Inputs of the benchmark, each made when a row first asks for it and kept for the run: those that name no Python type are
 * written here, the others by the peers' Python (`make.py`).
 */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/cli.js";
import { runPython } from "./peers.js";
import { LISTS, writeArray, writeBenign, writeDicts, writeHostile } from "./pickles.js";

const MB = 1_000_000;

/** The model that start-up is taken from, and the one of a single small file. */
const TINY = join(ROOT, "fixtures", "seed", "1.9.1", "ridge.pkl");

const OWN: Readonly<Record<string, (path: string) => void>> = {
  hostile1000: (path) => writeHostile(path, 1000),
  benign1000: (path) => writeBenign(path, 1000),
  benign200: (path) => writeBenign(path, 200),
  "few-dicts.pkl": (path) => LISTS.dicts(path, 300_000),
  "few-floats.pkl": (path) => LISTS.floats(path, 1_000_000),
  "few-ints.pkl": (path) => LISTS.ints(path, 1_000_000),
  "few-strings.pkl": (path) => LISTS.strings(path, 500_000),
};

const SIZED = { dicts: writeDicts, array: writeArray } as const;

/** Where inputs are and are made. */
export class Inputs {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** A path for what a command writes. */
  out = (name: string): string => join(this.folder, `out-${name}`);

  /** An input of the table by its name. */
  named(name: string): string {
    if (name === "tiny.pkl") return TINY;
    return this.#made(name, (path) => (OWN[name] ?? ((at) => void runPython(join(ROOT, "test", "bench", "make.py"), [name, at])))(path));
  }

  /** One of many sizes, in MB. */
  sized(kind: keyof typeof SIZED, size: number): { readonly path: string; readonly bytes: number } {
    const path = this.#made(`${kind}-${size}.pkl`, (at) => SIZED[kind](at, size * MB));
    return { path, bytes: statSync(path).size };
  }

  #made(name: string, make: (path: string) => void): string {
    const path = join(this.folder, name);
    if (!existsSync(path)) make(path);
    return path;
  }
}
