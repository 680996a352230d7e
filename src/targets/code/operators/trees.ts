/**
 * TreeEnsembleRegressor as flat tables, and loops that walk them. Siblings stand side by side, so a step is an addition:
 * how far the left child is, and one more to the right. A leaf is no distance from itself and has no value above its
 * threshold, so four trees go down at once, and none of them has to be told to stop. A row with a missing value goes tree
 * by tree. What a leaf weighs is a whole number in these graphs (`src/graph/trees`).
 */
import { sentence } from "../../../errors.js";
import type { Node } from "../../../graph/ir.js";
import { binary, cast, declare, int, load, local, loop, plus, set, store, times, unary } from "../expressions.js";
import { type Planner, refuse, wholes } from "../planner.js";
import type { Expr, Statement } from "../program.js";
import type { Range } from "../ranges.js";
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
  /** Where each tree begins. */
  readonly roots: Int32Array;
  /** 0 in a leaf. */
  readonly feature: Int32Array;
  /** Infinite in a leaf. */
  readonly threshold: Float64Array;
  /** From a node to its left child; 0 in a leaf. */
  readonly step: Int32Array;
  /** What a leaf weighs; 0 in all others. */
  readonly leaf: Int32Array;
  /** Whether a missing value goes left; null where none does. */
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

/** A graph's nodes, checked: children come after their parents, so a walk ends. */
interface Nodes {
  readonly starts: Int32Array;
  readonly isLeaf: (at: number) => boolean;
  /** Places of the children. */
  readonly left: (at: number) => number;
  readonly right: (at: number) => number;
}

function nodesOf(node: Node, trees: number): Nodes {
  const [treeIds, modes] = [listOf(node, "nodes_treeids"), textsOf(node, "nodes_modes")];
  const starts = positions(node, treeIds, listOf(node, "nodes_nodeids"), trees);
  const [yes, no] = [listOf(node, "nodes_truenodeids"), listOf(node, "nodes_falsenodeids")];
  const startOf = (at: number): number => starts[treeIds[at] ?? 0] ?? 0;
  const [left, right] = [(at: number) => startOf(at) + (yes[at] ?? -1), (at: number) => startOf(at) + (no[at] ?? -1)];
  const isLeaf = (at: number): boolean => modes[at] === "LEAF";
  for (let at = 0; at < modes.length; at++) {
    if (isLeaf(at)) continue;
    if (modes[at] !== "BRANCH_LEQ") throw refuse(node, sentence`a split that is not ≤`);
    const end = starts[(treeIds[at] ?? 0) + 1] ?? modes.length;
    if (!(left(at) > at && left(at) < end && right(at) > at && right(at) < end))
      throw refuse(node, sentence`a split whose children are not there`);
  }
  return { starts, isLeaf, left, right };
}

/** Nodes in the order of the tables: siblings side by side. A node with two parents stands twice. */
function* ordered(
  { starts, isLeaf, left, right }: Nodes,
  trees: number,
  most: number,
): Generator<{ readonly at: number; readonly parent: number; readonly isRoot: boolean }> {
  let place = 0;
  for (let tree = 0; tree < trees; tree++) {
    const stack = [{ at: starts[tree] ?? 0, place: place++ }];
    yield { at: starts[tree] ?? 0, parent: -1, isRoot: true };
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (isLeaf(top.at)) continue;
      if (place + 2 > most) return;
      const [l, r] = [left(top.at), right(top.at)];
      yield { at: l, parent: top.place, isRoot: false };
      yield { at: r, parent: top.place, isRoot: false };
      stack.push({ at: r, place: place + 1 }, { at: l, place });
      place += 2;
    }
  }
}

function tablesOf(node: Node, features: number): Tables {
  const trees = intOf(node, "n_targets", 0);
  const total = textsOf(node, "nodes_modes").length;
  const nodes = nodesOf(node, trees);
  const weights = leavesOf(node, nodes.starts, total);
  const { values, single } = numbersOf(node, "nodes_values");
  const [seen, tracks] = [listOf(node, "nodes_featureids"), listOf(node, "nodes_missing_value_tracks_true")];
  const [feature, step, leaf, roots] = [new Int32Array(total), new Int32Array(total), new Int32Array(total), new Int32Array(trees)];
  const [threshold, missing] = [new Float64Array(total), new Uint8Array(total)];
  let [count, tree] = [0, 0];
  for (const { at, parent, isRoot } of ordered(nodes, trees, total)) {
    const place = count++;
    if (isRoot) roots[tree++] = place;
    // The first of two siblings is the left one.
    else if (step[parent] === 0) step[parent] = place - parent;
    const isLeaf = nodes.isLeaf(at);
    const [weight, own] = [weights[at] ?? -1, seen[at] ?? -1];
    if (isLeaf ? weight < 0 : !(own >= 0 && own < features))
      throw refuse(node, sentence`a leaf that weighs nothing, or a feature that is not there`);
    feature[place] = isLeaf ? 0 : own;
    threshold[place] = isLeaf ? Number.POSITIVE_INFINITY : (values[at] ?? Number.NaN);
    leaf[place] = isLeaf ? weight : 0;
    missing[place] = !isLeaf && tracks[at] === 1 ? 1 : 0;
  }
  if (count !== total) throw refuse(node, sentence`nodes that none leads to, or several do`);
  return { single, roots, feature, threshold, step, leaf, missing: missing.includes(1) ? missing : null };
}

/** Trees that go down at once. */
const ABREAST = 4;

class Walk {
  readonly #planner: Planner;
  readonly #names: Readonly<Record<Part, string>>;
  readonly #tables: Tables;
  readonly #value: (feature: Expr) => Expr;
  readonly #out: string;

  constructor(planner: Planner, name: string, tables: Tables, value: (feature: Expr) => Expr) {
    this.#planner = planner;
    this.#names = written(planner, name, tables);
    this.#tables = tables;
    this.#value = value;
    this.#out = name;
  }

  #part(part: Part, at: Expr): Expr {
    return load(this.#names[part], "int", at);
  }

  #seen(at: Expr): Expr {
    return this.#value(this.#part("feature", at));
  }

  #threshold(at: Expr): Expr {
    return load(this.#names.threshold, this.#tables.single ? "f32" : "f64", at);
  }

  #stored(tree: Expr, at: Expr): Statement {
    return store(this.#out, tree, cast(this.#part("leaf", at), "f32"));
  }

  /** Four trees a turn, without missing values. */
  #abreast(trees: number): readonly Statement[] {
    const turn = this.#planner.fresh("i");
    const own = Array.from({ length: ABREAST }, (_, k) => ({
      tree: plus(times(local(turn, "int"), ABREAST), int(k)),
      at: this.#planner.fresh("s"),
      step: this.#planner.fresh("t"),
    }));
    const moved = this.#planner.fresh("s");
    const move = own.flatMap(({ at, step }) => {
      const n = local(at, "int");
      const right = cast(binary("gt", this.#seen(n), this.#threshold(n)), "int");
      return [declare(step, this.#part("step", n)), set(at, plus(plus(n, local(step, "int")), right))];
    });
    const all = own.map(({ step }) => local(step, "int")).reduce(plus);
    return [
      loop(turn, Math.floor(trees / ABREAST), [
        ...own.map(({ tree, at }) => declare(at, this.#part("roots", tree), true)),
        declare(moved, int(1), true),
        { kind: "while", condition: binary("gt", local(moved, "int"), int(0)), body: [...move, set(moved, all)] },
        ...own.map(({ tree, at }) => this.#stored(tree, local(at, "int"))),
      ]),
    ];
  }

  /** One tree after the other, from one on. */
  #singly(from: number, to: number): Statement {
    const [tree, at] = [this.#planner.fresh("i"), this.#planner.fresh("s")];
    const [n, t] = [local(at, "int"), local(tree, "int")];
    const below = binary("le", this.#seen(n), this.#threshold(n));
    const isMissing = binary("and", binary("eq", this.#part("missing", n), int(1)), unary("isnan", this.#seen(n), "bool"));
    const right = unary("not", this.#tables.missing === null ? below : binary("or", below, isMissing));
    return {
      kind: "loop",
      name: tree,
      from: int(from),
      to: int(to),
      body: [
        declare(at, this.#part("roots", t), true),
        {
          kind: "while",
          condition: binary("gt", this.#part("step", n), int(0)),
          body: [set(at, plus(plus(n, this.#part("step", n)), cast(right, "int")))],
        },
        this.#stored(t, n),
      ],
    };
  }

  write(trees: number, width: number): void {
    if (trees < ABREAST) return this.#planner.emit(this.#singly(0, trees));
    const [missing, feature, turns] = [this.#planner.fresh("s"), this.#planner.fresh("i"), Math.floor(trees / ABREAST) * ABREAST];
    const isMissing = unary("isnan", this.#value(local(feature, "int")), "bool");
    const [yes, no] = [1, 0].map((value) => binary("eq", local(missing, "int"), int(value)));
    this.#planner.emit(
      declare(missing, int(0), true),
      loop(feature, width, [{ kind: "if", condition: isMissing, body: [set(missing, int(1))] }]),
      { kind: "if", condition: no ?? isMissing, body: this.#abreast(trees) },
      { kind: "if", condition: yes ?? isMissing, body: [this.#singly(0, turns)] },
    );
    if (turns < trees) this.#planner.emit(this.#singly(turns, trees));
  }
}

/** What the leaves of each tree weigh. */
function weightsOf({ roots, leaf }: Tables, trees: number): Range {
  const most = Float64Array.from({ length: trees }, (_, tree) =>
    leaf.subarray(roots[tree], roots[tree + 1] ?? leaf.length).reduce((all, weight) => Math.max(all, weight), 0),
  );
  return { least: new Float64Array(trees), most };
}

const treeEnsemble: Operator = (planner, node) => {
  onlyAttributes(node, ATTRIBUTES);
  const x = input(planner, node, 0);
  const trees = intOf(node, "n_targets", 0);
  const isPlain = x.shape.length === 2 && lengthOf(x.shape[0] ?? 1) === 1 && textOf(node, "post_transform") === "NONE" && trees > 0;
  if (!isPlain) throw refuse(node, sentence`it is no ensemble of a leaf number a tree`);
  const name = outputName(node);
  const tables = tablesOf(node, sizeOf(x.shape));
  if (x.type !== (tables.single ? "f32" : "f64")) throw refuse(node, sentence`it compares X of another type`);
  const { array, offset } = planner.flatten(x);
  planner.buffer(name, "f32", ["N", trees]);
  new Walk(planner, name, tables, (feature) => load(array, x.type, plus(int(offset), feature))).write(trees, sizeOf(x.shape));
  planner.bound(name, weightsOf(tables, trees));
  if (trees === 1) return planner.define(name, scalarSource(load(name, "f32", int(0)), ["N", 1]));
  planner.define(name, {
    type: "f32",
    shape: ["N", trees],
    at: ([, i = int(0)]) => load(name, "f32", i),
    flat: { array: name, offset: 0 },
  });
};

type Part = "roots" | "feature" | "step" | "leaf" | "threshold" | "missing";

/** Puts the tables among the program's constants; what each is called. */
function written(planner: Planner, name: string, tables: Tables): Readonly<Record<Part, string>> {
  const { single, threshold, missing } = tables;
  const whole = (part: Part, values: ArrayLike<number>): string => planner.constant(`${name}_${part}`, () => wholes(values));
  return {
    roots: whole("roots", tables.roots),
    feature: whole("feature", tables.feature),
    step: whole("step", tables.step),
    leaf: whole("leaf", tables.leaf),
    missing: missing === null ? "" : whole("missing", missing),
    threshold: planner.constant(`${name}_threshold`, () =>
      single ? { type: "f32", data: Float32Array.from(threshold) } : { type: "f64", data: threshold },
    ),
  };
}

export const TREES: Operators = { "ai.onnx.ml.TreeEnsembleRegressor": treeEnsemble };
