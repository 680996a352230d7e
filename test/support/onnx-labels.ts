/** A recorded label written as ONNX, as `convert --to onnx --outputs all` does, answered by onnxruntime and held against what Python recorded. */
import * as ort from "onnxruntime-node";
import { CornichonError } from "../../src/errors.js";
import type { NeutralDocument } from "../../src/neutral/document.js";
import { toOnnx, type Written } from "../../src/targets/onnx/index.js";
import { type Feeds, feedsOf, recordedOf, runOnnx, tensorDifference, widthOf } from "./ort.js";
import { documentOf } from "./outputs.js";
import type { ExpectedLabel } from "./shared.js";

/** Float32's: of the answer itself, or of what cancels. */
const FLOAT = { rtol: 1e-4, atol: 1e-4 };

function floats(feeds: Feeds): Feeds {
  const single = (one: ort.Tensor): ort.Tensor =>
    one.type === "float64" ? new ort.Tensor("float32", Float32Array.from(one.data as Float64Array), one.dims) : one;
  return Object.fromEntries(Object.entries(feeds).map(([name, one]) => [name, single(one)]));
}

/** The file of every method that can be written; null where it is refused by name. */
function written(document: NeutralDocument, outputs: readonly string[], dtype: "float64" | "float32"): Written | null {
  try {
    return toOnnx(document, undefined, { outputs, dtype });
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return null;
    throw error;
  }
}

/** A recorded output by its name in a graph: the arrays of a list have numbers. */
const arraysOf = ([name, output]: [string, unknown]): [string, unknown][] =>
  Array.isArray(output) ? output.map((one, k) => [`${name}_${k}`, one]) : [[name, output]];

/** Differences of one label's methods, in double or in float32; null where the target refuses it. */
export async function onnxDifferences(
  root: unknown,
  { input, outputs = {} }: ExpectedLabel,
  single = false,
  methods: readonly string[] = ["all"],
): Promise<readonly string[] | null> {
  const x = recordedOf(input);
  if (x === null || root === undefined) return null;
  // Models that keep no more than their options do not tell how many columns X has.
  const width = widthOf(x);
  const metadata = width === null ? {} : { n_features_in: width };
  const file = written({ ...documentOf(root), metadata }, methods, single ? "float32" : "float64");
  const names = new Set(file?.report.outputs.map(({ name }) => name));
  const asked = Object.entries(outputs)
    .flatMap(arraysOf)
    .filter(([name]) => names.has(name));
  if (file === null || asked.length === 0) return null;
  const feeds = feedsOf(
    x,
    file.report.inputs.map((one) => ({ ...one, dtype: one.dtype === "float32" ? "float64" : one.dtype })),
  );
  // None among texts, or a kind that the model cannot tell.
  if (feeds === null) return null;
  const found = await runOnnx(file.bytes, single ? floats(feeds) : feeds);
  return asked.flatMap(([name, wanted]) => {
    const difference = tensorDifference(found[name], wanted, single ? FLOAT : x.tolerance);
    return difference === null ? [] : [`${name}: ${difference}`];
  });
}
