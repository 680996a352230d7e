/** The notation of known-dangerous names. */
import type { DangerId } from "../../../sandbox/wire/policy.js";

/** Names that are dangerous for one reason, and where they are known from. */
export interface DangerousGroup {
  readonly why: DangerId;
  /** Advisories, scanners' lists or documentation that name them. */
  readonly source: string;
  /** Module → its names, separated by blanks; `*` for all of them. */
  readonly names: Readonly<Record<string, string>>;
}
