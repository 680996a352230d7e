/**
 * catboost's models: each that its own versions wrote is sound; one changed in one place, for each thing that its loader takes
 * on trust, is refused with the place; bytes that are no flatbuffer are refused wherever they are cut.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Reason, reasonArgs } from "../../sandbox/finding/because.js";
import { catboostProblem } from "../../sandbox/native/catboost/index.js";
import { readCatboost } from "../../sandbox/native/catboost/reader.js";
import { nativeProblem } from "../../sandbox/native/index.js";
import { isDict, isRow, type Plain, PlainBuilder, type PlainDict, PlainNumber, type Row } from "../../sandbox/native/plain.js";
import { mutated, randomFrom } from "../../scripts/native/mutations.js";
import { categoryHash } from "../../src/models/parts/boosters/city-hash.js";
import { runGuest } from "../support/guest.js";
import { FIXTURES } from "../support/shared.js";
import { rawState } from "./models.js";

const FOLDER = join(FIXTURES, "boosting");
const FOLDERS = readdirSync(FOLDER).filter((name) => name.startsWith("catboost-"));
const pickled = (path: string): Buffer => gunzipSync(readFileSync(join(FOLDER, `${path}.pkl.gz`)));
const budget = (): { left: number; most: number } => ({ left: 8_000_000, most: 8_000_000 });

const stateOf = (path: string): Buffer => rawState(pickled(path));

const said = (why: Reason | null): string => {
  if (why === null) return "sound";
  const { why: code, key } = reasonArgs(why);
  return key === undefined ? code : `${code} ${key}`;
};

describe.each(FOLDERS)("%s", (folder) => {
  const labels = readdirSync(join(FOLDER, folder)).flatMap((name) => (name.endsWith(".pkl.gz") ? [name.replace(".pkl.gz", "")] : []));

  test("its models are safe, but the one that counts categories", () => {
    const verdicts = labels.map((label) => {
      const findings = runGuest(pickled(`${folder}/${label}`)).report.artifacts[0]?.findings ?? [];
      return `${label}: ${findings.map(({ code, args }) => `${code} ${args?.["why"]}`).join()}`;
    });
    expect(verdicts.filter((line) => !line.endsWith(": "))).toEqual(["ctr: native.opaque native.parts"]);
    expect(verdicts.length).toBeGreaterThan(15);
  });
});

const COMPUTED = "catboost-1.2.10";

function plainOf(label: string): PlainDict {
  const bytes = stateOf(`${COMPUTED}/${label}`);
  const sink = new PlainBuilder(bytes, budget());
  expect(readCatboost(sink, bytes)).toBeNull();
  if (!isDict(sink.root)) throw new Error("the model is no dict");
  return sink.root;
}

const rowOf = (values: readonly number[], like: Row): Row => ({
  count: values.length,
  layout: like.layout,
  whole: like.whole,
  at: (i) => values[i] ?? Number.NaN,
});

type Change = (value: Plain | undefined) => Plain;

/** The same tree of values with one of them changed. */
function changed(value: Plain | undefined, [key, ...rest]: readonly (string | number)[], change: Change): Plain {
  if (key === undefined) return change(value);
  if (isDict(value)) return new Map([...value, [String(key), changed(value.get(String(key)), rest, change)]]);
  if (Array.isArray(value)) return value.map((item: Plain, i) => (i === key ? changed(item, rest, change) : item));
  throw new Error(`nothing at ${key}`);
}

/** Changes one number of a row. */
const number =
  (index: number, to: number | ((from: number) => number)): Change =>
  (value) => {
    if (!isRow(value)) throw new Error("no row");
    const values = Array.from({ length: value.count }, (_, i) => value.at(i));
    values[index] = typeof to === "number" ? to : to(values[index] ?? 0);
    return rowOf(values, value);
  };

const shorter: Change = (value) => {
  if (!isRow(value)) throw new Error("no row");
  return rowOf(
    Array.from({ length: value.count - 1 }, (_, i) => value.at(i)),
    value,
  );
};

const whole =
  (to: number): Change =>
  () =>
    new PlainNumber(to, true);

type Edit = readonly [name: string, label: string, path: readonly (string | number)[], change: Change, why: string];

describe("a model that was changed", () => {
  const trees = (...path: readonly (string | number)[]): readonly (string | number)[] => ["ModelTrees", ...path];

  test.each<Edit>([
    ["another format", "regressor", ["FormatVersion"], () => "FlabuffersModel_v2", "native.word-of FormatVersion"],
    ["a part", "regressor", ["ModelPartIds"], () => ["static_provider_v1"], "native.count-of ModelPartIds"],
    ["more outputs than leaves have", "regressor", trees("ApproxDimension"), whole(2), "native.count-of ModelTrees.MultiBias"],
    ["a split that there is not", "regressor", trees("TreeSplits"), number(0, 1e6), "native.range-of ModelTrees.TreeSplits"],
    ["a split below all", "regressor", trees("TreeSplits"), number(0, -1), "native.range-of ModelTrees.TreeSplits"],
    ["a deeper tree", "regressor", trees("TreeSizes"), number(0, (n) => n + 1), "native.range-of ModelTrees.TreeStartOffsets"],
    ["a tree elsewhere", "regressor", trees("TreeStartOffsets"), number(1, 0), "native.range-of ModelTrees.TreeStartOffsets"],
    ["fewer values", "regressor", trees("LeafValues"), shorter, "native.count-of ModelTrees.LeafValues"],
    ["fewer weights", "regressor", trees("LeafWeights"), shorter, "native.count-of ModelTrees.LeafWeights"],
    ["a leaf without weight that has a value", "multiclass", trees("LeafWeights"), number(0, 0), "native.range-of ModelTrees.LeafWeights"],
    ["no scale", "regressor", trees("Scale"), () => new PlainNumber(Number.NaN, false), "native.range-of ModelTrees.Scale"],
    ["another bucket", "regressor", trees("RepackedBins"), number(0, (n) => n + 1), "native.range-of ModelTrees.RepackedBins"],
    [
      "a border that is none",
      "regressor",
      trees("FloatFeatures", 0, "Borders"),
      number(0, Number.NaN),
      "native.range-of ModelTrees.FloatFeatures[0].Borders",
    ],
    [
      "borders out of order",
      "many-borders",
      trees("FloatFeatures", 0, "Borders"),
      number(0, 1e30),
      "native.range-of ModelTrees.FloatFeatures[0].Borders",
    ],
    [
      "two features of one column",
      "regressor",
      trees("FloatFeatures", 1, "FlatIndex"),
      whole(0),
      "native.range-of ModelTrees.FloatFeatures[1].Index",
    ],
    [
      "a column of a billion",
      "regressor",
      trees("FloatFeatures", 3, "FlatIndex"),
      whole(1e9),
      "native.range-of ModelTrees.FloatFeatures[3].FlatIndex",
    ],
    [
      "another kind of missing",
      "regressor",
      trees("FloatFeatures", 0, "NanValueTreatment"),
      whole(3),
      "native.range-of ModelTrees.FloatFeatures[0].NanValueTreatment",
    ],
    ["a value twice", "one-hot", trees("OneHotFeatures", 0, "Values"), twice(), "native.range-of ModelTrees.OneHotFeatures[0].Values"],
    [
      "a category without a column",
      "one-hot",
      trees("CatFeatures", 0, "UsedInModel"),
      whole(0),
      "native.range-of ModelTrees.OneHotFeatures[0].Index",
    ],
    ["a step beyond the tree", "leafwise", trees("NonSymmetricStepNodes"), number(0, 0xffff), "native.tree-of trees[0]"],
    ["a node that nothing leads to", "leafwise", trees("NonSymmetricStepNodes"), number(0, 0), "native.tree-of trees[0]"],
    [
      "the leaf of another node",
      "leafwise",
      trees("NonSymmetricNodeIdToLeafId"),
      (value) => sameLeaf(value),
      "native.range-of ModelTrees.NonSymmetricNodeIdToLeafId",
    ],
    [
      "classes for other outputs",
      "multiclass",
      ["InfoMap", "class_params", "class_to_label"],
      shorter,
      "native.count-of InfoMap.class_params.class_to_label",
    ],
    [
      "a class that there is not",
      "multiclass",
      ["InfoMap", "class_params", "class_to_label"],
      number(0, 9),
      "native.range-of InfoMap.class_params.class_to_label",
    ],
    [
      "a billion classes",
      "multiclass",
      ["InfoMap", "class_params", "classes_count"],
      whole(1e9),
      "native.range-of InfoMap.class_params.classes_count",
    ],
    ["parameters that are no dict", "regressor", ["InfoMap", "params"], () => "{}", "native.kind-of InfoMap.params"],
  ])("%s", (_, label, path, change, why) => {
    const model = plainOf(label);
    expect(said(catboostProblem(model))).toBe("sound");
    expect(said(catboostProblem(changed(model, path, change)))).toBe(why);
  });
});

function twice(): Change {
  return (value) => number(1, isRow(value) ? value.at(0) : 0)(value);
}

/** Two nodes with the values of one leaf. */
function sameLeaf(value: Plain | undefined): Plain {
  if (!isRow(value)) throw new Error("no row");
  const leaves = Array.from({ length: value.count }, (_, i) => i).filter((i) => value.at(i) < 0xffffffff);
  return number(leaves[1] ?? 0, value.at(leaves[0] ?? 0))(value);
}

describe("bytes", () => {
  const state = stateOf(`${COMPUTED}/binary`);
  const problem = (bytes: Buffer): string => said(nativeProblem(bytes, "catboost", budget()));
  const with32 = (at: number, value: number): Buffer => {
    const out = Buffer.from(state);
    out.writeUInt32LE(value, at);
    return out;
  };

  test.each<[string, Buffer, string]>([
    ["a byte behind it", Buffer.concat([state, Buffer.of(0)]), "native.parts"],
    ["a length beyond it", with32(4, state.length), "native.length"],
    ["a root outside", with32(8, 0x7ffffff0), "native.offset"],
    ["a root that is not aligned", with32(8, state.readUInt32LE(8) + 1), "native.offset"],
    ["another library's", Buffer.from("tree\nversion=v3\n"), "native.catboost"],
    ["nothing but a head", Buffer.from("CBM1"), "native.cut-off"],
  ])("%s", (_, bytes, why) => {
    expect(problem(bytes)).toBe(why);
  });

  test("every cut is refused, whatever length it says", () => {
    for (let end = 8; end < state.length; end += 7) {
      const cut = Buffer.from(state.subarray(0, end));
      expect(problem(cut)).toBe("native.length");
      cut.writeUInt32LE(end - 8, 4);
      expect(problem(cut)).not.toBe("sound");
    }
  });

  test("a thousand changed ones are judged, and few are sound", () => {
    const random = randomFrom(5);
    const answers = Array.from({ length: 1000 }, () => problem(mutated(state, random)));
    expect(answers.filter((why) => why !== "sound").length).toBeGreaterThan(300);
  });

  test("a pair named a thousand times is refused: what two share would be read twice", () => {
    expect(problem(shared())).toBe("native.offset");
  });
});

/** Its info map names one pair of texts a thousand times, which stands once behind all else. */
function shared(): Buffer {
  const state = stateOf(`${COMPUTED}/binary`);
  const count = 1000;
  const root = 8 + state.readUInt32LE(8);
  const vtable = root - state.readInt32LE(root);
  const field = root + state.readUInt16LE(vtable + 4 + 2 * 2);
  const at = Math.ceil(state.length / 4) * 4;
  const [own, table] = [at + 4 + 4 * count, at + 4 + 4 * count + 8];
  const [key, value] = [table + 12, table + 12 + 8];
  const out = Buffer.alloc(value + 4 + 1000);
  state.copy(out);
  out.writeUInt32LE(out.length - 8, 4);
  out.writeUInt32LE(at - field, field);
  out.writeUInt32LE(count, at);
  for (let i = 0; i < count; i++) out.writeUInt32LE(table - (at + 4 + 4 * i), at + 4 + 4 * i);
  for (const [i, size] of [8, 12, 4, 8].entries()) out.writeUInt16LE(size, own + 2 * i);
  out.writeInt32LE(table - own, table);
  out.writeUInt32LE(key - (table + 4), table + 4);
  out.writeUInt32LE(value - (table + 8), table + 8);
  out.writeUInt32LE(1, key);
  out.write("k", key + 4);
  out.writeUInt32LE(996, value);
  return out;
}

/** A pickle of an estimator with this state: pairs of a text and an opcode's bytes. */
function estimatorWith(key: string, value: string): Buffer {
  const name = Buffer.concat([Buffer.from("X"), Buffer.from(Uint32Array.of(key.length).buffer), Buffer.from(key)]);
  return Buffer.concat([
    Buffer.from("\x80\x03ccatboost.core\nCatBoostRegressor\n)\x81}", "latin1"),
    name,
    Buffer.from(`${value}sb.`, "latin1"),
  ]);
}

test.each([
  ["depth", "K\x03", []],
  ["_test_evals", "]", []],
  ["__model", "C\x04CBM1", ["native.opaque native.cut-off"]],
  ["__model", "X\x04\0\0\0CBM1", ["build.state booster.model"]],
  ["_test_evals", "csklearn.linear_model._ridge\nRidge\n)\x81", ["build.state booster.plain"]],
  ["_object", "K\x03", ["build.state booster.key"]],
])("a state of %s", (key, value, told) => {
  const findings = runGuest(estimatorWith(key, value)).report.artifacts[0]?.findings ?? [];
  expect(findings.map(({ code, args }) => `${code} ${args?.["why"]}`)).toEqual(told);
});

test("categories have catboost's hashes", () => {
  const values = plainOf("one-hot");
  const inner = values.get("ModelTrees");
  const features = isDict(inner) ? inner.get("OneHotFeatures") : [];
  const hashes = Array.isArray(features)
    ? features.flatMap((one: Plain) => {
        const row = isDict(one) ? one.get("Values") : undefined;
        return isRow(row) ? Array.from({ length: row.count }, (_, i) => row.at(i)) : [];
      })
    : [];
  const words = ["", "a", "red", "blue", "crimson", "vermilion", "burnt sienna", "sixteen letters.", "seventeen letters"];
  const longer = [
    "Grün und größer als sonst",
    "thirty-two letters and no more ..",
    "a text of more than thirty-two letters, but of less than 64",
  ];
  const known = [...words, ...longer, "x".repeat(64), "0", "1", "2"].map(categoryHash);
  expect(hashes.length).toBeGreaterThan(3);
  expect(hashes.filter((hash) => !known.includes(hash))).toEqual([]);
  expect(categoryHash("x".repeat(65))).toBeNull();
});
