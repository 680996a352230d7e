/**
 * What a report says of how it was made: the policy that let files pass, the limits that stopped them, the Node that ran
 * the command. Who reads a `safe` a year later can tell by the hash whether today's policy is the same.
 *
 * The built-in table's hash is put in by the build: the table itself is only loaded to be changed.
 */
import { createHash } from "node:crypto";
import type { Limits } from "../../sandbox/wire/job.js";
import type { PolicyTable } from "../../sandbox/wire/policy.js";
import { LIMIT_NAMES, LIMITS } from "../policy/limits.js";

declare const CORNICHON_POLICY: string | undefined;

/** What somebody asked for beside the built-in policy. */
interface Asked {
  readonly policy?: {
    readonly allow?: readonly string[];
    readonly families?: readonly string[];
    readonly noFamilies?: readonly string[];
  };
  readonly limits?: Partial<Limits>;
}

/** The policy by which artifacts were judged. */
interface PolicyUsed {
  /** Hex SHA-256 of the table as it was used. */
  readonly sha256: string;
  /** Classes that `--allow` or a policy file lists. */
  readonly allow: readonly string[];
  /** Families that were switched on. */
  readonly families: readonly string[];
  /** Families that were switched off, where there are some. */
  readonly noFamilies?: readonly string[];
}

/** The file that options came from. */
export interface ConfigUsed {
  /** As it was named, or from the working directory to where it was found; as reports show paths. */
  readonly path: string;
  /** Hex SHA-256 of its bytes. */
  readonly sha256: string;
}

/** How a report was made. */
export interface Making {
  readonly node: string;
  readonly config?: ConfigUsed;
  readonly policy: PolicyUsed;
  readonly limits: Readonly<Record<string, number>>;
}

/** The hash of a table, the same in whatever order its names came. */
export function policyHash(table: PolicyTable): string {
  const entries = Object.entries(table.entries).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify({ ...table, entries }))
    .digest("hex");
}

const sorted = (names: readonly string[] = []): readonly string[] => [...new Set(names)].sort();

async function hashOf(allow: readonly string[], on: readonly string[], off: readonly string[]): Promise<string> {
  if (allow.length + on.length + off.length === 0 && typeof CORNICHON_POLICY === "string") return CORNICHON_POLICY;
  const { defaultPolicy, withAllowed, withFamilies } = await import("../policy/index.js");
  return policyHash(withAllowed(withFamilies(defaultPolicy(), on, off), allow));
}

/** How a report with these options is made. @throws CornichonError `policy.malformed` */
export async function makingOf({ policy = {}, limits = {} }: Asked, config: ConfigUsed | null = null): Promise<Making> {
  const [allow, families, noFamilies] = [sorted(policy.allow), sorted(policy.families), sorted(policy.noFamilies)];
  const used = { sha256: await hashOf(allow, families, noFamilies), allow, families };
  return {
    node: process.versions.node,
    ...(config === null ? {} : { config }),
    policy: noFamilies.length === 0 ? used : { ...used, noFamilies },
    limits: { ...Object.fromEntries(LIMIT_NAMES.map((name) => [name, LIMITS[name].value])), ...limits },
  };
}
