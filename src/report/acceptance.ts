/**
 * Findings that were accepted, by an exception of the policy or by a baseline: they stay in the report, marked, and keep
 * their verdict; only what a scan ends with is decided by the others. What is dangerous is accepted by its exact bytes alone.
 *
 * Never accepted: what has no hash, a file that changed while it was read, and findings that a report had no room for.
 */
import { relative, resolve, sep } from "node:path";
import { CODES, type FindingCode, isNote, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { Verdict } from "../../sandbox/wire/job.js";
import { type Shown, sentence, showText } from "../errors.js";
import { isExpired, isTooWide, type PolicyException } from "../policy/exceptions.js";
import { globMatch, type Match } from "../policy/glob.js";
import type { Baseline } from "./baseline.js";
import { Judgement } from "./judgement.js";
import { type Accepted, type ArtifactReport, type Finding, worstOf } from "./scan-report.js";

/** Findings that say nothing of the bytes. */
const NEVER: ReadonlySet<string> = new Set(["input.changed", "artifact.unreadable", "limit.crash"]);

interface Exception {
  readonly exception: PolicyException;
  readonly matches: Match;
}

/** A path as globs see it: from the working directory, and whole. */
function pathsOf(path: string): readonly string[] {
  const whole = resolve(path);
  return [relative(process.cwd(), whole), whole].map((one) => one.split(sep).join("/"));
}

export interface AcceptanceOptions {
  readonly exceptions?: readonly PolicyException[];
  /** What it has is accepted. */
  readonly baseline?: Baseline | null;
  /** Gets what no exception covers: it is accepted from now on. */
  readonly record?: Baseline | null;
}

export class Acceptance {
  readonly #exceptions = new Map<FindingCode, Exception[]>();
  readonly #baseline: Baseline | null;
  readonly #record: Baseline | null;
  readonly expired: readonly PolicyException[];
  readonly tooWide: readonly PolicyException[];
  /** Findings that were accepted. */
  count = 0;
  /** Those of them that are dangerous, the first few. */
  readonly dangerous: ArtifactReport[] = [];
  dangerousCount = 0;

  constructor({ exceptions = [], baseline = null, record = null }: AcceptanceOptions, today = new Date()) {
    this.expired = exceptions.filter((one) => isExpired(one, today));
    this.tooWide = exceptions.filter(isTooWide);
    for (const exception of exceptions) {
      if (isExpired(exception, today) || isTooWide(exception)) continue;
      const same = this.#exceptions.get(exception.code) ?? [];
      same.push({ exception, matches: matcherOf(exception) });
      this.#exceptions.set(exception.code, same);
    }
    this.#baseline = baseline;
    this.#record = record;
  }

  /** True where nothing can be accepted. */
  get isEmpty(): boolean {
    return this.#exceptions.size === 0 && this.#baseline === null && this.#record === null;
  }

  /** The same judgement, its findings marked. */
  mark(judgement: Judgement): Judgement {
    if (this.isEmpty) return judgement;
    const { own, members, skippedMembers } = judgement;
    const marked = this.#line(own, own.sha256);
    this.#note(marked);
    const more = VERDICT_ORDER.filter((verdict) => (own.moreMembers?.[verdict] ?? 0) > 0);
    const left = [leftOf(marked, [...(members?.counts.keys() ?? []), ...more]), ...more];
    members?.markWith((line) => this.#line(line, own.sha256));
    for (const member of members ?? []) {
      this.#note(member);
      left.push(ownLeft(member));
    }
    const leftVerdicts = [...new Set(left)];
    members?.markWith((line) => memberRemaining(this.#line(line, own.sha256), leftVerdicts));
    return new Judgement(withRemaining(marked, worstOf(left)), members, skippedMembers);
  }

  #note(line: ArtifactReport): void {
    const accepted = line.findings.filter((one) => one.accepted !== undefined);
    this.count += accepted.length;
    if (!accepted.some(isDangerous)) return;
    this.dangerousCount++;
    if (this.dangerous.length < MOST_TOLD) this.dangerous.push({ ...line, findings: accepted.filter(isDangerous), globals: [] });
  }

  #line(line: ArtifactReport, sha256: string | null): ArtifactReport {
    if (sha256 === null || line.findings.every(isNote) || line.findings.some(({ code }) => NEVER.has(code))) return line;
    const paths = this.#exceptions.size === 0 ? [] : pathsOf(line.path);
    const known = new Map<FindingCode, Accepted | null>();
    const findings = line.findings.map((finding): Finding => {
      const { code } = finding;
      if (!known.has(code)) known.set(code, isNote(finding) ? null : this.#accepted(line, code, sha256, paths));
      const accepted = known.get(code) ?? null;
      return accepted === null ? finding : { ...finding, accepted, message: sentence`${finding.message}${inWords(accepted)}` };
    });
    return { ...line, findings };
  }

  #accepted(line: ArtifactReport, code: FindingCode, sha256: string, paths: readonly string[]): Accepted | null {
    const found = this.#exceptions
      .get(code)
      ?.find(
        ({ exception, matches }) =>
          (exception.sha256 === undefined || exception.sha256 === sha256 || exception.sha256 === line.sha256) && paths.some(matches),
      );
    if (found !== undefined) {
      const { reason, until } = found.exception;
      return { by: "exception", reason, ...(until === undefined ? {} : { until }) };
    }
    const entry = { sha256, code, ...(line.member === undefined ? {} : { member: line.member }) };
    const known = this.#baseline?.accepts(entry) === true;
    this.#record?.add({ ...entry, path: line.path });
    return known || this.#record !== null ? { by: "baseline" } : null;
  }
}

const MOST_TOLD = 5;

const isDangerous = ({ code }: Finding): boolean => CODES[code].verdict === "dangerous";

const matcherOf = ({ path }: PolicyException): Match => (path === undefined ? () => true : (globMatch(path) ?? (() => false)));

/** The worst verdict that findings demand. */
const demanded = (findings: readonly Finding[]): Verdict => worstOf(["safe", ...findings.map(({ code }) => CODES[code].verdict)]);

const isWorse = (a: Verdict, b: Verdict): boolean => VERDICT_ORDER.indexOf(a) < VERDICT_ORDER.indexOf(b);

/** A line with what is left of its verdict, where that is another. */
const withRemaining = (line: ArtifactReport, remaining: Verdict): ArtifactReport =>
  remaining === line.verdict ? line : { ...line, remaining };

/** The same of a member. What is left of what lies in it is not known apart from what is left elsewhere: no worse than it was, at most. */
function memberRemaining(line: ArtifactReport, left: readonly Verdict[]): ArtifactReport {
  const { inside = "safe" } = line;
  return withRemaining(line, worstOf([ownLeft(line), ...left.filter((verdict) => !isWorse(verdict, inside))]));
}

/** What stands behind the sentence of a finding that was accepted, in every format. */
function inWords({ by, reason, until }: Accepted): Shown {
  if (by === "baseline") return sentence` [accepted by the baseline]`;
  const end = until === undefined ? sentence`` : sentence`, until ${showText(until)}`;
  return sentence` [accepted: ${showText(reason ?? "")}${end}]`;
}

/** What of a line's verdict is left when what was accepted is taken away; `others` are the verdicts of its members. */
function leftOf(line: ArtifactReport, others: readonly Verdict[]): Verdict {
  const explained = worstOf([demanded(line.findings), ...others]);
  // It was not read to its end, or there was no room for all of its findings.
  if (isWorse(line.verdict, explained) || (line.moreFindings ?? 0) > 0) return line.verdict;
  return demanded(line.findings.filter(({ accepted }) => accepted === undefined));
}

/** What is left of what a line says of itself alone. */
const ownLeft = (line: ArtifactReport): Verdict => (line.inside === undefined ? leftOf(line, []) : leftOf(line, [line.inside]));

/** What is left of a judgement's lines when what was accepted is taken away: verdicts with the findings that count. */
export function* remaining({ own, members }: Judgement): Generator<readonly [Verdict, readonly Finding[]]> {
  const counting = ({ findings }: ArtifactReport): readonly Finding[] => findings.filter(({ accepted }) => accepted === undefined);
  yield [own.remaining ?? own.verdict, counting(own)];
  for (const member of members ?? []) yield [ownLeft(member), counting(member)];
  for (const verdict of VERDICT_ORDER) if ((own.moreMembers?.[verdict] ?? 0) > 0) yield [verdict, []];
}
