/**
 * The oracle's short run: our own fixtures and programs of a fixed seed, against the `python3` that is here. The long run
 * is `npm run oracle`.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "./compare.js";
import { ownPrograms } from "./files.js";
import { choices, spell } from "./grammar.js";
import { askPython, pythons } from "./python.js";

const [python] = pythons(false);
if (python === undefined) process.stderr.write("\n*** no python3 here: the differential oracle is SKIPPED ***\n\n");

const SEED = 20_261_126;

describe.skipIf(python === undefined)("CPython's unpicklers and the machine", () => {
  test("differ in none of our fixtures", () => {
    const files = ownPrograms();
    const answers = askPython(
      python ?? "",
      files.map(({ bytes }) => bytes),
    );
    const found = files.flatMap(({ name, bytes }, i) => compare(bytes, [answers[i] ?? null]).map((d) => ({ name, ...d })));
    expect(files.length).toBeGreaterThan(100);
    expect(answers.filter((answer) => answer === null)).toEqual([]);
    expect(found).toEqual([]);
  }, 120_000);

  test("differ in no generated program", () => {
    const programs = fc.sample(choices(), { numRuns: 1500, seed: SEED }).map(spell);
    const answers = askPython(python ?? "", programs);
    const loaded = answers.filter((answer) => answer?.c.error === null && answer.py.error === null);
    // Most programs must run to their end, or little is compared.
    expect(loaded.length).toBeGreaterThan(750);
    const found = programs.flatMap((program, i) =>
      compare(program, [answers[i] ?? null]).map((d) => ({ program: Buffer.from(program).toString("hex"), ...d })),
    );
    expect(found).toEqual([]);
  }, 120_000);
});
