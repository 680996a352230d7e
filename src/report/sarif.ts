/** The report as SARIF 2.1.0, for code scanning: a rule a code, a result a finding worse than a note. */
import { CODES, isNote } from "../../sandbox/finding/codes.js";
import { showText } from "../errors.js";
import { VERSION } from "../version.js";
import type { ArtifactReport, Finding } from "./scan-report.js";

const LEVELS: Readonly<Record<string, string>> = { critical: "error", high: "error", medium: "warning", low: "note", note: "note" };

/** A relative or absolute reference. A byte that is not UTF-8 (`\xff` in the path) is that byte. */
function uriOf(path: string): string {
  const parts = (process.platform === "win32" ? path.replaceAll("\\", "/") : path).split("/");
  return parts
    .map((part) => encodeURIComponent(part).replace(/%5Cx([\da-f]{2})/g, (_all, hex: string) => `%${hex.toUpperCase()}`))
    .join("/");
}

function result(report: ArtifactReport, finding: Finding): object {
  const where = report.member === undefined ? "" : ` (member ${showText(report.member)})`;
  return {
    ruleId: finding.code,
    level: LEVELS[finding.severity] ?? "warning",
    message: { text: `${finding.message}${where}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(report.path) },
          region: { byteOffset: finding.offset, byteLength: 1 },
        },
      },
    ],
    properties: {
      verdict: report.verdict,
      ...(finding.opcode === undefined ? {} : { opcode: finding.opcode }),
      ...(finding.global === undefined ? {} : { global: showText(finding.global) }),
    },
  };
}

/** The results of one line: what is worse than a note. */
export const sarifResults = (report: ArtifactReport): object[] => report.findings.filter((f) => !isNote(f)).map((f) => result(report, f));

/** What a log leaves out: findings of the lines that it has, and members without a line. */
export interface LeftOut {
  findings: number;
  members: number;
}

/**
 * One SARIF log.
 * @example
 * ```ts
 * import { sarif, scan } from "cornichon";
 *
 * const log = JSON.parse(JSON.stringify(sarif((await scan("evil.pkl")).artifacts)));
 * console.log(log.version, log.runs[0].results[0].ruleId); //=> 2.1.0 global.dangerous
 * ```
 */
export function sarif(reports: readonly ArtifactReport[], more: Readonly<LeftOut> = { findings: 0, members: 0 }): object {
  const rules = Object.entries(CODES).map(([id, row]) => ({
    id,
    shortDescription: { text: row.doc },
    defaultConfiguration: { level: LEVELS[row.severity] ?? "warning" },
  }));
  const results = reports.flatMap(sarifResults);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "cornichon", version: VERSION, rules } }, results, ...leftOut(more) }],
  };
}

const leftOut = ({ findings, members }: Readonly<LeftOut>): object =>
  findings + members === 0 ? {} : { properties: { moreFindings: findings, moreMembers: members } };
