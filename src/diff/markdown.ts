/**
 * The report as Markdown for a pull request: a table of what differs, one of answers, and no more rows than a comment has
 * room for. What comes from a file stands in code spans, where nothing is a link, a mention or markup; the characters that
 * would end the span or the cell are shown as escapes.
 */
import { joinShown, type Shown, sentence, showText, showWhole } from "../errors.js";
import type { DiffResult, DiffSide } from "./index.js";
import { answerText, comparedText, countOf, differenceText } from "./told.js";

const MOST_ROWS = 50;
const LONGEST = 200;

/** A code span. */
const code = (text: string): Shown => {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return sentence`\`${showWhole(short.replace(/[`|\r\n]/g, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`) || " ")}\``;
};

const row = (cells: readonly Shown[]): Shown => sentence`| ${joinShown(cells, " | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly Shown[])[]): readonly Shown[] =>
  rows.length === 0 ? [] : [row(head.map(showText)), row(head.map(() => sentence`---`)), ...rows.map(row), sentence``];

const sideRow = (name: string, { class: className, sklearn_version, sha256 }: DiffSide): readonly Shown[] =>
  [name, className ?? "", sklearn_version ?? "", sha256?.slice(0, 12) ?? ""].map(code);

/**
 * What `diff` found, as Markdown for a pull request; `names` are those of the two sides.
 * @example
 * ```ts
 * import { diff, diffMarkdown } from "cornichon";
 *
 * const text = diffMarkdown(await diff("model.joblib", "model.joblib"), ["before.joblib", "after.joblib"]);
 * console.log(text.split("\n")[0]); //=> **✅ the same**: `before.joblib` and `after.joblib`
 * ```
 * @see diff
 */
export function diffMarkdown(result: DiffResult, names: readonly [string, string]): Shown {
  const count = countOf(result);
  const verdict = result.same ? sentence`✅ the same` : sentence`❌ ${count} ${count === 1 ? sentence`difference` : sentence`differences`}`;
  const listed = result.differences.filter(({ part }) => part !== "answers").slice(0, MOST_ROWS);
  const differences = listed.map((one) => [showText(one.part), code(one.path), code(differenceText(one))]);
  const answers = result.answers.map((one) => [code(one.method), code(answerText(one))]);
  const left = result.differences.filter(({ part }) => part !== "answers").length - listed.length + result.more;
  const lines = [
    sentence`**${verdict}**: ${code(names[0])} and ${code(names[1])}`,
    sentence``,
    ...table(["model", "class", "sklearn", "sha256"], [sideRow(names[0], result.a), sideRow(names[1], result.b)]),
    ...table(["part", "where", "difference"], differences),
    ...(left > 0 ? [sentence`… and ${left} more.`, sentence``] : []),
    ...(result.rows === null ? [] : [sentence`Answers to ${code(result.rows)}:`, sentence``]),
    ...table(["method", "agreement"], answers),
    ...result.notes.flatMap((note) => [code(note), sentence``]),
    sentence`${comparedText(result)}.`,
  ];
  return sentence`${joinShown(lines, "\n")}\n`;
}
