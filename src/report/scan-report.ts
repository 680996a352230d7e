/**
 * The scan report of the contract, from what a guest said: verdicts are computed here again, from the findings, and
 * `safe` also needs the artifact to have been read to its end.
 */
import { CODES, type FindingCode, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestArtifact, GuestFinding, GuestGlobal, GuestReport, Severity, Verdict } from "../../sandbox/wire/job.js";
import type { JobOutcome } from "../host/types.js";
import { reportPath, type Shown } from "../shown.js";
import { message } from "./messages.js";

export type { GlobalUse, Severity, Verdict } from "../../sandbox/wire/job.js";

/** One finding, with its sentence. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: Shown;
  /** Bytes from the start of the decoded stream. */
  readonly offset: number;
  readonly opcode?: string;
  readonly global?: string;
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
  /** Findings beyond the limit, counted. */
  readonly moreFindings?: number;
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
export function verdictOf(findings: readonly Finding[]): Verdict {
  const worst = findings.reduce((at, f) => Math.min(at, VERDICT_ORDER.indexOf(CODES[f.code].verdict)), VERDICT_ORDER.length - 1);
  return VERDICT_ORDER[worst] ?? "malformed";
}

interface Facts {
  readonly path: string;
  readonly sha256: string | null;
}

function artifactReport(raw: GuestArtifact, facts: Facts): ArtifactReport {
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

/** All lines of an outcome: the artifact first, then its members. A wall that was hit is a finding of the artifact. */
export function reportsOf(
  outcome: JobOutcome,
  facts: Facts & { readonly bytes: number; readonly changed: boolean },
): [ArtifactReport, ...ArtifactReport[]] {
  const extra: GuestFinding[] = [];
  if (outcome.wall !== null) extra.push({ code: outcome.wall.code, offset: 0, args: outcome.wall.args });
  if (facts.changed) extra.push({ code: "input.changed", offset: 0 });
  const report: GuestReport | null = outcome.report;
  const first = report?.artifacts[0];
  if (first === undefined)
    return [
      failedReport(facts.path, extra[0] ?? { code: "limit.crash", offset: 0, args: { why: "no report" } }, {
        ...(facts.sha256 === null ? {} : { sha256: facts.sha256 }),
        bytes: facts.bytes,
      }),
    ];
  const rest = report?.artifacts.slice(1) ?? [];
  const members = rest.map((raw) => artifactReport(raw, facts));
  const own = artifactReport({ ...first, findings: [...extra, ...first.findings] }, facts);
  return [{ ...own, verdict: worstOf([own, ...members]) }, ...members];
}

/** An archive is what the worst of its members is: whoever looks at its own line alone must not be misled. */
function worstOf(reports: readonly ArtifactReport[]): Verdict {
  return VERDICT_ORDER.find((verdict) => reports.some((report) => report.verdict === verdict)) ?? "malformed";
}

/** How many of each verdict. */
export function summaryOf(reports: readonly ArtifactReport[], skipped: number): Readonly<Record<string, number>> {
  const summary: Record<string, number> = {
    artifacts: reports.length,
    safe: 0,
    unlisted: 0,
    dangerous: 0,
    malformed: 0,
    unsupported: 0,
    limit: 0,
    skipped,
  };
  for (const { verdict } of reports) summary[verdict] = (summary[verdict] ?? 0) + 1;
  return summary;
}
