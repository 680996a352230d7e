/** What is decoded of native state is what Python says of the same model: `save_model`, `save_config`, `dump_model`. */
import { describe, expect, test } from "vitest";
import { arrayOf, numberOf, own, typeOf } from "../../src/neutral/document.js";
import { neutralSchema } from "../../src/neutral/schema.js";
import { boostersOf, converted, NATIVE_FIXTURES } from "./models.js";

/** A neutral value in plain form: arrays are lists, numbers are rounded to float32, as xgboost keeps them. */
function plain(value: unknown): unknown {
  if (typeOf(value) === "ndarray") return Array.from<unknown>(arrayOf(value).data).map(plain);
  const number = typeof value === "boolean" ? undefined : numberOf(value);
  if (number !== undefined) return Math.fround(number);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

const decodedOf = (fixture: (typeof NATIVE_FIXTURES)[number]): unknown => own(boostersOf(converted(fixture).root)[0], "decoded");
const notesOf = (fixture: (typeof NATIVE_FIXTURES)[number]): string[] =>
  (converted(fixture).report.artifacts[0]?.findings ?? []).flatMap((f) => (f.code === "note.native-raw" ? [String(f.args?.["why"])] : []));

const of = (family: string, versions: RegExp): typeof NATIVE_FIXTURES =>
  NATIVE_FIXTURES.filter(({ path }) => path.startsWith(family) && versions.test(path));

describe("xgboost", () => {
  test.each(of("xgboost", /-(?:1\.7|2|3)\./))("$path decodes to what save_model and save_config write", (fixture) => {
    const decoded = decodedOf(fixture);
    expect(plain(own(decoded, "Model"))).toEqual(plain(fixture.says.model));
    expect(plain(own(decoded, "Config"))).toEqual(plain(fixture.says.config));
    expect(notesOf(fixture)).toEqual([]);
  });

  test.each(of("xgboost", /-(?:0\.90|1\.0\.2)/))("$path, a binary model, decodes to what get_dump writes", (fixture) => {
    const decoded = decodedOf(fixture);
    if (fixture.path.includes("-1.0.2")) expect(plain(own(decoded, "Config"))).toEqual(plain(fixture.says.config));
    const booster = own(own(own(decoded, "Model"), "learner"), "gradient_booster");
    const forest = own(own(booster, "gbtree") ?? booster, "model");
    const dump: readonly unknown[] = Array.isArray(fixture.says.dump) ? fixture.says.dump : [];
    // xgboost 1.0.2 dumps nothing of a linear model: a weight a feature, and the bias.
    if (dump.length === 0) expect(numbersOf(own(forest, "weights")).filter((weight) => weight > 0.3 && weight < 2)).toHaveLength(5);
    else if (own(booster, "name") === "gblinear") {
      const { bias, weight } = JSON.parse(String(dump[0]));
      expect(dumpNumbers([...weight, ...bias])).toEqual(dumpNumbers(numbersOf(own(forest, "weights"))));
    } else expect(listOf(own(forest, "trees")).map(dumpedTree)).toEqual(dump.map((tree) => dumpedNode(JSON.parse(String(tree)))));
    expect(notesOf(fixture)).toEqual([]);
  });
});

const numbersOf = (value: unknown): readonly number[] => Array.from<unknown>(arrayOf(value).data).map(Number);
/** A dump has six digits or so of a number. */
const dumpNumbers = (numbers: readonly number[]): string[] => numbers.map((number) => Number(number).toPrecision(5));

/** A tree in arrays as what `get_dump` tells of it: a split's feature, threshold and children, a leaf's value. */
function dumpedTree(tree: unknown): unknown {
  const column = (key: string): readonly number[] => numbersOf(own(tree, key));
  const [left, right, feature, condition, missing] = [
    "left_children",
    "right_children",
    "split_indices",
    "split_conditions",
    "default_left",
  ].map(column);
  const at = (node: number): unknown => {
    const value = condition?.[node] ?? Number.NaN;
    if (left?.[node] === -1) return { nodeid: node, leaf: value.toPrecision(5) };
    const [yes, no] = [left?.[node] ?? -1, right?.[node] ?? -1];
    const split = { nodeid: node, split: feature?.[node], condition: value.toPrecision(5), missing: missing?.[node] === 1 ? yes : no };
    return { ...split, yes: at(yes), no: at(no) };
  };
  return at(0);
}

/** The same of a node of `get_dump(dump_format="json")`. */
function dumpedNode(node: unknown): unknown {
  const nodeid = own(node, "nodeid");
  const leaf = own(node, "leaf");
  if (leaf !== undefined) return { nodeid, leaf: Number(leaf).toPrecision(5) };
  const children = listOf(own(node, "children"));
  const child = (id: unknown): unknown => dumpedNode(children.find((one) => own(one, "nodeid") === id));
  const name = String(own(node, "split"));
  return {
    nodeid,
    split: /^[a-d]$/.test(name) ? name.charCodeAt(0) - 97 : Number(name.replace("f", "")),
    condition: Number(own(node, "split_condition")).toPrecision(5),
    missing: own(node, "missing"),
    yes: child(own(node, "yes")),
    no: child(own(node, "no")),
  };
}

type Row = readonly (number | string)[];

/** A node of `dump_model`, rebuilt from the arrays of a decoded tree: an inner node, or below zero a leaf. */
function node(tree: unknown, at: number, names: Row): unknown {
  const list = (key: string): Row => {
    const row = own(tree, key);
    return Array.isArray(row) ? row : [];
  };
  if (at < 0) return { leaf_value: list("leaf_value")[~at], leaf_count: list("leaf_count")[~at] };
  return {
    split_feature: names[Number(list("split_feature")[at])],
    split_gain: Math.fround(Number(list("split_gain")[at])), // a float32 for LightGBM, of which the text has six digits
    threshold: list("threshold")[at],
    internal_count: list("internal_count")[at],
    left_child: node(tree, Number(list("left_child")[at]), names),
    right_child: node(tree, Number(list("right_child")[at]), names),
  };
}

/** A node of `dump_model` with the keys that are compared. Categories stand as a text there, as bits in the arrays. */
function dumped(value: unknown, names: Row): unknown {
  if (own(value, "leaf_value") !== undefined) return { leaf_value: own(value, "leaf_value"), leaf_count: own(value, "leaf_count") };
  return {
    split_feature: names[Number(own(value, "split_feature"))],
    split_gain: Math.fround(Number(own(value, "split_gain"))),
    threshold: own(value, "decision_type") === "==" ? expect.any(Number) : own(value, "threshold"),
    internal_count: own(value, "internal_count"),
    left_child: dumped(own(value, "left_child"), names),
    right_child: dumped(own(value, "right_child"), names),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

describe("LightGBM", () => {
  test.each(of("lightgbm", /./))("$path decodes to what dump_model writes", (fixture) => {
    const decoded = decodedOf(fixture);
    const header = own(decoded, "header");
    const { dump } = fixture.says;
    expect(notesOf(fixture)).toEqual([]);
    expect(own(header, "num_class")).toBe(own(dump, "num_class"));
    expect(own(header, "max_feature_idx")).toBe(own(dump, "max_feature_idx"));
    expect(own(header, "feature_names")).toEqual(own(dump, "feature_names"));
    const names = listOf(own(dump, "feature_names")).map(String);
    const trees = listOf(own(decoded, "trees"));
    expect(trees).toHaveLength(listOf(own(dump, "tree_info")).length);
    listOf(own(dump, "tree_info")).forEach((info, i) => {
      expect(own(trees[i], "shrinkage")).toBe(own(info, "shrinkage"));
      expect(node(trees[i], 0, names)).toEqual(dumped(own(info, "tree_structure"), names));
    });
  });

  test.each(of("lightgbm", /./))("$path loses no line of the text", (fixture) => {
    expect(textOf(decodedOf(fixture))).toEqual(linesOf(fixture.says.text ?? ""));
  });
});

/** Every line of a model's text with its blanks and numbers in one spelling, in the text's order. */
function linesOf(text: string): string[] {
  const kept = text
    .split("\n")
    .filter((line) => line !== "" && line !== "tree" && !/^(?:Tree=|end of |parameters:|feature.importances:)/.test(line));
  return kept.map((line) => {
    const colon = line.startsWith("[") ? line.slice(1, -1).replace(": ", "=") : line.replace(/^(pandas_categorical):/, "$1=");
    return spelled(colon);
  });
}

const spelled = (line: string): string =>
  line
    .trimEnd()
    .split(/[ =]+/)
    .map((word) => (word !== "" && Number.isFinite(Number(word)) ? String(Number(word)) : word))
    .join(" ")
    .trimEnd();

/** The same lines from what was decoded. */
function textOf(decoded: unknown): string[] {
  const pairs = (value: unknown): string[] =>
    Object.entries(typeof value === "object" && value !== null ? value : {}).map(([key, inner]) =>
      spelled(`${key}=${inner === true ? "" : Array.isArray(inner) ? inner.join(" ") : inner}`),
    );
  return [
    ...pairs(own(decoded, "header")),
    ...listOf(own(decoded, "trees")).flatMap(pairs),
    ...pairs(own(decoded, "feature_importances")),
    ...pairs(own(decoded, "parameters")),
    `pandas_categorical ${JSON.stringify(own(decoded, "pandas_categorical"))}`,
  ];
}

test("a document with decoded state is one by the published schema", () => {
  const [fixture] = of("xgboost", /-2\.1\.4\/booster/);
  if (fixture === undefined) throw new Error("the fixture is gone");
  const { root, text } = converted(fixture);
  const source = { file: "x", sha256: "0".repeat(64), bytes: 1, kind: "pickle", encodings: [], protocol: 4 };
  const document = { $schema: "s", format: "cornichon", formatVersion: 1, source, metadata: {}, root };
  expect(neutralSchema.parse(document)).toMatchObject({ root: { decoded: expect.anything() } });
  expect(text).toContain('"decoded":{');
});
