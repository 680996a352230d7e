/** A recorded label written as ONNX, answered by onnxruntime and held against what Python recorded. */
import * as ort from "onnxruntime-node";
import { CornichonError } from "../../src/errors.js";
import { lower } from "../../src/graph/lower.js";
import { singleGraph } from "../../src/graph/single.js";
import { referencesOf } from "../../src/neutral/document.js";
import { onnxModel } from "../../src/targets/onnx/model.js";
import { type Feeds, feedsOf, recordedOf, runOnnx, tensorDifference, widthOf } from "./ort.js";
import { documentOf } from "./outputs.js";
import type { ExpectedLabel } from "./shared.js";

const HEAD = { producerVersion: "test", opset: 18, metadata: {} };

/** Float32's: of the answer itself, or of what cancels. */
const FLOAT = { rtol: 1e-4, atol: 1e-4 };

function floats(feeds: Feeds): Feeds {
  const single = (one: ort.Tensor): ort.Tensor =>
    one.type === "float64" ? new ort.Tensor("float32", Float32Array.from(one.data as Float64Array), one.dims) : one;
  return Object.fromEntries(Object.entries(feeds).map(([name, one]) => [name, single(one)]));
}

/** A recorded output by its name in a graph: the arrays of a list have numbers. */
const arraysOf = ([name, output]: [string, unknown]): [string, unknown][] =>
  Array.isArray(output) ? output.map((one, k) => [`${name}_${k}`, one]) : [[name, output]];

/** Differences of one label's methods, in double or in float32; null where the target refuses it. */
export async function onnxDifferences(
  root: unknown,
  { input, outputs = {} }: ExpectedLabel,
  single = false,
): Promise<readonly string[] | null> {
  const x = recordedOf(input);
  if (x === null || root === undefined) return null;
  try {
    const document = documentOf(root);
    const model = lower(document.root, referencesOf(document), widthOf(x), true);
    // One method may be refused where others are right.
    const asked = Object.entries(outputs)
      .flatMap(arraysOf)
      .filter(([name]) => name !== "inverse_transform" && model.writes(name));
    if (asked.length === 0) return null;
    const graph = model.graph(asked.map(([method]) => ({ name: method, method })));
    const bytes = onnxModel(single ? singleGraph(graph, "", model.classes) : graph, HEAD);
    const feeds = feedsOf(x, model.inputs);
    // None among texts, or a kind that the model cannot tell.
    if (feeds === null) return null;
    const found = await runOnnx(bytes, single ? floats(feeds) : feeds);
    return asked.flatMap(([name, wanted]) => {
      const difference = tensorDifference(found[name], wanted, single ? FLOAT : x.tolerance);
      return difference === null ? [] : [`${name}: ${difference}`];
    });
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return null;
    throw error;
  }
}
