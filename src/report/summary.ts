/** What a whole run found, counted: nothing else of it is kept. */
import type { Verdict } from "../../sandbox/wire/job.js";
import type { Judgement } from "./judgement.js";

/**
 * How many artifacts, and of each verdict; what a walk skipped, and of which kinds it was.
 * @see scanAll
 */
export interface Summary extends Readonly<Record<Verdict, number>> {
  readonly artifacts: number;
  readonly skipped: number;
  readonly skippedKinds: Readonly<Record<string, number>>;
  /** Findings that a baseline or an exception accepts, where one was given. */
  readonly accepted?: number;
}

/** What a few lines come to, where nothing was walked. */
export function summaryOf(lines: Iterable<{ readonly verdict: Verdict }>): Summary {
  const counts = new Counts();
  for (const { verdict } of lines) counts.count(verdict, 1);
  return counts.summary();
}

export class Counts {
  readonly #counts: Record<Verdict, number> = { safe: 0, unlisted: 0, dangerous: 0, malformed: 0, unsupported: 0, limit: 0 };
  #artifacts = 0;
  readonly #skipped = new Map<string, number>();

  /** Counts what is no artifact. */
  skip(kind: string, count = 1): void {
    this.#skipped.set(kind, (this.#skipped.get(kind) ?? 0) + count);
  }

  add(judgement: Judgement): void {
    for (const [verdict, count] of judgement.verdicts()) this.count(verdict, count);
  }

  count(verdict: Verdict, count: number): void {
    this.#artifacts += count;
    this.#counts[verdict] += count;
  }

  summary(): Summary {
    const kinds = [...this.#skipped].sort(([a], [b]) => (a < b ? -1 : 1));
    const skipped = kinds.reduce((sum, [, count]) => sum + count, 0);
    return { artifacts: this.#artifacts, ...this.#counts, skipped, skippedKinds: Object.fromEntries(kinds) };
  }
}
