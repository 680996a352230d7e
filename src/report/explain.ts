/** What a code means, why it matters and what to do, put together from the tables for whoever shows it. */
import { CODES, type FindingCode, isFindingCode } from "../../sandbox/finding/codes.js";
import type { Severity, Verdict } from "../../sandbox/wire/job.js";
import { joinShown, type Shown, sentence, showWhole } from "../errors.js";
import { EXPLANATIONS } from "./explanations.js";
import { REFERENCES, weaknessOf } from "./references.js";

/** All that is published of a code. */
export interface ExplainedCode {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly meaning: string;
  readonly why: string;
  readonly fix: string;
  readonly references: readonly { readonly title: string; readonly url: string }[];
  /** Numbers of weaknesses in the CWE list. */
  readonly weaknesses: readonly number[];
}

export const FINDING_CODES: readonly FindingCode[] = Object.keys(CODES).filter(isFindingCode);

export function explained(code: FindingCode): ExplainedCode {
  const { severity, verdict, doc } = CODES[code];
  const { why, fix, references } = EXPLANATIONS[code];
  return {
    code,
    severity,
    verdict,
    meaning: doc,
    why,
    fix,
    references: references.map((id) => REFERENCES[id]),
    weaknesses: references.map(weaknessOf).filter((number) => number !== null),
  };
}

/** Where the page of codes tells about one. */
export const helpUri = (code: FindingCode): string => `https://cornichon.dev/findings#${code}`;

const WIDTH = 78;

/** Our own words, in lines that a terminal has room for. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines.join("\n");
}

const section = (title: string, text: string): Shown =>
  joinShown([sentence``, showWhole(title), ...wrapped(text, "  ").split("\n").map(showWhole)], "\n");

/** For people at a terminal. */
export function explainText(code: FindingCode): Shown {
  const { severity, verdict, meaning, why, fix, references } = explained(code);
  const effect = verdict === "safe" ? sentence`a note: it changes no verdict` : sentence`the artifact is ${showWhole(verdict)}`;
  const pages = references.map(({ title, url }) => sentence`  ${showWhole(title)}\n    ${showWhole(url)}`);
  return joinShown(
    [
      sentence`${showWhole(code)} (${showWhole(severity)}; ${effect})`,
      section("What it means", meaning),
      section("Why it matters", why),
      section("What to do", fix),
      ...(pages.length === 0 ? [] : [sentence`\nMore`, ...pages]),
      sentence``,
    ],
    "\n",
  );
}

/** Every code with its meaning, a line each. */
export function explainList(): Shown {
  const longest = Math.max(...FINDING_CODES.map((code) => code.length));
  const lines = FINDING_CODES.map((code) => {
    const { verdict, doc } = CODES[code];
    return sentence`${showWhole(code.padEnd(longest))}  ${showWhole(verdict.padEnd(11))}  ${showWhole(doc)}`;
  });
  return sentence`${joinShown(lines, "\n")}\n`;
}

/** How many characters differ, as far as it matters: changed, left out, put in, or two swapped (the row before the last). */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}

const FAR = 3;
const MOST_NEAR = 8;
/** No code is longer, and what is typed may be. */
const LONGEST = 64;

/** Codes that someone may have meant: nearly the same text, or the same area or name. */
export function nearCodes(text: string): readonly FindingCode[] {
  const typed = text
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, "");
  const [area = "", name = area] = typed.split(".");
  const alike = (code: FindingCode): boolean => code.startsWith(`${area}.`) || (name.length > 2 && code.split(".")[1] === name);
  const rated = FINDING_CODES.map((code) => ({ code, far: distance(typed, code) }));
  const near = rated.filter(({ code, far }) => far <= FAR || alike(code) || (name.length > 2 && code.includes(name)));
  return near
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST_NEAR)
    .map(({ code }) => code);
}
