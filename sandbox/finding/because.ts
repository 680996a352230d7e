/** Reasons as the guest makes them: a bare code, or a code with its facts. Nothing of the tables is needed to make one. */
import type { FindingArgs } from "./arguments.js";
import type { PlainReason, ReasonArgument, ReasonCode } from "./reasons.js";

/** A code with its facts, flat, as a finding's arguments have them. */
export type ReasonFacts = FindingArgs & { readonly why: ReasonCode };

/** Why not. Most are a bare code, so that nothing is made for them. */
export type Reason = PlainReason | ReasonFacts;

/** A reason with facts. */
export const because = <C extends ReasonCode>(code: C, facts: Required<Pick<FindingArgs, ReasonArgument<C>>>): ReasonFacts => ({
  ...facts,
  why: code,
});

/** A reason as the arguments of a finding. */
export const reasonArgs = (reason: Reason): ReasonFacts => (typeof reason === "string" ? { why: reason } : reason);
