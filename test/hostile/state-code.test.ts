/**
 * What unpickling runs of the listed classes and functions (`scripts/hostile/search_states.py`) is decided find by find
 * in `src/policy/state-code.json`. Runs over the Pythons named in CORNICHON_STATE_PYTHONS (separated by colons) and the
 * `python3` that is there, where these have the packages; says so where none has.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CHECKERS } from "../../sandbox/machine/checkers/index.js";
import { STATE_CHECKERS, STATES_ELSEWHERE } from "../../sandbox/machine/checkers/states.js";
import type { PolicyEntry } from "../../sandbox/wire/policy.js";
import { defaultPolicy } from "../../src/policy/index.js";
import { ROOT } from "../support/cli.js";

interface Decision {
  readonly why: string;
  /** Of finds in native code, which nobody has read: the checkers of arguments and states that hold what comes in. */
  readonly checkers?: readonly string[];
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

const isNative = (find: string): boolean => find.endsWith(": native");

test("what runs native code names the checkers that hold it", () => {
  const known = new Set([...Object.keys(CHECKERS), ...Object.keys(STATE_CHECKERS), ...STATES_ELSEWHERE]);
  for (const { why, finds, checkers } of DECISIONS) {
    expect(finds.some(isNative), why).toBe(checkers !== undefined);
    expect((checkers ?? []).filter((checker) => !known.has(checker))).toEqual([]);
  }
});

/** (package, class or function) of a find, with the method. */
const FIND = /^([^:]+):([^:]+?)(?:\.(__\w+__))?: native$/;

/** What a listed name gives to native code: nothing, or what its checker let through. */
function heldBy(entry: PolicyEntry, method: string | undefined): string | undefined {
  if (entry.kind === "call") return entry.check;
  if (entry.kind !== "class") return undefined;
  if (method === "__setstate__") return entry.state ?? "dict";
  return method === "__new__" ? entry.call : undefined;
}

test("each listed class with native code has such a checker", () => {
  const unheld = DECISIONS.flatMap(({ finds, checkers = [] }) =>
    finds.flatMap((find) => {
      const [, pack, name, method] = FIND.exec(find) ?? [];
      const entries = Object.entries(defaultPolicy().entries).filter(([key]) => key.startsWith(`${pack}.`) && key.endsWith(` ${name}`));
      const held = entries.map(([key, entry]) => [key, heldBy(entry, method)] as const);
      return held
        .filter(([, checker]) => checker !== undefined && checker !== "none" && !checkers.includes(checker))
        .map(([key]) => `${find}: ${key}`);
    }),
  );
  expect(unheld).toEqual([]);
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
