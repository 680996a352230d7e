/**
 * What becomes of the shared fixtures of older versions in today's sklearn, as a table; with `--why` each that is not right.
 * `npm run migrated -- [pickle|skops] [version…] [--only=PART OF A NAME]`; needs `.python-env` and ../shared (or another
 * folder of fixtures in CORNICHON_SHARED).
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CLASSES } from "../../src/migrate/catalogue.js";
import { runGuest } from "../support/guest.js";
import { type Fate, fatesOf, type OlderLabel, type Printer } from "../support/migrated.js";
import { type SharedVersion, sharedVersions } from "../support/shared.js";
import { documentIn } from "../support/today.js";

const given = process.argv.slice(2);
const kind: Printer = given.includes("skops") ? "skops" : "pickle";
const asked = given.filter((one) => /^\d/.test(one));

/** Part of the names of the labels that are asked; all without it. */
const some = given.find((one) => one.startsWith("--only="))?.slice("--only=".length);

interface Read extends OlderLabel {
  /** Its class is one of today's. */
  readonly exists: boolean;
}

const classIn = (text: string): string => String(Object(documentIn(text).root).class);

/** Labels of a version; `text` is empty where the file is not read, as it names code of a user. */
const labelsOf = ({ folder, expected }: SharedVersion): Read[] =>
  Object.entries(expected).flatMap(([name, label]) => {
    const path = join(folder, `${name}.pkl`);
    if (!existsSync(path) || !(some === undefined || new RegExp(some).test(name))) return [];
    const { text } = runGuest(readFileSync(path));
    return [{ name, text, label, exists: text === "" || today.has(classIn(text)) }];
  });

const today = new Set(CLASSES);
const FATES: readonly Fate["fate"][] = ["right", "nothing", "order", "refused", "differs", "raises", "load", "died", "slow"];
const GOOD = new Set<Fate["fate"]>(["right", "nothing", "order"]);
const HEADS = ["labels", "user code", "class is gone", ...FATES, "share of those whose class exists"];

process.stdout.write(`| ${kind} | ${HEADS.join(" | ")} |\n|---|${"---|".repeat(HEADS.length)}\n`);
const sums = new Array<number>(HEADS.length + 1).fill(0);

function row(version: string, counts: readonly number[], good: number): void {
  const [labels = 0, , gone = 0] = counts;
  for (const [i, count] of [...counts, good].entries()) sums[i] = (sums[i] ?? 0) + count;
  process.stdout.write(
    `| ${version} | ${counts.join(" | ")} | ${good} of ${labels - gone}, ${((100 * good) / (labels - gone)).toFixed(1)} % |\n`,
  );
}

for (const version of sharedVersions()) {
  if (asked.length > 0 && !asked.includes(version.version)) continue;
  const labels = labelsOf(version);
  const read = labels.filter(({ text }) => text !== "");
  const fates = fatesOf(read, kind);
  const counts = FATES.map((fate) => fates.filter((one) => one.fate === fate).length);
  const good = fates.filter(({ fate }, i) => GOOD.has(fate) && read[i]?.exists === true).length;
  row(version.version, [labels.length, labels.length - read.length, labels.filter(({ exists }) => !exists).length, ...counts], good);
  if (given.includes("--why"))
    for (const { name, fate, why } of fates)
      if (fate !== "right" && fate !== "nothing") process.stdout.write(`    ${name}: ${fate}: ${why}\n`);
}
const good = sums[HEADS.length - 1] ?? 0;
row("all", sums.slice(0, HEADS.length - 1), good);
