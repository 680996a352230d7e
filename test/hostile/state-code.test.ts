/**
 * What unpickling runs of the listed classes and functions (`scripts/hostile/search_states.py`) is decided find by find
 * in `src/policy/state-code.json`. Runs over the Pythons named in CORNICHON_STATE_PYTHONS (separated by colons) and the
 * `python3` that is there, where these have the packages; says so where none has.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../src/policy/index.js";
import { ROOT } from "../support/cli.js";

interface Decision {
  readonly why: string;
  readonly finds: readonly string[];
}

const DECISIONS: readonly Decision[] = JSON.parse(readFileSync(join(ROOT, "src/policy/state-code.json"), "utf8"));
const DECIDED = new Set(DECISIONS.flatMap((decision) => decision.finds));

const LISTED = Object.entries(defaultPolicy().entries)
  .filter(([, entry]) => entry.kind !== "reference")
  .map(([key, entry]) => [...key.split(" "), entry.kind]);

const hasPackages = (python: string): boolean => spawnSync(python, ["-c", "import sklearn, scipy, numpy"]).status === 0;
const PYTHONS = [...(process.env["CORNICHON_STATE_PYTHONS"] ?? "").split(":"), "python3"].filter(
  (python) => python !== "" && hasPackages(python),
);

if (PYTHONS.length === 0) process.stderr.write("\n*** no Python with sklearn is here: the search of states is SKIPPED ***\n\n");

test("every decision has a reason and decides something, once", () => {
  expect(DECISIONS.filter(({ why, finds }) => why.length < 20 || finds.length === 0)).toEqual([]);
  expect(DECIDED.size).toBe(DECISIONS.reduce((sum, { finds }) => sum + finds.length, 0));
});

describe.skipIf(PYTHONS.length === 0)("code that unpickling runs", () => {
  test.each(PYTHONS)(
    "is decided for %s",
    (python) => {
      const done = spawnSync(python, [join(ROOT, "scripts/hostile/search_states.py")], {
        input: JSON.stringify(LISTED),
        maxBuffer: 2 ** 26,
      });
      expect(done.status).toBe(0);
      const finds = done.stdout
        .toString()
        .split("\n")
        .filter((line) => line !== "");
      expect(finds.length).toBeGreaterThan(50);
      expect(finds.filter((find) => !DECIDED.has(find))).toEqual([]);
    },
    120_000,
  );
});
