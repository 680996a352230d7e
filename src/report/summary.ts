/** What a whole run found, counted: nothing else of it is kept. */
import type { Verdict } from "../../sandbox/wire/job.js";
import type { Judgement } from "./judgement.js";

/**
 * How many artifacts of each verdict there were, and `skipped` of what is none.
 * @see scanAll
 */
export type Summary = Readonly<Record<string, number>>;

export class Counts {
  readonly #counts: Record<Verdict, number> = { safe: 0, unlisted: 0, dangerous: 0, malformed: 0, unsupported: 0, limit: 0 };
  #artifacts = 0;
  skipped = 0;

  add(judgement: Judgement): void {
    for (const [verdict, count] of judgement.verdicts()) {
      this.#artifacts += count;
      this.#counts[verdict] += count;
    }
  }

  summary(): Summary {
    return { artifacts: this.#artifacts, ...this.#counts, skipped: this.skipped };
  }
}
