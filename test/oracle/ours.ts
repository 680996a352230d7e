/**
 * Our machine over one program, read as `pickle.load` reads it, under a policy that allows nothing: every name becomes
 * an inert placeholder that keeps its arguments, state and items, as Python's stub does. So the comparison needs no
 * loosening of the product. A second run, of a source that gives one byte at a time, keeps the fast loop out; both must
 * agree in everything.
 */
import { BytesSource } from "../../sandbox/container/plain-source.js";
import type { Source } from "../../sandbox/container/source.js";
import { CODES, isFindingCode } from "../../sandbox/finding/codes.js";
import { Findings } from "../../sandbox/finding/findings.js";
import { machineFor, runStream } from "../../sandbox/machine/index.js";
import type { Policy } from "../../sandbox/machine/policy.js";
import type { GuestFinding, GuestGlobal, Verdict } from "../../sandbox/wire/job.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { policyOf } from "../support/policy.js";
import { type GraphNode, graphOf } from "./graph.js";

/** Nothing is allowed: the strictest policy that there is. */
const NOTHING_ALLOWED = policyOf({ version: 1, entries: {}, dangerous: {}, knownFamilies: [] });

export interface OurOutcome {
  readonly end: "stop" | "broken";
  /** Offset behind STOP. */
  readonly next: number;
  readonly graph: readonly GraphNode[] | null;
  readonly globals: readonly GuestGlobal[];
  readonly findings: readonly GuestFinding[];
}

/** Gives a byte a read, so that no instruction ever stands wholly in the window. */
export class TrickleSource implements Source {
  readonly fault = null;
  readonly length: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.length = bytes.length;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    if (length <= 0 || offset >= this.#bytes.length) return 0;
    target[at] = this.#bytes[offset] ?? 0;
    return 1;
  }
}

export function runOurs(program: Uint8Array, policy: Policy = NOTHING_ALLOWED, source: Source = new BytesSource(program)): OurOutcome {
  const limits = limitsWith({ maxFindings: 100_000, maxGlobals: 100_000 });
  const findings = new Findings(limits.maxFindings);
  const machine = machineFor({ source, policy, findings, limits, reading: "pickle" });
  const { end, root, next } = runStream(machine);
  const graph = end === "stop" ? graphOf(machine.tape, program, root) : null;
  return { end, next, graph, globals: machine.names.report(limits.maxGlobals), findings: findings.list() };
}

export const verdictOf = (finding: GuestFinding): Verdict => (isFindingCode(finding.code) ? CODES[finding.code].verdict : "malformed");

/** Findings that say the stream itself is wrong, whatever the policy. */
export const faults = (outcome: OurOutcome): GuestFinding[] =>
  outcome.findings.filter((f) => verdictOf(f) === "malformed" || verdictOf(f) === "limit");
