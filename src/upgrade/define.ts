/**
 * What an upgrade is: stored state of an older version, as today's version would have stored it. A rule says for which
 * classes, and changes attributes by name or the whole value. Rules never guess: what they cannot compute stays.
 */
import { attributesOf, itemsOf, stateOf } from "../neutral/attributes.js";
import { arrayOf, isObject, type JsonObject, numberOf, own, type References, typeOf } from "../neutral/document.js";
import type { NDArray } from "../numeric/ndarray.js";
import type { Version } from "./version.js";

/** One object on its way: its attributes by name, to be changed in place. */
export class Stored {
  /** Canonical class. */
  readonly className: string;
  /** sklearn's version of the object, else of what holds it. */
  readonly version: Version;
  readonly references: References;
  readonly value: JsonObject;
  readonly attributes: Map<string, unknown>;

  constructor(value: JsonObject, attributes: Map<string, unknown>, references: References, version: Version) {
    this.value = value;
    this.className = String(own(value, "class"));
    this.references = references;
    this.version = version;
    this.attributes = attributes;
  }

  get(name: string): unknown {
    return this.references.resolve(this.attributes.get(name));
  }

  has(name: string): boolean {
    const value = this.get(name);
    return value !== undefined && value !== null;
  }

  set(name: string, value: unknown): void {
    this.attributes.set(name, value);
  }

  drop(...names: readonly string[]): void {
    for (const name of names) this.attributes.delete(name);
  }

  /** Gives an attribute today's name; the old one goes. Nothing happens when today's is there already. */
  rename(from: string, to: string): void {
    if (!this.attributes.has(from)) return;
    if (!this.attributes.has(to)) this.attributes.set(to, this.attributes.get(from));
    this.attributes.delete(from);
  }

  /** A numeric array, null when it is none. */
  array(name: string): NDArray | null {
    const value = this.get(name);
    return typeOf(value) === "ndarray" ? arrayOf(value) : null;
  }

  number(name: string): number | null {
    return numberOf(this.get(name)) ?? null;
  }

  items(name: string): readonly unknown[] | null {
    return itemsOf(this.get(name), this.references);
  }
}

/** A rule for some classes. */
export interface UpgradeRule {
  /** Canonical classes; `*` for every estimator of sklearn. */
  readonly classes: readonly string[];
  /** What it does, for the docs. */
  readonly doc: string;
  /** Changes attributes in place; a value that it returns replaces the object. */
  readonly upgrade: (stored: Stored) => JsonObject | undefined;
}

/** Defines a rule. */
export const defineUpgrade = (rule: UpgradeRule): UpgradeRule => rule;

/** The object with its changed attributes. */
export function withState(stored: Stored, old: unknown): JsonObject {
  return { ...stored.value, state: stateOf(stored.attributes, old) };
}

/** Attributes of an object's state; an empty map for objects whose state is none by name. */
export function attributesOrNone(value: JsonObject, references: References): Map<string, unknown> {
  const state = own(value, "state");
  return (state === undefined ? null : attributesOf(state, references)) ?? new Map();
}

export const isStoredObject = (value: unknown): value is JsonObject => typeOf(value) === "object" && isObject(value);
