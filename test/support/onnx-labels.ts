/** A recorded label written as ONNX, answered by onnxruntime and held against what Python recorded. */
import { CornichonError } from "../../src/errors.js";
import { lower } from "../../src/graph/lower.js";
import { referencesOf } from "../../src/neutral/document.js";
import { onnxModel } from "../../src/targets/onnx/model.js";
import { feedsOf, recordedOf, runOnnx, tensorDifference, widthOf } from "./ort.js";
import { documentOf } from "./outputs.js";
import type { ExpectedLabel } from "./shared.js";

const HEAD = { producerVersion: "test", opset: 18, metadata: {} };

/** Differences of one label's methods; null where the target refuses it. */
export async function onnxDifferences(root: unknown, { input, outputs = {} }: ExpectedLabel): Promise<readonly string[] | null> {
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
