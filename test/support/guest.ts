/** The guest in the test's own process: the same code as in the isolate, with Node's zlib behind the hooks. */
import { decodeUtf8 } from "../../sandbox/bytes/utf8.js";
import { runJob } from "../../sandbox/run.js";
import { CHANNEL } from "../../sandbox/wire/hooks.js";
import type { GuestReport, JobOptions, Limits, Verb } from "../../sandbox/wire/job.js";
import type { PolicyTable } from "../../sandbox/wire/policy.js";
import { defaultPolicy } from "../../src/policy/index.js";
import { pack } from "../../src/policy/pack.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../src/verbs/options.js";
import { nodeHooks } from "./node-hooks.js";

export interface GuestRun {
  readonly report: GuestReport;
  /** Neutral value of the root, undefined when nothing was converted. */
  readonly root: unknown;
  readonly text: string;
  /** What `inspect` lists. */
  readonly listed: readonly string[];
}

const policy = defaultPolicy();
const packed = pack(policy);

/** Runs one job over bytes. */
export function runGuest(
  bytes: Uint8Array,
  verb: Verb = "convert",
  options: Partial<JobOptions> = {},
  limits: Partial<Limits> = {},
  table: PolicyTable = policy,
  companions: Readonly<Record<string, Uint8Array>> = {},
): GuestRun {
  const pieces: Record<number, string[]> = { [CHANNEL.report]: [], [CHANNEL.root]: [], [CHANNEL.tensor]: [], [CHANNEL.line]: [] };
  const hooks = nodeHooks(bytes, (channel, piece) => pieces[channel]?.push(decodeUtf8(piece, 0, piece.length)), companions);
  const job = { verb, limits: limitsWith(limits), options: { ...DEFAULT_OPTIONS, ...options } };
  runJob(JSON.stringify({ ...job, policy: table === policy ? null : pack(table), size: bytes.length }), hooks, packed);
  const text = (pieces[CHANNEL.root] ?? []).join("");
  // Members come first, a line each; the report of the artifact itself is the last.
  const lines = (pieces[CHANNEL.report] ?? [])
    .join("")
    .split("\n")
    .map((line) => JSON.parse(line));
  const last: GuestReport = lines.pop();
  const report = { ...last, artifacts: [...last.artifacts, ...lines] };
  const listed = (pieces[CHANNEL.line] ?? []).join("").split("\n").slice(0, -1);
  return { report, root: text === "" ? undefined : JSON.parse(text), text, listed };
}
