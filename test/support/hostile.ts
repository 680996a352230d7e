/** The hostile fixtures: their bytes, and what their names and index say must come of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JobOptions } from "../../sandbox/wire/job.js";
import { FIXTURES } from "./shared.js";

export const HOSTILE = join(FIXTURES, "hostile");

/** One row of `index.json`. */
export interface HostileFacts {
  /** A finding that must be there. */
  readonly code?: string;
  /** A second one. */
  readonly also?: string;
  /** The global that the finding tells. */
  readonly name?: string;
  /** Where it stands: offset in the decoded stream. */
  readonly at?: number;
  /** The findings are a member's. */
  readonly member?: true;
  readonly options?: Partial<JobOptions>;
}

export const INDEX: Readonly<Record<string, HostileFacts>> = JSON.parse(readFileSync(join(HOSTILE, "index.json"), "utf8"));

/** The verdict that a fixture's name demands. */
export const verdictOf = (file: string): string => file.slice(0, file.indexOf("--"));

export const hostileBytes = (file: string): Uint8Array => new Uint8Array(readFileSync(join(HOSTILE, file)));
