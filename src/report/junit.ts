/**
 * The report as JUnit XML, which every CI system shows: a test case an artifact (or member). What the policy refuses is a
 * failure, what could not be judged an error; a note is neither. Counts stand at the beginning, so the cases wait.
 */
import type { Verdict } from "../../sandbox/wire/job.js";
import { sentence, showText, showWhole } from "../errors.js";
import type { Closing, Form } from "./form.js";
import { marked } from "./markup.js";
import type { Places } from "./places.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import { skippedKinds, totals } from "./totals.js";
import { byGravity, isNote, worstFinding } from "./worst.js";

type Outcome = "failure" | "error";

const OUTCOMES: Readonly<Record<Verdict, Outcome | null>> = {
  safe: null,
  unlisted: "failure",
  dangerous: "failure",
  malformed: "error",
  unsupported: "error",
  limit: "error",
};

/** Findings that a case tells; others are counted. */
const MOST = 20;

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${marked(String(value))}"`)
    .join("");

function told(finding: Finding): string {
  const opcode = finding.opcode === undefined ? sentence`` : sentence` ${showText(finding.opcode)}`;
  const call = finding.call === undefined ? sentence`` : sentence` ${showText(finding.call)}`;
  const advice = finding.advice === undefined ? sentence`` : sentence` ${finding.advice}`;
  return sentence`${showText(finding.severity)} ${showText(finding.code)} at byte ${finding.offset}${opcode}: ${finding.message}${call}${advice}`;
}

function detail(line: ArtifactReport): string {
  const all = byGravity(line.findings.filter((one) => !isNote(one)));
  const more = Math.max(0, all.length - MOST) + (line.moreFindings ?? 0);
  return [...all.slice(0, MOST).map(told), ...(more > 0 ? [sentence`and ${more} more`] : [])].join("\n");
}

function outcomeOf(line: ArtifactReport): string {
  const outcome = OUTCOMES[line.remaining ?? line.verdict];
  if (outcome === null) return "";
  const worst = worstFinding(line.findings);
  const said = attributes({
    message:
      worst === undefined ? sentence`${showText(line.verdict)}: in its members` : sentence`${showText(line.verdict)}: ${worst.message}`,
    type: worst === undefined ? line.verdict : worst.code,
  });
  return `\n      <${outcome}${said}>${marked(detail(line))}</${outcome}>\n    `;
}

function testcase(line: ArtifactReport, places: Places): string {
  const path = showWhole(places.shown(line.path));
  const name = line.member === undefined ? path : sentence`${path} › ${showText(line.member)}`;
  const said = attributes({ classname: sentence`cornichon.${showText(line.kind)}`, name, file: path });
  const inside = outcomeOf(line);
  return inside === "" ? `\n    <testcase${said}/>` : `\n    <testcase${said}>${inside}</testcase>`;
}

class JUnitReport implements Form {
  readonly parts = 1;
  readonly waits = true;
  readonly between = "";
  readonly #places: Places;
  readonly #counts = { tests: 0, failure: 0, error: 0 };

  constructor(places: Places) {
    this.#places = places;
  }

  print(line: ArtifactReport): readonly string[] {
    return [testcase(line, this.#places)];
  }

  took(line: ArtifactReport): void {
    const outcome = OUTCOMES[line.remaining ?? line.verdict];
    this.#counts.tests++;
    if (outcome !== null) this.#counts[outcome]++;
  }

  frame(closing: Closing | null): readonly string[] {
    const { tests, failure: failures, error: errors } = this.#counts;
    const counts = attributes({ name: "cornichon", tests, failures, errors });
    const head = `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts}>\n  <testsuite${counts}>\n    <properties>${propertiesOf(closing)}\n    </properties>`;
    return [head, "\n  </testsuite>\n</testsuites>\n"];
  }
}

/** The summary, which counts members without a case of their own as well. */
function propertiesOf(closing: Closing | null): string {
  if (closing === null) return "";
  const { summary, more } = closing;
  const all = [
    ...totals(summary),
    ...skippedKinds(summary).map(({ what, count }) => ({ what: `skipped.${what}`, count })),
    ...(more.findings > 0 ? [{ what: "findings not told", count: more.findings }] : []),
    ...(more.members > 0 ? [{ what: "members not told", count: more.members }] : []),
  ];
  return all.map(({ what, count }) => `\n      <property${attributes({ name: showText(what), value: count })}/>`).join("");
}

export const junitForm = (places: Places): Form => new JUnitReport(places);
