/**
 * Boosters as ONNX in onnxruntime, and as JavaScript: what their libraries answered, float32 within 1e-6 and doubles within 1e-9,
 * or refused by name.
 */
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { toCode } from "../../src/targets/code/index.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { toPickle } from "../../src/targets/pickle/index.js";
import { toSkops } from "../../src/targets/skops/index.js";
import { codeDifference, rowsOf, runModules } from "../support/code.js";
import { feedsOf, recordedOf, tensorDifference, withOnnx } from "../support/ort.js";
import { documentOf } from "../support/outputs.js";
import { type BoosterFolder, boosterFolders, type Call, rootOf } from "./cases.js";

const VERSIONS = new Set([
  "xgboost-1.7.6",
  "xgboost-2.1.4",
  "xgboost-3.4.1",
  "lightgbm-3.3.5",
  "lightgbm-4.7.0",
  "catboost-0.24.4",
  "catboost-1.2.10",
]);
const FOLDERS = boosterFolders().filter(({ name }) => VERSIONS.has(name));

/** Questions that a graph is asked: a method as it is, about an array. */
const isPlain = ({ method, options, x }: Call): boolean =>
  Object.keys(options).length === 0 && ["dense", "clean", "codes", "known"].includes(x) && method !== "apply";

function writtenOr<T>(write: () => T, refused: string[], label: string): T | null {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof CornichonError && error.code === "target.unsupported")) throw error;
    refused.push(`${label}: ${error.message}`);
    return null;
  }
}

/** What is refused, and why. */
const REFUSED =
  /^(?:(?:partitions|one-hot): .*categories are those of a frame|one-hot.*: .*compared by a hash|linear-trees: .*linear models|quantiles: .*values in another order)/;

const SINGLE = { rtol: 1e-6, atol: 1e-6 };
const DOUBLE = { rtol: 1e-9, atol: 1e-12 };
/** What holds an xgboost model answers in doubles that float32 went into. */
const toleranceOf = (name: string): typeof SINGLE => (name.startsWith("xgboost") ? SINGLE : DOUBLE);

/** What differs, of how many questions. */
interface Compared {
  readonly wrong: readonly string[];
  readonly asked: number;
}

async function onnxDifferences({ name: folder, inputs, cases }: BoosterFolder, refused: string[]): Promise<Compared> {
  const wrong: string[] = [];
  let asked = 0;
  for (const one of cases) {
    const calls = one.calls.filter(isPlain);
    const file = writtenOr(() => toOnnx(documentOf(rootOf(one)), undefined, { outputs: ["all"] }), refused, one.label);
    if (file === null) continue;
    const names = new Set(file.report.outputs.map(({ name }) => name));
    await withOnnx(file.bytes, async (run) => {
      for (const call of calls.filter(({ method }) => names.has(method))) {
        asked++;
        const x = recordedOf(inputs[call.x]);
        const feeds = x === null ? null : feedsOf(x, file.report.inputs);
        const found = feeds === null ? "X is no input" : tensorDifference((await run(feeds))[call.method], call.gives, toleranceOf(folder));
        if (found !== null) wrong.push(`${one.label} ${call.method}(${call.x}): ${found}`);
      }
    });
  }
  return { wrong, asked };
}

function codeDifferences({ name: folder, inputs, cases }: BoosterFolder, refused: string[]): Compared {
  const asked = cases.flatMap((one) => {
    const code = writtenOr(() => toCode(documentOf(rootOf(one)), undefined, { language: "js" }), refused, one.label);
    const has = new Set(code?.report.functions.map(({ method }) => method));
    return one.calls
      .filter((call) => isPlain(call) && has.has(call.method))
      .map((call) => ({
        label: one.label,
        call,
        bytes: code?.bytes ?? new Uint8Array(),
        methods: [call.method],
        rows: rowsOf(inputs[call.x])?.rows ?? [],
      }));
  });
  const wrong = runModules(asked).flatMap(([ran], i) => {
    const { label = "", call } = asked[i] ?? {};
    const found = call === undefined || ran === undefined ? "no answer" : codeDifference(ran, call.gives, toleranceOf(folder));
    return found === null ? [] : [`${label} ${call?.method}(${call?.x}): ${found}`];
  });
  return { wrong, asked: asked.length };
}

/** Questions of a version at the least. */
const LEAST = 15;

describe.each(FOLDERS)("$name", (folder) => {
  test("answers in onnxruntime", { timeout: 240_000 }, async () => {
    const refused: string[] = [];
    const { wrong, asked } = await onnxDifferences(folder, refused);
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(LEAST);
    expect(refused.filter((line) => !REFUSED.test(line))).toEqual([]);
  });

  test("answers as JavaScript", { timeout: 240_000 }, () => {
    const refused: string[] = [];
    const { wrong, asked } = codeDifferences(folder, refused);
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(LEAST);
    expect(refused.filter((line) => !REFUSED.test(line))).toEqual([]);
  });
});

test.each([
  ["skops", toSkops],
  ["pickle", toPickle],
])("%s refuses them by name", (_, write) => {
  for (const { cases } of FOLDERS) {
    const [one] = cases.filter(({ label }) => label === "pipeline");
    if (one === undefined) throw new Error("the fixture is gone");
    expect(() => write(documentOf(rootOf(one)), undefined, {})).toThrow("native state has no form here");
  }
});
