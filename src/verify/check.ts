/** A check of `verify`: its name, whether it holds, and what was found, in words. */
import { CornichonError } from "../errors.js";
import type { Agreement } from "./agreement.js";

/**
 * One check, and whether it holds.
 * @see verify
 */
export interface Check {
  /** What was checked. */
  readonly name: string;
  /** Whether it holds. */
  readonly ok: boolean;
  /** What was found, for people. */
  readonly detail: string;
  /** Where values were compared. */
  readonly agreement?: Agreement;
}

export const check = (name: string, ok: boolean, detail: string): Check => ({ name, ok, detail });

export const toDigits = (digits: number): string =>
  Number.isFinite(digits) ? `to ${Math.floor(digits)} digits or more` : "to the last digit";

/** What a comparison found, in words. */
function inWords({ values, differing, digits, worst, problem, float32 }: Agreement): string {
  if (problem !== null) return problem;
  if (values === 0) return "there are no values to compare";
  const least = worst === null ? "" : ` at ${worst.at}: ${worst.ours} here, ${worst.theirs} recorded`;
  if (differing > 0) return `${differing} of ${values} values differ, most${least}`;
  return `${values} values agree ${float32 === true ? `to float32, in which Python computed (${toDigits(digits)})` : toDigits(digits)}${worst === null ? "" : `, least${least}`}`;
}

export const compared = (name: string, found: Agreement): Check => ({
  ...check(name, found.problem === null && found.differing === 0 && found.values > 0, inWords(found)),
  agreement: found,
});

/** An error of one family of codes (`model`, `input`). */
export const isAbout = (error: unknown, family: string): error is CornichonError =>
  error instanceof CornichonError && error.code.startsWith(`${family}.`);
