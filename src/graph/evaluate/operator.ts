/**
 * An operator as it is worked out here: how many inputs it has, which attributes of which kind it knows, and what it gives.
 * What a node has beside these has no answer: an attribute that is not known may change it.
 */
import { joinShown, type Shown, sentence, showText } from "../../errors.js";
import type { Attribute, Domain, Node, Tensor } from "../ir.js";
import { type Budget, type Evaluated, isFloat, NoAnswer, type Numbers, type Texts } from "./tensor.js";

export interface Operator {
  readonly domain?: Domain;
  readonly inputs: readonly [least: number, most: number];
  readonly attributes?: Readonly<Record<string, Attribute["type"]>>;
  readonly run: (call: Call) => Evaluated | readonly Evaluated[];
}

/** The name of an operator as it is told. */
export const operatorName = ({ op, domain }: Pick<Node, "op"> & { readonly domain: string }): string =>
  domain === "" ? op : `${domain}.${op}`;

/** One node with its inputs' values. */
export class Call {
  readonly budget: Budget;
  readonly #node: Node;
  readonly #args: readonly (Evaluated | undefined)[];

  constructor(node: Node, args: readonly (Evaluated | undefined)[], budget: Budget) {
    [this.#node, this.#args, this.budget] = [node, args, budget];
  }

  get args(): readonly Evaluated[] {
    return this.#args.map((_, i) => this.any(i));
  }

  /** Whether there is such an input. */
  has(place: number): boolean {
    return this.#args[place] !== undefined;
  }

  no(why: Shown): NoAnswer {
    return new NoAnswer(sentence`${showText(operatorName(this.#node))}: ${why}`);
  }

  any(place: number): Evaluated {
    const found = this.#args[place];
    if (found === undefined) throw this.no(sentence`an input is not there`);
    return found;
  }

  numbers(place: number): Numbers {
    const found = this.any(place);
    if (found.dtype === "string") throw this.no(sentence`an input is of texts`);
    return found;
  }

  floats(place: number): Numbers {
    const found = this.numbers(place);
    if (!isFloat(found.dtype)) throw this.no(sentence`an input is of ${showText(found.dtype)}`);
    return found;
  }

  texts(place: number): Texts {
    const found = this.any(place);
    if (found.dtype !== "string") throw this.no(sentence`an input is of no texts`);
    return found;
  }

  /** Whole numbers of one axis, or a single one. */
  wholes(place: number): readonly number[] {
    const { dtype, shape, data } = this.numbers(place);
    if ((dtype !== "int64" && dtype !== "int32") || shape.length > 1 || data.length > 64)
      throw this.no(sentence`an input is no list of sizes`);
    return [...data];
  }

  whole(place: number): number {
    const [value, ...more] = this.wholes(place);
    if (value === undefined || more.length > 0) throw this.no(sentence`an input is no single number`);
    return value;
  }

  /** An axis of so many, counted from the end where it is below zero. */
  axis(value: number, rank: number): number {
    const axis = value < 0 ? value + rank : value;
    if (!Number.isInteger(axis) || axis < 0 || axis >= rank) throw this.no(sentence`there is no axis ${value}`);
    return axis;
  }

  /** An attribute, whose type was looked at before; undefined where it is not there. */
  #own(name: string): Attribute | undefined {
    return Object.hasOwn(this.#node.attributes, name) ? this.#node.attributes[name] : undefined;
  }

  ints(name: string): ArrayLike<number> | undefined {
    const found = this.#own(name);
    return found?.type === "ints" ? found.value : undefined;
  }

  decimals(name: string): ArrayLike<number> | undefined {
    const found = this.#own(name);
    return found?.type === "floats" ? found.value : undefined;
  }

  decimal(name: string): number | undefined {
    const found = this.#own(name);
    return found?.type === "float" ? found.value : undefined;
  }

  strings(name: string): readonly string[] | undefined {
    const found = this.#own(name);
    return found?.type === "strings" ? found.value : undefined;
  }

  string(name: string): string | undefined {
    const found = this.#own(name);
    return found?.type === "string" ? found.value : undefined;
  }

  tensor(name: string): Tensor | undefined {
    const found = this.#own(name);
    return found?.type === "tensor" ? found.value : undefined;
  }

  int(name: string, otherwise: number): number {
    const found = this.#own(name);
    return found?.type === "int" ? found.value : otherwise;
  }

  flag(name: string, otherwise: 0 | 1): boolean {
    const value = this.int(name, otherwise);
    if (value !== 0 && value !== 1) throw this.no(sentence`${showText(name)} is ${value}`);
    return value === 1;
  }

  /** One of some words. */
  word(name: string, words: readonly string[], otherwise: string): string {
    const value = this.string(name) ?? otherwise;
    if (!words.includes(value)) throw this.no(sentence`${showText(name)} is ${showText(value)}`);
    return value;
  }
}

/** Runs a node. @throws NoAnswer */
export function run(operator: Operator, node: Node, args: readonly (Evaluated | undefined)[], budget: Budget): readonly Evaluated[] {
  const call = new Call(node, args, budget);
  const [least, most] = operator.inputs;
  if (args.length < least || args.length > most) throw call.no(sentence`it has ${args.length} inputs`);
  const known = operator.attributes ?? {};
  const odd = Object.keys(node.attributes).filter((name) => !Object.hasOwn(known, name) || known[name] !== node.attributes[name]?.type);
  if (odd.length > 0) throw call.no(sentence`its ${joinShown(odd.map(showText), ", ")} is not known`);
  const found = operator.run(call);
  return "dtype" in found ? [found] : found;
}
