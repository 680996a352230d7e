/**
 * `npm run attack`: mutants of genuine pickles are judged, and each that we call safe is loaded for real: by
 * `pickle.load`, the pure Python unpickler, `joblib.load` and `numpy.load` of at least three environments of
 * different years, in throw-away children under an audit hook. A crash, a time-out, memory that grows, or an event that
 * the file chose is a find; what the genuine pickle itself does there, unchanged, is told apart.
 *
 *     npm run attack -- --minutes 60 --seed 0 [--pythons b38,a311,c313] [--packs DIR] [--faults DIR] [--out DIR]
 *     npm run attack -- --files DIR            # no mutants: every file of a folder of our own, whatever its verdict
 *
 * A seed reproduces with the same packs; the bytes of every find are kept in `--out`.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { envsFolder, writingPythons } from "../genuine/pythons.js";
import { say, textOption } from "../support/options.js";
import { FIXTURES } from "../support/shared.js";
import { type Answer, Farm, type Job, LOADERS } from "./farm.js";
import { attackOf } from "./inputs.js";
import { Judge } from "./judge.js";
import { Pool, type Seed } from "./pool.js";

const BATCH = 120;
/** Finds of one kind that are written out. */
const SHOWN = 4;
/** Safe files between two lines that tell how far it is. */
const PROGRESS = 1200;

interface Mutant {
  readonly name: string;
  readonly file: string;
  /** The genuine pickles that it was made of. */
  readonly origins: readonly Seed[];
}

/** Events of one kind differ in numbers. */
const kindOf = (event: string): string => event.replace(/\d+/g, "#").slice(0, 60);

class Run {
  readonly folder = mkdtempSync(join(tmpdir(), "cornichon-attack-"));
  readonly #judge = new Judge();
  readonly #out = textOption("out", join(tmpdir(), "cornichon-finds"));
  readonly #farms: readonly Farm[];
  readonly #kinds = new Map<string, number>();
  /** What genuine pickles do by themselves: by environment, loader and pickle. */
  readonly #origins = new Map<string, ReadonlySet<string>>();
  readonly #likewise = new Map<string, number>();
  readonly #ended = new Map<string, number>();
  readonly #shapes = new Map<string, { made: number; safe: number }>();
  #told = 0;
  made = 0;
  safe = 0;
  loads = 0;
  finds = 0;

  constructor() {
    mkdirSync(this.#out, { recursive: true });
    const names = textOption("pythons", "b38,a311,c313").split(",");
    const found = writingPythons(names);
    if (found.length === 0) say(`*** attack: none of ${names.join(", ")} in ${envsFolder()}: nothing is loaded, SKIPPED ***`);
    this.#farms = found.map(({ name, command }) => new Farm(name, command, this.folder));
  }

  /** True when we call it safe; what throws, hangs, or takes seconds, is a find as it is. */
  async isSafe(name: string, bytes: Uint8Array): Promise<boolean> {
    this.made++;
    const shape = name.split(" ")[0] ?? "";
    const counts = this.#shapes.get(shape) ?? { made: 0, safe: 0 };
    this.#shapes.set(shape, counts);
    counts.made++;
    const { safe, problem } = await this.#judge.judge(bytes);
    if (problem !== null) this.#find("scan", problem, name, bytes);
    if (safe) counts.safe++;
    return safe;
  }

  async load(mutants: readonly Mutant[]): Promise<void> {
    this.safe += mutants.length;
    const jobs: Job[] = mutants.flatMap(({ file }) => LOADERS.map((loader) => ({ file, loader })));
    const byFile = new Map(mutants.map((mutant) => [mutant.file, mutant]));
    await Promise.all(
      this.#farms.map(async (farm) => {
        for (const answer of await farm.load(jobs)) await this.#answered(farm, answer, byFile.get(answer.file));
      }),
    );
  }

  async #answered(farm: Farm, { file, loader, ended, events }: Answer, mutant: Mutant | undefined): Promise<void> {
    this.loads++;
    this.#ended.set(ended, (this.#ended.get(ended) ?? 0) + 1);
    if (events.length === 0) return;
    const own = new Set<string>();
    for (const origin of mutant?.origins ?? []) for (const kind of await this.#ofOrigin(farm, loader, origin)) own.add(kind);
    for (const event of events) {
      if (own.has(kindOf(event))) this.#likewise.set(kindOf(event), (this.#likewise.get(kindOf(event)) ?? 0) + 1);
      else this.#find(`${farm.name} ${loader}`, event, mutant?.name ?? "", readFileSync(file));
    }
  }

  /** Kinds of what the genuine pickle does in the same loader. */
  async #ofOrigin(farm: Farm, loader: Answer["loader"], origin: Seed): Promise<ReadonlySet<string>> {
    const key = `${farm.name} ${loader} ${origin.name}`;
    const known = this.#origins.get(key);
    if (known !== undefined) return known;
    const file = join(this.folder, `origin-${farm.name}-${this.#origins.size}.pkl`);
    writeFileSync(file, origin.bytes);
    const kinds = new Set((await farm.load([{ file, loader }])).flatMap(({ events }) => events.map(kindOf)));
    rmSync(file);
    this.#origins.set(key, kinds);
    return kinds;
  }

  #find(where: string, event: string, name: string, bytes: Uint8Array): void {
    this.finds++;
    const kind = kindOf(event);
    const seen = (this.#kinds.get(kind) ?? 0) + 1;
    this.#kinds.set(kind, seen);
    const kept = join(this.#out, `${name.replace(/[^\w.-]+/g, "_").slice(-80)}.pkl`);
    if (seen <= 40) writeFileSync(kept, bytes);
    if (seen <= SHOWN) say(`FIND ${where}: ${event} (${name}) ${kept}`);
  }

  progress(seed: number): void {
    if (this.safe < this.#told + PROGRESS) return;
    this.#told = this.safe;
    say(`  seed ${seed}: ${this.made} made, ${this.safe} safe, ${this.loads} loads, ${this.finds} finds`);
  }

  tell(): void {
    for (const [shape, { made, safe }] of this.#shapes) say(`${shape.padEnd(10)} ${made} made, ${safe} safe`);
    say(
      [...this.#ended]
        .sort((a, b) => b[1] - a[1])
        .map(([ended, count]) => `${ended} ${count}`)
        .slice(0, 20)
        .join(", "),
    );
    for (const [kind, seen] of this.#kinds) say(`${String(seen).padStart(6)} times ${kind}`);
    for (const [kind, seen] of this.#likewise) say(`${String(seen).padStart(6)} times ${kind}, as the genuine pickle itself`);
    const { userCPUTime } = process.resourceUsage();
    say(
      `${this.made} made, ${this.safe} safe, ${this.loads} loads, ${this.finds} finds; ${Math.round(userCPUTime / 6e7)} CPU minutes here`,
    );
  }

  async close(): Promise<void> {
    await this.#judge.close();
    for (const farm of this.#farms) farm.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function mutants(run: Run): Promise<void> {
  const pool = new Pool(textOption("packs", "").split(",").filter(Boolean), [
    join(FIXTURES, "hostile"),
    ...textOption("faults", "").split(",").filter(Boolean),
  ]);
  const end = performance.now() + Number(textOption("minutes", "10")) * 60_000;
  let seed = Number(textOption("seed", "0"));
  let stopped = false;
  process.once("SIGTERM", () => {
    stopped = true;
  });
  say(`${pool.seeds.length} files to start from, seeds from ${seed} on`);
  for (let batch: Mutant[] = []; performance.now() < end && !stopped; batch = []) {
    for (; batch.length < BATCH && performance.now() < end && !stopped; seed++) {
      const attack = attackOf(seed, pool);
      if (attack === null || !(await run.isSafe(`${attack.name} seed ${seed}`, attack.bytes))) continue;
      const file = join(run.folder, `${seed}.pkl`);
      writeFileSync(file, attack.bytes);
      batch.push({ name: `${attack.name} seed ${seed}`, file, origins: attack.origins.filter(({ genuine }) => genuine) });
    }
    await run.load(batch);
    for (const { file } of batch) rmSync(file);
    run.progress(seed);
  }
  say(`next seed ${seed}`);
}

const run = new Run();
const files = textOption("files", "");
if (files === "") await mutants(run);
else
  await run.load(
    readdirSync(files)
      .sort()
      .map((name) => ({ name, file: join(files, name), origins: [] })),
  );
run.tell();
await run.close();
process.exitCode = run.finds === 0 ? 0 : 1;
