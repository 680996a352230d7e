/** A line of the scan report of the contract, from what a guest said of an artifact or of a member. */
import { CODES, type FindingCode, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestArtifact, GuestFinding, GuestGlobal, Severity, Verdict, VerdictCounts } from "../../sandbox/wire/job.js";
import { reportPath, type Shown, showText } from "../errors.js";
import { adviceOf } from "./contents.js";
import { message } from "./messages.js";

export type { Severity, Verdict } from "../../sandbox/wire/job.js";

/** By what a finding was accepted: it is told, and a scan does not fail for it. */
export interface Accepted {
  readonly by: "baseline" | "exception";
  /** Why, in the words of the policy file. */
  readonly reason?: string;
  /** The last day on which that counts. */
  readonly until?: string;
}

/**
 * One finding, with its sentence.
 * @example
 * ```ts
 * import { type Finding, scan } from "cornichon";
 *
 * const short = ({ severity, code, offset, call }: Finding): string => `${severity} ${code} at ${offset}: ${call}`;
 * console.log((await scan("evil.pkl")).findings.map(short).join("\n"));
 * //=> critical global.dangerous at 28: os.system('echo it ran')
 * ```
 */
export interface Finding {
  readonly code: FindingCode;
  /** How bad it is. */
  readonly severity: Severity;
  /** A sentence for people, without characters that a terminal would obey. */
  readonly message: Shown;
  /** Bytes from the start of the decoded stream; of a skops file in its `schema.json`. */
  readonly offset: number;
  /** pickletools' name of the instruction there; of a skops file the node's loader. */
  readonly opcode?: string;
  /** The name that it is about, `module.qualname`. */
  readonly global?: string;
  /** The call as it stands in the stream, as inert text, where the finding is about one. */
  readonly call?: Shown;
  /** What to do about this very finding, where there is more to say than its sentence says. */
  readonly advice?: Shown;
  /** Set where a baseline or an exception of the policy accepts it. */
  readonly accepted?: Accepted;
}

/**
 * One line of a report: an artifact, or a member of an archive.
 * @example
 * ```ts
 * import { type ArtifactReport, scan } from "cornichon";
 *
 * const line = (a: ArtifactReport): string => `${a.verdict} ${a.kind} ${a.root} ${a.versions["sklearn"]}`;
 * const { artifacts } = await scan("model.joblib");
 * console.log(artifacts.map(line)); //=> [ 'safe joblib sklearn.pipeline.Pipeline 1.9.1' ]
 * ```
 */
export interface ArtifactReport {
  /** As `reportPath` shows it: well-formed, and never that of another file. */
  readonly path: string;
  /** Of an archive's member: its name in the archive. */
  readonly member?: string;
  /** Null when the bytes could not be read. */
  readonly sha256: string | null;
  /** Length of the file; null when it could not be read. */
  readonly bytes: number | null;
  /** What was found by content: `pickle`, `joblib`, `npz`, `skops`, `zip` … */
  readonly kind: string;
  /** Compressions around it, the outermost first. */
  readonly encodings: readonly string[];
  /** Pickle protocol, null where there is none. */
  readonly protocol: number | null;
  /** The worst of its findings and members. */
  readonly verdict: Verdict;
  /** Of a member: the worst of what lies in it, where that is not safe. Lines of what lies in it stand before its own. */
  readonly inside?: Verdict;
  /** What is left of it when accepted findings are taken away, where that is another. */
  readonly remaining?: Verdict;
  /** The class of the value that the pickle makes. */
  readonly root: string | null;
  /** Every name that the pickle asks for, and how it is used. */
  readonly globals: readonly GuestGlobal[];
  /** Versions that wrote it, where the file says them: `sklearn`, and `numpy`, `pandas`, `joblib`, `python` … of a bundle. */
  readonly versions: Readonly<Record<string, string>>;
  /** In the order of the stream. */
  readonly findings: readonly Finding[];
  /** Findings and names that were left out, counted. */
  readonly moreFindings?: number;
  readonly moreGlobals?: number;
  /** Members without a line of their own, because the report was long enough: counted by verdict. */
  readonly moreMembers?: VerdictCounts;
}

function finding(raw: GuestFinding): Finding | null {
  if (!isFindingCode(raw.code)) return null;
  const advice = adviceOf(raw.code, raw.args);
  const call = raw.args !== undefined && Object.hasOwn(raw.args, "call") ? String(raw.args["call"]) : "";
  return {
    code: raw.code,
    severity: CODES[raw.code].severity,
    message: message(raw.code, raw),
    offset: raw.offset,
    ...(raw.opcode === undefined || raw.opcode === "" ? {} : { opcode: raw.opcode }),
    ...(raw.global === undefined || raw.global === "" ? {} : { global: raw.global }),
    // The guest escapes and cuts it; nobody takes its word.
    ...(call === "" ? {} : { call: showText(call) }),
    ...(advice === undefined ? {} : { advice }),
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
  const demanded = verdictOf(findings);
  const own = demanded === "safe" && !whole ? "malformed" : demanded;
  return {
    path: reportPath(facts.path),
    ...(raw.member === undefined ? {} : { member: raw.member }),
    sha256: raw.member === undefined ? facts.sha256 : (raw.sha256 ?? null),
    bytes: raw.bytes,
    kind: raw.kind,
    encodings: raw.encodings,
    protocol: raw.protocol,
    verdict: raw.inside === undefined ? own : worstOf([own, raw.inside]),
    ...(raw.inside === undefined ? {} : { inside: raw.inside }),
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

/** A line with one more finding, which comes before the others: it is not of the stream. */
export function withFinding(line: ArtifactReport, raw: GuestFinding): ArtifactReport {
  const one = finding(raw);
  if (one === null) return line;
  return { ...line, findings: [one, ...line.findings], verdict: worstOf([line.verdict, CODES[one.code].verdict]) };
}

/** A link that a walk met and did not follow. */
export const linkReport = (link: { readonly path: string; readonly code: FindingCode; readonly repository?: string }): ArtifactReport =>
  failedReport(link.path, {
    code: link.code,
    offset: 0,
    ...(link.repository === undefined ? {} : { args: { name: link.repository } }),
  });

/** An archive is what the worst of its members is: whoever looks at its own line alone must not be misled. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  VERDICT_ORDER.find((verdict) => verdicts.includes(verdict)) ?? "malformed";
