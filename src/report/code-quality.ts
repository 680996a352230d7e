/**
 * The report as GitLab's Code Quality, which shows it in a merge request: an issue for each artifact that is not safe, about
 * its gravest finding. What GitLab knows an issue by (`fingerprint`) is the same as long as artifact and finding are.
 */
import { createHash } from "node:crypto";
import { type Shown, sentence, showText, showWhole } from "../errors.js";
import type { Form } from "./form.js";
import { indented } from "./indented.js";
import type { Places } from "./places.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import { isNote, worstFinding } from "./worst.js";

const SEVERITIES: Readonly<Record<Finding["severity"], string>> = {
  critical: "blocker",
  high: "critical",
  medium: "major",
  low: "minor",
  note: "info",
};

function said(line: ArtifactReport, finding: Finding, count: number): Shown {
  const where = line.member === undefined ? sentence`` : sentence`${showText(line.member)}: `;
  const more = count - 1 + (line.moreFindings ?? 0);
  const others = more <= 0 ? sentence`` : sentence` (and ${more} more)`;
  return sentence`${showText(line.verdict)}: ${where}${finding.message}${others}`;
}

function issue(line: ArtifactReport, places: Places): string {
  const findings = line.findings.filter((one) => !isNote(one));
  const finding = worstFinding(findings);
  if (finding === undefined) return "";
  const path = showWhole(places.shown(line.path));
  const known = [path, line.member ?? "", line.sha256 ?? "", finding.code, finding.global ?? ""];
  return indented(
    {
      description: said(line, finding, findings.length),
      check_name: finding.code,
      fingerprint: createHash("sha256").update(JSON.stringify(known)).digest("hex"),
      severity: SEVERITIES[finding.severity],
      location: { path, lines: { begin: 1 } },
    },
    1,
  );
}

export const codeQualityForm = (places: Places): Form => ({
  parts: 1,
  waits: false,
  between: ",",
  print: (line) => [issue(line, places)],
  frame: (closing) => ["[", closing?.filled[0] === true ? "\n]\n" : "]\n"],
});
