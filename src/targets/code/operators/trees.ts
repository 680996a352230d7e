/**
 * TreeEnsembleRegressor as flat tables: feature, threshold and two children of each inner node, and one loop that walks
 * them. A child below zero is a leaf: −1 less its weight, which is a whole number in these graphs (`src/graph/trees`).
 */
import { sentence } from "../../../errors.js";
import type { Node } from "../../../graph/ir.js";
import { binary, choose, declare, int, load, local, loop, plus, set, store, unary } from "../expressions.js";
import { type Planner, refuse, wholes } from "../planner.js";
import type { Expr } from "../program.js";
import { lengthOf, sizeOf } from "../shapes.js";
import { scalarSource } from "../sources.js";
import { input, intOf, listOf, numbersOf, type Operator, type Operators, onlyAttributes, outputName, textOf, textsOf } from "./define.js";

const ATTRIBUTES = [
  "n_targets",
  "nodes_falsenodeids",
  "nodes_featureids",
  "nodes_missing_value_tracks_true",
  "nodes_modes",
  "nodes_nodeids",
  "nodes_treeids",
  "nodes_truenodeids",
  "nodes_values",
  "nodes_values_as_tensor",
  "post_transform",
  "target_ids",
  "target_nodeids",
  "target_treeids",
  "target_weights",
  "target_weights_as_tensor",
];

interface Tables {
  readonly single: boolean;
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly yes: Int32Array;
  readonly no: Int32Array;
  /** Whether a missing value goes to `yes`; null where none does. */
  readonly missing: Uint8Array | null;
}

/** Where each node stands: trees in order, and nodes by their numbers. */
function positions(node: Node, treeIds: ArrayLike<number>, nodeIds: ArrayLike<number>, trees: number): Int32Array {
  const starts = new Int32Array(trees + 1);
  for (let at = 0; at < treeIds.length; at++) {
    const [tree, id] = [treeIds[at] ?? -1, nodeIds[at] ?? -1];
    const isNext =
      id === 0 ? tree === (at === 0 ? 0 : (treeIds[at - 1] ?? 0) + 1) : tree === treeIds[at - 1] && id === (nodeIds[at - 1] ?? 0) + 1;
    if (!isNext || tree >= trees) throw refuse(node, sentence`its nodes are not in order`);
    if (id === 0) starts[tree] = at;
    starts[tree + 1] = at + 1;
  }
  return starts;
}

/** Leaves' whole weights by the node's place, −1 for inner nodes. */
function leavesOf(node: Node, starts: Int32Array, total: number): Int32Array {
  const [trees, ids, targets] = [listOf(node, "target_treeids"), listOf(node, "target_nodeids"), listOf(node, "target_ids")];
  const { values: weights } = numbersOf(node, "target_weights");
  const leaves = new Int32Array(total).fill(-1);
  for (let k = 0; k < ids.length; k++) {
    const [tree = -1, id = -1, weight = -1] = [trees[k], ids[k], weights[k]];
    const at = (starts[tree] ?? total) + id;
    const isWhole = Number.isInteger(weight) && weight >= 0 && weight < 2 ** 30;
    if (!isWhole || targets[k] !== tree || !(at < total) || leaves[at] !== -1)
      throw refuse(node, sentence`its leaves are not one number each`);
    leaves[at] = weight;
  }
  return leaves;
}

function tablesOf(node: Node, features: number): Tables {
  const trees = intOf(node, "n_targets", 0);
  const [treeIds, modes] = [listOf(node, "nodes_treeids"), textsOf(node, "nodes_modes")];
  const starts = positions(node, treeIds, listOf(node, "nodes_nodeids"), trees);
  const total = modes.length;
  const leaves = leavesOf(node, starts, total);
  const { values, single } = numbersOf(node, "nodes_values");
  // Numbers of inner nodes among all.
  const inner = new Int32Array(total).fill(-1);
  let count = 0;
  for (let at = 0; at < total; at++) if (modes[at] !== "LEAF") inner[at] = count++;
  const reference = (at: number): number => {
    const found = inner[at] ?? -1;
    const leaf = leaves[at] ?? -1;
    if (found < 0 && leaf < 0) throw refuse(node, sentence`a leaf that weighs nothing`);
    return found >= 0 ? found : -1 - leaf;
  };
  const [feature, yes, no] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const [threshold, missing] = [new Float64Array(count), new Uint8Array(count)];
  const [features_, yesIds, noIds] = [
    listOf(node, "nodes_featureids"),
    listOf(node, "nodes_truenodeids"),
    listOf(node, "nodes_falsenodeids"),
  ];
  const tracks = listOf(node, "nodes_missing_value_tracks_true");
  for (let at = 0; at < total; at++) {
    const own = inner[at] ?? -1;
    if (own < 0) continue;
    if (modes[at] !== "BRANCH_LEQ") throw refuse(node, sentence`a split that is not ≤`);
    const start = starts[treeIds[at] ?? 0] ?? 0;
    const end = starts[(treeIds[at] ?? 0) + 1] ?? total;
    const [left, right] = [start + (yesIds[at] ?? -1), start + (noIds[at] ?? -1)];
    const seen = features_[at] ?? -1;
    // Children come after their parents: a walk ends.
    if (!(left > at && left < end && right > at && right < end && seen >= 0 && seen < features))
      throw refuse(node, sentence`a split whose children or feature are not there`);
    feature[own] = seen;
    threshold[own] = values[at] ?? Number.NaN;
    yes[own] = reference(left);
    no[own] = reference(right);
    missing[own] = tracks[at] === 1 ? 1 : 0;
  }
  const roots = Int32Array.from({ length: trees }, (_, tree) => reference(starts[tree] ?? 0));
  return { single, roots, feature, threshold, yes, no, missing: missing.includes(1) ? missing : null };
}

const treeEnsemble: Operator = (planner, node) => {
  onlyAttributes(node, ATTRIBUTES);
  const x = input(planner, node, 0);
  const trees = intOf(node, "n_targets", 0);
  const isPlain = x.shape.length === 2 && lengthOf(x.shape[0] ?? 1) === 1 && textOf(node, "post_transform") === "NONE" && trees > 0;
  if (!isPlain) throw refuse(node, sentence`it is no ensemble of a leaf number a tree`);
  const name = outputName(node);
  const tables = tablesOf(node, sizeOf(x.shape));
  const names = written(planner, name, tables);
  const part = (own: Part, at: Expr): Expr => load(names[own], "int", at);
  if (x.type !== (tables.single ? "f32" : "f64")) throw refuse(node, sentence`it compares X of another type`);
  const { array, offset } = planner.flatten(x);
  const [tree, at] = [planner.fresh("i"), planner.fresh("s")];
  const [n, t] = [local(at, "int"), local(tree, "int")];
  const seen = load(array, x.type, plus(int(offset), part("feature", n)));
  const below = binary("le", seen, load(names.threshold, tables.single ? "f32" : "f64", n));
  const goes =
    tables.missing === null
      ? below
      : binary("or", below, binary("and", binary("eq", part("missing", n), int(1)), unary("isnan", seen, "bool")));
  planner.buffer(name, "f32", ["N", trees]);
  planner.emit(
    loop(tree, trees, [
      declare(at, part("roots", t), true),
      {
        kind: "while",
        condition: binary("ge", n, int(0)),
        body: [set(at, choose(goes, part("yes", n), part("no", n)))],
      },
      store(name, t, { kind: "cast", type: "f32", x: binary("sub", int(-1), n) }),
    ]),
  );
  const single = load(name, "f32", int(0));
  planner.define(
    name,
    trees === 1
      ? scalarSource(single, ["N", 1])
      : { type: "f32", shape: ["N", trees], at: ([, i = int(0)]) => load(name, "f32", i), flat: { array: name, offset: 0 } },
  );
};

type Part = "roots" | "feature" | "yes" | "no" | "threshold" | "missing";

/** Puts the tables among the program's constants; what each is called. */
function written(planner: Planner, name: string, tables: Tables): Readonly<Record<Part, string>> {
  const { single, threshold, missing } = tables;
  const whole = (part: Part, values: ArrayLike<number>): string => planner.constant(`${name}_${part}`, () => wholes(values));
  return {
    roots: whole("roots", tables.roots),
    feature: whole("feature", tables.feature),
    yes: whole("yes", tables.yes),
    no: whole("no", tables.no),
    missing: missing === null ? "" : whole("missing", missing),
    threshold: planner.constant(`${name}_threshold`, () =>
      single ? { type: "f32", data: Float32Array.from(threshold) } : { type: "f64", data: threshold },
    ),
  };
}

export const TREES: Operators = { "ai.onnx.ml.TreeEnsembleRegressor": treeEnsemble };
