/**
 * Every recorded label whose class has a graph, written as ONNX and answered by onnxruntime: right, or refused by name,
 * never wrong. Labels and integers are exact, numbers within 1e-9, within 1e-6 where Python's X was float32.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { lower } from "../../src/graph/lower.js";
import { referencesOf } from "../../src/neutral/document.js";
import { onnxModel } from "../../src/targets/onnx/model.js";
import { runGuest } from "../support/guest.js";
import { feedsOf, recordedOf, runOnnx, tensorDifference, widthOf } from "../support/ort.js";
import { documentOf } from "../support/outputs.js";
import { type ExpectedLabel, sharedVersions } from "../support/shared.js";

const HEAD = { producerVersion: "test", opset: 18, metadata: {} };

/** Differences of one label's methods; null where the target refuses it. */
async function differences(root: unknown, { input, outputs = {} }: ExpectedLabel): Promise<readonly string[] | null> {
  const x = recordedOf(input);
  if (x === null || root === undefined) return null;
  try {
    const document = documentOf(root);
    const model = lower(document.root, referencesOf(document), widthOf(x));
    // One method may be refused where others are right.
    const asked = Object.keys(outputs).filter((name) => name !== "inverse_transform" && model.writes(name));
    if (asked.length === 0) return null;
    const bytes = onnxModel(model.graph(asked.map((method) => ({ name: method, method }))), HEAD);
    const feeds = feedsOf(x, model.inputs);
    // None among texts, or a kind that the model cannot tell.
    if (feeds === null) return null;
    const found = await runOnnx(bytes, feeds);
    return asked.flatMap((name) => {
      const difference = tensorDifference(found[name], outputs[name], x.tolerance);
      return difference === null ? [] : [`${name}: ${difference}`];
    });
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return null;
    throw error;
  }
}

describe.each([...sharedVersions()])("sklearn $version", ({ folder, expected }) => {
  test("answers as it did, or is refused", async () => {
    const wrong: string[] = [];
    let right = 0;
    for (const [name, label] of Object.entries(expected)) {
      if (label.outputs === undefined) continue;
      const { root } = runGuest(readFileSync(join(folder, `${name}.pkl`)));
      const found = await differences(root, label).catch((error: unknown) => [`${name} does not run: ${String(error)}`]);
      if (found?.length === 0) right++;
      wrong.push(...(found ?? []).map((one) => `${name} ${one}`));
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(110);
  }, 120_000);
});
