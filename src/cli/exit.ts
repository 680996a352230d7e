/** Exit codes of the contract, and what a verdict asks for. */
import type { Verdict } from "../index.js";

export const EXIT = { ok: 0, refused: 1, failed: 2 } as const;

/** What the policy refused is 1; what could not be judged 2. */
export const EXIT_OF: Readonly<Record<Verdict, number>> = {
  safe: EXIT.ok,
  unlisted: EXIT.refused,
  dangerous: EXIT.refused,
  malformed: EXIT.failed,
  unsupported: EXIT.failed,
  limit: EXIT.failed,
};

/** The code of a run in which several were met: a refusal is told before a failure. */
export const worstExit = (codes: readonly number[]): number => [EXIT.refused, EXIT.failed].find((code) => codes.includes(code)) ?? EXIT.ok;
