/**
 * What our own writer wrote, decoded by protobuf-es from the official onnx-ml.proto (`support/onnx-official.ts`): no field
 * that it does not know, each that the specification asks for, every tensor as long as its shape says, and value by value
 * the graph that was written. Written again by protobuf-es, which packs nothing, it is the same to it and to our own reader.
 *
 * All models of our fixtures, in double, in float32 where they have it, and with their weights beside them; of the shared
 * versions every seventh label, since all of them take minutes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import type { Graph } from "../../src/graph/ir.js";
import { type LoweredModel, lower } from "../../src/graph/lower.js";
import { Ops } from "../../src/graph/ops.js";
import { singleGraph } from "../../src/graph/single.js";
import { estimatorIn, modelFromDocument } from "../../src/model/all.js";
import { joined } from "../../src/targets/deferred.js";
import { ExternalData } from "../../src/targets/onnx/external.js";
import { onnxFile, onnxModel } from "../../src/targets/onnx/model.js";
import { ProtoWriter } from "../../src/targets/onnx/protobuf.js";
import { readOnnx } from "../../src/targets/onnx/read.js";
import { runGuest } from "../support/guest.js";
import { decoded, encoded, isSame, plainModel, specificationProblems } from "../support/onnx-official.js";
import { type Places, wantedModel } from "../support/onnx-wanted.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES, sharedVersions } from "../support/shared.js";

const HEAD = { producerVersion: "1.2.3", opset: 18, metadata: { model_type: "Modèle", feature_names: '["a","b"]' } };

/** A refusal by name is none of a file. */
function unlessRefused<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof CornichonError && /^(?:target|model)\./.test(error.code)) return null;
    throw error;
  }
}

interface Written {
  readonly model: LoweredModel;
  readonly graph: Graph;
}

/** The graph of every method that a fixture's model has in ONNX; null where it is refused. */
function graphOf(pickle: string): Written | null {
  const { root } = runGuest(readFileSync(pickle));
  if (root === undefined) return null;
  return unlessRefused(() => {
    const document = documentOf(root);
    const { value, references } = estimatorIn(document, undefined);
    const model = lower(value, references, modelFromDocument(document).nFeatures);
    const outputs = model.methods.filter((method) => model.writes(method)).map((method) => ({ name: method, method }));
    return outputs.length === 0 ? null : { model, graph: model.graph(outputs) };
  });
}

/** What differs between a file and its graph, by an oracle that is not ours. */
function differences(graph: Graph, bytes: Uint8Array, places?: Places): string[] {
  const model = decoded(bytes);
  const again = encoded(model);
  const problems = specificationProblems(model);
  if (!isDeepStrictEqual(plainModel(model), wantedModel(graph, HEAD, places))) problems.push("it is not its graph");
  if (!isSame(decoded(again), model)) problems.push("written again it is another");
  if (places === undefined && !isDeepStrictEqual(readOnnx(again), readOnnx(bytes)))
    problems.push("our reader reads what protobuf-es wrote otherwise");
  return problems;
}

/** Where each constant stands beside the file, read back from there. */
function placesOf({ constants }: Graph, beside: Uint8Array, location: string): Places {
  const places = new Map();
  let at = 0;
  for (const tensor of constants.values()) {
    if (!ArrayBuffer.isView(tensor.data) || tensor.data.byteLength < 1024) continue;
    const offset = Math.ceil(at / 4096) * 4096;
    at = offset + tensor.data.byteLength;
    const bytes = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
    if (Buffer.compare(bytes, beside.subarray(offset, at)) !== 0) continue;
    const place = { location, offset: String(offset), length: String(bytes.length) };
    places.set(tensor, { external_data: Object.entries(place).map(([key, value]) => ({ key, value })), data_location: 1 });
  }
  return places;
}

function besideDifferences(graph: Graph): string[] | null {
  const data = new ExternalData("weights.bin");
  const bytes = joined(onnxFile(graph, HEAD, data));
  return data.length === 0 ? null : differences(graph, bytes, placesOf(graph, joined(data), data.location));
}

const picklesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".pkl"))
    .sort()
    .map((name) => join(folder, name));

interface Counts {
  double: number;
  float: number;
  beside: number;
}

/** Holds each against the oracle, and counts the files. */
function held(pickles: readonly string[]): { readonly counts: Counts; readonly wrong: readonly string[] } {
  const counts: Counts = { double: 0, float: 0, beside: 0 };
  const wrong: string[] = [];
  const take = (kind: keyof Counts, pickle: string, found: readonly string[] | null): void => {
    if (found !== null) counts[kind]++;
    wrong.push(...(found ?? []).map((one) => `${pickle}, ${kind}: ${one}`));
  };
  for (const pickle of pickles) {
    const written = graphOf(pickle);
    if (written === null) continue;
    const { graph, model } = written;
    take("double", pickle, differences(graph, onnxModel(graph, HEAD)));
    take("beside", pickle, besideDifferences(graph));
    const single = unlessRefused(() => singleGraph(graph, pickle, model.classes));
    if (single !== null) take("float", pickle, differences(single, onnxModel(single, HEAD)));
  }
  return { counts, wrong };
}

describe("files are what the official onnx-ml.proto says", () => {
  test("of all our fixtures' models", { timeout: 300_000 }, () => {
    const folders = readdirSync(join(FIXTURES, "models")).map((name) => join(FIXTURES, "models", name));
    const { counts, wrong } = held(folders.flatMap(picklesIn));
    expect(wrong).toEqual([]);
    expect(counts.double).toBeGreaterThan(370);
    expect(counts.float).toBeGreaterThan(100);
    expect(counts.beside).toBeGreaterThan(20);
  });

  test.each([...sharedVersions()])("of a seventh of sklearn $version", { timeout: 120_000 }, ({ folder }) => {
    const { counts, wrong } = held(picklesIn(folder).filter((_, i) => i % 7 === 3));
    expect(wrong).toEqual([]);
    expect(counts.double).toBeGreaterThan(25);
  });
});

// ---- the oracle finds what is wrong ----

function small(): Graph {
  const builder = new GraphBuilder();
  const ops = new Ops(builder);
  return builder.graph([{ name: "y", value: ops.add(builder.input("X", "float64", ["N", 2]), ops.double(0.5)) }]);
}

test("a field that ONNX does not have", () => {
  const out = new ProtoWriter();
  out.int(99, 1);
  expect(specificationProblems(decoded(Buffer.concat([onnxModel(small(), HEAD), joined(out)])))).toEqual(["ModelProto: unknown fields 99"]);
});

test("a tensor that is shorter than its shape, and one without a type", () => {
  const out = new ProtoWriter();
  out.message(7, (graph) =>
    graph.message(5, (tensor) => {
      tensor.ints(1, [2]);
      tensor.int(2, 11);
      tensor.raw(9, new Uint8Array(8));
    }),
  );
  out.message(7, (graph) => graph.message(5, (tensor) => tensor.raw(9, new Uint8Array(8))));
  const problems = specificationProblems(decoded(joined(out)));
  expect(problems).toContain("TensorProto: raw_data has 8 bytes, and dims say 16");
  expect(problems).toContain("TensorProto: no data_type");
});

test("an attribute of another type than its value, and a node without an operator", () => {
  const out = new ProtoWriter();
  out.message(7, (graph) =>
    graph.message(1, (node) =>
      node.message(5, (attribute) => {
        attribute.text(1, "axis");
        attribute.int(3, 1);
        attribute.int(20, 7);
      }),
    ),
  );
  const problems = specificationProblems(decoded(joined(out)));
  expect(problems).toContain("AttributeProto: its type is not that of i");
  expect(problems).toContain("NodeProto: no op_type");
});

test("a file of another graph", () => {
  const graph = small();
  const other = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, op: "Sub" })) };
  expect(differences(other, onnxModel(graph, HEAD))).toEqual(["it is not its graph"]);
});
