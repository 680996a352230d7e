/**
 * Whether `rules.json` foretells what sklearn does with parameters that it was not made from: `npx tsx scripts/inputs/check.ts
 * FILE..`, each printed by `others.py`. Says how many outcomes of how many agree, and lists the others by class and kind.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Condition, rulesOf, sentencesOf } from "../../src/models/input/rule-rows.js";
import { rowsOf } from "../../src/models/input/rule-table.js";
import { valueFits } from "../../src/models/input/rules.js";
import { versionOf } from "../../src/upgrade/version.js";

const Outcomes = z.record(z.string(), z.string());
const Others = z.object({
  sklearn: z.string(),
  fits: z.array(
    z.tuple([z.string(), z.string(), z.record(z.string(), z.unknown()), z.record(z.string(), z.unknown()), z.record(z.string(), Outcomes)]),
  ),
});

/** Refusals of a value alone, which the models themselves see to (as in `make.mjs`). */
const OF_THE_VALUE =
  /unknown categories|previously unseen|out of bounds|in x_new is|Out of bounds w\/|limits of the knots|can not be inverted|label indicator|indicator for|entries smaller than|zero weights|filling value|list index|non-negative sparse/;

let asked = 0;
const wrong = new Map<string, string[]>();

function check(version: string, name: string, state: Condition, method: string, told: Readonly<Record<string, string>>, fit: string): void {
  const rank = versionOf(version)?.rank ?? 0;
  const holds = (when: Condition) => Object.entries(when).every(([key, wanted]) => valueFits(state[key], wanted));
  const rules = rulesOf(rowsOf(name) ?? [], rank, holds);
  const rule = rules?.[method] ?? rules?.["*"];
  const refused = rule === undefined ? {} : sentencesOf(rule, rank);
  for (const [kind, words] of Object.entries(told)) {
    const key = kind === "fewer" ? "features" : kind;
    if (OF_THE_VALUE.test(words)) continue;
    asked++;
    if (kind === "none" && refused["nan"] !== undefined) continue; // what is None is NaN here
    const foretold = refused[key] !== undefined || (kind === "sparse-nan" && refused["sparse"] !== undefined);
    if (foretold === (words !== "")) continue;
    const line = `${foretold ? "answered, foretold refused" : `refused (${words.slice(0, 70)}), foretold taken`}`;
    const at = `${name}.${method} ${kind}: ${line}`;
    wrong.set(at, [...(wrong.get(at) ?? []), `${version} ${fit}`]);
  }
}

for (const file of process.argv.slice(2)) {
  const { sklearn, fits } = Others.parse(JSON.parse(readFileSync(file, "utf8")));
  for (const [name, what, chosen, state, methods] of fits)
    for (const [method, told] of Object.entries(methods))
      check(sklearn, name, { ...state, "@inner": /@inner='(\w+)'/.exec(what)?.[1] }, method, told, `${what} ${JSON.stringify(chosen)}`);
}
const count = [...wrong.values()].flat().length;
process.stdout.write(`${asked - count} of ${asked} as foretold\n`);
for (const [at, where] of wrong) process.stdout.write(`${where.length} ${at} ${where.slice(0, 2).join("; ")}\n`);
