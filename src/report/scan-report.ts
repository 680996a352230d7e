/** A line of the scan report of the contract, from what a guest said of an artifact or of a member. */
import { CODES, type FindingCode, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestArtifact, GuestFinding, GuestGlobal, Severity, Verdict, VerdictCounts } from "../../sandbox/wire/job.js";
import { reportPath, type Shown } from "../errors.js";
import { message } from "./messages.js";

export type { Severity, Verdict } from "../../sandbox/wire/job.js";

/** One finding, with its sentence. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: Shown;
  /** Bytes from the start of the decoded stream. */
  readonly offset: number;
  readonly opcode?: string;
  readonly global?: string;
  /** The call as it stands in the stream, as inert text, where the finding is about one. */
  readonly call?: string;
  /** What to do about this very finding, where there is more to say than its sentence says. */
  readonly advice?: Shown;
}

/** One line of a report: an artifact, or a member of an archive. */
export interface ArtifactReport {
  /** As `reportPath` shows it: well-formed, and never that of another file. */
  readonly path: string;
  readonly member?: string;
  /** Null when the bytes could not be read. */
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly kind: string;
  readonly encodings: readonly string[];
  readonly protocol: number | null;
  readonly verdict: Verdict;
  readonly root: string | null;
  readonly globals: readonly GuestGlobal[];
  readonly versions: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  /** Findings and names that were left out, counted. */
  readonly moreFindings?: number;
  readonly moreGlobals?: number;
  /** Members without a line of their own, because the report was long enough: counted by verdict. */
  readonly moreMembers?: VerdictCounts;
}

function finding(raw: GuestFinding): Finding | null {
  if (!isFindingCode(raw.code)) return null;
  return {
    code: raw.code,
    severity: CODES[raw.code].severity,
    message: message(raw.code, raw),
    offset: raw.offset,
    ...(raw.opcode === undefined || raw.opcode === "" ? {} : { opcode: raw.opcode }),
    ...(raw.global === undefined || raw.global === "" ? {} : { global: raw.global }),
  };
}

/** The worst verdict that the findings demand. */
function verdictOf(findings: readonly Finding[]): Verdict {
  const worst = findings.reduce((at, f) => Math.min(at, VERDICT_ORDER.indexOf(CODES[f.code].verdict)), VERDICT_ORDER.length - 1);
  return VERDICT_ORDER[worst] ?? "malformed";
}

interface LineFacts {
  readonly path: string;
  readonly sha256: string | null;
}

/** The line of an artifact or a member. */
export function artifactReport(raw: GuestArtifact, facts: LineFacts): ArtifactReport {
  const findings = raw.findings.map(finding).filter((f) => f !== null);
  const whole = raw.readTo === raw.bytes;
  const verdict = verdictOf(findings);
  return {
    path: reportPath(facts.path),
    ...(raw.member === undefined ? {} : { member: raw.member }),
    sha256: raw.member === undefined ? facts.sha256 : (raw.sha256 ?? null),
    bytes: raw.bytes,
    kind: raw.kind,
    encodings: raw.encodings,
    protocol: raw.protocol,
    verdict: verdict === "safe" && !whole ? "malformed" : verdict,
    root: raw.root,
    globals: raw.globals,
    versions: raw.versions,
    findings,
    ...(raw.moreFindings > 0 ? { moreFindings: raw.moreFindings } : {}),
    ...((raw.moreGlobals ?? 0) > 0 ? { moreGlobals: raw.moreGlobals } : {}),
  };
}

/** An artifact about which there is only one thing to say. */
export function failedReport(
  path: string,
  raw: GuestFinding,
  facts: { readonly sha256?: string; readonly bytes?: number } = {},
): ArtifactReport {
  const one = finding(raw);
  const findings = one === null ? [] : [one];
  return {
    path: reportPath(path),
    sha256: facts.sha256 ?? null,
    bytes: facts.bytes ?? null,
    kind: "unknown",
    encodings: [],
    protocol: null,
    verdict: verdictOf(findings),
    root: null,
    globals: [],
    versions: {},
    findings,
  };
}

/** An archive is what the worst of its members is: whoever looks at its own line alone must not be misled. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  VERDICT_ORDER.find((verdict) => verdicts.includes(verdict)) ?? "malformed";
