/**
 * Builds a graph node by node. Equal small constants are written once; names are made, and carry no meaning. A graph has an
 * end: some lowerings take a few steps a column, a class or a member, and no runtime opens hundreds of thousands of them.
 */
import { CornichonError, sentence } from "../errors.js";
import type { Attribute, Dim, Domain, DType, Graph, Node, Tensor, TensorData, Value } from "./ir.js";

/** What a node is beside its inputs and what it gives. */
export interface NodeKind {
  readonly domain?: Domain;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** Most steps of a graph. */
const MOST_NODES = 2 ** 17;
/** Longest constant that is compared with others. */
const SMALL = 16;

export class GraphBuilder {
  readonly #inputs: Value[] = [];
  /** Names of inputs: columns are called as they will. */
  readonly #taken = new Set<string>();
  readonly #constants = new Map<string, Tensor>();
  readonly #known = new Map<string, Value>();
  readonly #nodes: Node[] = [];
  #count = 0;

  /** Names that are made are none of an input: inputs come first. */
  input(name: string, dtype: DType, shape: readonly Dim[]): Value {
    const value = { name, dtype, shape };
    this.#inputs.push(value);
    this.#taken.add(name);
    return value;
  }

  constant(dtype: DType, shape: readonly number[], data: TensorData): Value {
    const values: Iterable<unknown> = data;
    const key = data.length > SMALL ? null : [dtype, shape.join(), ...Array.from(values, keyOf)].join("\0");
    const known = key === null ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const value = { name: this.#name("c"), dtype, shape };
    this.#constants.set(value.name, { dtype, shape, data });
    if (key !== null) this.#known.set(key, value);
    return value;
  }

  /** A node with one output. */
  node(op: string, inputs: readonly (Value | null)[], dtype: DType, shape: readonly Dim[], kind: NodeKind = {}): Value {
    const value = { name: this.#name("v"), dtype, shape };
    this.#push(op, inputs, [value], kind);
    return value;
  }

  /** A node with several outputs. */
  nodes(op: string, inputs: readonly (Value | null)[], gives: readonly Omit<Value, "name">[], kind: NodeKind = {}): readonly Value[] {
    const values = gives.map((one) => ({ ...one, name: this.#name("v") }));
    this.#push(op, inputs, values, kind);
    return values;
  }

  /** The graph of what these outputs need. */
  graph(outputs: readonly { readonly name: string; readonly value: Value }[]): Graph {
    const needed = new Set(outputs.map(({ value }) => value.name));
    const nodes: Node[] = [];
    for (const node of [...this.#nodes].reverse()) {
      if (!node.outputs.some((name) => needed.has(name))) continue;
      for (const name of node.inputs) needed.add(name);
      nodes.push(node);
    }
    const constants = new Map([...this.#constants].filter(([name]) => needed.has(name)));
    return { inputs: this.#inputs, constants, nodes: nodes.reverse(), outputs };
  }

  #push(op: string, inputs: readonly (Value | null)[], outputs: readonly Value[], { domain = "", attributes = {} }: NodeKind): void {
    if (this.#nodes.length >= MOST_NODES) throw tooLong();
    this.#nodes.push({ op, domain, inputs: inputs.map((one) => one?.name ?? ""), outputs: outputs.map(({ name }) => name), attributes });
  }

  #name(prefix: string): string {
    const name = `${prefix}${this.#count++}`;
    return this.#taken.has(name) ? this.#name(prefix) : name;
  }
}

/** @see CONTRACT, section 5 */
function tooLong(): CornichonError {
  const key = sentence`its graph would have more than ${MOST_NODES} steps, as it takes some for each column, class or estimator`;
  return new CornichonError("target.unsupported", sentence`The model: ${key}`, { args: { name: "The model", key } });
}

/** Tells −0 from 0; NaN is NaN. */
const keyOf = (value: unknown): string => (Object.is(value, -0) ? "-0" : String(value));
