/**
 * Exceptions of a policy file: findings that a team lets pass, each with its reason, by the file's bytes or by its path, and
 * for as long as it says. A path is whatever lies there tomorrow, so an exception that names no bytes never covers what is
 * dangerous; one whose day is over is as if it were not there.
 */
import { CODES, type FindingCode } from "../../sandbox/finding/codes.js";

/** A finding that is let pass. */
export interface PolicyException {
  /** Hex SHA-256 of the file, or of a member of an archive. */
  readonly sha256?: string;
  /** Glob of paths, from the working directory. */
  readonly path?: string;
  readonly code: FindingCode;
  readonly reason: string;
  /** The last day on which it counts (UTC), `2026-12-31`. */
  readonly until?: string;
}

/** True once its last day is over. */
export const isExpired = ({ until }: PolicyException, today: Date): boolean =>
  until !== undefined && today.toISOString().slice(0, 10) > until;

/** True for one that can cover nothing: what is dangerous passes by its bytes alone. */
export const isTooWide = ({ sha256, code }: PolicyException): boolean => sha256 === undefined && CODES[code].verdict === "dangerous";
