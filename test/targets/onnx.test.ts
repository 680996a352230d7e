/**
 * Every recorded label whose class has a graph, written as ONNX and answered by onnxruntime: right, or refused by name,
 * never wrong. Labels and integers are exact, numbers within 1e-9, within 1e-6 where Python's X was float32.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runGuest } from "../support/guest.js";
import { onnxDifferences } from "../support/onnx-labels.js";
import { SHARED, sharedVersions } from "../support/shared.js";

describe.each([...sharedVersions()])("sklearn $version", ({ folder, expected }) => {
  test("answers as it did, or is refused", async () => {
    const wrong: string[] = [];
    let right = 0;
    for (const [name, label] of Object.entries(expected)) {
      if (label.outputs === undefined) continue;
      const { root } = runGuest(readFileSync(join(folder, `${name}.pkl`)));
      const found = await onnxDifferences(root, label).catch((error: unknown) => [`${name} does not run: ${String(error)}`]);
      if (found?.length === 0) right++;
      wrong.push(...(found ?? []).map((one) => `${name} ${one}`));
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(110);
  }, 300_000);
});

test.skipIf(SHARED === null)("the shared fixtures are here", () => {
  expect([...sharedVersions()].length).toBeGreaterThan(0);
});
