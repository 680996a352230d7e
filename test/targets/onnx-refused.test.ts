/**
 * Rows that sklearn refuses, asked of what was written as ONNX: where the model refuses a number (NaN, infinite, beyond float32,
 * negative) or a value that nobody fitted, onnxruntime fails, too, and gives no answer.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import type { Value } from "../../src/graph/ir.js";
import { lower } from "../../src/graph/lower.js";
import { type Model, modelFromDocument, type X } from "../../src/model/all.js";
import { referencesOf } from "../../src/neutral/document.js";
import { onnxModel } from "../../src/targets/onnx/model.js";
import { runGuest } from "../support/guest.js";
import { feedsOf, type Recorded, recordedOf, widthOf, withOnnx } from "../support/ort.js";
import { documentOf } from "../support/outputs.js";
import { type ExpectedLabel, SHARED, sharedVersions } from "../support/shared.js";

const HEAD = { producerVersion: "test", opset: 18, metadata: {} };
const METHODS = ["predict", "transform"];
const STRANGE: readonly (number | string)[] = [Number.NaN, Number.POSITIVE_INFINITY, 1e39, -1, 918_273_645, "\u0001 no category"];

/** Recorded rows with one value in a place of the first of them. */
function spoilt(recorded: Recorded, at: number, value: number | string): Recorded | null {
  if (typeof recorded.values[at] !== typeof value) return null;
  return { ...recorded, values: recorded.values.map((old, i) => (i === at ? value : old)) };
}

function asX({ columns, shape, values }: Recorded): X {
  const [rows = 0, cols = 1] = shape;
  if (shape.length === 1) return values as string[] | number[]; // one kind: they are recorded so
  if (values.every((value) => typeof value === "number")) return { dtype: "float64", shape, data: Float64Array.from(values) };
  const names = columns ?? Array.from({ length: cols }, (_, j) => `x${j}`);
  return { columns: names, rows: Array.from({ length: rows }, (_, i) => values.slice(i * cols, (i + 1) * cols)) };
}

function refuses(model: Model, method: string, recorded: Recorded): boolean {
  try {
    model.call(method, asX(recorded));
    return false;
  } catch (error) {
    if (error instanceof CornichonError) return true;
    throw error;
  }
}

/** What onnxruntime answers where the model refuses, one method. */
async function answered(model: Model, method: string, recorded: Recorded, bytes: Uint8Array, inputs: readonly Value[]): Promise<unknown[]> {
  return withOnnx(bytes, async (run) => {
    const found: unknown[] = [];
    for (const value of STRANGE) {
      const other = spoilt(recorded, 0, value);
      const feeds = other === null || !refuses(model, method, other) ? null : feedsOf(other, inputs);
      if (feeds !== null && (await run(feeds).catch(() => null)) !== null) found.push(value);
    }
    return found;
  });
}

async function answersBeside(name: string, root: unknown, { input }: ExpectedLabel): Promise<readonly string[]> {
  const recorded = recordedOf(input);
  if (recorded === null || root === undefined) return [];
  const document = documentOf(root);
  const all: string[] = [];
  try {
    const lowered = lower(document.root, referencesOf(document), widthOf(recorded), { isGuarded: true });
    const model = modelFromDocument(document);
    for (const method of METHODS) {
      if (!model.methods.includes(method) || !lowered.writes(method) || refuses(model, method, recorded)) continue;
      const bytes = onnxModel(lowered.graph([{ name: method, method }]), HEAD);
      const found = await answered(model, method, recorded, bytes, lowered.inputs);
      if (found.length > 0) all.push(`${name} ${method} answers ${found.join()}`);
    }
    return all;
  } catch (error) {
    if (error instanceof CornichonError) return all;
    throw error;
  }
}

const version = [...sharedVersions()].find((one) => one.version === "1.9.1");

test.skipIf(version === undefined)(
  "what sklearn refuses is an error in onnxruntime",
  async () => {
    const all: string[] = [];
    for (const [name, label] of Object.entries(version?.expected ?? {})) {
      const { root } = runGuest(readFileSync(join(version?.folder ?? "", `${name}.pkl`)));
      all.push(...(await answersBeside(name, root, label)));
    }
    expect(all).toEqual([]);
  },
  300_000,
);

test.skipIf(SHARED === null)("the shared fixtures are here", () => {
  expect(version).toBeDefined();
});
