/** The notation of known-dangerous names. */
import type { ReasonId } from "../reasons.js";

/** Names that are dangerous for one reason, and where they are known from. */
export interface DangerousGroup {
  readonly why: ReasonId;
  /** Advisories, scanners' lists or documentation that name them. */
  readonly source: string;
  /** Module → its names, separated by blanks; `*` for all of them. */
  readonly names: Readonly<Record<string, string>>;
}
