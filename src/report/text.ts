/** The report for people: a line an artifact, its findings below. */

import { joinShown, type Shown, sentence, showText, showWhole } from "../errors.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import type { Summary } from "./summary.js";
import { byGravity } from "./worst.js";

const MOST = 20;

/** Words of our own, filled up with blanks. */
const padded = (text: string, width: number): Shown => showWhole(text.padEnd(width));

/** A finding's sentence, the call that it is about, and what to do. */
export function toldOf({ message, call, advice }: Finding): Shown {
  const parts = [message, ...(call === undefined ? [] : [sentence`It is called as ${call}`]), ...(advice === undefined ? [] : [advice])];
  return joinShown(parts, " ");
}

function findingLine(finding: Finding): Shown {
  const opcode = finding.opcode === undefined ? sentence`` : sentence` ${showText(finding.opcode)}`;
  return sentence`    ${padded(finding.severity, 8)} ${showText(finding.code)}  at byte ${finding.offset}${opcode}: ${toldOf(finding)}`;
}

/**
 * Lines of one artifact.
 * @example
 * ```ts
 * import { artifactText, scan } from "cornichon";
 *
 * for (const artifact of (await scan("model.pkl")).artifacts) console.log(artifactText(artifact).startsWith("safe")); //=> true
 * ```
 */
export function artifactText(report: ArtifactReport): Shown {
  const path = showWhole(report.path);
  const name = report.member === undefined ? path : sentence`${path} › ${showText(report.member)}`;
  const facts = [
    showText(report.kind),
    ...report.encodings.map(showText),
    report.protocol === null ? sentence`` : sentence`protocol ${report.protocol}`,
    report.root === null ? sentence`` : showText(report.root),
    report.versions["sklearn"] === undefined ? sentence`` : sentence`sklearn ${showText(report.versions["sklearn"])}`,
  ].filter((part) => part !== "");
  const lines = [sentence`${padded(report.verdict, 11)} ${name}  (${joinShown(facts, ", ")})`];
  const worst = byGravity(report.findings).slice(0, MOST);
  lines.push(...worst.map(findingLine));
  const more = report.findings.length - worst.length + (report.moreFindings ?? 0);
  if (more > 0) lines.push(sentence`    and ${more} more (--format json lists them)`);
  const members = Object.entries(report.moreMembers ?? {}).map(([verdict, count]) => sentence`${count} ${showText(verdict)}`);
  if (members.length > 0) lines.push(sentence`    and members without a line of their own: ${joinShown(members, ", ")}`);
  return sentence`${joinShown(lines, "\n")}\n`;
}

/**
 * The closing line.
 * @example
 * ```ts
 * import { scanAll, summaryText } from "cornichon";
 *
 * const summary = await scanAll(["model.pkl", "evil.pkl"], { jobs: 1, stdin: process.stdin }, () => undefined);
 * console.log(summaryText(summary)); //=> 2 artifacts: 1 safe, 1 dangerous
 * ```
 */
export function summaryText(summary: Summary): Shown {
  const { artifacts, skippedKinds, ...counts } = summary;
  const counted = Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [sentence`${count} ${showText(what)}`] : []));
  const parts = counted.length === 0 ? [sentence`none`] : counted;
  const kinds = Object.entries(skippedKinds).map(([kind, count]) => sentence`${count} ${showText(kind)}`);
  const skipped = kinds.length === 0 ? sentence`` : sentence` (${joinShown(kinds, ", ")})`;
  return sentence`${artifacts} ${artifacts === 1 ? sentence`artifact` : sentence`artifacts`}: ${joinShown(parts, ", ")}${skipped}`;
}
