/**
 * Two ONNX files, held against each other by what they compute: inputs, outputs, operator sets, nodes in their order with
 * their attributes, and constants with the largest difference. Names of values inside are no difference: a value is known
 * by what makes it. Two graphs that compute the same in another way are two; nothing is run.
 */
import type { OnnxAttribute, OnnxFile, OnnxNode, OnnxTensor, OnnxValue } from "../targets/onnx/read.js";
import type { DiffTolerance, Found } from "./difference.js";
import { compareItems, shown } from "./numbers.js";

/** Element types of floats (TensorProto.DataType): all others are the same or not. */
const FLOATS = new Set([1, 10, 11, 16]);
const TYPES: Readonly<Record<number, string>> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  10: "float16",
  11: "float64",
};

const typeName = (type: number): string => TYPES[type] ?? `type ${type}`;
const portText = ({ name, type, shape }: OnnxValue): string => `${name}: ${typeName(type)} [${shape.join(", ")}]`;
const nodeText = ({ op, domain }: OnnxNode): string => (domain === "" ? op : `${domain}.${op}`);

/** Values of a graph by what makes them, whatever they are called. */
class Origins {
  readonly #byName = new Map<string, string>();
  readonly #file: OnnxFile;
  /** Constants in the order in which they are first used. */
  readonly constants: { readonly name: string; readonly tensor: OnnxTensor }[] = [];

  constructor(file: OnnxFile) {
    this.#file = file;
    this.#byName.set("", "nothing");
    for (const { name } of file.inputs) this.#byName.set(name, `input ${name}`);
  }

  of(name: string): string {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const tensor = this.#file.constants.get(name);
    const origin = tensor === undefined ? `nothing that is there (${name})` : `constant ${this.constants.length}`;
    if (tensor !== undefined) this.constants.push({ name, tensor });
    this.#byName.set(name, origin);
    return origin;
  }

  made(node: OnnxNode, at: number): void {
    for (const [i, name] of node.outputs.entries()) this.#byName.set(name, `node ${at}, output ${i}`);
  }
}

class Graphs {
  readonly #found: Found;
  readonly #tolerance: DiffTolerance;

  constructor(found: Found, tolerance: DiffTolerance) {
    [this.#found, this.#tolerance] = [found, tolerance];
  }

  texts(path: string, what: string, a: string | null, b: string | null): void {
    this.#found.values++;
    if (a !== b) this.#found.add({ part: "graph", path, what, a, b });
  }

  ports(what: string, a: readonly OnnxValue[], b: readonly OnnxValue[]): void {
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      const [x, y] = [a[i], b[i]];
      this.texts(`${what} ${i}`, what, x === undefined ? null : portText(x), y === undefined ? null : portText(y));
    }
  }

  tensors(path: string, a: OnnxTensor, b: OnnxTensor): void {
    this.texts(path, "dtype", typeName(a.type), typeName(b.type));
    this.texts(path, "shape", `(${a.shape.join(", ")})`, `(${b.shape.join(", ")})`);
    if (a.shape.join() !== b.shape.join()) return;
    const exact = !FLOATS.has(a.type) || !FLOATS.has(b.type);
    this.#found.took("graph", path, compareItems(itemsOf(a.data), itemsOf(b.data), a.shape, exact, this.#tolerance));
  }

  #lists(path: string, a: OnnxAttribute["values"], b: OnnxAttribute["values"]): void {
    if (a.length !== b.length) return this.texts(path, "length", String(a.length), String(b.length));
    const isExactIn = (values: typeof a): boolean =>
      Array.from(values).every((value) => typeof value !== "number" || Number.isInteger(value));
    const exact = isExactIn(a) && isExactIn(b);
    this.#found.took("graph", path, compareItems(itemsOf(a), itemsOf(b), [a.length], exact, this.#tolerance));
  }

  #attributes(path: string, a: OnnxNode, b: OnnxNode): void {
    const [mine, theirs] = [a, b].map((node) => new Map(node.attributes.map((one) => [one.name, one])));
    for (const name of new Set([...(mine?.keys() ?? []), ...(theirs?.keys() ?? [])])) {
      const [x, y] = [mine?.get(name), theirs?.get(name)];
      const at = `${path}.${name}`;
      if (x === undefined || y === undefined)
        this.texts(at, "absent", x === undefined ? null : attributeText(x), y === undefined ? null : attributeText(y));
      else if (x.tensor !== null && y.tensor !== null) this.tensors(at, x.tensor, y.tensor);
      else if (x.tensor !== null || y.tensor !== null) this.texts(at, "type", attributeText(x), attributeText(y));
      else this.#lists(at, x.values, y.values);
    }
  }

  /** Nodes one by one as far as they are of the same operator; behind the first that is not, all are others. */
  nodes(a: OnnxFile, b: OnnxFile, mine: Origins, theirs: Origins): void {
    this.texts("nodes", "length", String(a.nodes.length), String(b.nodes.length));
    for (let i = 0; i < Math.min(a.nodes.length, b.nodes.length); i++) {
      const [x, y] = [a.nodes[i], b.nodes[i]];
      if (x === undefined || y === undefined) return;
      const path = `node ${i} (${nodeText(x)})`;
      this.texts(path, "operator", nodeText(x), nodeText(y));
      if (nodeText(x) !== nodeText(y)) return;
      this.texts(path, "inputs", x.inputs.map((name) => mine.of(name)).join("; "), y.inputs.map((name) => theirs.of(name)).join("; "));
      this.#attributes(path, x, y);
      mine.made(x, i);
      theirs.made(y, i);
    }
  }
}

const itemsOf = (data: ArrayLike<unknown>) => ({ count: data.length, at: (i: number): unknown => data[i] });
const attributeText = ({ values, tensor }: OnnxAttribute): string =>
  tensor === null ? shown(values) : `tensor (${tensor.shape.join(", ")})`;

/** Adds to `found` what differs between two graphs. */
export function compareGraphs(a: OnnxFile, b: OnnxFile, found: Found, tolerance: DiffTolerance): void {
  const graphs = new Graphs(found, tolerance);
  for (const domain of new Set([...a.opsets.keys(), ...b.opsets.keys()]))
    graphs.texts(`opset ${domain === "" ? "ai.onnx" : domain}`, "version", textOf(a.opsets.get(domain)), textOf(b.opsets.get(domain)));
  graphs.ports("input", a.inputs, b.inputs);
  graphs.ports("output", a.outputs, b.outputs);
  const [mine, theirs] = [new Origins(a), new Origins(b)];
  graphs.nodes(a, b, mine, theirs);
  for (const [i, { name, tensor }] of mine.constants.entries()) {
    const other = theirs.constants[i];
    if (other !== undefined) graphs.tensors(`constant ${name}`, tensor, other.tensor);
  }
  for (const [i, { name }] of a.outputs.entries())
    graphs.texts(`output ${i}`, "made by", mine.of(name), theirs.of(b.outputs[i]?.name ?? ""));
}

const textOf = (version: number | undefined): string | null => (version === undefined ? null : String(version));

/** Metadata that says what a model is, held against each other. */
const TOLD = ["model_type", "feature_names", "n_features_in"] as const;

/** What two files say of themselves. */
export function compareMetadata(a: OnnxFile, b: OnnxFile, found: Found): void {
  const graphs = new Graphs(found, { rtol: 0, atol: 0 });
  for (const key of TOLD)
    if (a.metadata.has(key) && b.metadata.has(key))
      graphs.texts(`metadata.${key}`, "value", a.metadata.get(key) ?? null, b.metadata.get(key) ?? null);
}
