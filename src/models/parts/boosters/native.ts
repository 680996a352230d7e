/** What is decoded of a Booster's native state (docs/boosters.md), read with the errors of its state. */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import { isObject, numberOf, own } from "../../../neutral/document.js";
import type { MethodOptions } from "../../define.js";
import type { State } from "../../state.js";

/** A dict of the decoded model. */
export class Native {
  readonly state: State;
  readonly #value: unknown;
  readonly #name: string;

  constructor(state: State, value: unknown, name: string) {
    this.state = state;
    this.#value = value;
    this.#name = name;
    if (!isObject(value)) throw state.inconsistent(`${name} is no dict`);
  }

  get(key: string): unknown {
    return own(this.#value, key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  dict(key: string): Native {
    return new Native(this.state, this.get(key), `${this.#name}.${key}`);
  }

  list(key: string): readonly unknown[] {
    const items = itemsOf(this.get(key), this.state.references);
    if (items === null) throw this.state.inconsistent(`${this.#name}.${key} is no list`);
    return items;
  }

  dicts(key: string): readonly Native[] {
    return this.list(key).map((item, at) => new Native(this.state, item, `${this.#name}.${key}.${at}`));
  }

  /** Numbers of a row; none where it is not there and `otherwise` says how many zeros stand for it. */
  numbers(key: string, otherwise?: number): Float64Array {
    const value = this.get(key);
    if (value === undefined && otherwise !== undefined) return new Float64Array(otherwise);
    return this.state.numbersOf(value, `${this.#name}.${key}`).data;
  }

  text(key: string): string | null {
    const value = this.get(key);
    return typeof value === "string" ? value : null;
  }

  texts(key: string): readonly string[] {
    return itemsOf(this.get(key) ?? [], this.state.references)?.map(String) ?? [];
  }

  /** A number, or a text that spells one. */
  number(key: string, otherwise: number): number {
    const value = this.get(key);
    const number = typeof value === "string" && value !== "" ? Number(value) : numberOf(value);
    return number === undefined || Number.isNaN(number) ? otherwise : number;
  }

  /** A whole number in `least … most`. @throws CornichonError `model.inconsistent` */
  whole(key: string, otherwise: number, least: number, most: number): number {
    const value = this.number(key, otherwise);
    if (!Number.isInteger(value) || value < least || value > most)
      throw this.state.inconsistent(`${this.#name}.${key} is ${value}, no whole number of ${least} to ${most}`);
    return value;
  }
}

/** The decoded model of a Booster. @throws CornichonError `model.unsupported-class` where its bytes are kept as they are */
export function decodedOf(booster: State, key: string): Native {
  const decoded = own(booster.value, "decoded");
  const model = own(decoded, key);
  if (model === undefined)
    throw new CornichonError(
      "model.unsupported-class",
      sentence`${showText(booster.className)}: its native state is kept as it is and was not decoded (the note native-raw says why), so it cannot be asked.`,
      { args: { class: booster.className } },
    );
  return new Native(booster, decoded, "the decoded model");
}

/** What a method was asked that has no answer here. */
export const unansweredBy = (name: string, what: string): CornichonError =>
  new CornichonError("model.method", sentence`${showText(name)} answers no ${showText(what)} here.`);

/** @throws CornichonError `model.method` for an option that is none of `known`, unless it asks for nothing */
export function checkKnown(state: State, options: MethodOptions, known: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(options))
    if (!known.has(name) && value !== null && value !== undefined && value !== false) throw unanswered(state, name);
}

export const unanswered = (state: State, what: string): CornichonError => unansweredBy(state.name, what);
