/**
 * What xgboost and LightGBM answered, nine versions of each, and catboost, five: our models answer the same, in the same dtypes
 * and shapes, float32 within 1e-6 of the answer's largest number and doubles within 1e-9.
 */
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { documentOf } from "../support/outputs.js";
import { answered, type BoosterCase, boosterFolders, type Call, gapOf, rootOf } from "./cases.js";

const FOLDERS = boosterFolders();

function misanswered(one: BoosterCase, root: unknown, inputs: Readonly<Record<string, unknown>>, isSingle: boolean): string[] {
  const model = modelFromDocument(documentOf(root));
  const say = (call: Call, gap: number): string =>
    `${one.label}: ${call.method}(${call.x}, ${JSON.stringify(call.options)}) is ${gap} times off`;
  return one.calls.flatMap((call) => {
    const gap = gapOf(answered(model, inputs, call), call.gives, isSingle);
    return gap <= 1 ? [] : [say(call, gap)];
  });
}

describe.each(FOLDERS)("$name", ({ name, inputs, cases }) => {
  const isSingle = name.startsWith("xgboost");

  test("answers as its library did", { timeout: 240_000 }, () => {
    const wrong = cases.flatMap((one) => {
      const root = rootOf(one);
      if (root === undefined) return [`${one.label}: refused`];
      return misanswered(one, root, inputs, isSingle);
    });
    expect(wrong).toEqual([]);
  });
});

test("there are nine versions of each and five of catboost, and 1,100 answers", () => {
  expect(FOLDERS.filter(({ name }) => name.startsWith("xgboost"))).toHaveLength(9);
  expect(FOLDERS.filter(({ name }) => name.startsWith("lightgbm"))).toHaveLength(9);
  expect(FOLDERS.filter(({ name }) => name.startsWith("catboost"))).toHaveLength(5);
  const calls = FOLDERS.flatMap(({ cases }) => cases.flatMap(({ calls }) => calls));
  expect(calls.length).toBeGreaterThan(900);
});
