/** A summary's counts in the words and the order of people: the worst first, none of what was not met. */
import { VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import { joinShown, type Shown, sentence, showText } from "../errors.js";
import type { Summary } from "./summary.js";

export interface Total {
  readonly what: string;
  readonly count: number;
}

const met = (counts: readonly (readonly [string, number])[]): readonly Total[] =>
  counts.flatMap(([what, count]) => (count > 0 ? [{ what, count }] : []));

/** Verdicts that were met, the worst first, then what was skipped. */
export const totals = (summary: Summary): readonly Total[] =>
  met([...VERDICT_ORDER, "skipped" as const].map((what) => [what, summary[what]] as const));

/** What was skipped, by kind. */
export const skippedKinds = (summary: Summary): readonly Total[] => met(Object.entries(summary.skippedKinds));

/** `3 artifacts: 1 dangerous, 2 safe`. */
export function headline(summary: Summary): Shown {
  const { artifacts } = summary;
  const all = totals(summary).map(({ what, count }) => sentence`${count} ${showText(what)}`);
  const counted = all.length === 0 ? sentence`none` : joinShown(all, ", ");
  return sentence`${artifacts} ${artifacts === 1 ? sentence`artifact` : sentence`artifacts`}: ${counted}`;
}
