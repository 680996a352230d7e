/**
 * Builds a graph node by node. Equal small constants are written once; names are made, and carry no meaning. A graph has an
 * end: some lowerings take a few steps a column, a class or a member, and no runtime opens hundreds of thousands of them. So
 * have its weights: an estimator that is referred to ten thousand times is lowered as often, and is little in the artifact.
 */
import { CornichonError, type Shown, sentence } from "../errors.js";
import type { Attribute, Dim, Domain, DType, Graph, Node, Tensor, TensorData, Value } from "./ir.js";

/** What a node is beside its inputs and what it gives. */
export interface NodeKind {
  readonly domain?: Domain;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** The estimator whose answer a node is a step of. */
export interface Origin {
  readonly at: string;
  readonly className: string;
}

const ORIGINS = new WeakMap<Node, Origin>();

/** Which estimator a node is of; null where that is none. */
export const originOf = (node: Node): Origin | null => ORIGINS.get(node) ?? null;

/** Most steps of a graph. */
const MOST_NODES = 2 ** 17;
/** Bytes of constants and of lists in attributes: as much as a pickle. */
const MOST_BYTES = 2 ** 32;
/** Bytes of a value that has no typed array. */
const WIDTH = 8;
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
  #origin: Origin | null = null;
  #bytes = 0;

  /** What `work` builds is of this estimator. */
  during<T>(origin: Origin, work: () => T): T {
    const outer = this.#origin;
    this.#origin = origin;
    try {
      return work();
    } finally {
      this.#origin = outer;
    }
  }

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
    this.#weigh(data);
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
    if (this.#nodes.length >= MOST_NODES)
      throw tooLong(sentence`${MOST_NODES} steps, as it takes some for each column, class or estimator`);
    for (const { value } of Object.values(attributes)) if (typeof value === "object") this.#weigh("data" in value ? value.data : value);
    const node = { op, domain, inputs: inputs.map((one) => one?.name ?? ""), outputs: outputs.map(({ name }) => name), attributes };
    this.#nodes.push(node);
    if (this.#origin !== null) ORIGINS.set(node, this.#origin);
  }

  #weigh(data: ArrayLike<unknown>): void {
    this.#bytes += ArrayBuffer.isView(data) ? data.byteLength : data.length * WIDTH;
    if (this.#bytes > MOST_BYTES) throw tooLong(sentence`${MOST_BYTES} bytes of weights, as it takes those of each estimator by itself`);
  }

  #name(prefix: string): string {
    const name = `${prefix}${this.#count++}`;
    return this.#taken.has(name) ? this.#name(prefix) : name;
  }
}

/** @see CONTRACT, section 5 */
function tooLong(what: Shown): CornichonError {
  const key = sentence`its graph would have more than ${what}`;
  return new CornichonError("target.unsupported", sentence`The model: ${key}`, { args: { name: "The model", key } });
}

/** Tells −0 from 0; NaN is NaN. */
const keyOf = (value: unknown): string => (Object.is(value, -0) ? "-0" : String(value));
