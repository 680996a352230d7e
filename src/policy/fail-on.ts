/** From what on a scan fails: a verdict, a severity, or never. Loaded by every command, so it stands apart from the schema. */

export const FAIL_ON = [
  "dangerous",
  "unlisted",
  "limit",
  "malformed",
  "unsupported",
  "critical",
  "high",
  "medium",
  "low",
  "never",
] as const;

/**
 * From what on `cornichon scan` ends with 1.
 * @see PolicyFile
 */
export type FailOn = (typeof FAIL_ON)[number];

export const isFailOn = (text: string): text is FailOn => FAIL_ON.some((one) => one === text);
