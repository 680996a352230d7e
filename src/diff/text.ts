/** The report for people: a line for each difference, under the part of the model that differs. */
import { joinShown, type Shown, sentence, showPath, showText } from "../errors.js";
import type { DiffResult, DiffSide } from "./index.js";
import { answerText, comparedText, countOf, differenceText } from "./told.js";

/** Differences that are shown. */
const MOST_SHOWN = 100;

function sideText(name: string, { kind, class: className, sklearn_version, sha256 }: DiffSide): Shown {
  const facts = [
    kind === "onnx" ? sentence`ONNX` : null,
    className === null ? null : showText(className),
    sklearn_version === null ? null : sentence`sklearn ${showText(sklearn_version)}`,
    sha256 === null ? null : sentence`sha256 ${showText(sha256.slice(0, 12))}`,
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? showPath(name) : sentence`${showPath(name)} (${joinShown(facts, ", ")})`;
}

/**
 * What `diff` found, as `cornichon diff` prints it; `names` are those of the two sides.
 * @example
 * ```ts
 * import { diff, diffText } from "cornichon";
 *
 * const text = diffText(await diff("model.joblib", "model.pkl"), ["model.joblib", "model.pkl"]);
 * console.log(text.split("\n").at(-2)); //=> differ: 2 differences; 1 value and 96 numbers were compared
 * ```
 * @see diff
 */
export function diffText(result: DiffResult, names: readonly [string, string]): Shown {
  const lines: Shown[] = [sentence`a: ${sideText(names[0], result.a)}`, sentence`b: ${sideText(names[1], result.b)}`];
  let part = "answers";
  for (const one of result.differences.slice(0, MOST_SHOWN)) {
    // What they answer has its own lines.
    if (one.part === "answers") continue;
    if (one.part !== part) lines.push(showText(one.part));
    part = one.part;
    lines.push(sentence`  ${showText(one.path)}: ${differenceText(one)}`);
  }
  const left = countOf(result) - Math.min(result.differences.length, MOST_SHOWN);
  if (left > 0) lines.push(sentence`  and ${left} more`);
  if (result.rows !== null) lines.push(sentence`answers to ${showText(result.rows)}`);
  for (const one of result.answers) lines.push(sentence`  ${showText(one.method)}: ${answerText(one)}`);
  for (const note of result.notes) lines.push(sentence`note: ${showText(note)}`);
  const count = countOf(result);
  const verdict = result.same ? sentence`same` : sentence`differ: ${count} ${count === 1 ? sentence`difference` : sentence`differences`}`;
  return sentence`${joinShown([...lines, sentence`${verdict}; ${comparedText(result)}`], "\n")}\n`;
}
