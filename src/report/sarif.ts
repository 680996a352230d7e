/**
 * The report as SARIF 2.1.0, as GitHub's code scanning takes it: a result a finding worse than a note, the rules that
 * occur with all their help, paths relative to the repository, and fingerprints by which an alert stays the same alert.
 *
 * GitHub refuses a run of more than 25,000 results. So the fuller a log is, the fewer of one artifact's findings are told,
 * the gravest first, and the last thousand places are kept for what runs code; what is left out is counted and said.
 * What is kept in memory is bounded by that: rules, and the place of each artifact that has a result.
 */
import { createHash } from "node:crypto";
import { type FindingCode, isNote } from "../../sandbox/finding/codes.js";
import { joinShown, shownJson, showText } from "../errors.js";
import { VERSION } from "../version.js";
import { type Closing, type Form, type LeftOut, NOTHING_LEFT_OUT, opened } from "./form.js";
import { indented } from "./indented.js";
import { Judgement } from "./judgement.js";
import { Places, SOURCE_ROOT } from "./places.js";
import { levelOf, sarifRule } from "./sarif-rules.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import { Counts } from "./summary.js";
import { byGravity } from "./worst.js";

/** Results that GitHub takes of a run. */
const MOST_RESULTS = 25_000;
/** Until so many results an artifact tells all that it has, then ten, then one. */
const STEPS: readonly (readonly [until: number, each: number])[] = [
  [10_000, Number.POSITIVE_INFINITY],
  [20_000, 10],
  [24_000, 1],
];
const MOST_NOTIFICATIONS = 1000;

/** Codes that speak of the run and not of the bytes: tools show them as what went wrong with it. */
const OF_THE_RUN: ReadonlySet<FindingCode> = new Set(["artifact.unreadable", "input.changed", "limit.crash"]);

const digest = (parts: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** The same finding of the same bytes, wherever they lie. What could not be read is known by its path alone. */
const fingerprint = (line: ArtifactReport, { code, global }: Finding): string =>
  digest([line.sha256 ?? line.path, code, line.member ?? "", global ?? ""]);

/** The artifact whose line or whose members' lines come now: members have other bytes, and no place of their own. */
interface Current {
  readonly path: string;
  readonly sha256: string | null;
  readonly bytes: number | null;
}

const joined = (items: readonly object[], levels: number): string => items.map((item) => indented(item, levels)).join(",");

const factsOf = ({ path, sha256, bytes, member }: ArtifactReport): Current =>
  member === undefined ? { path, sha256, bytes } : { path, sha256: null, bytes: null };

class SarifLog implements Form {
  readonly parts = 3;
  readonly waits = false;
  readonly between = ",";
  readonly #places: Places;
  readonly #rules = new Map<FindingCode, number>();
  /** Places of artifacts in the list, by what their entry hashes to. */
  readonly #artifacts = new Map<string, number>();
  #current: Current | null = null;
  #results = 0;
  #notifications = 0;
  #left = 0;

  constructor(places: Places) {
    this.#places = places;
  }

  print(line: ArtifactReport): readonly string[] {
    const findings = this.#told(line);
    if (findings.length === 0) return ["", "", joined(this.#notificationsOf(line), 6)];
    const artifact = this.#artifactOf(line);
    return [
      joined(this.#resultsOf(line, findings), 4),
      joined(artifact.isNew ? [artifact.entry] : [], 4),
      joined(this.#notificationsOf(line), 6),
    ];
  }

  took(line: ArtifactReport): void {
    const findings = this.#told(line);
    this.#left += line.findings.filter((one) => !isNote(one)).length - findings.length;
    if (findings.length > 0) {
      const { key, index } = this.#artifactOf(line);
      this.#artifacts.set(key, index);
    }
    for (const code of this.#newRules(findings)) this.#rules.set(code, this.#rules.size);
    this.#results += findings.length;
    this.#notifications += this.#notificationsOf(line).length;
    if (line.member === undefined) this.#current = factsOf(line);
  }

  frame(closing: Closing | null): readonly string[] {
    const lists = [
      { name: "results", levels: 4 },
      { name: "artifacts", levels: 4 },
      { name: "toolExecutionNotifications", levels: 6 },
    ];
    return opened(shownJson(this.#log(closing), 2), lists, closing?.filled ?? []);
  }

  /** The findings that become results, in the order of the stream. */
  #told(line: ArtifactReport): readonly Finding[] {
    const all = line.findings.filter((one) => !isNote(one));
    const each = STEPS.find(([until]) => this.#results < until)?.[1] ?? 0;
    const room = MOST_RESULTS - this.#results;
    if (each === 0) return byGravity(all.filter((one) => one.severity === "critical")).slice(0, Math.min(1, room));
    if (all.length <= Math.min(each, room)) return all;
    return byGravity(all)
      .slice(0, Math.min(each, room))
      .sort((a, b) => a.offset - b.offset);
  }

  #newRules(findings: readonly Finding[]): readonly FindingCode[] {
    return [...new Set(findings.map(({ code }) => code))].filter((code) => !this.#rules.has(code));
  }

  #ruleIndexes(findings: readonly Finding[]): (code: FindingCode) => number {
    const fresh = this.#newRules(findings);
    return (code) => this.#rules.get(code) ?? this.#rules.size + fresh.indexOf(code);
  }

  /** The artifact's place in the list, and its entry where it has none yet. */
  #artifactOf(line: ArtifactReport): { readonly key: string; readonly index: number; readonly isNew: boolean; readonly entry: object } {
    const { path, sha256, bytes } = line.member !== undefined && this.#current?.path === line.path ? this.#current : factsOf(line);
    const entry = {
      location: this.#places.reference(path),
      ...(bytes === null ? {} : { length: bytes }),
      roles: ["analysisTarget"],
      ...(sha256 === null ? {} : { hashes: { "sha-256": sha256 } }),
    };
    // By what the list says of it: a.pkl and ./a.pkl are one file, and no two entries of the list may be equal.
    const key = digest([JSON.stringify(entry)]);
    const index = this.#artifacts.get(key);
    return { key, index: index ?? this.#artifacts.size, isNew: index === undefined, entry };
  }

  #resultsOf(line: ArtifactReport, findings: readonly Finding[]): readonly object[] {
    const ruleIndex = this.#ruleIndexes(findings);
    const { index } = this.#artifactOf(line);
    const seen = new Map<string, number>();
    return findings.map((finding) => {
      const mark = fingerprint(line, finding);
      const nth = (seen.get(mark) ?? 0) + 1;
      seen.set(mark, nth);
      return this.#result(line, finding, { ruleIndex: ruleIndex(finding.code), index, mark, nth });
    });
  }

  #result(
    line: ArtifactReport,
    finding: Finding,
    at: { readonly ruleIndex: number; readonly index: number; readonly mark: string; readonly nth: number },
  ): object {
    return {
      ruleId: finding.code,
      ruleIndex: at.ruleIndex,
      level: levelOf(finding.severity),
      message: { text: textOf(line, finding) },
      ...suppressionsOf(finding),
      locations: [
        {
          physicalLocation: {
            artifactLocation: { ...this.#places.reference(line.path), index: at.index },
            // A line is what GitHub needs of binary files as well; the bytes are those of the decoded stream.
            region: { startLine: 1, byteOffset: finding.offset, byteLength: 1 },
          },
          ...(line.member === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: showText(line.member), kind: "resource" }] }),
        },
      ],
      // GitHub knows an alert by its own key alone; ours is the same for each of the file's equal findings.
      partialFingerprints: { "cornichonFinding/v1": at.mark, primaryLocationLineHash: `${at.mark.slice(0, 32)}:${at.nth}` },
      properties: {
        verdict: line.verdict,
        ...(line.member === undefined ? {} : { member: showText(line.member) }),
        ...(line.member === undefined || line.sha256 === null ? {} : { memberSha256: line.sha256 }),
        ...(finding.opcode === undefined ? {} : { opcode: finding.opcode }),
        ...(finding.global === undefined ? {} : { global: showText(finding.global) }),
        ...(finding.call === undefined ? {} : { call: showText(finding.call) }),
      },
    };
  }

  /** What a tool shows as trouble of the run: what could not be read, or not to its end. */
  #notificationsOf(line: ArtifactReport): readonly object[] {
    const room = MOST_NOTIFICATIONS - this.#notifications;
    if (line.member !== undefined) return [];
    return line.findings
      .filter(({ code }) => OF_THE_RUN.has(code))
      .slice(0, Math.max(0, room))
      .map((finding) => ({
        level: "error",
        message: { text: textOf(line, finding) },
        locations: [{ physicalLocation: { artifactLocation: this.#places.reference(line.path) } }],
        associatedRule: { id: finding.code },
      }));
  }

  #log(closing: Closing | null): object {
    const more = leftOut(closing?.more ?? NOTHING_LEFT_OUT, this.#left);
    return {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          results: [],
          artifacts: [],
          invocations: [this.#invocation(closing, more)],
          tool: {
            driver: {
              name: "cornichon",
              version: VERSION,
              semanticVersion: VERSION,
              informationUri: "https://cornichon.dev",
              rules: [...this.#rules.keys()].map(sarifRule),
            },
          },
          automationDetails: { id: "cornichon/" },
          originalUriBaseIds: { [SOURCE_ROOT]: { uri: this.#places.rootUri } },
          columnKind: "utf16CodeUnits",
          properties: { ...(closing === null ? {} : { summary: closing.summary, ...closing.making }), ...more },
        },
      ],
    };
  }

  #invocation(closing: Closing | null, more: Readonly<Record<string, number>>): object {
    const { moreFindings = 0, moreMembers = 0 } = more;
    const told = `${moreFindings} findings and ${moreMembers} members of archives are not in this log; --format ndjson tells the most of them.`;
    return {
      executionSuccessful: this.#notifications === 0,
      ...(closing === null || closing.exitCode === null ? {} : { exitCode: closing.exitCode }),
      toolExecutionNotifications: [],
      ...(moreFindings + moreMembers === 0 ? {} : { toolConfigurationNotifications: [{ level: "warning", message: { text: told } }] }),
    };
  }
}

/** What was accepted stays in the log, and raises no alert. */
const suppressionsOf = ({ accepted }: Finding): object =>
  accepted === undefined
    ? {}
    : { suppressions: [{ kind: "external", status: "accepted", justification: showText(accepted.reason ?? "accepted by the baseline") }] };

function textOf(line: ArtifactReport, { message, advice, call }: Finding): string {
  const parts = [message, ...(call === undefined ? [] : [showText(call)]), ...(advice === undefined ? [] : [advice])];
  const where = line.member === undefined ? "" : ` (member ${showText(line.member)})`;
  return `${joinShown(parts, " ")}${where}`;
}

function leftOut(more: LeftOut, left: number): Readonly<Record<string, number>> {
  const findings = more.findings + left;
  return findings + more.members === 0 ? {} : { moreFindings: findings, moreMembers: more.members };
}

export const sarifForm = (places: Places): Form => new SarifLog(places);

/**
 * One SARIF log of lines that are all there.
 * @example
 * ```ts
 * import { sarif, scan } from "cornichon";
 *
 * const log = JSON.parse(JSON.stringify(sarif((await scan("evil.pkl")).artifacts)));
 * console.log(log.version, log.runs[0].results[0].ruleId); //=> 2.1.0 global.dangerous
 * ```
 */
export function sarif(reports: readonly ArtifactReport[], more: LeftOut = NOTHING_LEFT_OUT): object {
  const log = new SarifLog(new Places());
  const parts: string[][] = [[], [], []];
  const counts = new Counts();
  for (const line of reports) {
    for (const [i, piece] of log.print(line).entries()) if (piece !== "") parts[i]?.push(piece);
    log.took(line);
    counts.add(new Judgement(line));
  }
  const frame = log.frame({
    summary: counts.summary(),
    exitCode: null,
    making: null,
    more,
    moreSkipped: 0,
    filled: parts.map((pieces) => pieces.length > 0),
  });
  const text = frame.map((piece, i) => piece + (parts[i] ?? []).join(",")).join("");
  return JSON.parse(text) as object; // our own text
}
