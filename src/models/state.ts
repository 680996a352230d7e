/**
 * An estimator's state as a model reads it: attributes by name, each held against what the model needs. What does not
 * fit is `model.inconsistent` when the model is made, never met in a loop of `predict`.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import { attributesOf, entriesOf, itemsOf } from "../neutral/attributes.js";
import { arrayOf, numberOf, own, type References, typeOf } from "../neutral/document.js";
import { type Matrix, matrix, type NDArray } from "../numeric/ndarray.js";
import type { UpgradeRule } from "../upgrade/define.js";
import { ownVersion, upgradeObject } from "../upgrade/index.js";
import { OLDEST, type Version, versionOf } from "../upgrade/version.js";

/** Numbers of an array attribute with its shape. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Most columns that a model may say it has; what is made for each of them is held against arrays that are there. */
export const MOST_FEATURES = 2 ** 31;

const SPARSE = /^scipy\.sparse\.\w+_(?:matrix|array)$/;
const isNumeric = (value: unknown): boolean => typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";

export class State {
  readonly className: string;
  readonly references: References;
  /** The object as it is today: what an older version stored differently has been upgraded (`src/upgrade`). */
  readonly value: unknown;
  readonly #attributes: ReadonlyMap<string, unknown>;
  readonly #version: Version;

  /**
   * `value`: an `object` of a neutral document; `holder`: the version of what holds it, for objects that tell none; `rules`: how it
   * is upgraded where it is no estimator.
   */
  constructor(value: unknown, references: References, holder: Version = OLDEST, rules?: readonly UpgradeRule[]) {
    this.references = references;
    this.#version = ownVersion(value, references, holder);
    this.value = references.upgraded ? value : upgradeObject(value, references, holder, rules);
    const name = own(this.value, "class");
    this.className = typeof name === "string" ? name : "";
    this.#attributes = attributesOf(own(this.value, "state") ?? null, references) ?? new Map();
  }

  /** Class name without its module. */
  get name(): string {
    return this.className.slice(this.className.lastIndexOf(".") + 1);
  }

  inconsistent(why: string): CornichonError {
    return new CornichonError("model.inconsistent", sentence`${showText(this.name)}: ${showText(why)}.`);
  }

  /** An attribute, undefined when the state has none of that name. */
  get(key: string): unknown {
    return this.references.resolve(this.#attributes.get(key));
  }

  has(key: string): boolean {
    const value = this.get(key);
    return value !== undefined && value !== null;
  }

  /** A fitted attribute must be there. @throws CornichonError `model.not-fitted` */
  fitted(key: string): unknown {
    if (!this.has(key))
      throw new CornichonError(
        "model.not-fitted",
        sentence`This ${showText(this.name)} instance is not fitted yet: it has no ${showText(key)}.`,
      );
    return this.get(key);
  }

  text(key: string): string | null {
    const value = this.get(key);
    return typeof value === "string" ? value : null;
  }

  /** As `if` takes it: a text that is not empty counts as true, where the version did not check its parameters. */
  truthy(key: string, otherwise: boolean): boolean {
    const value = this.text(key);
    return value === null ? this.flag(key, otherwise) : value !== "";
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.get(key);
    return typeof value === "boolean" ? value : (numberOf(value) ?? Number(otherwise)) !== 0;
  }

  number(key: string): number | null {
    return numberOf(this.get(key)) ?? null;
  }

  /** An array attribute. */
  array(key: string): NDArray {
    const value = this.fitted(key);
    if (typeOf(value) !== "ndarray") throw this.inconsistent(`${key} is no array`);
    return arrayOf(value);
  }

  /** An array of numbers, or a number as an array without axes. */
  numbers(key: string): Numbers {
    return this.numbersOf(this.fitted(key), key);
  }

  /** Numbers of any value of this state: an array, a list of numbers, or a single one. `what` names it in an error. */
  numbersOf(value: unknown, what: string): Numbers {
    const single = numberOf(value);
    if (single !== undefined) return { shape: [], data: Float64Array.of(single) };
    if (typeOf(value) === "ndarray") return this.#numbersOfArray(arrayOf(value), what);
    const items = itemsOf(value, this.references)?.map(numberOf);
    if (items === undefined || !items.every((item) => item !== undefined)) throw this.inconsistent(`${what} is no array of numbers`);
    return { shape: [items.length], data: Float64Array.from(items) };
  }

  #numbersOfArray({ shape, data }: NDArray, what: string): Numbers {
    // Objects and texts would become NaN in silence.
    if (Array.isArray(data) && !data.every(isNumeric)) throw this.inconsistent(`${what} holds what is no number`);
    const numbers = data instanceof Float64Array ? data : Float64Array.from(data, Number);
    if (numbers.length !== shape.reduce((product, n) => product * n, 1)) throw this.inconsistent(`${what} has another size than its shape`);
    return { shape, data: numbers };
  }

  /** A text, number or boolean as a plain value, numpy's scalars included; anything else as it is. */
  plain(value: unknown): unknown {
    const inner = typeOf(value) === "scalar" ? own(value, "value") : value;
    return typeof inner === "boolean" ? inner : (numberOf(inner) ?? inner);
  }

  /** dtype of an array, a sparse matrix or a scalar attribute; `float64` for Python's own numbers and what is not there. */
  dtype(key: string): string {
    const value = this.get(key);
    const dtype = own(value, "dtype");
    if (typeof dtype === "string") return dtype;
    return SPARSE.test(String(own(value, "class"))) ? this.inner(value).dtype("data") : "float64";
  }

  /** Numbers with two axes. `rows` and `cols`, where given, must fit. @throws CornichonError `model.inconsistent` */
  matrix(key: string, rows: number | null = null, cols: number | null = null): Matrix {
    const { shape, data } = this.numbers(key);
    const [r = 0, c = 0] = shape;
    if (shape.length !== 2) throw this.inconsistent(`${key} has ${shape.length} axes where it needs two`);
    if ((rows !== null && r !== rows) || (cols !== null && c !== cols))
      throw this.inconsistent(`${key} is (${r}, ${c}) where (${rows ?? "any"}, ${cols ?? "any"}) is needed`);
    return matrix(r, c, data);
  }

  /** Numbers with one axis (or a single one); `length`, where given, must fit. @throws CornichonError `model.inconsistent` */
  vector(key: string, length: number | null = null): Float64Array {
    const { shape, data } = this.numbers(key);
    if (shape.length > 1) throw this.inconsistent(`${key} has ${shape.length} axes where it needs one`);
    if (length !== null && data.length !== length) throw this.inconsistent(`${key} has ${data.length} values where ${length} are needed`);
    return data;
  }

  /** A number that must be there. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
  amount(key: string): number {
    const value = numberOf(this.fitted(key));
    if (value === undefined) throw this.inconsistent(`${key} is no number`);
    return value;
  }

  /** A whole number in `least … most`. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
  whole(key: string, least: number, most: number): number {
    const value = this.amount(key);
    if (!Number.isInteger(value) || value < least || value > most)
      throw this.inconsistent(`${key} is ${value}, no whole number of ${least} to ${most}`);
    return value;
  }

  /** `n_features_in_`, null where the state does not say it. @throws CornichonError `model.inconsistent` when it is no number of columns */
  declaredFeatures(): number | null {
    return this.number("n_features_in_") === null ? null : this.whole("n_features_in_", 0, MOST_FEATURES);
  }

  /** Constructor arguments of an object that the stream gave some (`Tree`, losses), references resolved. */
  args(): readonly unknown[] {
    return itemsOf(own(this.value, "args") ?? [], this.references) ?? [];
  }

  /** Entries of a dict attribute, keys as they are, references resolved. @throws CornichonError `model.inconsistent` */
  entries(key: string): readonly (readonly [unknown, unknown])[] {
    const found = entriesOf(this.fitted(key), this.references);
    if (found === null) throw this.inconsistent(`${key} is no dict`);
    return found;
  }

  /** `feature_names_in_`, null when the model was fitted without names. */
  featureNames(): readonly string[] | null {
    if (typeOf(this.get("feature_names_in_")) !== "ndarray") return null;
    const names = this.array("feature_names_in_").data;
    const texts = Array.from(names, (name) => (typeof name === "string" ? name : ""));
    return texts.every((text) => text !== "") || texts.length === 0 ? texts : null;
  }

  /** `classes_` of a classifier: an array, or a list of them, one an output; undefined where there is none. */
  classes(): NDArray | readonly NDArray[] | undefined {
    const value = this.get("classes_");
    if (typeOf(value) === "ndarray") return arrayOf(value);
    const items = value === undefined || value === null ? null : itemsOf(value, this.references);
    return items !== null && items.length > 0 && items.every((item) => typeOf(item) === "ndarray") ? items.map(arrayOf) : undefined;
  }

  /** An object that this one holds (`tree_`, a kernel, a loss); null when there is none. `rules`: how such a part is upgraded. */
  object(key: string, rules?: readonly UpgradeRule[]): State | null {
    const value = this.get(key);
    return typeOf(value) === "object" ? this.inner(value, rules) : null;
  }

  /** Any value of this state as a state of its own. */
  inner(value: unknown, rules?: readonly UpgradeRule[]): State {
    return new State(this.references.resolve(value), this.references, this.#version, rules);
  }

  /** Items of a list, a tuple, a set or an object array, references resolved. */
  items(key: string): readonly unknown[] {
    const items = itemsOf(this.fitted(key), this.references);
    if (items === null) throw this.inconsistent(`${key} is no list`);
    return items;
  }

  /** Name of a class or function that stands as an inert reference, null for anything else. */
  global(key: string): string | null {
    const value = this.get(key);
    const name = typeOf(value) === "global" ? own(value, "name") : null;
    return typeof name === "string" ? name : null;
  }

  /** sklearn's version as one number, in the order of versions. */
  get rank(): number {
    return this.#version.rank;
  }

  /** True for a state of sklearn major.minor or a later one; one that does not say it is of 0.17 (older ones did not). */
  since(major: number, minor: number): boolean {
    return this.#version.since(major, minor);
  }

  /** True for a state of a version before major.minor. */
  before(major: number, minor: number): boolean {
    return this.#version.before(major, minor);
  }
}

/** Most values that are looked at for a version. */
const MOST_LOOKS = 1000;

/** The version of sklearn that something inside an object tells; what is derived from sklearn's classes tells none itself. */
function versionInside(state: State): Version {
  const queue: unknown[] = [state.value];
  for (const value of queue) {
    const inner = state.references.resolve(value);
    const told =
      typeOf(inner) === "object" ? versionOf(attributesOf(own(inner, "state") ?? null, state.references)?.get("_sklearn_version")) : null;
    if (told !== null) return told;
    if (typeof inner !== "object" || inner === null) continue;
    for (const item of Object.values(inner)) if (queue.length < MOST_LOOKS && typeof item === "object" && item !== null) queue.push(item);
  }
  return OLDEST;
}

/**
 * The state of a class that is derived from `className` of sklearn, read as that one's. Only sklearn's own classes tell their version: it
 * is that of something inside.
 */
export const stateAs = (state: State, className: string): State =>
  new State({ ...Object(state.value), class: className }, state.references, versionInside(state));
