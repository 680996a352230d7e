/** A summary's counts in the words and the order of people: the worst first, none of what was not met. */
import { VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import { joinShown, type Shown, sentence, showText } from "../errors.js";
import type { Summary } from "./summary.js";

export interface Total {
  readonly what: string;
  readonly count: number;
}

/** A part of a summary that may hold counts by name. */
function countsIn(summary: Summary, key: string): readonly Total[] {
  const part: unknown = summary[key];
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([what, count]) => (typeof count === "number" && count > 0 ? [{ what, count }] : []));
}

const NOT_A_VERDICT = new Set(["artifacts", "skipped"]);

/** Verdicts that were met, the worst first, then whatever else is counted. */
export function totals(summary: Summary): readonly Total[] {
  const others = Object.keys(summary).filter((key) => !NOT_A_VERDICT.has(key) && !VERDICT_ORDER.some((verdict) => verdict === key));
  return [...VERDICT_ORDER, ...others, "skipped"].flatMap((what) => {
    const count: unknown = summary[what];
    return typeof count === "number" && count > 0 ? [{ what, count }] : [];
  });
}

/** What was skipped, by kind, where that was counted. */
export const skippedKinds = (summary: Summary): readonly Total[] => countsIn(summary, "skippedKinds");

export const listed = (all: readonly Total[]): Shown =>
  joinShown(
    all.map(({ what, count }) => sentence`${count} ${showText(what)}`),
    ", ",
  );

/** `3 artifacts: 1 dangerous, 2 safe`. */
export function headline(summary: Summary): Shown {
  const artifacts = summary["artifacts"] ?? 0;
  const all = totals(summary);
  return sentence`${artifacts} ${artifacts === 1 ? sentence`artifact` : sentence`artifacts`}: ${all.length === 0 ? sentence`none` : listed(all)}`;
}
