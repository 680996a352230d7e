/**
 * `--to onnx`: what a model answers, as an ONNX file in double precision. It is lowered to a graph (`src/graph`) and
 * written by `model.ts`; what has no exact form is `target.unsupported`, before a byte is written.
 *
 * The document is in memory, the file only as numbers of the graph: it is encoded while it is written.
 */
import { CornichonError, joinShown, sentence, showText } from "../../errors.js";
import { sklearnMethod, unsupported } from "../../graph/define.js";
import type { Graph } from "../../graph/ir.js";
import { GRAPH_CLASSES, type LoweredModel, lower, type Output } from "../../graph/lower.js";
import { singleGraph } from "../../graph/single.js";
import { columnCount, estimatorIn, type Model, modelFromDocument } from "../../model/all.js";
import type { NeutralDocument } from "../../neutral/document.js";
import { VERSION } from "../../version.js";
import { type Deferred, joined } from "../deferred.js";
import { type Difference, differenceOf } from "./difference.js";
import { type Beside, ExternalData } from "./external.js";
import { onnxFile, weightsOf } from "./model.js";

/** How an ONNX file is written. */
export interface OnnxOptions {
  /** sklearn's methods, each an output of its name; `all`: every one that has a graph. Default: what skl2onnx's users know. */
  readonly outputs?: readonly string[] | undefined;
  /** Operator set of `ai.onnx`, 18 to 26. */
  readonly opset?: number | undefined;
  /** What numbers are; what float32 changes is measured and told in the report. */
  readonly dtype?: "float64" | "float32" | undefined;
}

/** Classes that can be written. */
export const ONNX_CLASSES = GRAPH_CLASSES;

/** No reader of protocol buffers takes more. */
const MOST_BYTES = 2 ** 31 - 1;
const DEFAULT_OPSET = 18;
/** Reductions take their axes as an input from 18 on, which is how they are written. */
const OPSETS = { least: 18, most: 26 } as const;

/** What an ONNX file has, for `--report`. */
export interface OnnxReport {
  readonly target: "onnx";
  readonly model_type: string;
  readonly opset: number;
  readonly dtype: "float64" | "float32";
  /** What float32 answers otherwise than float64. */
  readonly difference?: Difference;
  readonly inputs: readonly Described[];
  readonly outputs: readonly (Described & { readonly method: string })[];
  /** Methods of the model that the file does not answer. */
  readonly dropped: readonly string[];
  /** The file beside it that its weights are in, where it has one. */
  readonly external_data?: { readonly location: string; readonly bytes: number };
}

interface Described {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly (number | "N")[];
}

export interface Written {
  readonly bytes: Uint8Array;
  readonly report: OnnxReport;
}

/** A file that is measured, and encoded when it is written. */
export interface Measured {
  readonly bytes: Deferred;
  /** Weights that stand beside it, where they are too many. */
  readonly beside: Deferred | null;
  readonly report: OnnxReport;
}

/** Names that skl2onnx gives, by what the estimator is. Each has the first method that is there. */
const NAMES: Readonly<Record<LoweredModel["kind"], readonly (readonly [name: string, ...methods: string[]])[]>> = {
  classifier: [
    ["label", "predict"],
    ["probabilities", "predict_proba"],
    ["scores", "decision_function"],
  ],
  regressor: [["variable", "predict"]],
  transformer: [["variable", "transform"]],
  clusterer: [
    ["label", "predict"],
    ["scores", "transform", "decision_function"],
  ],
  "outlier-detector": [
    ["label", "predict"],
    ["scores", "decision_function"],
  ],
};

/** A method, or where it is a list in sklearn each of its arrays (`predict_proba_0` …). */
function numbered({ methods }: LoweredModel, name: string): readonly string[] {
  const arrays = methods.filter((one) => one !== name && sklearnMethod(one) === name);
  return arrays.length > 0 ? arrays : methods.filter((one) => one === name);
}

function defaults(model: LoweredModel): Output[] {
  const { kind } = model;
  const found = NAMES[kind].flatMap(([name, ...candidates]): Output[] => {
    const [method, ...more] = candidates.map((one) => numbered(model, one)).find((all) => all.length > 0) ?? [];
    if (method === undefined) return [];
    if (more.length === 0 && method === sklearnMethod(method)) return [{ name, method, column: name === "variable" }];
    return [method, ...more].map((one, k) => ({ name: `${name}_${k}`, method: one }));
  });
  // Scores only stand for probabilities where there are none.
  const hasProbabilities = found.some(({ name }) => name.startsWith("probabilities"));
  return found.filter(({ name }) => !(kind === "classifier" && name === "scores" && hasProbabilities));
}

/** Methods that go without saying: what leads back to X is only written where it is named. */
const forwards = ({ methods }: LoweredModel): string[] => methods.filter((name) => name !== "inverse_transform");

function chosen(model: LoweredModel, asked: readonly string[] | undefined): Output[] {
  if (asked === undefined) return defaults(model);
  const names = asked.includes("all")
    ? forwards(model).filter((name) => model.writes(name))
    : [...new Set(asked.flatMap((name) => (numbered(model, name).length === 0 ? [name] : numbered(model, name))))];
  const missing = names.filter((name) => !model.methods.includes(name));
  if (missing.length > 0)
    throw unsupported(
      "",
      "--outputs",
      sentence`${joinShown(missing.map(showText), ", ")} cannot be written; there are ${joinShown(model.methods.map(showText), ", ")}`,
    );
  return names.map((method) => ({ name: method, method }));
}

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What a file tells of the model. The model itself is let go before its graph is made: both hold a forest's values. */
type Told = Pick<Model, "className" | "nFeatures" | "featureNames" | "methods">;

function toldOf(document: NeutralDocument, select: string | undefined): Told {
  const { className, nFeatures, featureNames, methods } = modelFromDocument(document, select);
  return { className, nFeatures, featureNames, methods };
}

function metadataOf({ metadata, source }: NeutralDocument, model: Told): Record<string, string> {
  const hash: unknown = source["sha256"];
  const own = Object.entries(metadata).filter(([, value]) => value !== null && value !== undefined);
  return {
    model_type: model.className,
    ...Object.fromEntries(own.map(([key, value]) => [key, text(value)])),
    ...(model.featureNames === null ? {} : { feature_names: JSON.stringify(model.featureNames) }),
    ...(typeof hash === "string" && hash !== "" ? { source_sha256: hash } : {}),
  };
}

/**
 * Writes a document's only estimator, or the one at `select`.
 * @throws CornichonError `usage` for an operator set that is not written, `target.unsupported`, `model.*`
 */
export function toOnnx(document: NeutralDocument, select: string | undefined, options: OnnxOptions): Written {
  const { bytes, report } = onnxOf(document, select, options);
  return { bytes: joined(bytes), report };
}

/**
 * Logarithms of probabilities have no digits left in float32 where these are small: what is rounded beside 1, or no float32 any
 * more. `all` goes without them. @throws CornichonError `target.unsupported` where they are asked for
 */
function leansOnDoubles(method: string, asked: readonly string[] | undefined): boolean {
  const [stem = ""] = /^predict_log_proba(?=$|_\d+$)/.exec(method) ?? [];
  if (stem === "") return false;
  if (asked?.some((name) => name === method || name === stem) === true)
    throw unsupported("", method, sentence`it is written in float64 only`);
  return true;
}

/** The graph in float32. @throws CornichonError `target.unsupported` */
function narrowed({ kind, classes }: LoweredModel, graph: Graph, className: string): Graph {
  const isNumber = graph.outputs.some(({ name, value }) => ["label", "predict"].includes(name) && value.dtype === "float64");
  if (kind === "classifier" && isNumber) throw unsupported("", className, sentence`its labels are numbers that float32 may not hold`);
  return singleGraph(graph, className, classes);
}

/** A refusal of what is written by default, and what can be asked for instead. */
function withInstead(error: CornichonError, lowered: LoweredModel): CornichonError {
  const written = forwards(lowered).filter((name) => lowered.writes(name));
  if (written.length === 0) return error;
  const instead = sentence`; what can be written: --outputs ${joinShown(written.map(showText), ",")}`;
  const { key = "" } = error.args;
  return new CornichonError("target.unsupported", sentence`${error.message}${instead}`, {
    args: { ...error.args, key: `${key}${instead}` },
    cause: error,
  });
}

/** The graph of what was chosen. @throws CornichonError `target.unsupported` */
function graphOf(lowered: LoweredModel, asked: readonly Output[], isDefault: boolean, className: string): Graph {
  try {
    if (asked.length > 0) return lowered.graph(asked);
    const names = forwards(lowered);
    const why = names.map((name) => lowered.refusal(name)).find((one) => one !== null);
    const words = names.length > 0 ? sentence`no output stands for its methods by default` : sentence`it has no method that can be written`;
    throw why ?? unsupported("", className, words);
  } catch (error) {
    if (!isDefault || !(error instanceof CornichonError) || error.code !== "target.unsupported") throw error;
    throw withInstead(error, lowered);
  }
}

/** The same, encoded when it is written, with a file beside it where there is a place for one. @throws CornichonError as `toOnnx` */
export function onnxOf(
  document: NeutralDocument,
  select: string | undefined,
  { outputs, opset = DEFAULT_OPSET, dtype = "float64" }: OnnxOptions,
  place: Beside | null = null,
): Measured {
  if (!Number.isInteger(opset) || opset < OPSETS.least || opset > OPSETS.most)
    throw new CornichonError("usage", sentence`--opset is ${OPSETS.least} to ${OPSETS.most}`);
  const model = toldOf(document, select);
  const { value, references } = estimatorIn(document, select);
  const lowered = lower(value, references, columnCount(document, model.nFeatures, select), { isGuarded: true });
  const asked = chosen(lowered, outputs).filter(({ method }) => dtype === "float64" || !leansOnDoubles(method, outputs));
  const wide = graphOf(lowered, asked, outputs === undefined, model.className);
  const graph = dtype === "float64" ? wide : narrowed(lowered, wide, model.className);
  const difference = dtype === "float64" ? null : differenceOf(wide, graph, { className: model.className, value, references });
  const beside = place !== null && weightsOf(graph) > place.above ? new ExternalData(place.location) : null;
  const bytes = onnxFile(graph, { producerVersion: VERSION, opset, metadata: metadataOf(document, model) }, beside);
  if (bytes.length > MOST_BYTES)
    throw unsupported("", model.className, sentence`the file would have ${bytes.length} bytes, and protobuf ends at 2 GiB`);
  const report: OnnxReport = {
    target: "onnx",
    model_type: model.className,
    opset,
    dtype,
    inputs: graph.inputs,
    outputs: graph.outputs.map(({ name, value: { dtype, shape } }, i) => ({ name, method: asked[i]?.method ?? name, dtype, shape })),
    dropped: model.methods.filter((name) => !asked.some(({ method }) => sklearnMethod(method) === name)),
    ...(difference === null ? {} : { difference }),
    ...(beside === null ? {} : { external_data: { location: beside.location, bytes: beside.length } }),
  };
  return { bytes, beside, report };
}
