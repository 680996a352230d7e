/**
 * What becomes of the shared fixtures of older versions in today's sklearn, as a table; with `--why` each that is not right.
 * `npm run migrated -- [pickle|skops] [version…]`; needs `.python-env` and ../shared.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runGuest } from "../support/guest.js";
import { type Fate, fatesOf, type Printer } from "../support/migrated.js";
import { type SharedVersion, sharedVersions } from "../support/shared.js";

const given = process.argv.slice(2);
const kind: Printer = given.includes("skops") ? "skops" : "pickle";
const asked = given.filter((one) => /^\d/.test(one));

/** Labels that are read at all. */
const labelsOf = ({ folder, expected }: SharedVersion) =>
  Object.entries(expected).flatMap(([name, label]) => {
    const path = join(folder, `${name}.pkl`);
    const text = existsSync(path) ? runGuest(readFileSync(path)).text : "";
    return text === "" ? [] : [{ name, text, label }];
  });

const FATES: readonly Fate["fate"][] = ["right", "nothing", "refused", "differs", "raises", "load", "died", "slow"];

process.stdout.write(`| ${kind} | labels | ${FATES.join(" | ")} |\n|---|---|${"---|".repeat(FATES.length)}\n`);
for (const version of sharedVersions()) {
  if (asked.length > 0 && !asked.includes(version.version)) continue;
  const fates = fatesOf(labelsOf(version), kind);
  const counts = FATES.map((fate) => fates.filter((one) => one.fate === fate).length);
  process.stdout.write(`| ${version.version} | ${fates.length} | ${counts.join(" | ")} |\n`);
  if (given.includes("--why"))
    for (const { name, fate, why } of fates)
      if (fate !== "right" && fate !== "nothing") process.stdout.write(`    ${name}: ${fate}: ${why}\n`);
}
