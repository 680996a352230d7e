/**
 * `diff` on real models: the same one saved in many ways is the same, one that was changed by a little is not, and what
 * changed is named; rows are made the same each time, and of what the models were fitted to.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/diff/index.js";
import { convert } from "../../src/index.js";
import type { NeutralDocument } from "../../src/neutral/document.js";
import { own } from "../../src/neutral/document.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { readOnnx } from "../../src/targets/onnx/read.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES, SHARED } from "../support/shared.js";

const TOLERANCE = { rtol: 1e-9, atol: 1e-12 };
const MODELS = join(FIXTURES, "models", "1.9.1");
const read = (path: string): NeutralDocument => documentOf(runGuest(readFileSync(path), "convert", { arrays: "inline" }).root);
const model = (name: string): NeutralDocument => read(join(MODELS, `${name}.pkl`));
const diff = (a: NeutralDocument, b: NeutralDocument, select?: string, tolerance = TOLERANCE) =>
  compare({ document: a }, { document: b }, { select, tolerance });

/** A copy with one value changed; the path is of keys and places. */
function changed(document: NeutralDocument, path: readonly (string | number)[], change: (value: unknown) => unknown): NeutralDocument {
  const copy: NeutralDocument = JSON.parse(JSON.stringify(document));
  let at: unknown = copy.root;
  for (const key of path.slice(0, -1)) at = Array.isArray(at) ? at[Number(key)] : own(at, String(key));
  if (typeof at !== "object" || at === null) throw new Error("the path leads nowhere");
  const key = String(path.at(-1));
  Object.assign(at, { [key]: change(Reflect.get(at, key)) });
  return copy;
}

const numberIn = (value: unknown): number => {
  if (typeof value !== "number") throw new Error("it is no number");
  return value;
};

const viaSkops = async (path: string): Promise<NeutralDocument> => {
  const { output } = await convert(path, { to: "skops" });
  return documentOf(runGuest(output ?? new Uint8Array(), "convert", { arrays: "inline" }).root);
};

describe("a model and its skops file", () => {
  test.each([
    ["GradientBoostingRegressor", "numpy.random.RandomState"],
    ["GradientBoostingClassifier", "sklearn._loss._loss.CyHalfMultinomialLoss"],
    ["HistGradientBoostingClassifier", "numpy.random.Generator"],
    ["SpectralEmbedding", "scipy.sparse.csr_matrix"],
  ])("of %s are the same, whatever their %s was made from", async (name, kind) => {
    const other = await viaSkops(join(MODELS, `${name}.pkl`));
    expect(JSON.stringify(other.root)).toContain(`"class":"${kind}"`);
    expect((await diff(model(name), other)).differences).toEqual([]);
  });

  test("are not where a generator has another state, or a loss another parameter", async () => {
    const cases = [
      ["GradientBoostingRegressor", "pos", ".pos"],
      ["HistGradientBoostingClassifier", "uinteger", ".uinteger"],
    ] as const;
    for (const [name, attribute, end] of cases) {
      const further = (key: string, value: unknown): unknown => (key === attribute ? numberIn(value) + 1 : value);
      const other: NeutralDocument = JSON.parse(JSON.stringify(await viaSkops(join(MODELS, `${name}.pkl`))), further);
      const paths = (await diff(model(name), other)).differences.map(({ path }) => path);
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter((path) => !path.endsWith(end))).toEqual([]);
    }
    const quantile = model("GradientBoostingRegressor__quantile");
    const other = changed(quantile, ["state", "_loss", "state", "closs", "args", 0], (value) => numberIn(value) / 2);
    expect((await diff(quantile, other)).differences.map(({ path }) => path)).toEqual(["_loss.closs.args[0]"]);
  });
});

describe("a model against itself", () => {
  test.each(
    readdirSync(MODELS)
      .filter((name) => name.endsWith(".pkl"))
      .filter((_, i) => i % 6 === 0),
  )("%s is the same", async (name) => {
    const document = read(join(MODELS, name));
    const { same, compared, answers } = await diff(document, read(join(MODELS, name)));
    expect([same, compared.close]).toEqual([true, 0]);
    expect(compared.values).toBeGreaterThan(0);
    expect(answers.every(({ numbers }) => numbers === null || numbers.unequal === 0)).toBe(true);
  });

  test.skipIf(SHARED === null)("in every protocol, and in joblib's containers", { timeout: 60_000 }, async () => {
    const folder = join(SHARED ?? "", "fixtures", "sklearn", "1.9.1", "core");
    const label = readdirSync(folder).find((name) => /^RandomForestRegressor\.p0/.test(name)) ?? readdirSync(folder)[0] ?? "";
    const name = label.slice(0, label.indexOf("."));
    const ways = readdirSync(folder).filter((one) => one.startsWith(`${name}.`) && /\.(?:p\d\.pkl|joblib|joblib\.\w+)$/.test(one));
    expect(ways.length).toBeGreaterThan(6);
    const first = read(join(folder, ways[0] ?? ""));
    for (const way of ways) expect([way, (await diff(first, read(join(folder, way)))).differences]).toEqual([way, []]);
  });
});

describe("what was changed", () => {
  const ridge = model("Ridge");

  test("a coefficient, by a little: where, by how much, and in the answers", async () => {
    const other = changed(ridge, ["state", "coef_", "data", 1], (value) => numberIn(value) * (1 + 1e-6));
    const { same, differences, answers } = await diff(ridge, other);
    expect(same).toBe(false);
    const coef = differences.find(({ path }) => path === "coef_");
    expect(coef).toMatchObject({ part: "attributes", what: "numbers", numbers: { differing: 1, at: "[1]" } });
    expect(coef?.numbers?.relative).toBeCloseTo(1e-6, 9);
    expect(answers[0]).toMatchObject({ method: "predict", problem: null });
    expect(answers[0]?.numbers?.differing).toBeGreaterThan(0);
  });

  test("within the tolerance is the same, and told", async () => {
    const other = changed(ridge, ["state", "coef_", "data", 1], (value) => numberIn(value) * (1 + 1e-12));
    expect(await diff(ridge, other)).toMatchObject({ same: true });
    expect((await diff(ridge, other)).compared.close).toBeGreaterThan(0);
    expect(await diff(ridge, other, undefined, { rtol: 0, atol: 0 })).toMatchObject({ same: false });
  });

  test("both ways round", async () => {
    const other = changed(ridge, ["state", "coef_", "data", 0], (value) => numberIn(value) * 1.5);
    const [one, back] = [await diff(ridge, other), await diff(other, ridge)];
    expect(back.differences.map(({ path, a, b }) => [path, b, a])).toEqual(one.differences.map(({ path, a, b }) => [path, a, b]));
  });

  test("a parameter, an attribute that is not there, another class", async () => {
    const alpha = await diff(
      ridge,
      changed(ridge, ["state", "alpha"], () => 7),
    );
    expect(alpha.differences).toEqual([{ part: "parameters", path: "alpha", what: "value", a: "1", b: "7" }]);
    const gone: NeutralDocument = JSON.parse(JSON.stringify(ridge));
    const state = own(gone.root, "state");
    if (typeof state === "object" && state !== null) Reflect.deleteProperty(state, "n_iter_");
    expect((await diff(ridge, gone)).differences).toEqual([{ part: "structure", path: "n_iter_", what: "absent", a: "None", b: null }]);
    expect((await diff(ridge, model("Lasso"))).differences[0]).toMatchObject({ part: "structure", path: "(root)", what: "class" });
  });

  test("a threshold of one tree, by its place and field", async () => {
    const forest = model("RandomForestRegressor");
    const nodes = ["state", "estimators_", 2, "state", "tree_", "state", "nodes", "base64"] as const;
    const other = changed(forest, nodes, (value) => {
      const bytes = Buffer.from(String(value), "base64");
      bytes.writeDoubleLE(bytes.readDoubleLE(24) + 0.125, 24);
      return bytes.toString("base64");
    });
    const [found] = (await diff(forest, other)).differences;
    expect(found).toMatchObject({
      part: "attributes",
      path: "estimators_[2].tree_.nodes",
      numbers: { differing: 1, absolute: 0.125, at: "threshold [0]" },
    });
  });

  test("a step of a Pipeline, by its name", async () => {
    const pipeline = model("Pipeline__pcalr");
    const { differences } = await diff(
      pipeline,
      changed(pipeline, ["state", "steps", 0, "items", 1, "state", "n_samples_seen_"], () => 3),
    );
    expect(differences[0]?.path).toMatch(/^steps\.[a-z]+\.n_samples_seen_$/);
  });

  test("labels and whole numbers are the same or not", async () => {
    const other = changed(model("LogisticRegression"), ["state", "classes_", "data", 2], (value) => numberIn(value) + 1);
    expect(
      (await diff(model("LogisticRegression"), other, undefined, { rtol: 1, atol: 10 })).differences.map(({ path }) => path),
    ).toContain("classes_");
  });

  test("a step that is chosen", async () => {
    const pipeline = model("Pipeline__pcalr");
    const step =
      String(own((own(own(pipeline.root, "state"), "steps") as { readonly items: readonly unknown[] }[])[0], "items") as unknown).split(
        ",",
      )[0] ?? "";
    const other = changed(pipeline, ["state", "memory"], () => "cache");
    expect((await diff(pipeline, other)).same).toBe(false);
    expect((await diff(pipeline, other, step)).same).toBe(true);
  });
});

describe("rows", () => {
  test("are the same each time, and told", async () => {
    const forest = model("RandomForestRegressor");
    const results = [await diff(forest, forest), await diff(forest, forest)];
    expect(results[0]?.rows).toBe("96 rows from trees' thresholds");
    expect(results[1]).toEqual(results[0]);
  });

  test.each([
    ["KNeighborsClassifier", /^\d+ rows from _fit_X/],
    ["SVC", /^\d+ rows from support_vectors_/],
    ["TfidfVectorizer", /from the vocabulary$/],
    ["OneHotEncoder", /from categories/],
    ["HistGradientBoostingRegressor", /edges of bins|thresholds/],
    ["LinearRegression", /^96 rows from a fixed pattern of small numbers$/],
  ])("of %s", async (name, how) => {
    if (!existsSync(join(MODELS, `${name}.pkl`))) throw new Error(`no ${name}`);
    const { rows, answers } = await diff(model(name), model(name));
    expect(rows).toMatch(how);
    expect(answers.some(({ numbers }) => (numbers?.count ?? 0) > 0)).toBe(true);
  });

  test("what takes none is told, and nothing is made up", async () => {
    const { rows, answers, notes } = await diff(model("LabelEncoder"), model("LabelEncoder"));
    expect([rows, answers]).toEqual([null, []]);
    expect(notes[0]).toContain("no answers were compared");
  });
});

describe("an ONNX file", () => {
  const onnx = (document: NeutralDocument, options: object = {}) => ({ onnx: readOnnx(toOnnx(document, undefined, options).bytes) });
  const forest = model("RandomForestRegressor");

  test.each([
    "RandomForestRegressor",
    "LogisticRegression",
    "Pipeline__pcalr",
    "StandardScaler",
    "HistGradientBoostingClassifier",
    "KMeans",
  ])("of %s is held against it by its graph", async (name) => {
    const { same, compared, a, b } = await compare({ document: model(name) }, onnx(model(name)), { tolerance: TOLERANCE });
    expect([same, a.kind, b.kind]).toEqual([true, "document", "onnx"]);
    expect(compared.numbers).toBeGreaterThan(0);
  });

  test("by the outputs and the operator set that it has", async () => {
    const made = onnx(model("LogisticRegression"), { outputs: ["predict_proba", "decision_function"], opset: 20 });
    expect((await compare(made, { document: model("LogisticRegression") }, { tolerance: TOLERANCE })).same).toBe(true);
  });

  test("of a model that was changed differs in that constant", async () => {
    const other = changed(model("Ridge"), ["state", "coef_", "data", 1], (value) => numberIn(value) + 0.5);
    const { differences } = await compare(onnx(model("Ridge")), onnx(other), { tolerance: TOLERANCE });
    expect(differences.map(({ part }) => part)).toEqual(["graph", "answers"]);
    expect(differences[0]).toMatchObject({ part: "graph", what: "numbers", numbers: { differing: 1, absolute: 0.5 } });
    expect((await compare({ document: other }, onnx(model("Ridge")), { tolerance: TOLERANCE })).same).toBe(false);
  });

  test("of another operator differs from there on", async () => {
    const { differences } = await compare(onnx(forest), onnx(model("Ridge")), { tolerance: TOLERANCE });
    expect(differences.map(({ what }) => what)).toEqual(expect.arrayContaining(["length", "operator"]));
  });

  test("of another program is held against a model by its answers alone", async () => {
    const { bytes } = toOnnx(model("Ridge"), undefined, {});
    const other = readOnnx(Buffer.from(Buffer.from(bytes).toString("latin1").replace("cornichon", "skl2onnx!"), "latin1"));
    const { same, graph, answers } = await compare({ document: model("Ridge") }, { onnx: other }, { tolerance: TOLERANCE });
    expect([same, graph, answers[0]?.numbers?.differing]).toEqual([true, false, 0]);
  });

  test("that is damaged anywhere is refused, or read as what it says, and never hangs", () => {
    const bytes = Buffer.from(toOnnx(model("Ridge"), undefined, {}).bytes);
    for (let at = 0; at < bytes.length; at++) {
      for (const damaged of [
        bytes.subarray(0, at),
        Buffer.concat([bytes.subarray(0, at), Buffer.of((bytes[at] ?? 0) ^ 0x85), bytes.subarray(at + 1)]),
      ])
        try {
          readOnnx(damaged);
        } catch (error) {
          expect(own(error, "code")).toBe("input.unreadable");
        }
    }
  });
});

describe("hostile documents", () => {
  test("that refer to themselves in many ways end", async () => {
    const list = (id: number): object => ({
      $type: "list",
      $id: id,
      items: Array.from({ length: 60 }, (_, i) => ({ $type: "ref", id: ((id * 7 + i * 13) % 4000) + 1 })),
    });
    const root = documentOf(Array.from({ length: 4000 }, (_, i) => list(i + 1)));
    const other = documentOf(Array.from({ length: 4000 }, (_, i) => list(((i * 11) % 4000) + 1)));
    await expect(diff(root, other)).rejects.toMatchObject({ code: "document.limit" });
  });

  test("with names that are properties of everything", async () => {
    const root = (value: number) =>
      documentOf(JSON.parse(`{"__proto__": ${value}, "constructor": 1, "toString": {"hasOwnProperty": ${value}}}`));
    expect((await diff(root(1), root(2))).differences.map(({ path }) => path).sort()).toEqual(["__proto__", "toString.hasOwnProperty"]);
  });

  test("deeper than a stack", async () => {
    const deep = (end: unknown): unknown => Array.from({ length: 20_000 }).reduce<unknown>((inner) => [inner], end);
    expect((await diff(documentOf(deep(1)), documentOf(deep(2)))).differences).toHaveLength(1);
  });

  test("sets and dicts in another order are the same", async () => {
    const set = (...items: readonly string[]) => ({ $type: "set", items });
    expect((await diff(documentOf({ a: 1, s: set("x", "y") }), documentOf({ s: set("y", "x"), a: 1 }))).same).toBe(true);
    expect((await diff(documentOf([set("x", "y")]), documentOf([set("x", "z")]))).differences[0]).toMatchObject({ what: "items" });
  });
});

describe("the same model of two versions of sklearn", () => {
  const seed = (version: string, name: string): NeutralDocument => read(join(FIXTURES, "seed", version, `${name}.pkl`));

  test("differs in what the versions store, and answers the same", async () => {
    const { differences, answers } = await diff(seed("1.2.2", "ridge"), seed("1.9.1", "ridge"));
    expect(differences).toEqual([{ part: "structure", path: "solver_", what: "absent", a: null, b: '"cholesky"' }]);
    expect(answers).toMatchObject([{ method: "predict", numbers: { differing: 0 }, problem: null }]);
  });

  test("of 0.20 too: parameters that came and went are named, answers agree", async () => {
    const { same, differences, answers } = await diff(seed("0.20.4", "pipeline"), seed("1.9.1", "pipeline"));
    expect(same).toBe(false);
    expect(differences.map(({ path }) => path)).toEqual(expect.arrayContaining(["steps.ridge.normalize", "steps.ridge.positive"]));
    expect(differences.filter(({ part }) => part === "answers")).toEqual([]);
    expect(answers[0]?.numbers?.count).toBe(96);
  });
});
