/**
 * Models of older versions in today's sklearn: each of this repository's fixtures is refused by name, or loads and answers as it
 * did; none crashes Python or hangs it. (`npm run migrated` asks the shared ones.)
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { runGuest } from "../support/guest.js";
import { fatesOf, type OlderLabel, type Printer } from "../support/migrated.js";
import { TARGET_PYTHON } from "../support/python-target.js";
import { type ExpectedLabel, FIXTURES } from "../support/shared.js";

const folder = join(FIXTURES, "models");

function labelsIn(version: string): OlderLabel[] {
  const expected: Record<string, ExpectedLabel> = JSON.parse(
    gunzipSync(readFileSync(join(folder, version, "expected.json.gz"))).toString(),
  );
  return Object.entries(expected).map(([name, label]) => {
    return { name: `${version} ${name}`, label, text: runGuest(readFileSync(join(folder, version, `${name}.pkl`))).text };
  });
}

describe.skipIf(TARGET_PYTHON === null).each<Printer>(["pickle", "skops"])("%s", (kind) => {
  test("is refused or answers as it did", () => {
    const versions = readdirSync(folder).filter((version) => version !== "1.9.1");
    const fates = fatesOf(versions.flatMap(labelsIn), kind);
    expect(fates.filter(({ fate }) => !["right", "nothing", "refused"].includes(fate))).toEqual([]);
    expect(fates.filter(({ fate }) => fate === "right").length).toBeGreaterThan(0);
  }, 120_000);
});
