/**
 * Sums of one term a feature, as distances to fitted rows are made of: a graph has each term by itself (`src/graph/parts/
 * distances.ts`), with a column of X and a constant a feature. Here a sum is one loop over the features, and its constants
 * are one matrix. Terms are added in the same order.
 */
import { sentence } from "../../../errors.js";
import type { Graph, Node } from "../../../graph/ir.js";
import { binary, declare, double, int, load, local, loop, plus, set, store, times } from "../expressions.js";
import { type Planner, refuse } from "../planner.js";
import type { Expr, Statement } from "../program.js";
import { lengthOf } from "../shapes.js";
import { inputName, intOf, outputName } from "./define.js";
import { element } from "./elementwise.js";
import { listed } from "./shapes.js";

/** Terms of a sum that is worth a loop. */
const LEAST = 3;
/** Operators of one term. */
const MOST_STEPS = 16;

/** What a term is made of: a column of a value, or a constant. */
type Leaf =
  | { readonly kind: "column"; readonly of: string; readonly at: number }
  | { readonly kind: "constant"; readonly name: string; readonly size: number };

/** An operator of a term; operands are those before it (0, 1 …), or leaves (−1, −2 …). */
interface Step {
  readonly node: Node;
  readonly operands: readonly number[];
}

interface Term {
  readonly steps: readonly Step[];
  readonly leaves: readonly Leaf[];
}

/** A sum of terms that are alike. */
export interface Chain {
  readonly terms: readonly Term[];
  /** What the sum is called. */
  readonly name: string;
  /** Nodes that it stands for. */
  readonly nodes: readonly Node[];
}

class Finder {
  readonly #planner: Planner;
  readonly #producers: ReadonlyMap<string, Node>;

  constructor(planner: Planner, graph: Graph) {
    this.#planner = planner;
    this.#producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  }

  #leaf(name: string): Leaf | null {
    const tensor = this.#planner.tensor(name);
    if (tensor !== null) {
      const isRow = tensor.dtype === "float64" && tensor.shape.length <= 1;
      return isRow ? { kind: "constant", name, size: tensor.data.length } : null;
    }
    const node = this.#producers.get(name);
    if (node?.op !== "Gather" || intOf(node, "axis", 0) !== 1) return null;
    const places = this.#planner.tensor(inputName(node, 1));
    return places?.shape.join() === "1" ? { kind: "column", of: inputName(node, 0), at: Number(places.data[0]) } : null;
  }

  /** The term that a value is; null where it is none, or where something else uses a part of it. */
  term(name: string): Term | null {
    const steps: Step[] = [];
    const leaves: Leaf[] = [];
    const known = new Map<string, number>();
    const inside = new Map<string, number>();
    const visit = (value: string): number | null => {
      inside.set(value, (inside.get(value) ?? 0) + 1);
      const seen = known.get(value);
      if (seen !== undefined) return seen;
      const leaf = this.#leaf(value);
      const at = leaf === null ? this.#step(value, steps, visit) : -leaves.push(leaf);
      if (at !== null) known.set(value, at);
      return at;
    };
    if (visit(name) === null || steps.length === 0) return null;
    const isShared = steps.some(({ node }) => this.#planner.uses(outputName(node)) !== inside.get(outputName(node)));
    return isShared ? null : { steps, leaves };
  }

  #step(value: string, steps: Step[], visit: (value: string) => number | null): number | null {
    const node = this.#producers.get(value);
    if (node === undefined || steps.length >= MOST_STEPS || node.outputs.length !== 1 || element(node) === null) return null;
    const operands = node.inputs.map(visit);
    if (!operands.every((at) => at !== null)) return null;
    return steps.push({ node, operands }) - 1;
  }

  /** The longest sum that ends here. */
  chain(last: Node): Chain | null {
    const terms: Term[] = [];
    const nodes: Node[] = [];
    let shape: string | null = null;
    let at: Node | undefined = last;
    while (at?.op === "Add") {
      const term = this.term(inputName(at, 1));
      if (term === null || (shape !== null && shapeOf(term) !== shape)) return null;
      shape = shapeOf(term);
      terms.push(term);
      nodes.push(at);
      const before = inputName(at, 0);
      if (this.#planner.uses(before) !== 1) return null;
      const first = this.#isSum(before) ? null : this.term(before);
      if (first !== null) {
        if (shapeOf(first) !== shape) return null;
        const all = [...terms, first].reverse();
        return all.length < LEAST
          ? null
          : { terms: all, name: outputName(last), nodes: [...nodes, ...all.flatMap(({ steps }) => steps.map(({ node }) => node))] };
      }
      at = this.#producers.get(before);
    }
    return null;
  }

  #isSum(name: string): boolean {
    return this.#producers.get(name)?.op === "Add";
  }
}

/** What terms that are alike have in common. */
function shapeOf({ steps, leaves }: Term): string {
  const own = leaves.map((leaf) => (leaf.kind === "column" ? `column ${leaf.of}` : `constant ${leaf.size}`));
  return JSON.stringify([steps.map(({ node, operands }) => [node.op, operands]), own]);
}

/** Elements of the constants of a term: those of its row, or one. */
const sizeOf = ({ leaves }: Term): number =>
  leaves.reduce((most, leaf) => (leaf.kind === "constant" ? Math.max(most, leaf.size) : most), 1);

/** Sums of a graph by the node that they end at; none is a part of another. */
export function chainsOf(planner: Planner, graph: Graph): ReadonlyMap<Node, Chain> {
  const finder = new Finder(planner, graph);
  const found = new Map<Node, Chain>();
  const covered = new Set<Node>();
  for (const node of [...graph.nodes].reverse()) {
    if (node.op !== "Add" || covered.has(node)) continue;
    const chain = finder.chain(node);
    const size = chain?.terms[0] === undefined ? 1 : sizeOf(chain.terms[0]);
    if (chain === null || size === 1) continue;
    found.set(node, chain);
    for (const one of chain.nodes) covered.add(one);
  }
  return found;
}

/** Constants of a leaf, term after term; rows of the result are next to each other. */
function stacked(planner: Planner, name: string, leaves: readonly Leaf[], size: number): (row: Expr, term: Expr) => Expr {
  const arrays = leaves.flatMap((leaf) => {
    const data = leaf.kind === "constant" ? planner.tensor(leaf.name)?.data : undefined;
    return data instanceof Float64Array ? [data] : [];
  });
  const [first] = arrays;
  const isOne = arrays.every((data) => data.length === 1 && Object.is(data[0], first?.[0]));
  if (isOne) return () => double(first?.[0] ?? Number.NaN);
  const width = first?.length ?? 1;
  const array = planner.constant(name, () => {
    const data = new Float64Array(width * arrays.length);
    for (const [j, own] of arrays.entries()) for (let i = 0; i < width; i++) data[i * arrays.length + j] = own[i] ?? Number.NaN;
    return { type: "f64", data };
  });
  return (row, term) => load(array, "f64", plus(size === 1 || width === 1 ? int(0) : times(row, arrays.length), term));
}

/** Writes a sum. */
export function writeChain(planner: Planner, { terms, name }: Chain): void {
  const [pattern] = terms;
  if (pattern === undefined) return;
  const size = sizeOf(pattern);
  const values = pattern.leaves.map((leaf, k) => {
    const own = terms.flatMap(({ leaves }) => leaves[k] ?? []);
    if (leaf.kind === "constant") return stacked(planner, `k_${name}_${k}`, own, size);
    const source = planner.source(leaf.of);
    if (source.shape.length !== 2 || source.type !== "f64") throw refuse(planner.now, sentence`a sum over something else than columns`);
    const length = lengthOf(source.shape[1] ?? 1);
    const places = own.map((one) => (one.kind === "column" ? (one.at < 0 ? one.at + length : one.at) : 0));
    const place = listed(planner, `${name}_${k}`, places);
    return (_row: Expr, term: Expr): Expr => source.at([int(0), place(term)]);
  });
  const [row, term, sum] = [planner.fresh("i"), planner.fresh("i"), planner.fresh("s")];
  const [i, j] = [local(row, "int"), local(term, "int")];
  const body: Statement[] = [];
  const results: Expr[] = [];
  for (const { node, operands } of pattern.steps) {
    const args = operands.map((at): Expr => (at >= 0 ? results[at] : values[-at - 1]?.(i, j)) ?? double(Number.NaN));
    const held = planner.fresh("t");
    const value = element(node)?.(args) ?? double(Number.NaN);
    body.push(declare(held, value));
    results.push(local(held, value.type));
  }
  const last = results.at(-1) ?? double(Number.NaN);
  planner.define(name, planner.buffer(name, "f64", ["N", size]));
  planner.emit(
    loop(row, size, [
      declare(sum, double(0), true),
      loop(term, terms.length, [...body, set(sum, binary("add", local(sum, "f64"), last))]),
      store(name, i, local(sum, "f64")),
    ]),
  );
}
