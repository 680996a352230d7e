/**
 * KD and ball trees and their distances (sklearn.neighbors._binary_tree, sklearn.metrics._dist_metrics 1.9): states are
 * tuples that native code walks unchecked, so nodes are held against the points, and a distance's weights against the
 * columns, before anything is written.
 */
import { sentence } from "../../../errors.js";
import { readTree } from "../../../models/parts/neighbors/stored-tree.js";
import { State } from "../../../models/state.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { arrayOf, numberOf, own, typeOf } from "../../../neutral/document.js";
import { defineMigration, type Migrating, type MigrationRule } from "../../define.js";

const KINDS = new Map([
  ["sklearn.neighbors.KDTree", "sklearn.neighbors._kd_tree"],
  ["sklearn.neighbors.BallTree", "sklearn.neighbors._ball_tree"],
  ["sklearn.neighbors._kd_tree.KDTree32", "sklearn.neighbors._kd_tree"],
  ["sklearn.neighbors._ball_tree.BallTree32", "sklearn.neighbors._ball_tree"],
]);

/** Items of a state: points, their order, nodes, bounds, nine numbers, the distance, and from 0.20 on weights of points. */
const ITEMS = 13;
const [POINTS, LEAF_SIZE, LEVELS, NODES, DISTANCE, WEIGHTS] = [0, 4, 5, 6, 11, 12] as const;

/** @throws CornichonError `model.inconsistent` unless nodes tile the points and are as many as is said */
function check(stored: Migrating, items: readonly unknown[]): void {
  const holder = new State({ $type: "object", class: stored.className, state: { tree: stored.value } }, stored.references, stored.version);
  const { nodes, order } = readTree(holder, "tree");
  const [levels, declared, leaf] = [LEVELS, NODES, LEAF_SIZE].map((at) => numberOf(items[at]));
  if (declared !== nodes || levels === undefined || 2 ** levels - 1 !== nodes || leaf === undefined || leaf < 1)
    throw stored.refusal(sentence`its levels and nodes do not fit each other.`);
  const weights = items[WEIGHTS];
  if (weights !== null && weights !== undefined && (typeOf(weights) !== "ndarray" || arrayOf(weights).data.length !== order.length))
    throw stored.refusal(sentence`its weights are not one a point.`);
}

const columnsOf = (value: unknown): number => {
  const { shape } = arrayOf(value);
  return shape[1] ?? 0;
};

/** Weights and matrices that a distance reads for each column. */
function checkDistance(stored: Migrating, value: unknown, columns: number): void {
  const distance = stored.part(value);
  const state = itemsOf(own(distance?.value, "state") ?? null, stored.references);
  const [, vector, matrix] = state ?? [];
  if (distance === null || typeOf(vector) !== "ndarray" || typeOf(matrix) !== "ndarray")
    throw stored.refusal(sentence`its distance cannot be read.`);
  const weights = arrayOf(vector).data.length;
  const { shape } = arrayOf(matrix);
  const name = distance.className;
  const wrong =
    (/\.SEuclideanDistance/.test(name) && weights !== columns) ||
    (/\.MinkowskiDistance/.test(name) && weights > 1 && weights !== columns) ||
    (/\.MahalanobisDistance/.test(name) && shape.join() !== [columns, columns].join()) ||
    /\.PyFuncDistance/.test(name);
  if (wrong) throw stored.refusal(sentence`its distance is not for ${columns} columns.`);
}

const tree = defineMigration({
  classes: [...KINDS.keys()],
  doc: "built by today's function, with weights of points",
  migrate: (stored) => {
    const state = own(stored.value, "state");
    if (state === undefined) return;
    const items = itemsOf(state, stored.references) ?? [];
    if (items.length !== ITEMS && items.length !== ITEMS - 1) throw stored.refusal(sentence`its state has ${items.length} items.`);
    check(stored, items);
    checkDistance(stored, items[DISTANCE], columnsOf(items[POINTS]));
    const origin = `${KINDS.get(stored.className)}.newObj`;
    if (own(stored.value, "origin") !== origin) stored.note("renamed", "", "its module has another name today");
    stored.frame.set("origin", origin);
    const raw = own(stored.references.resolve(state), "items");
    if (items.length < ITEMS && Array.isArray(raw)) {
      stored.note("added", "", "weights of points, of which there are none");
      stored.frame.set("state", { ...Object(stored.references.resolve(state)), items: [...raw, null] });
    }
  },
});

const NAMES =
  "BrayCurtis Canberra Chebyshev Dice Euclidean Hamming Haversine Jaccard Kulsinski Mahalanobis Manhattan Matching Minkowski RogersTanimoto RussellRao SEuclidean SokalMichener SokalSneath";

const distance = defineMigration({
  classes: NAMES.split(" ").flatMap((name) => [
    `sklearn.metrics._dist_metrics.${name}Distance64`,
    `sklearn.metrics._dist_metrics.${name}Distance32`,
  ]),
  doc: "built by today's function",
  migrate: (stored) => {
    const state = stored.references.resolve(own(stored.value, "state"));
    const items = itemsOf(state ?? null, stored.references);
    if (items === null) return;
    stored.frame.set("origin", "sklearn.metrics._dist_metrics.newObj");
    const [power, vector, matrix] = items;
    if (!/\.MinkowskiDistance/.test(stored.className) || typeOf(vector) !== "ndarray") return;
    const { data } = arrayOf(vector);
    if (data.length !== 1 || Number(data[0]) !== 0) return;
    stored.note("replaced", "", "no weights are an empty array today");
    stored.frame.set("state", { ...Object(state), items: [power, { $type: "ndarray", dtype: "float64", shape: [0], data: [] }, matrix] });
  },
});

export const POINT_TREES: readonly MigrationRule[] = [tree, distance];
