/** The report for people: a line an artifact, its findings below. */

import { joinShown, type Shown, sentence, showText, showWhole } from "../errors.js";
import { type Look, PLAIN } from "./look.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import type { Summary } from "./summary.js";
import { wrapped } from "./width.js";
import { byGravity } from "./worst.js";

const MOST = 20;
/** Columns of a verdict and of a severity with the blanks around them: what does not fit a line goes on below the rest. */
const VERDICT_COLUMNS = 12;
const SEVERITY_COLUMNS = 13;

/** Words of our own, filled up with blanks. */
const padded = (text: string, width: number): Shown => showWhole(text.padEnd(width));

function findingLine(finding: Finding, look: Look): Shown {
  const opcode = finding.opcode === undefined ? sentence`` : sentence` ${showText(finding.opcode)}`;
  const severity = look.paint(finding.severity, padded(finding.severity, 8));
  const line = sentence`    ${severity} ${showText(finding.code)}  at byte ${finding.offset}${opcode}: ${finding.message}`;
  return wrapped(line, look.columns, SEVERITY_COLUMNS);
}

/** What an artifact is called: its path, and a member's name. */
export function nameOfLine({ path, member }: ArtifactReport): Shown {
  return member === undefined ? showWhole(path) : sentence`${showWhole(path)} › ${showText(member)}`;
}

function headLine(report: ArtifactReport, look: Look): Shown {
  const facts = [
    showText(report.kind),
    ...report.encodings.map(showText),
    report.protocol === null ? sentence`` : sentence`protocol ${report.protocol}`,
    report.root === null ? sentence`` : showText(report.root),
    report.versions["sklearn"] === undefined ? sentence`` : sentence`sklearn ${showText(report.versions["sklearn"])}`,
  ].filter((part) => part !== "");
  const verdict = look.paint(report.verdict, padded(report.verdict, VERDICT_COLUMNS - 1));
  return wrapped(sentence`${verdict} ${nameOfLine(report)}  (${joinShown(facts, ", ")})`, look.columns, VERDICT_COLUMNS);
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
export function artifactText(report: ArtifactReport, look: Look = PLAIN): Shown {
  const lines = [headLine(report, look)];
  const worst = byGravity(report.findings).slice(0, MOST);
  lines.push(...worst.map((finding) => findingLine(finding, look)));
  const more = report.findings.length - worst.length + (report.moreFindings ?? 0);
  if (more > 0) lines.push(sentence`    and ${more} more (--format json lists them)`);
  const members = Object.entries(report.moreMembers ?? {}).map(([verdict, count]) => sentence`${count} ${showText(verdict)}`);
  if (members.length > 0)
    lines.push(wrapped(sentence`    and members without a line of their own: ${joinShown(members, ", ")}`, look.columns, 8));
  return sentence`${joinShown(lines, "\n")}\n`;
}

const isCounts = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

/** What is more than nothing, counted. */
const counted = (counts: Readonly<Record<string, unknown>>): Shown[] =>
  Object.entries(counts).flatMap(([what, count]) => (typeof count === "number" && count > 0 ? [sentence`${count} ${showText(what)}`] : []));

/**
 * The closing line. Where kinds of what was skipped are counted, they stand behind it.
 * @example
 * ```ts
 * import { scanAll, summaryText } from "cornichon";
 *
 * const summary = await scanAll(["model.pkl", "evil.pkl"], { jobs: 1, stdin: process.stdin }, () => undefined);
 * console.log(summaryText(summary)); //=> 2 artifacts: 1 safe, 1 dangerous
 * ```
 */
export function summaryText(summary: Summary): Shown {
  const { artifacts: all = 0, skippedKinds, ...counts } = summary;
  const parts = counted(counts);
  const kinds = isCounts(skippedKinds) ? counted(skippedKinds) : [];
  const behind = kinds.length === 0 ? sentence`` : sentence` (${joinShown(kinds, ", ")})`;
  const what = all === 1 ? sentence`artifact` : sentence`artifacts`;
  return sentence`${all} ${what}: ${parts.length === 0 ? sentence`none` : joinShown(parts, ", ")}${behind}`;
}
