/**
 * A graph's answers, worked out here: what a graph in float32 loses is measured with it (`targets/onnx/difference.ts`), and
 * `diff` asks ONNX files with it. Each operation on float32 is rounded to float32, sums go in order. onnxruntime may add in
 * another order and has an exp and a log of its own: the last bit of an answer is not promised, its size is.
 *
 * A graph may come from a stranger's file: operators run in the order in which they stand, each once, nothing nests, and time
 * and memory are bounded by a budget. What has no answer says why, and what does not need it is answered all the same.
 *
 * Slow: small tensors and few rows.
 */
import { type Shown, sentence, showText } from "../../errors.js";
import type { Graph, Node } from "../ir.js";
import { AXES } from "./axes.js";
import { ELEMENTWISE } from "./elementwise.js";
import { type Operator, operatorName, run } from "./operator.js";
import { SHAPES } from "./shapes.js";
import { Budget, constantOf, type Evaluated, NoAnswer } from "./tensor.js";
import { TEXTS } from "./texts.js";
import { TREES } from "./trees.js";

export type { Evaluated } from "./tensor.js";

const OPERATORS: ReadonlyMap<string, Operator> = new Map(Object.entries({ ...ELEMENTWISE, ...AXES, ...SHAPES, ...TREES, ...TEXTS }));

/** The operator of that name in that domain. */
function operatorOf({ op, domain }: Node): Operator | undefined {
  const found = OPERATORS.get(op);
  return (found?.domain ?? "") === domain ? found : undefined;
}

/** A graph, as far as it is looked at. */
export interface Runnable {
  readonly constants: Graph["constants"];
  readonly nodes: readonly Node[];
  readonly outputs: readonly { readonly value: { readonly name: string } }[];
}

/** Why there is no value; `ofRows`: other rows may have one. */
export interface Unanswered {
  readonly why: Shown;
  readonly ofRows: boolean;
}

export type Answer = Evaluated | Unanswered;

export const isAnswered = (answer: Answer): answer is Evaluated => "data" in answer;

const unanswered = (why: Shown): Unanswered => ({ why, ofRows: false });

/** What an operation gives, or why not: its own reason before one of its inputs'. */
function tried(make: () => readonly Evaluated[]): readonly Evaluated[] | Unanswered {
  try {
    return make();
  } catch (error) {
    if (error instanceof NoAnswer) return { why: error.why, ofRows: error.ofRows };
    throw error;
  }
}

/** Values while they are needed. */
class Values {
  readonly #budget = new Budget();
  readonly #known = new Map<string, Answer>();
  readonly #constants: Graph["constants"];
  /** How often each is still to be taken. */
  readonly #uses = new Map<string, number>();

  constructor({ constants, nodes, outputs }: Runnable) {
    this.#constants = constants;
    for (const name of [...nodes.flatMap(({ inputs }) => inputs), ...outputs.map(({ value }) => value.name)])
      this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1);
  }

  set(name: string, value: Answer): void {
    if (this.#known.has(name)) return void this.#known.set(name, unanswered(sentence`two values are called ${showText(name)}`));
    if (isAnswered(value) && !this.#uses.has(name)) return;
    this.#known.set(name, value);
    if (isAnswered(value)) this.#budget.hold(value.data.length);
  }

  get(name: string): Answer {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const constant = this.#constants.get(name);
    if (constant === undefined) return unanswered(sentence`nothing before it makes ${showText(name)}`);
    const found = tried(() => [constantOf(constant)]);
    const [value] = "why" in found ? [found] : found;
    if (value === undefined) return unanswered(sentence`${showText(name)} has no value`);
    this.#known.set(name, value);
    if (isAnswered(value)) this.#budget.hold(value.data.length);
    return value;
  }

  /** One use less; what nobody needs any more is let go. */
  used(name: string): void {
    const left = (this.#uses.get(name) ?? 0) - 1;
    this.#uses.set(name, left);
    if (left > 0) return;
    const value = this.#known.get(name);
    if (value !== undefined && isAnswered(value)) {
      this.#budget.free(value.data.length);
      this.#known.set(name, unanswered(sentence`${showText(name)} is not there any more`));
    }
  }

  /** What a node gives. */
  run(node: Node): readonly Evaluated[] | Unanswered {
    const args = node.inputs.map((name) => (name === "" ? undefined : this.get(name)));
    const lost = args.find((one) => one !== undefined && !isAnswered(one));
    if (lost !== undefined && !isAnswered(lost)) return lost;
    const operator = operatorOf(node);
    if (operator === undefined) return unanswered(sentence`the operator ${showText(operatorName(node))} is not known here`);
    const values = args.map((one) => (one !== undefined && isAnswered(one) ? one : undefined));
    return tried(() => run(operator, node, values, this.#budget));
  }

  /** Room for what is held has run out: said of what was made last. */
  take(name: string, value: Answer): void {
    const held = tried(() => {
      this.set(name, value);
      return [];
    });
    if ("why" in held) this.#known.set(name, held);
  }
}

/** Nodes that an output needs, in their order. */
function needed({ nodes, outputs }: Runnable): readonly Node[] {
  const wanted = new Set(outputs.map(({ value }) => value.name));
  const found: Node[] = [];
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node === undefined || !node.outputs.some((name) => name !== "" && wanted.has(name))) continue;
    for (const name of node.inputs) if (name !== "") wanted.add(name);
    found.push(node);
  }
  return found.reverse();
}

/** Values of a graph's outputs in their order, or why there is none. */
export function evaluate(graph: Runnable, inputs: ReadonlyMap<string, Evaluated>): readonly Answer[] {
  const nodes = needed(graph);
  const values = new Values({ ...graph, nodes });
  for (const [name, value] of inputs) values.take(name, value);
  for (const node of nodes) {
    const found = values.run(node);
    for (const [i, name] of node.outputs.entries())
      if (name !== "")
        values.take(name, "why" in found ? found : (found[i] ?? unanswered(sentence`${showText(operatorName(node))} has fewer outputs`)));
    for (const name of node.inputs) values.used(name);
  }
  return graph.outputs.map(({ value }) => values.get(value.name));
}
