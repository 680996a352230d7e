/**
 * What files were when they were last read, as git's index has it: by device and inode, with length, mtime and ctime to the
 * nanosecond, and the SHA-256 of what was in them then. A file is not read again while all of that is the same. A writer can
 * set mtime back, not ctime; what was written shortly before it was looked at may have been written once more within one
 * tick of the clock, so it is not believed ("racily clean").
 */
import type { BigIntStats } from "node:fs";
import type { CacheFolder } from "./cache-folder.js";

const NAME = "index";
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_ENTRIES = 200_000;
/** Coarser than the ticks of any file system that there is (FAT: two seconds). */
const TICK_MS = 2500n;
const NS = 1_000_000n;

const keyOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;
const factsOf = ({ size, mtimeNs, ctimeNs }: BigIntStats): string => `${size} ${mtimeNs} ${ctimeNs}`;

interface Known {
  readonly facts: string;
  readonly value: string;
}

export class CacheIndex {
  readonly #folder: CacheFolder;
  readonly #stamp: string;
  readonly #old: Map<string, Known>;
  readonly #used = new Map<string, Known>();
  #changed = false;

  /** `stamp`: of what is written by another version nothing is believed. */
  constructor(folder: CacheFolder, stamp: string) {
    this.#folder = folder;
    this.#stamp = stamp;
    this.#old = parsed(folder.read(NAME, MOST_BYTES), stamp);
  }

  /** What was put for that very file, null when it may have changed since. */
  find(facts: BigIntStats): string | null {
    const key = keyOf(facts);
    const known = this.#used.get(key) ?? this.#old.get(key);
    if (known === undefined || known.facts !== factsOf(facts)) return null;
    this.#used.set(key, known);
    return known.value;
  }

  /** `since`: when the file was looked at first, in milliseconds. `value` has no blanks and line ends. */
  put(facts: BigIntStats, since: number, value: string): void {
    const newest = (facts.mtimeNs > facts.ctimeNs ? facts.mtimeNs : facts.ctimeNs) / NS;
    if (facts.ino === 0n || newest + TICK_MS > BigInt(Math.floor(since)) || this.#used.size >= MOST_ENTRIES) return;
    this.#used.set(keyOf(facts), { facts: factsOf(facts), value });
    this.#changed = true;
  }

  /** Those of this run, and others as far as there is room. */
  save(): void {
    if (!this.#changed) return;
    const lines = [this.#stamp];
    const all = new Map([...this.#used, ...[...this.#old].filter(([key]) => !this.#used.has(key))]);
    for (const [key, { facts, value }] of all) {
      if (lines.length > MOST_ENTRIES) break;
      lines.push(`${key} ${facts} ${value}`);
    }
    this.#folder.write(NAME, lines.join("\n"));
  }
}

function parsed(text: string | null, stamp: string): Map<string, Known> {
  const known = new Map<string, Known>();
  const [first, ...lines] = text?.split("\n") ?? [];
  if (first !== stamp) return known;
  for (const line of lines) {
    const [key = "", size, mtime, ctime, value] = line.split(" ");
    if (value !== undefined) known.set(key, { facts: `${size} ${mtime} ${ctime}`, value });
  }
  return known;
}
