/**
 * ONNX files that are asked: what our writer wrote of every model answers as the model does; what was changed by a little does
 * not; and what a stranger wrote is answered, or not known by name, and never hangs, crashes or takes memory without end.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/diff/index.js";
import type { Attribute, Graph, Node, Tensor, Value } from "../../src/graph/ir.js";
import type { NeutralDocument } from "../../src/neutral/document.js";
import { joined } from "../../src/targets/deferred.js";
import { ExternalData } from "../../src/targets/onnx/external.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { onnxFile, onnxModel } from "../../src/targets/onnx/model.js";
import { filled, locationsOf, type OnnxFile, readOnnx } from "../../src/targets/onnx/read.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";

const TOLERANCE = { rtol: 1e-9, atol: 1e-12 };
const MODELS = join(FIXTURES, "models", "1.9.1");
const read = (path: string): NeutralDocument => documentOf(runGuest(readFileSync(path), "convert", { arrays: "inline" }).root);
const model = (name: string): NeutralDocument => read(join(MODELS, `${name}.pkl`));
const onnx = (document: NeutralDocument, options: object = {}): OnnxFile => readOnnx(toOnnx(document, undefined, options).bytes);

/** Of files whose graph says nothing: only answers are left. */
const foreign = (file: OnnxFile): OnnxFile => ({ ...file, producer: "another" });

describe("what cornichon wrote answers as the model does", () => {
  test.each([
    "CountVectorizer__char",
    "DecisionTreeClassifier__str",
    "GradientBoostingClassifier",
    "HistGradientBoostingRegressor__cat",
    "KMeans",
    "KNeighborsClassifier",
    "LogisticRegression",
    "MultiOutputClassifier",
    "OneHotEncoder",
    "Pipeline__table",
    "Pipeline__text",
    "RandomForestClassifier__nan",
    "SVC__probamulti",
    "SimpleImputer",
    "TfidfVectorizer",
    "TfidfVectorizer__charwb",
  ])("%s, without a look at the graph", async (name) => {
    const { same, graph, answers, rows } = await compare(
      { document: model(name) },
      { onnx: foreign(onnx(model(name))) },
      { tolerance: TOLERANCE },
    );
    expect([same, graph]).toEqual([true, false]);
    expect(rows).not.toBeNull();
    expect(answers.length).toBeGreaterThan(0);
    for (const { numbers, problem } of answers) expect([problem, numbers?.differing]).toEqual([null, 0]);
  });

  test.each([undefined, ["all"], ["predict_proba_1", "predict_proba_0"]])("lists of arrays, by the outputs %s", async (outputs) => {
    const document = model("MultiOutputClassifier");
    const { same, graph, answers } = await compare({ document }, { onnx: onnx(document, { outputs }) }, { tolerance: TOLERANCE });
    expect([same, graph, answers.at(-1)?.method]).toEqual([true, true, "predict_proba"]);
    for (const { numbers } of answers) expect(numbers?.differing).toBe(0);
  });

  test("some arrays of a list are not compared with all", async () => {
    const document = model("MultiOutputClassifier");
    const { same, answers } = await compare(
      { document },
      { onnx: onnx(document, { outputs: ["predict_proba_1"] }) },
      { tolerance: TOLERANCE },
    );
    expect([same, answers.map(({ problem }) => problem)]).toEqual([true, ["not compared: the file has only some of its arrays"]]);
  });

  test("every fourth model, by its methods", { timeout: 120_000 }, async () => {
    const odd: string[] = [];
    let asked = 0;
    for (const name of readdirSync(MODELS).filter((one, i) => one.endsWith(".pkl") && i % 4 === 1)) {
      const document = read(join(MODELS, name));
      let file: OnnxFile;
      try {
        file = onnx(document, { outputs: ["all"] });
      } catch {
        continue; // what is not written is other tests' business
      }
      const { same, answers } = await compare({ document }, { onnx: file }, { tolerance: TOLERANCE });
      asked += answers.filter(({ numbers }) => (numbers?.count ?? 0) > 0).length;
      if (!same) odd.push(`${name}: ${JSON.stringify(answers.filter(({ numbers }) => numbers?.differing !== 0))}`);
    }
    expect(odd).toEqual([]);
    expect(asked).toBeGreaterThan(100);
  });

  test("the other way round, and of another operator set", async () => {
    const file = foreign(onnx(model("LogisticRegression"), { opset: 22 }));
    expect((await compare({ onnx: file }, { document: model("LogisticRegression") }, { tolerance: TOLERANCE })).same).toBe(true);
  });

  test("in float32 to five digits, unless somebody wants more", async () => {
    const file = onnx(model("LogisticRegression"), { dtype: "float32" });
    const wished = await compare({ document: model("LogisticRegression") }, { onnx: file }, { tolerance: TOLERANCE });
    const left = await compare({ document: model("LogisticRegression") }, { onnx: file }, { tolerance: TOLERANCE, isDefault: true });
    expect([wished.same, left.same]).toEqual([false, true]);
    expect(left.notes.join()).toContain("float32");
  });
});

describe("what was changed", () => {
  /** A file with the first constant of that many values moved a little. */
  const moved = (file: OnnxFile): OnnxFile => ({
    ...file,
    constants: new Map(
      [...file.constants].map(([name, tensor]) => [
        name,
        tensor.type === 11 && tensor.data.length > 1
          ? { ...tensor, data: Float64Array.from(tensor.data, (value) => Number(value) * (1 + 1e-6)) }
          : tensor,
      ]),
    ),
  });

  test("is seen in the answers", async () => {
    const { same, answers } = await compare(
      { document: model("Ridge") },
      { onnx: foreign(moved(onnx(model("Ridge")))) },
      { tolerance: TOLERANCE },
    );
    expect(same).toBe(false);
    expect(answers[0]?.numbers?.differing).toBeGreaterThan(0);
    expect(answers[0]?.numbers?.relative).toBeLessThan(1e-3);
  });

  test("between two files, whoever wrote them", async () => {
    const file = foreign(onnx(model("Ridge")));
    expect((await compare({ onnx: file }, { onnx: file }, { tolerance: TOLERANCE })).same).toBe(true);
    const { answers } = await compare({ onnx: file }, { onnx: moved(file) }, { tolerance: TOLERANCE });
    expect(answers[0]?.numbers?.differing).toBeGreaterThan(0);
  });
});

// ---- strangers' files ----

const int = (value: number): Attribute => ({ type: "int", value });
const longs = (...values: readonly number[]): Tensor => ({
  dtype: "int64",
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});
const node = (op: string, inputs: readonly string[], outputs: readonly string[], attributes: Record<string, Attribute> = {}): Node => ({
  op,
  domain: "",
  inputs,
  outputs,
  attributes,
});
const X: Value = { name: "X", dtype: "float64", shape: ["N", 3] };

/** A file of these nodes; `y` goes out. */
function file(nodes: readonly Node[], constants: Record<string, Tensor> = {}): OnnxFile {
  const graph: Graph = {
    inputs: [X],
    constants: new Map(Object.entries(constants)),
    nodes,
    outputs: [{ name: "variable", value: { name: "y", dtype: "float64", shape: ["N"] } }],
  };
  return foreign(readOnnx(onnxModel(graph, { producerVersion: "0", opset: 18, metadata: {} })));
}

const why = async (hostile: OnnxFile): Promise<string> =>
  compare({ document: model("Ridge") }, { onnx: hostile }, { tolerance: TOLERANCE }).then(
    ({ answers, notes }) => [...answers.map(({ problem }) => problem ?? "answered"), ...notes].join("; "),
    (error: unknown) => String(error),
  );

const big = { dtype: "float64", shape: [1], data: Float64Array.of(1) } as const;

describe("a stranger's file", () => {
  test.each([
    ["a loop", file([node("Loop", ["X"], ["y"])]), "the operator Loop is not known"],
    ["a cycle", file([node("Add", ["X", "z"], ["y"]), node("Add", ["y", "X"], ["z"])]), "nothing before it makes z"],
    ["a node of itself", file([node("Add", ["y", "X"], ["y"])]), "nothing before it makes y"],
    ["a name that stands twice", file([node("Neg", ["X"], ["y"]), node("Abs", ["X"], ["y"])]), "two values are called y"],
    ["a huge shape", file([node("ConstantOfShape", ["s"], ["y"])], { s: longs(2 ** 20, 2 ** 20) }), "more than 16777216 values"],
    ["sizes below zero", file([node("ConstantOfShape", ["s"], ["y"])], { s: longs(-1) }), "sizes that are none"],
    ["a huge Expand", file([node("Expand", ["c", "s"], ["y"])], { c: big, s: longs(2 ** 40) }), "more than 16777216 values"],
    ["a Tile", file([node("Tile", ["X", "s"], ["y"])], { s: longs(9, 9) }), "the operator Tile is not known"],
    ["an attribute that is not known", file([node("Neg", ["X"], ["y"], { twice: int(1) })]), "its twice is not known"],
    ["an axis that is not there", file([node("Gather", ["X", "s"], ["y"], { axis: int(7) })], { s: longs(0) }), "there is no axis 7"],
    ["an input too many", file([node("Neg", ["X", "X"], ["y"])]), "it has 2 inputs"],
    [
      "shapes that do not fit",
      file([node("Add", ["X", "s"], ["y"])], { s: { dtype: "float64", shape: [2], data: Float64Array.of(1, 2) } }),
      "do not fit",
    ],
    ["two types", file([node("Add", ["X", "s"], ["y"])], { s: longs(1) }), "two types"],
    ["a reshape to nothing", file([node("Reshape", ["X", "s"], ["y"])], { s: longs(-1, -1) }), "do not fit the shape"],
    [
      "places outside of a table",
      file([node("Gather", ["X", "s"], ["y"], { axis: int(1) })], { s: longs(3) }),
      "the graph refuses all rows",
    ],
    ["no output", file([]), "nothing before it makes y"],
    ["an operator set of the future", { ...file([node("Neg", ["X"], ["y"])]), opsets: new Map([["", 99]]) }, "Neg of operator set 99"],
    ["a function of its own", { ...file([node("Neg", ["X"], ["y"])]), functions: new Set(["\0Neg"]) }, "Neg of its own functions"],
    [
      "a name of everything",
      file([node("constructor", ["X"], ["y"]), node("__proto__", ["X"], ["z"])]),
      "the operator constructor is not known",
    ],
  ])("with %s says so", async (_, hostile, said) => {
    expect(await why(hostile)).toContain(said);
  });

  const none = (...shape: number[]): Tensor => ({ dtype: "float64", shape, data: new Float64Array(0) });
  const wide = 2 ** 50;
  test.each([
    ["Softmax", node("Softmax", ["z"], ["y"], { axis: int(0) }), none(0, wide)],
    ["Gather", node("Gather", ["z", "s"], ["y"], { axis: int(1) }), none(wide, 1, 0)],
    ["Concat", node("Concat", ["z", "z"], ["y"], { axis: int(1) }), none(wide, 0)],
    ["CumSum", node("CumSum", ["z", "s"], ["y"]), none(0, wide)],
    ["TopK", node("TopK", ["z", "s"], ["y", "p"], { axis: int(0) }), none(0, wide)],
    ["Slice", node("Slice", ["z", "s", "s"], ["y"]), none(1, wide, 0)],
  ])("with %s over sizes that have no values ends", async (_, one, z) => {
    expect(await why(file([one], { z, s: longs(0) }))).toContain("without values");
    const made = [node("ConstantOfShape", ["l"], ["z"]), one];
    expect(await why(file(made, { l: longs(...z.shape), s: longs(0) }))).toContain("more than 16777216 values");
  });

  test("of constants that do not fit into memory together says so", async () => {
    const names = Array.from({ length: 5 }, (_, i) => `c${i}`);
    const data = new Float64Array(2 ** 24);
    const constants = Object.fromEntries(names.map((name) => [name, longs()]));
    const small = file([node("Sum", names, ["y"])], constants);
    const shared = new Map(names.map((name) => [name, { type: 11, shape: [data.length], data }]));
    expect(await why({ ...small, constants: shared })).toContain("it needs too much memory");
  });

  test("that repeats texts into more letters than there is room for says so", async () => {
    const constants: Record<string, Tensor> = { t: { dtype: "string", shape: [1], data: ["A".repeat(1000)] }, s: longs(100_000) };
    const words = (value: string): Attribute => ({ type: "string", value });
    const lower = { case_change_action: words("LOWER"), locale: words("C") };
    const nodes = [node("Expand", ["t", "s"], ["e"]), node("StringNormalizer", ["e"], ["y"], lower)];
    expect(await why(file(nodes, constants))).toContain("more than 16777216 letters");
  });

  test("that has a table of more keys than a Map has room for says so", async () => {
    const value = new Float64Array(2 ** 24 + 1);
    const one: Node = {
      op: "LabelEncoder",
      domain: "ai.onnx.ml",
      inputs: ["s"],
      outputs: ["y"],
      attributes: {},
    };
    const read = file([one], { s: longs(1) });
    const keys = value.map((_, i) => i);
    const attributes = [
      { name: "keys_int64s", type: "ints" as const, values: keys, tensor: null },
      { name: "values_int64s", type: "ints" as const, values: value, tensor: null },
    ];
    expect(await why({ ...read, nodes: read.nodes.map((each) => ({ ...each, attributes })) })).toContain("more than 16777216 keys");
  });

  test("that refuses rows and takes long is not asked again without end", async () => {
    const m: Tensor = { dtype: "float64", shape: [480, 480], data: new Float64Array(480 * 480) };
    const nodes = [node("MatMul", ["m", "m"], ["w"]), node("Gather", ["X", "s"], ["y"], { axis: int(1) })];
    const read = file(nodes, { m, s: longs(9) });
    const both = { ...read, outputs: [...read.outputs, { name: "w", type: 11, shape: [480, 480] }] };
    expect(await why(both)).toContain("it takes too long");
  });

  test.each([
    ["nodes", Buffer.from([0x0a, 0])],
    ["inputs", Buffer.from([0x5a, 0])],
  ])("of millions of empty %s is refused", (_, one) => {
    const graph = Buffer.alloc(one.length * 2_000_001, one);
    const length = [0, 7, 14, 21].map((bits) => ((graph.length >> bits) & 0x7f) | (bits < 21 ? 0x80 : 0));
    expect(() => readOnnx(Buffer.concat([Buffer.from([0x08, 8, 0x3a, ...length]), graph]))).toThrow("more than 2000000 messages and names");
  });

  test("whose constants are the same bytes beside it ten thousand times is refused", () => {
    const place = { location: "w", offset: 0, length: 2 ** 20 };
    const constants = new Map(Array.from({ length: 10_000 }, (_, i) => [`c${i}`, { type: 2, shape: [2 ** 20], data: [], place }]));
    expect(() => filled({ ...file([]), constants }, new Map([["w", new Uint8Array(2 ** 20)]]))).toThrow("share more than");
    const twice = new Map([...constants].slice(0, 2));
    expect(filled({ ...file([]), constants: twice }, new Map([["w", new Uint8Array(2 ** 20)]])).constants.get("c1")?.data).toHaveLength(
      2 ** 20,
    );
  });

  test("that doubles itself sixty times ends", async () => {
    const nodes = Array.from({ length: 60 }, (_, i) =>
      node("Concat", [i === 0 ? "X" : `v${i}`, i === 0 ? "X" : `v${i}`], [i === 59 ? "y" : `v${i + 1}`], { axis: int(1) }),
    );
    expect(await why(file(nodes))).toContain("more than 16777216 values");
  });

  test("of many nodes that each take long ends", async () => {
    const nodes = Array.from({ length: 200 }, (_, i) => node("MatMul", [i === 0 ? "m" : `v${i}`, "m"], [i === 199 ? "y" : `v${i + 1}`]));
    const m: Tensor = { dtype: "float64", shape: [400, 400], data: new Float64Array(160_000) };
    expect(await why(file(nodes, { m }))).toContain("it takes too long");
  });

  test("whose trees run in circles ends", async () => {
    const ints = (...value: readonly number[]): Attribute => ({ type: "ints", value });
    const tree: Node = {
      op: "TreeEnsembleRegressor",
      domain: "ai.onnx.ml",
      inputs: ["X"],
      outputs: ["y"],
      attributes: {
        n_targets: int(1),
        nodes_treeids: ints(0, 0),
        nodes_nodeids: ints(0, 1),
        nodes_featureids: ints(0, 0),
        nodes_modes: { type: "strings", value: ["BRANCH_LEQ", "BRANCH_LEQ"] },
        nodes_truenodeids: ints(1, 0),
        nodes_falsenodeids: ints(1, 0),
        nodes_values: { type: "floats", value: [0, 0] },
        target_ids: ints(0),
        target_nodeids: ints(0),
        target_treeids: ints(0),
        target_weights: { type: "floats", value: [1] },
      },
    };
    expect(await why(file([tree]))).toContain("a tree runs in circles");
    const lost = { ...tree, attributes: { ...tree.attributes, nodes_truenodeids: ints(5, 0) } };
    expect(await why(file([lost]))).toContain("a node leads to nothing");
  });

  test("whose pattern is its own is not run", async () => {
    const { constants, nodes, ...rest } = onnx(model("CountVectorizer"));
    const evil = nodes.map((one) => ({
      ...one,
      attributes: one.attributes.map((two) => (two.name === "tokenexp" ? { ...two, values: ["(a+)+$"] } : two)),
    }));
    const { answers } = await compare(
      { document: model("CountVectorizer") },
      { onnx: { ...rest, constants, nodes: evil } },
      { tolerance: TOLERANCE },
    );
    expect(answers[0]?.problem).toContain("its pattern is none that cornichon writes");
  });

  test("with weights beside it is filled from there, and from nothing shorter", () => {
    const table: Tensor = { dtype: "float64", shape: [300], data: Float64Array.from({ length: 300 }, (_, i) => i) };
    const graph: Graph = {
      inputs: [X],
      constants: new Map([["t", table]]),
      nodes: [node("Identity", ["t"], ["y"])],
      outputs: [{ name: "variable", value: { name: "y", dtype: "float64", shape: [300] } }],
    };
    const beside = new ExternalData("m.onnx.data");
    const read = readOnnx(joined(onnxFile(graph, { producerVersion: "0", opset: 18, metadata: {} }, beside)));
    expect(locationsOf(read)).toEqual(["m.onnx.data"]);
    const bytes = joined(beside);
    expect(filled(read, new Map([["m.onnx.data", bytes]])).constants.get("t")?.data).toEqual(table.data);
    for (const short of [bytes.subarray(8), new Uint8Array(0)])
      expect(() => filled(read, new Map([["m.onnx.data", short]]))).toThrow("shorter than its weights");
  });

  test("that is damaged anywhere is refused, or answers as what it says", { timeout: 120_000 }, async () => {
    const bytes = Buffer.from(toOnnx(model("DecisionTreeRegressor"), undefined, {}).bytes);
    const step = Math.ceil(bytes.length / 400);
    for (let at = 0; at < bytes.length; at += step) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      try {
        await compare({ document: model("DecisionTreeRegressor") }, { onnx: readOnnx(damaged) }, { tolerance: TOLERANCE });
      } catch (error) {
        expect(error).toMatchObject({ name: "CornichonError" });
      }
    }
  });
});
