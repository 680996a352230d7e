/**
 * `npm run genuine`: what genuine picklers write over random object graphs must all be `safe`. Each Python that is here
 * dumps the graphs of a seed by its C and its pure Python pickler (also in fast mode, and optimized by `pickletools`), by
 * joblib, numpy, cloudpickle and dill where it has them; protocols go round. Every dump that is not `safe` is told with
 * its findings.
 *
 *     npm run genuine -- --graphs 10000 --seed 0     # a graph is one dump of each pickler
 *     npm run genuine -- --minutes 10                # as many as fit
 *     npm run genuine -- --only a311,c313 --picklers c,joblib
 *     npm run genuine -- --keep DIR                  # keeps the dumps as packs, DIR/<python>/<seed>.pack
 *     npm run genuine -- --rescan DIR                # judges kept packs again, without Python
 *
 * Exit 1 when one was not safe; `--write DIR` puts those into files.
 */
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readdirSync, readFileSync, type WriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { worstOf } from "../fuzz/properties.js";
import { runGuest } from "../support/guest.js";
import { numberOption, option, say } from "../support/options.js";
import { type Dump, PackReader } from "./packs.js";
import { type WritingPython, writingPythons } from "./pythons.js";

const BATCH = 2000;
/** Findings shown of one kind. */
const SHOWN = 3;

/** How many of each pickler, how many safe, and one line a kind of refusal. */
class Tally {
  readonly #counts = new Map<string, { all: number; safe: number }>();
  readonly #kinds = new Map<string, number>();
  readonly #folder = option("write");
  wrong = 0;
  all = 0;

  judge(python: string, { pickler, seed, bytes }: Dump): void {
    const name = `${python} ${pickler}`;
    const count = this.#counts.get(name) ?? { all: 0, safe: 0 };
    this.#counts.set(name, count);
    count.all++;
    this.all++;
    const findings = runGuest(bytes, "scan").report.artifacts.flatMap((artifact) => artifact.findings);
    if (worstOf(findings) === "safe") count.safe++;
    else this.#refused(name, seed, bytes, findings);
  }

  #refused(name: string, seed: number, bytes: Buffer, findings: readonly { readonly code: string }[]): void {
    this.wrong++;
    const bad = findings.find((finding) => worstOf([finding]) !== "safe");
    const { offset: _, ...rest } = { offset: 0, ...bad };
    const kind = JSON.stringify(rest);
    const seen = (this.#kinds.get(kind) ?? 0) + 1;
    this.#kinds.set(kind, seen);
    if (seen > SHOWN) return;
    say(`${name} seed ${seed}, ${bytes.length} bytes: ${JSON.stringify(bad).slice(0, 400)}`);
    if (this.#folder === null) return;
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, `${name.replace(" ", "-")}-${seed}.pkl`), bytes);
  }

  tell(): void {
    for (const [name, { all, safe }] of [...this.#counts].sort()) say(`${name.padEnd(24)} ${all} dumps, ${safe} safe`);
    for (const [kind, seen] of [...this.#kinds].sort((a, b) => b[1] - a[1])) if (seen > SHOWN) say(`${seen} times ${kind.slice(0, 300)}`);
    say(`${this.all} dumps, ${this.wrong} not safe`);
  }
}

/** One process of a Python over some seeds; dumps are judged as they come. The seed behind the last one that came, to go on at. */
async function written(python: WritingPython, first: number, count: number, tally: Tally): Promise<number> {
  const picklers = option("picklers");
  const parts = [join(import.meta.dirname, "write.py"), String(first), String(count), ...(picklers === null ? [] : [picklers])];
  const child = spawn(python.command, parts, { stdio: ["ignore", "pipe", "pipe"] });
  const kept = packFor(python, first);
  const reader = new PackReader();
  let complaints = "";
  let next = first;
  child.stderr.on("data", (piece: Buffer) => {
    complaints = (complaints + piece.toString()).slice(-4000);
  });
  const ended = new Promise<number | string>((resolve) => child.on("close", (code, signal) => resolve(code ?? signal ?? 0)));
  for await (const piece of child.stdout) {
    kept?.write(piece);
    for (const dump of reader.take(piece)) {
      next = dump.seed + 1;
      tally.judge(python.name, dump);
    }
  }
  kept?.end();
  const code = await ended;
  if (code === 0) {
    say(`${python.name} seeds ${first} to ${first + count - 1}; not dumped: ${complaints.trim().split("\n").at(-1)}`);
    return first + count;
  }
  // The pickler's fault, not ours; but nobody may take the rest for judged.
  say(`*** ${python.name} ended with ${code} near seed ${next}; it goes on behind: ${complaints.trim().split("\n").at(-1)}`);
  return next + 1;
}

/** Where `--keep` puts the dumps of one process. */
function packFor(python: WritingPython, first: number): WriteStream | null {
  const keep = option("keep");
  if (keep === null) return null;
  mkdirSync(join(keep, python.name), { recursive: true });
  return createWriteStream(join(keep, python.name, `${first}.pack`));
}

async function batch(python: WritingPython, first: number, count: number, tally: Tally): Promise<void> {
  for (let at = first; at < first + count; ) at = await written(python, at, first + count - at, tally);
}

async function allWritten(tally: Tally): Promise<void> {
  const pythons = writingPythons(option("only")?.split(",") ?? null);
  const first = numberOption("seed", 0);
  const end = option("minutes") === null ? Number.POSITIVE_INFINITY : performance.now() + numberOption("minutes", 1) * 60_000;
  const graphs = numberOption("graphs", Number.isFinite(end) ? 1e9 : 1000);
  for (let done = 0; done < graphs && performance.now() < end; done += BATCH) {
    for (const python of pythons) {
      if (performance.now() < end) await batch(python, first + done, Math.min(BATCH, graphs - done), tally);
    }
  }
}

function rescanned(folder: string, tally: Tally): void {
  const only = option("only")?.split(",") ?? null;
  for (const python of readdirSync(folder).sort()) {
    if (only !== null && !only.includes(python)) continue;
    for (const pack of readdirSync(join(folder, python)).sort()) {
      const reader = new PackReader();
      for (const dump of reader.take(readFileSync(join(folder, python, pack)))) tally.judge(python, dump);
    }
  }
}

const tally = new Tally();
const rescan = option("rescan");
if (rescan === null) await allWritten(tally);
else rescanned(rescan, tally);
tally.tell();
process.exitCode = tally.wrong === 0 ? 0 : 1;
