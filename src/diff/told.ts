/** What was found, in words that every form of the report shares. All that comes from a file is escaped. */
import { type Shown, sentence, showText } from "../errors.js";
import type { AnswerDiff } from "./answers.js";
import type { Difference, NumbersDiff } from "./difference.js";
import type { DiffResult } from "./index.js";

/** A number in few digits: `1.3e-10`. */
function few(value: number | null): Shown {
  if (value === null) return sentence`0`;
  if (!Number.isFinite(value)) return sentence`infinite`;
  return showText(
    value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6) ? value.toExponential(1) : String(Number(value.toPrecision(2))),
  );
}

/** Digits that all numbers share with their own. */
export const digitsOf = ({ relative }: NumbersDiff): number =>
  relative === null || relative === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor(-Math.log10(relative)));

const digitsText = (numbers: NumbersDiff): Shown => {
  const digits = digitsOf(numbers);
  return Number.isFinite(digits) ? sentence`to ${digits} digits or more` : sentence`to the last digit`;
};

/** How numbers differ, without the numbers themselves. */
const howFar = ({ count, differing, absolute, relative }: NumbersDiff): Shown =>
  sentence`${differing} of ${count} differ, by up to ${few(absolute)} (relative ${few(relative)})`;

/** How numbers differ, and those that differ most. */
function numbersText(numbers: NumbersDiff): Shown {
  const { at, a, b } = numbers;
  const where = at === "" || at === "[]" ? sentence`` : sentence` at ${showText(at)}`;
  return sentence`${howFar(numbers)}, most${where}: ${showText(a)} and ${showText(b)}`;
}

/** An answer in a line. */
export function answerText({ numbers, problem }: AnswerDiff): Shown {
  if (numbers === null) return showText(problem ?? "not compared");
  if (numbers.count === 0) return sentence`there are no values to compare`;
  if (numbers.differing > 0) return numbersText(numbers);
  return sentence`${numbers.count} values agree ${digitsText(numbers)}`;
}

/** One difference without its path. */
export function differenceText({ what, a, b, numbers }: Difference): Shown {
  if (numbers !== undefined) return numbersText(numbers);
  if (a === null) return sentence`only the second has it: ${showText(b ?? "")}`;
  if (b === null) return sentence`only the first has it: ${showText(a)}`;
  if (what === "value") return sentence`${showText(a)} and ${showText(b)}`;
  return what === "answer" ? showText(a) : sentence`${showText(what)}: ${showText(a)} and ${showText(b)}`;
}

/** How much was compared. */
export function comparedText({ compared: { values, numbers, close } }: DiffResult): Shown {
  const near = close === 0 ? sentence`` : sentence`; ${close} numbers are not the same to the last bit, but within the tolerance`;
  return sentence`${values} ${values === 1 ? sentence`value` : sentence`values`} and ${numbers} numbers were compared${near}`;
}

/** Differences in all. */
export const countOf = ({ differences, more }: DiffResult): number => differences.length + more;
