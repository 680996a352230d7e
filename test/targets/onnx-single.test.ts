/**
 * Files in float32: onnxruntime answers as our own arithmetic says that they do, in float32 and in double, so what the report
 * tells of the difference is measured. What leans on doubles, and what float32 does not hold, is refused.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { type Evaluated, evaluate, isAnswered } from "../../src/graph/evaluate/index.js";
import type { Graph } from "../../src/graph/ir.js";
import { lower } from "../../src/graph/lower.js";
import { Ops } from "../../src/graph/ops.js";
import { SINGLE_CLASSES, singleGraph } from "../../src/graph/single.js";
import { type NeutralDocument, referencesOf } from "../../src/neutral/document.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { onnxModel } from "../../src/targets/onnx/model.js";
import { runGuest } from "../support/guest.js";
import { recordedOf, runOnnx, widthOf } from "../support/ort.js";
import { documentOf } from "../support/outputs.js";
import { sharedVersions } from "../support/shared.js";

const HEAD = { producerVersion: "test", opset: 18, metadata: {} };
const version = [...sharedVersions()].find((one) => one.version === "1.9.1");
const shortName = (name: string): string => name.replace(/^.*[.:]/, "");
const names = new Set([...SINGLE_CLASSES].map(shortName));
const labels = Object.entries(version?.expected ?? {}).filter(([, one]) => names.has(shortName(one.class)) && one.outputs !== undefined);

const documentAt = (name: string): NeutralDocument => documentOf(runGuest(readFileSync(join(version?.folder ?? "", `${name}.pkl`))).root);

/** What is apart by more than a rounding: of labels any, of numbers by the largest of them. */
function apart(ours: Evaluated, theirs: ort.Tensor, rtol: number): string | null {
  const found = Array.from(theirs.data as ArrayLike<unknown>, (one) => (typeof one === "bigint" ? Number(one) : one));
  if (ours.shape.join() !== theirs.dims.join()) return `shape ${ours.shape} and ${theirs.dims}`;
  const scale = Array.from<number | string>(ours.data).reduce<number>((most, one) => Math.max(most, Math.abs(Number(one)) || 0), 0);
  const at = Array.from<number | string>(ours.data).findIndex((one, i) =>
    typeof one === "string" ? one !== found[i] : !(Object.is(one, found[i]) || Math.abs(one - Number(found[i])) <= rtol * scale),
  );
  return at < 0 ? null : `value ${at} is ${ours.data[at]}, onnxruntime's ${String(found[at])}`;
}

async function differences(graph: Graph, x: Evaluated, tensor: ort.Tensor, rtol: number): Promise<readonly string[] | null> {
  const ours = evaluate(graph, new Map([["X", x]]));
  if (!ours.every(isAnswered)) return null;
  const theirs = await runOnnx(onnxModel(graph, HEAD), { X: tensor });
  return graph.outputs.flatMap(({ name }, i) => {
    const [one, two] = [ours[i], theirs[name]];
    const said = one === undefined || two === undefined ? "none" : apart(one, two, rtol);
    return said === null ? [] : [`${name}: ${said}`];
  });
}

describe.skipIf(version === undefined)("labels of sklearn 1.9.1", () => {
  test.each(labels)("%s", async (name, { input, outputs = {} }) => {
    const recorded = recordedOf(input);
    if (recorded === null || recorded.values.some((value) => typeof value === "string")) return;
    const { root, ...rest } = documentAt(name);
    const document = { root, ...rest };
    const references = referencesOf(document);
    const model = lower(root, references, widthOf(recorded));
    if (model.inputs.length > 1 || model.inputs[0]?.dtype !== "float64") return;
    const asked = Object.keys(outputs).filter((one) => one !== "inverse_transform" && model.writes(one));
    const graph = model.graph(asked.map((method) => ({ name: method, method })));
    if ([...model.classes].some((one) => !SINGLE_CLASSES.has(one))) return;
    const data = Float64Array.from(recorded.values, (value) => Math.fround(value === null ? Number.NaN : Number(value)));
    const [rows = 0, cols = 1] = recorded.shape;
    const shape = [rows, cols];
    const wide = await differences(graph, { dtype: "float64", shape, data }, new ort.Tensor("float64", data, shape), 1e-12);
    expect(wide ?? []).toEqual([]);
    const narrow = singleGraph(graph, name, model.classes);
    const x = new ort.Tensor("float32", Float32Array.from(data), shape);
    expect((await differences(narrow, { dtype: "float32", shape, data }, x, 1e-5)) ?? []).toEqual([]);
  });

  test("most of them can be worked out", () => {
    const isWritten = ([name]: readonly [string, unknown]): boolean => {
      try {
        return toOnnx(documentAt(name), undefined, { dtype: "float32" }).report.difference !== undefined;
      } catch (error) {
        if (error instanceof CornichonError && error.code === "target.unsupported") return false;
        throw error;
      }
    };
    expect(labels.filter(isWritten).length).toBeGreaterThan(0.8 * labels.length);
  });

  test("a forest's report has what float32 changes, and its file is smaller", () => {
    const [double, float] = (["float64", "float32"] as const).map((dtype) =>
      toOnnx(documentAt("RandomForestRegressor"), undefined, { dtype }),
    );
    expect(float?.report).toMatchObject({ dtype: "float32", inputs: [{ dtype: "float32" }], outputs: [{ dtype: "float32" }] });
    const [difference] = float?.report.difference?.outputs ?? [];
    expect(difference).toMatchObject({ name: "variable" });
    const relative = difference !== undefined && "relative" in difference ? difference.relative : 0;
    expect(relative).toBeGreaterThan(1e-9);
    expect(relative).toBeLessThan(1e-5);
    expect(float?.bytes.length ?? 0).toBeLessThan(double?.bytes.length ?? 0);
  });

  test("logarithms of probabilities stay out of float32", () => {
    const document = documentAt("SGDClassifier__log_loss");
    const { report } = toOnnx(document, undefined, { dtype: "float32", outputs: ["all"] });
    expect(report.outputs.map(({ name }) => name)).toEqual(expect.arrayContaining(["predict", "predict_proba"]));
    expect(report.dropped).toContain("predict_log_proba");
    const asked = { dtype: "float32", outputs: ["predict_log_proba"] } as const;
    expect(() => toOnnx(document, undefined, asked)).toThrow("predict_log_proba: it is written in float64 only");
  });

  test("what leans on doubles is refused by name", () => {
    expect(() => toOnnx(documentAt("KNeighborsRegressor"), undefined, { dtype: "float32" })).toThrow("it is written in float64 only");
  });
});

test("numbers that float32 does not hold are refused", () => {
  const builder = new GraphBuilder();
  const ops = new Ops(builder);
  const value = ops.add(builder.input("X", "float64", ["N", 1]), ops.double(1e300));
  const graph = builder.graph([{ name: "y", value }]);
  expect(() => singleGraph(graph, "Ridge", new Set())).toThrow("it holds 1e+300, which is no number of float32");
});
