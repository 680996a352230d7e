/** Models as sklearn 0.15.2 stored them, with what it answered: layouts that are upgraded before a model reads them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { isArrayResult } from "../../src/models/define.js";
import { documentOf } from "../support/outputs.js";

interface Recorded {
  readonly X: number[][];
  readonly models: readonly {
    readonly class: string;
    readonly state: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
  }[];
}

const { X, models }: Recorded = JSON.parse(readFileSync(new URL("sklearn-0.15.2.json", import.meta.url), "utf8"));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const numbers = (value: unknown): number[] => [value].flat(3).map(Number);

/** A recorded value as a neutral one: nested lists are arrays, `arrays` a list of them, `encoder` a LabelEncoder. */
function neutral(value: unknown): unknown {
  if (isRecord(value) && Array.isArray(value["arrays"])) return value["arrays"].map(neutral);
  if (isRecord(value))
    return { $type: "object", class: "sklearn.preprocessing.LabelEncoder", state: { classes_: neutral(value["encoder"]) } };
  if (!Array.isArray(value)) return value;
  const [first]: unknown[] = value;
  return {
    $type: "ndarray",
    dtype: "float64",
    shape: Array.isArray(first) ? [value.length, first.length] : [value.length],
    data: numbers(value),
  };
}

test.each(models.map((one, i) => ({ ...one, name: `${i} ${one.class}` })))("$name", ({ class: className, state, outputs }) => {
  const entries = Object.entries(state).map(([key, value]) => [key, neutral(value)]);
  const model = modelFromDocument(documentOf({ $type: "object", class: className, state: Object.fromEntries(entries) }));
  for (const [method, wanted] of Object.entries(outputs)) {
    const result = model.call(method, X);
    const values = isArrayResult(result) ? Array.from(result.data, Number) : [];
    expect(values, method).toHaveLength(numbers(wanted).length);
    for (const [i, value] of numbers(wanted).entries()) expect(values[i], method).toBeCloseTo(value, 11);
  }
});
