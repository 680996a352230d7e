/** The report for people: a line an artifact, its findings below. */

import { showText } from "./escape.js";
import type { ArtifactReport, Finding } from "./scan-report.js";

const MOST = 20;

function findingLine(finding: Finding): string {
  const opcode = finding.opcode === undefined ? "" : ` ${finding.opcode}`;
  return `    ${finding.severity.padEnd(8)} ${finding.code}  at byte ${finding.offset}${opcode}: ${finding.message}`;
}

/** Lines of one artifact. */
export function artifactText(report: ArtifactReport): string {
  const name = showText(report.path) + (report.member === undefined ? "" : ` › ${showText(report.member)}`);
  const facts = [
    report.kind,
    ...report.encodings,
    report.protocol === null ? "" : `protocol ${report.protocol}`,
    report.root === null ? "" : showText(report.root),
    report.versions["sklearn"] === undefined ? "" : `sklearn ${showText(report.versions["sklearn"])}`,
  ].filter((part) => part !== "");
  const lines = [`${report.verdict.padEnd(11)} ${name}  (${facts.join(", ")})`];
  const worst = [...report.findings].sort((a, b) => rank(a) - rank(b) || a.offset - b.offset).slice(0, MOST);
  lines.push(...worst.map(findingLine));
  const more = report.findings.length - worst.length + (report.moreFindings ?? 0);
  if (more > 0) lines.push(`    and ${more} more (--format json lists them)`);
  const members = Object.entries(report.moreMembers ?? {}).map(([verdict, count]) => `${count} ${verdict}`);
  if (members.length > 0) lines.push(`    and members without a line of their own: ${members.join(", ")}`);
  return `${lines.join("\n")}\n`;
}

const SEVERITIES = ["critical", "high", "medium", "low", "note"];
const rank = (finding: Finding): number => SEVERITIES.indexOf(finding.severity);

/** The closing line. */
export function summaryText(summary: Readonly<Record<string, number>>): string {
  const parts = ["safe", "unlisted", "dangerous", "malformed", "unsupported", "limit", "skipped"]
    .filter((key) => (summary[key] ?? 0) > 0)
    .map((key) => `${summary[key]} ${key}`);
  return `${summary["artifacts"]} artifact${summary["artifacts"] === 1 ? "" : "s"}: ${parts.join(", ") || "none"}\n`;
}
