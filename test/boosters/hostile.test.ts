/** Decoded models that lie: a tree in circles, columns and outputs that there are not, sets beyond their categories. */
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { arrayOf, own, typeOf } from "../../src/neutral/document.js";
import { boostersOf } from "../native/models.js";
import { documentOf } from "../support/outputs.js";
import { boosterFolders, rootOf } from "./cases.js";

const FOLDERS = boosterFolders();

/** A model's neutral root, to be changed. */
function rootAt(folder: string, label: string): unknown {
  const found = FOLDERS.find(({ name }) => name === folder)?.cases.find((one) => one.label === label);
  if (found === undefined) throw new Error("the fixture is gone");
  return structuredClone(rootOf(found));
}

/** The object or list at a path; arrays become lists of numbers on the way. */
function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (Array.isArray(inner) ? inner[Number(key)] : own(inner, String(key))), value);
}

const isHolder = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Changes one number of a row. */
function change(holder: unknown, key: string, place: number, number: unknown): void {
  if (!isHolder(holder)) throw new Error("nothing is there");
  const row = holder[key];
  const values: unknown[] = typeOf(row) === "ndarray" ? Array.from<unknown>(arrayOf(row).data) : Array.isArray(row) ? [...row] : [];
  values[place] = number;
  holder[key] = values;
}

const codeOf = (root: unknown): unknown => {
  try {
    modelFromDocument(documentOf(root)).call("predict", [[1, 2, 3, 4]]);
    return null;
  } catch (error) {
    return own(error, "code");
  }
};

const MODEL = ["decoded", "Model", "learner", "gradient_booster", "model"];

describe("xgboost", () => {
  const changed = (label: string, path: readonly (string | number)[], key: string, place: number, number: unknown): unknown => {
    const root = rootAt("xgboost-2.1.4", label);
    change(at(boostersOf(root)[0], [...MODEL, ...path]), key, place, number);
    return codeOf(root);
  };

  test.each([
    ["a tree in circles", "left_children", 0, 0],
    ["a child twice", "right_children", 0, 1],
    ["a child that is not there", "left_children", 1, 1e6],
    ["a child that is no number", "left_children", 1, "1"],
    ["a column that is not there", "split_indices", 0, 4],
    ["a column below zero", "split_indices", 0, -1],
    ["a condition too many", "split_conditions", 64, 1],
  ] as const)("%s", (_, key, place, number) => {
    expect(changed("regressor", ["trees", 0], key, place, number)).toBe("model.inconsistent");
  });

  test.each([
    ["a set beyond the categories", "categories_sizes", 0, 1e9],
    ["a set of another node", "categories_nodes", 0, 1e6],
    ["a category that is none", "categories", 0, -1],
  ] as const)("%s", (_, key, place, number) => {
    expect(changed("booster-partitions", ["trees", 0], key, place, number)).toBe("model.inconsistent");
  });

  test("an output that is not there", () => {
    expect(changed("multiclass", [], "tree_info", 0, 3)).toBe("model.inconsistent");
  });

  test("as it was", () => {
    expect(changed("regressor", ["trees", 0], "loss_changes", 0, 1)).toBeNull();
  });
});

describe("LightGBM", () => {
  const changed = (label: string, key: string, place: number, number: unknown): unknown => {
    const root = rootAt("lightgbm-3.3.5", label);
    change(at(boostersOf(root)[0], ["decoded", "trees", 0]), key, place, number);
    return codeOf(root);
  };

  test.each([
    ["a tree in circles", "regressor", "left_child", 0, 0],
    ["a child that is not there", "regressor", "right_child", 0, 1e6],
    ["a leaf that is not there", "regressor", "right_child", 0, -1e6],
    ["a column that is not there", "regressor", "split_feature", 0, 4],
    ["a leaf too many", "regressor", "leaf_value", 64, 1],
    ["a set that is not there", "codes-partitions", "cat_boundaries", 1, 1e9],
    ["a leaf's column that is not there", "linear-trees", "leaf_features", 0, 4],
  ] as const)("%s", (_, label, key, place, number) => {
    expect(changed(label, key, place, number)).toBe("model.inconsistent");
  });

  test("as it was", () => {
    expect(changed("regressor", "split_gain", 0, 1)).toBeNull();
  });
});
