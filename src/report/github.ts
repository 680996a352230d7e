/**
 * The report as commands of GitHub's workflow log, which become annotations of a pull request's files. A step shows ten
 * errors and ten warnings, so an artifact has one, about its gravest finding, and the worst artifacts come first.
 *
 * A line is one command: line ends and `%` are escaped as the runner wants it, in properties `:` and `,` as well.
 */
import { VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import { type Shown, sentence, showText, showWhole } from "../errors.js";
import type { Form } from "./form.js";
import type { Places } from "./places.js";
import { levelOf } from "./sarif-rules.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import { isNote, worstFinding } from "./worst.js";

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

function said(line: ArtifactReport, finding: Finding): Shown {
  const more = line.findings.filter((one) => !isNote(one)).length - 1 + (line.moreFindings ?? 0);
  const where = line.member === undefined ? sentence`` : sentence`${showText(line.member)}: `;
  const call = finding.call === undefined ? sentence`` : sentence` ${showText(finding.call)}`;
  const advice = finding.advice === undefined ? sentence`` : sentence` ${finding.advice}`;
  const others = more <= 0 ? sentence`` : sentence` (and ${more} more)`;
  return sentence`${where}${finding.message}${call}${advice}${others}`;
}

function annotation(line: ArtifactReport, places: Places): string {
  // What was accepted is nobody's business in a pull request.
  const finding = worstFinding(line.findings.filter(({ accepted }) => accepted === undefined));
  if (finding === undefined) return "";
  // Standard input is no file that an annotation could stand at.
  const file = line.path === "-" ? "" : `file=${property(showWhole(places.shown(line.path)))},`;
  const title = property(
    sentence`cornichon: ${line.verdict === "safe" ? sentence`note` : showText(line.verdict)} (${showText(finding.code)})`,
  );
  return `::${levelOf(finding.severity)} ${file}title=${title}::${data(said(line, finding))}\n`;
}

export const githubForm = (places: Places): Form => ({
  parts: VERDICT_ORDER.length,
  waits: true,
  between: "",
  print: (line) => VERDICT_ORDER.map((verdict) => (verdict === line.verdict ? annotation(line, places) : "")),
  frame: () => Array.from({ length: VERDICT_ORDER.length + 1 }, () => ""),
});
