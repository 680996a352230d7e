/** Every recorded label of sklearn 1.9.1 that has code in Python: it answers as Python did, or is refused by name. */
import { describe, expect, test } from "vitest";
import { codeCases, judged } from "../support/code-cases.js";
import { python, runPython } from "../support/python-programs.js";
import { SHARED, sharedVersions } from "../support/shared.js";

const VERSION = "1.9.1";

const versions = [...sharedVersions()].filter(({ version }) => version === VERSION);

describe.skipIf(python === null).each(versions)("sklearn $version", (version) => {
  test("answers as it did, or is refused", () => {
    const { cases } = codeCases(version, "python");
    const { right, wrong } = judged(runPython(cases));
    expect(wrong).toEqual([]);
    expect(right.size).toBeGreaterThanOrEqual(180);
  }, 300_000);
});

test.skipIf(SHARED === null)("the shared fixtures are here", () => {
  expect([...sharedVersions()].length).toBeGreaterThan(0);
});
