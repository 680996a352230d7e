/** Every recorded label of sklearn 1.9.1 that has code in C: compiled without a warning, it answers as Python did, or is refused by name. */
import { describe, expect, test } from "vitest";
import { cc, runC } from "../support/c-programs.js";
import { type CodeCase, codeCases, judged } from "../support/code-cases.js";
import { SHARED, sharedVersions } from "../support/shared.js";

const VERSION = "1.9.1";
/** Files of one program. */
const BATCH = 40;

const versions = [...sharedVersions()].filter(({ version }) => version === VERSION);

const batchesOf = (cases: readonly CodeCase[]): readonly (readonly CodeCase[])[] =>
  Array.from({ length: Math.ceil(cases.length / BATCH) }, (_, at) => cases.slice(at * BATCH, (at + 1) * BATCH));

describe.skipIf(cc === null).each(versions)("sklearn $version", (version) => {
  test("answers as it did, or is refused", () => {
    const { cases } = codeCases(version, "c");
    const { right, wrong } = judged(batchesOf(cases).flatMap((batch) => [...runC(batch)]));
    expect(wrong).toEqual([]);
    expect(right.size).toBeGreaterThanOrEqual(180);
  }, 300_000);
});

test.skipIf(SHARED === null)("the shared fixtures are here", () => {
  expect([...sharedVersions()].length).toBeGreaterThan(0);
});
