/** What came of all cells: a table by class and version, the failing cells of each, and a small failing file of each kind. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { add, BAD, bad, type Cell, type Counts, GOOD, isBad, type KnownFailure, MEANING, total } from "./cells.js";

/** Failing cells that are kept in memory; all are counted. */
const MOST_KEPT = 200_000;

export class Report {
  readonly #known: (cell: Cell) => KnownFailure | undefined;
  readonly #keep: string | null;
  readonly #kept = new Set<string>();
  /** class → version → option → counts */
  readonly #counts = new Map<string, Map<string, Map<string, Counts>>>();
  /** Failing cells that are not known, as many as are kept. */
  readonly failing: Cell[] = [];
  readonly #all: Counts = {};
  readonly #models = new Set<string>();
  /** `class version` → names of parameters that were set. */
  readonly #parameters = new Map<string, Set<string>>();
  readonly #modelsOf = new Map<string, number>();
  /** Reason → cells. */
  readonly #knownCells = new Map<string, number>();
  readonly #crashed: string[] = [];
  #skipped = 0;
  /** Failing cells that are not known. */
  unknown = 0;

  constructor(known: (cell: Cell) => KnownFailure | undefined, keep: string | null) {
    this.#known = known;
    this.#keep = keep;
  }

  take(cell: Cell, folder: string, ask: unknown): void {
    const counts = this.#countsOf(cell);
    this.#models.add(`${cell.version} ${cell.file}`);
    for (const one of [counts, this.#all]) {
      add(one, cell.outcome);
      if (cell.sameWords === true) add(one, "words");
    }
    if (!isBad(cell.outcome)) return;
    const known = this.#known(cell);
    if (known !== undefined) {
      this.#knownCells.set(known.reason, (this.#knownCells.get(known.reason) ?? 0) + 1);
      add(counts, "known");
      add(this.#all, "known");
      return;
    }
    this.unknown++;
    if (this.failing.length < MOST_KEPT) this.failing.push(cell);
    this.#keepFile(cell, folder, ask);
  }

  get models(): number {
    return this.#models.size;
  }

  /** Whether a cell failed for this reason. */
  needed(reason: string): boolean {
    return this.#knownCells.has(reason);
  }

  /** A class whose models Python could not make: nothing is known of it. */
  crashed(name: string): void {
    this.#crashed.push(name);
  }

  sets({ class: name, set }: { readonly class: string; readonly set: readonly string[] }, version: string): void {
    const key = `${name} ${version}`;
    this.#parameters.set(key, new Set([...(this.#parameters.get(key) ?? []), ...set]));
    this.#modelsOf.set(key, (this.#modelsOf.get(key) ?? 0) + 1);
  }

  skippedIn(file: string): void {
    if (!existsSync(file)) return;
    const { skipped }: { skipped: readonly unknown[] } = JSON.parse(readFileSync(file, "utf8")); // make.py's own
    this.#skipped += skipped.length;
  }

  #countsOf({ class: name, version, option }: Cell): Counts {
    const byVersion = this.#counts.get(name) ?? new Map<string, Map<string, Counts>>();
    this.#counts.set(name, byVersion);
    const byOption = byVersion.get(version) ?? new Map<string, Counts>();
    byVersion.set(version, byOption);
    const counts = byOption.get(option) ?? {};
    byOption.set(option, counts);
    return counts;
  }

  /** One file of each class, method, kind of rows and outcome. */
  #keepFile(cell: Cell, folder: string, ask: unknown): void {
    if (this.#keep === null) return;
    const kind = `${cell.class}-${cell.method.replace(/\W+/g, "-")}-${cell.rows || "names"}-${cell.outcome}`;
    if (this.#kept.has(kind)) return;
    this.#kept.add(kind);
    const at = join(this.#keep, cell.class);
    mkdirSync(at, { recursive: true });
    const name = `${kind}-${cell.version}`;
    copyFileSync(join(folder, cell.file), join(at, `${name}.pkl`));
    const x = join(folder, "inputs", `${cell.data}-${cell.rows}.json`);
    writeFileSync(
      join(at, `${name}.json`),
      JSON.stringify(
        { ...cell, file: basename(cell.file), ask, input: existsSync(x) ? JSON.parse(readFileSync(x, "utf8")) : null },
        null,
        1,
      ),
    );
  }

  text(failing: number): string {
    const lines = [...GOOD, ...BAD].map((key) => `  ${key.padEnd(10)} ${MEANING[key]}`);
    lines.push("", `${"class".padEnd(34)} cells  ${[...GOOD, ...BAD].map((key) => key.padStart(9)).join("")}    known`);
    for (const [name, byVersion] of [...this.#counts].sort()) lines.push(row(name, sum(byVersion)), ...this.#lines(name, failing));
    lines.push("", row("all", this.#all));
    const n = total(this.#all);
    lines.push(
      `${this.#models.size} models, ${this.#skipped} options that do not fit; ${n} cells, ${((100 * (n - bad(this.#all))) / Math.max(1, n)).toFixed(2)} % agree; ` +
        `${this.#all.words ?? 0} of ${this.#all.refused ?? 0} refusals in sklearn's words; ${this.unknown} failing cells are not known`,
    );
    for (const [reason, n] of [...this.#knownCells].sort(([, a], [, b]) => b - a))
      lines.push(`  known ${String(n).padStart(6)}  ${reason}`);
    if (this.#crashed.length > 0) lines.push(`Python ended while it made: ${this.#crashed.join(", ")}`);
    return `${lines.join("\n")}\n`;
  }

  /** Failing cells of a class, alike ones together: method, rows, outcome. */
  #lines(name: string, most: number): string[] {
    const groups = new Map<string, Cell[]>();
    for (const cell of this.failing) {
      if (cell.class !== name) continue;
      const key = `${cell.outcome} ${cell.method} ${cell.rows}`;
      groups.set(key, [...(groups.get(key) ?? []), cell]);
    }
    return [...groups]
      .sort(([, a], [, b]) => b.length - a.length)
      .slice(0, most)
      .map(([key, cells]) => {
        const [first] = cells;
        return `    ${key} ×${cells.length} ${first?.version} [${first?.option}] on ${first?.data} (${first?.file}): ours ${first?.ours.slice(0, 140)} | sklearn ${first?.theirs.split("\n")[0]?.slice(0, 120)}`;
      });
  }

  json(): string {
    return `${JSON.stringify({ counts: nested(this.#counts), failing: this.failing }, null, 1)}\n`;
  }

  /** For the repository: class → version → models, cells, how many agree, and the parameters that were changed. */
  results(settings: Readonly<Record<string, unknown>>): string {
    const classes: Record<string, Record<string, unknown>> = {};
    for (const [name, byVersion] of [...this.#counts].sort())
      classes[name] = Object.fromEntries(
        [...byVersion].sort(byNumber).map(([version, byOption]) => [version, this.#result(name, version, byOption)]),
      );
    const known = Object.fromEntries([...this.#knownCells].sort());
    return `${JSON.stringify({ settings, known, classes }, null, 1)}\n`;
  }

  #result(name: string, version: string, byOption: ReadonlyMap<string, Counts>): unknown {
    const counts = sum(new Map([[version, byOption]]));
    const parameters = [...(this.#parameters.get(`${name} ${version}`) ?? [])].sort();
    return {
      models: this.#modelsOf.get(`${name} ${version}`) ?? 0,
      cells: total(counts),
      agree: total(counts) - bad(counts),
      parameters: parameters.join(" "),
    };
  }
}

const byNumber = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => a.localeCompare(b, "en", { numeric: true });

function sum(byVersion: ReadonlyMap<string, ReadonlyMap<string, Counts>>): Counts {
  const all: Counts = {};
  for (const byOption of byVersion.values())
    for (const counts of byOption.values()) for (const key of [...GOOD, ...BAD, "known", "words"] as const) add(all, key, counts[key] ?? 0);
  return all;
}

const row = (name: string, counts: Counts): string =>
  `${name.padEnd(34)} ${String(total(counts)).padStart(6)} ${[...GOOD, ...BAD, "known" as const].map((key) => String(counts[key] || "").padStart(9)).join("")}`;

const nested = (counts: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Counts>>>): unknown =>
  Object.fromEntries(
    [...counts].map(([name, a]) => [name, Object.fromEntries([...a].map(([version, b]) => [version, Object.fromEntries(b)]))]),
  );
