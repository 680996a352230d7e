/**
 * What mutations start from: our own fixtures and kept packs of genuine dumps (`npm run genuine -- --keep DIR`), each
 * once in a graph's and an operations' form. A seed means the same bytes as long as the pool is the same.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../fuzz/random.js";
import { PackReader } from "../genuine/packs.js";
import type { Donors } from "./confuse.js";
import { lift } from "./lift.js";
import { allPlaces, type Node, none } from "./nodes.js";
import { type Operation, operationsOf } from "./operations.js";

/** Longer ones make a run slow without making it deeper. */
const MOST = 6000;
const PER_PACK = 700;
const LIBRARIES = /numpy|scipy|pandas|sklearn/;

export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** A pickler wrote it. */
  readonly genuine: boolean;
  readonly operations: readonly Operation[];
}

function* packed(folder: string): Generator<{ name: string; bytes: Uint8Array }> {
  if (!existsSync(folder)) return;
  for (const python of readdirSync(folder).sort()) {
    for (const pack of readdirSync(join(folder, python)).sort()) {
      let left = PER_PACK;
      for (const { pickler, seed, bytes } of new PackReader().take(readFileSync(join(folder, python, pack)))) {
        // Python's own values alone are soon used up: a few are enough.
        if (pickler !== "c" || bytes.length > MOST || (seed % 20 > 0 && !LIBRARIES.test(bytes.toString("latin1"))) || left-- <= 0) continue;
        yield { name: `${python} ${seed}`, bytes };
      }
    }
  }
}

function* below(folder: string): Generator<{ name: string; bytes: Uint8Array }> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const facts = statSync(path);
    if (facts.isDirectory()) yield* below(path);
    else if (facts.size <= MOST && !/\.(?:py|md|tsv|json|sha256|gz)$/.test(name)) yield { name: path, bytes: readFileSync(path) };
  }
}

export class Pool {
  readonly seeds: Seed[] = [];
  readonly names: Node[] = [];

  constructor(packs: readonly string[], folders: readonly string[]) {
    const seen = new Set<string>();
    for (const folder of packs) this.#addAll(packed(folder), true, seen);
    for (const folder of folders) this.#addAll(below(folder), false, seen);
  }

  #addAll(files: Iterable<{ name: string; bytes: Uint8Array }>, genuine: boolean, seen: Set<string>): void {
    for (const { name, bytes } of files) {
      const operations = operationsOf(bytes);
      if (operations !== null && operations.length > 3) this.#add({ name, bytes, genuine, operations }, seen);
    }
  }

  #add(seed: Seed, seen: Set<string>): void {
    this.seeds.push(seed);
    const root = lift(seed.bytes);
    if (root === null) return;
    for (const { value } of allPlaces(root)) {
      if (value.t !== "global" || seen.has(`${value.module} ${value.name}`)) continue;
      seen.add(`${value.module} ${value.name}`);
      this.names.push(value);
    }
  }
}

/** What one attack takes from the pool, and from whom. */
export class Draw implements Donors {
  readonly #pool: Pool;
  readonly origins: Seed[] = [];

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  seed(random: Random): Seed {
    const seed = random.pick(this.#pool.seeds);
    this.origins.push(seed);
    return seed;
  }

  /** A node of a graph of its own. */
  node(random: Random): Node {
    const root = lift(this.seed(random).bytes);
    if (root === null) return none;
    const made = allPlaces(root).filter(({ value }) => value.t === "made");
    return made.length === 0 ? root : random.pick(made).value;
  }

  name(random: Random): Node {
    return random.pick(this.#pool.names);
  }
}
