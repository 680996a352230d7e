/** A graph of one method as a routine: operators in their order, each by its row in the table. */
import { sentence } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import type { Graph, Node } from "../../graph/ir.js";
import { living } from "./dead.js";
import { int, load, store } from "./expressions.js";
import { chainsOf, writeChain } from "./operators/chains.js";
import { inputName, intOf, outputName } from "./operators/define.js";
import { operatorOf } from "./operators/index.js";
import { folded, SUM } from "./operators/reductions.js";
import { Planner, type Shared, scalarOf } from "./planner.js";
import type { Input, Routine } from "./program.js";
import { flatIndex, lengthOf, sizeOf } from "./shapes.js";
import { arraySource, scalarSource } from "./sources.js";

/** How often each value is an operand or an output. */
function usesOf({ nodes, outputs }: Graph): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const count = (name: string): void => void uses.set(name, (uses.get(name) ?? 0) + 1);
  for (const { inputs } of nodes) for (const name of inputs) count(name);
  for (const { value } of outputs) count(value.name);
  return uses;
}

/** Sums in order: a running sum of which only the last is taken. By the name of the node that takes it. */
function lastSums(planner: Planner, { nodes }: Graph): ReadonlyMap<Node, Node> {
  const sums = new Map(nodes.flatMap((node) => (node.op === "CumSum" ? [[outputName(node), node] as const] : [])));
  const found = new Map<Node, Node>();
  for (const node of nodes) {
    const sum = node.op === "Gather" ? sums.get(inputName(node, 0)) : undefined;
    const places = sum === undefined ? null : planner.tensor(inputName(node, 1));
    if (sum === undefined || places?.shape.length !== 0 || intOf(node, "axis", 0) !== 1 || planner.uses(outputName(sum)) !== 1) continue;
    if (planner.tensor(inputName(sum, 1))?.data[0] === 1n) found.set(node, sum);
  }
  return found;
}

/** A routine without what the model refuses. */
type Planned = Omit<Routine, "refused" | "known">;

/** Plans the only output of a graph. @throws CornichonError `target.unsupported` */
export function routineOf(graph: Graph, inputs: ReadonlyMap<string, Input>, shared: Shared, method: string): Planned {
  const planner = new Planner(graph.constants, usesOf(graph), shared);
  for (const { name, dtype, shape } of graph.inputs) {
    const own = inputs.get(name);
    if (own === undefined) continue;
    const single = load(own.array, scalarOf(dtype), int(0));
    planner.define(name, sizeOf(shape) === 1 ? scalarSource(single, shape) : arraySource(own.array, scalarOf(dtype), shape));
  }
  const sums = lastSums(planner, graph);
  const skipped = new Set(sums.values());
  const chains = chainsOf(planner, graph);
  for (const [last, { nodes }] of chains) for (const one of nodes) if (one !== last) skipped.add(one);
  for (const node of graph.nodes) {
    const [sum, chain] = [sums.get(node), chains.get(node)];
    if (chain !== undefined) writeChain(planner, chain);
    else if (sum !== undefined) sumInOrder(planner, node, sum);
    else if (!skipped.has(node)) plan(planner, node);
  }
  return living(finished(planner, graph, method));
}

function plan(planner: Planner, node: Node): void {
  const operator = operatorOf(node);
  if (operator === null) throw unsupported("", node.op, sentence`no program for this operator`);
  operator(planner, node);
}

function sumInOrder(planner: Planner, node: Node, sum: Node): void {
  const x = planner.source(inputName(sum, 0));
  const last = Number(planner.tensor(inputName(node, 1))?.data[0]);
  if (last !== lengthOf(x.shape[1] ?? 1) - 1 || x.shape[1] === "N") {
    plan(planner, sum);
    return plan(planner, node);
  }
  folded(planner, outputName(node), x, 1, false, SUM);
}

function finished(planner: Planner, graph: Graph, method: string): Planned {
  const [output] = graph.outputs;
  if (output === undefined) throw new Error("a graph without an output");
  const source = planner.source(output.value.name);
  planner.closeAll();
  const [rows, ...shape] = source.shape;
  if (rows !== "N") throw unsupported("", method, sentence`an answer that is not one a row`);
  const { type } = source;
  const sizes = shape.map(lengthOf);
  if (shape.length === 0)
    return {
      method,
      buffers: planner.buffers,
      body: planner.body,
      output: { type, shape: sizes, value: source.at([int(0)]), array: "" },
    };
  const isWhole = source.flat?.offset === 0 && planner.buffers.some(({ name }) => name === source.flat?.array);
  const array = isWhole ? (source.flat?.array ?? "") : planner.fresh("out");
  if (!isWhole) {
    planner.buffer(array, type, source.shape);
    planner.emit(...planner.over(source.shape, (index) => [store(array, flatIndex(source.shape, index, int(0)), source.at(index))]));
  }
  return { method, buffers: planner.buffers, body: planner.body, output: { type, shape: sizes, value: null, array } };
}
