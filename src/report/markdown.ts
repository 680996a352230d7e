/**
 * The report as Markdown for a comment on a pull request, which takes 65,536 characters: tables, the worst first, and how
 * many rows were left out. Only as many rows are kept as there is room for.
 *
 * A name stands in a code span, where nothing is a link, a mention or markup; the two characters that would end the span
 * or the cell are shown as escapes, like those that a terminal would obey. A sentence is plain words where it can be.
 */
import { VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { Verdict } from "../../sandbox/wire/job.js";
import { showText, showWhole } from "../errors.js";
import { VERSION } from "../version.js";
import type { Closing, Form } from "./form.js";
import type { Places } from "./places.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import { headline, skippedKinds, type Total } from "./totals.js";
import { isNote, worstFinding } from "./worst.js";

const MOST = 65_000;
/** Room for what stands around the rows. */
const AROUND = 4000;
/** What a row may take: of a path that is longer, the end is shown. */
const LONGEST_PATH = 300;

const code = (text: string): string => `\`${text.replace(/[`|]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`) || " "}\``;

/** What GitHub would make more of than text: links, mentions, references, mathematics, spans. */
const MORE_THAN_TEXT = /[@#$`|]|:\/\/|www\./;
const MARKUP = /[&<>*_~[\]\\!]/g;

const words = (text: string): string => (MORE_THAN_TEXT.test(text) ? code(text) : text.replace(MARKUP, (c) => `&#${c.charCodeAt(0)};`));

const MARKS: Readonly<Record<Verdict, string>> = {
  dangerous: "⛔ dangerous",
  unlisted: "❌ unlisted",
  limit: "⚠️ limit",
  malformed: "⚠️ malformed",
  unsupported: "⚠️ unsupported",
  safe: "✅ safe",
};

const shortened = (path: string): string => (path.length > LONGEST_PATH ? `…${path.slice(-LONGEST_PATH)}` : path);

function nameOf(line: ArtifactReport, places: Places): string {
  const path = code(showWhole(shortened(places.shown(line.path))));
  return line.member === undefined ? path : `${path} › ${code(showText(line.member))}`;
}

function whatOf(line: ArtifactReport, finding: Finding | undefined): string {
  if (finding === undefined && line.verdict !== "safe") return "in its members";
  if (finding === undefined) return line.root === null ? "" : code(showText(line.root));
  const more = line.findings.filter((one) => !isNote(one)).length - 1 + (line.moreFindings ?? 0);
  const call = finding.call === undefined ? "" : ` ${code(showText(finding.call))}`;
  const advice = finding.advice === undefined ? "" : ` ${words(finding.advice)}`;
  return `${words(finding.message)}${call}${advice}${more > 0 ? ` (and ${more} more)` : ""}`;
}

function rowOf(line: ArtifactReport, places: Places): string {
  const finding = worstFinding(line.findings);
  const name = nameOf(line, places);
  const what = whatOf(line, finding);
  return line.verdict === "safe"
    ? `| ${name} | ${what} |\n`
    : `| ${MARKS[line.verdict]} | ${name} | ${finding === undefined ? "" : code(finding.code)} | ${what} |\n`;
}

/** Rows of one verdict, as many as there is room for. */
interface Rows {
  text: string[];
  length: number;
  all: number;
}

class MarkdownReport implements Form {
  readonly parts = 0;
  readonly waits = true;
  readonly between = "";
  readonly #places: Places;
  readonly #rows = new Map<Verdict, Rows>(VERDICT_ORDER.map((verdict) => [verdict, { text: [], length: 0, all: 0 }]));
  #shown = 0;

  constructor(places: Places) {
    this.#places = places;
  }

  print(): readonly string[] {
    return [];
  }

  took(line: ArtifactReport): void {
    const rows = this.#rows.get(line.verdict);
    if (rows === undefined) return;
    rows.all++;
    if (rows.length > MOST) return;
    const row = rowOf(line, this.#places);
    rows.text.push(row);
    rows.length += row.length;
  }

  frame(closing: Closing | null): readonly string[] {
    if (closing === null) return [""];
    let room = MOST - AROUND;
    const taken = (verdict: Verdict): string => {
      const { text } = this.#rows.get(verdict) ?? { text: [] };
      let kept = 0;
      while (kept < text.length && (text[kept]?.length ?? 0) <= room) room -= text[kept++]?.length ?? 0;
      // What is worse and had no room is not to be overtaken by what is less bad.
      if (kept < text.length) room = 0;
      this.#shown += kept;
      return text.slice(0, kept).join("");
    };
    const bad = VERDICT_ORDER.filter((verdict) => verdict !== "safe")
      .map(taken)
      .join("");
    const safe = taken("safe");
    return [this.#page(closing, bad, safe)];
  }

  #page(closing: Closing, bad: string, safe: string): string {
    const { summary, more } = closing;
    const all = [...this.#rows.values()].reduce((sum, rows) => sum + rows.all, 0) + more.members;
    const left = all - this.#shown;
    return [
      `## cornichon scan\n\n${words(headline(summary))}\n`,
      ...(bad === "" ? [] : [`| verdict | artifact | code | what was found |\n|---|---|---|---|\n${bad}`]),
      ...(safe === "" ? [] : [`<details><summary>${MARKS.safe}</summary>\n\n| artifact | what it is |\n|---|---|\n${safe}\n</details>\n`]),
      ...(left > 0 ? [`${left} more ${left === 1 ? "artifact is" : "artifacts are"} not shown here; \`--format json\` has them.\n`] : []),
      ...kindsOf(skippedKinds(summary)),
      `<sub>cornichon ${words(VERSION)}; \`cornichon scan --explain CODE\` tells what a code means and what to do.</sub>\n`,
    ].join("\n");
  }
}

const MOST_KINDS = 30;

function kindsOf(kinds: readonly Total[]): readonly string[] {
  if (kinds.length === 0) return [];
  const some = kinds.slice(0, MOST_KINDS).map(({ what, count }) => `${count} ${words(showText(what))}`);
  return [`Skipped, because it is no artifact: ${some.join(", ")}${kinds.length > MOST_KINDS ? " …" : ""}.\n`];
}

export const markdownForm = (places: Places): Form => new MarkdownReport(places);
