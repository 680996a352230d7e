/** What an operator's row in the table is, and how its attributes are read: one that is not known is refused. */
import { sentence, showText } from "../../../errors.js";
import type { Attribute, Node } from "../../../graph/ir.js";
import { type Planner, refuse } from "../planner.js";
import type { Source } from "../sources.js";

/** Defines what a node gives. @throws CornichonError `target.unsupported` */
export type Operator = (planner: Planner, node: Node) => void;

/** Operators by domain and name. */
export type Operators = Readonly<Record<string, Operator>>;

export const inputName = (node: Node, i: number): string => {
  const name = node.inputs[i] ?? "";
  if (name === "") throw refuse(node, sentence`an input is missing`);
  return name;
};

export const outputName = (node: Node, i = 0): string => node.outputs[i] ?? "";

export const input = (planner: Planner, node: Node, i: number): Source => planner.source(inputName(node, i));

/** Refuses a node with attributes that its operator does not read. */
export function onlyAttributes(node: Node, names: readonly string[]): void {
  const odd = Object.keys(node.attributes).find((name) => !names.includes(name));
  if (odd !== undefined) throw refuse(node, sentence`its attribute ${showText(odd)} is not known`);
}

const attribute = (node: Node, name: string): Attribute | undefined =>
  Object.hasOwn(node.attributes, name) ? node.attributes[name] : undefined;

export function intOf(node: Node, name: string, otherwise: number): number {
  const found = attribute(node, name);
  if (found === undefined) return otherwise;
  if (found.type !== "int") throw refuse(node, sentence`its attribute ${showText(name)} is no whole number`);
  return found.value;
}

export function textOf(node: Node, name: string): string | null {
  const found = attribute(node, name);
  return found?.type === "string" ? found.value : null;
}

export function listOf(node: Node, name: string): ArrayLike<number> {
  const found = attribute(node, name);
  if (found?.type === "ints" || found?.type === "floats") return found.value;
  throw refuse(node, sentence`its attribute ${showText(name)} is missing`);
}

export function textsOf(node: Node, name: string): readonly string[] {
  const found = attribute(node, name);
  if (found?.type === "strings") return found.value;
  throw refuse(node, sentence`its attribute ${showText(name)} is missing`);
}

/** Numbers of an attribute that is a list of floats, or a tensor of doubles under the name with `_as_tensor`. */
export function numbersOf(node: Node, name: string): { readonly values: ArrayLike<number>; readonly single: boolean } {
  const tensor = attribute(node, `${name}_as_tensor`);
  if (tensor?.type === "tensor" && tensor.value.data instanceof Float64Array) return { values: tensor.value.data, single: false };
  return { values: listOf(node, name), single: true };
}

/** Values of a constant of whole numbers, such as axes and shapes. */
export function wholeInputs(planner: Planner, node: Node, i: number): readonly number[] {
  const tensor = planner.tensor(inputName(node, i));
  if (tensor === null || (tensor.dtype !== "int64" && tensor.dtype !== "int32"))
    throw refuse(node, sentence`its input ${i} is no constant of whole numbers`);
  return Array.from(tensor.data as Iterable<unknown>, Number);
}

/** The only one of them. */
export function wholeInput(planner: Planner, node: Node, i: number): number {
  const [value, ...others] = wholeInputs(planner, node, i);
  if (value === undefined || others.length > 0) throw refuse(node, sentence`its input ${i} is not one whole number`);
  return value;
}
