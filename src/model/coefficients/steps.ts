/**
 * What a pipeline does to its columns before the linear model: each step with its class, the numbers that it computes with,
 * and the names of the columns that it gives where they are others than it takes. Pipelines, ColumnTransformers and
 * FeatureUnions hold theirs by name, with the order in which they stand. A step without such numbers is refused by name.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import type { MakeModel } from "../../models/define.js";
import { columnChoice } from "../../models/parts/columns/choice.js";
import { prefixed } from "../../models/parts/meta/side-by-side.js";
import { stepsOf } from "../../models/parts/meta/steps.js";
import { powersOf } from "../../models/preprocessing/polynomial-features.js";
import { storedSplines } from "../../models/preprocessing/spline-transformer.js";
import { MOST_FEATURES, type State } from "../../models/state.js";
import { itemsOf } from "../../neutral/attributes.js";
import { isObject } from "../../neutral/document.js";
import { type Names, namesAfter, numbered, supportOf } from "./names.js";
import { isSelector, TRANSFORMERS } from "./table.js";
import { jsonAttribute, nested } from "./values.js";

export type Described = Readonly<Record<string, unknown>>;

const DEEPEST = 64;

/** The columns of a part: by their names, or by their places where nobody knows names. */
function columnsOf(state: State, value: unknown, names: Names, path: string): readonly (string | number)[] {
  const choice = columnChoice(state, value);
  if (choice === null) throw notLinear(path, "a function chooses its columns");
  if (names !== null) return choice.places(names, names.length).map((j) => names[j] ?? j);
  const resolved = state.references.resolve(value);
  const items = typeof resolved === "string" ? [resolved] : itemsOf(resolved, state.references);
  // Chosen by names that the model did not keep (before 0.24): they are X's.
  if (items !== null && items.length > 0 && items.every((item) => typeof item === "string")) return items;
  return choice.places(null, state.declaredFeatures() ?? MOST_FEATURES);
}

/** Something that no coefficients say. */
export const notLinear = (path: string, what: string): CornichonError =>
  new CornichonError(
    "model.method",
    path === ""
      ? sentence`${showText(what)}; --to coefficients is for linear models.`
      : sentence`${showText(path)}: ${showText(what)}; --to coefficients is for linear models.`,
  );

/** A step that stands for itself, or for nothing that is done. */
interface Inner {
  readonly name: string;
  readonly value: unknown;
}

/** Objects by the names of their steps. @throws CornichonError `model.inconsistent` where two have the same name */
function byName(state: State, steps: readonly (readonly [string, unknown])[]): Described {
  if (new Set(steps.map(([name]) => name)).size !== steps.length) throw state.inconsistent("two of its steps have the same name");
  return Object.fromEntries(steps);
}

const passesOn = (value: unknown): boolean => value === null || value === "passthrough";

/** A step, and the names of the columns that it gives. */
export interface Step {
  readonly described: Described;
  readonly after: Names;
}

/** Parts of a step in their order, and the names of all that they give together. */
interface Parts {
  readonly described: Described;
  readonly after: Names;
}

/** Names one after the other; null where one part has none. */
const joined = (parts: readonly Names[]): Names => (parts.includes(null) ? null : parts.flatMap((names) => names ?? []));

export class Describer {
  readonly #make: MakeModel;
  #depth = 0;

  constructor(make: MakeModel) {
    this.#make = make;
  }

  /** A transformer, given the names of the columns that it takes. `path` leads to it. */
  step(state: State, names: Names, path: string): Step {
    if (++this.#depth > DEEPEST) throw state.inconsistent("it holds too many steps in each other");
    try {
      const given = state.featureNames() ?? names;
      const inside = this.#inside(state, given, path);
      const after = namesAfter(state, this.#make, given) ?? inside.after;
      const same = after === null || after.join("\0") === (given ?? numbered(after.length)).join("\0");
      return { described: { class: state.className, ...inside.described, ...(same ? {} : { features: after }) }, after };
    } finally {
      this.#depth--;
    }
  }

  #inside(state: State, names: Names, path: string): Parts {
    switch (state.name) {
      case "Pipeline":
        return this.#pipeline(state, names, path);
      case "ColumnTransformer":
        return this.#columns(state, names, path);
      case "FeatureUnion":
        return this.#union(state, names, path);
      default:
        return { described: this.#numbers(state, path), after: null };
    }
  }

  #pipeline(state: State, names: Names, path: string): Parts {
    let at = names;
    const steps = stepsOf(state, "steps", 2).flatMap(({ name, value }: Inner) => {
      if (!isObject(value)) return [];
      const { described, after } = this.step(state.inner(value), at, `${path}.${name}`);
      at = after;
      return [[name, described] as const];
    });
    return { described: { order: steps.map(([name]) => name), steps: byName(state, steps) }, after: at };
  }

  /** What is done to some columns. */
  #part(state: State, { name, value }: Inner, names: Names, path: string): Step {
    return passesOn(value) ? { described: { passthrough: true }, after: names } : this.step(state.inner(value), names, `${path}.${name}`);
  }

  #columns(state: State, names: Names, path: string): Parts {
    const parts = stepsOf(state, "transformers_", 3)
      .filter(({ value, rest }) => value !== "drop" && rest.length > 0 && rest[0] !== null)
      .flatMap((part) => {
        const columns = columnsOf(state, part.rest[0], names, path);
        if (columns.length === 0) return [];
        const own = columns.map((column) => (typeof column === "string" ? column : `x${column}`));
        const { described, after } = this.#part(state, part, own, path);
        return [{ name: part.name, described: { columns, ...described }, after }];
      });
    return this.#together(state, parts);
  }

  #union(state: State, names: Names, path: string): Parts {
    const parts = stepsOf(state, "transformer_list", 2)
      .filter(({ value }) => value !== null && value !== "drop")
      .map((part) => ({ name: part.name, ...this.#part(state, part, names, path) }));
    return this.#together(state, parts);
  }

  #together(state: State, parts: readonly (Step & { readonly name: string })[]): Parts {
    const prefix = prefixed(state);
    const transformers = byName(
      state,
      parts.map(({ name, described }) => [name, described] as const),
    );
    const after = joined(parts.map(({ name, after: own }) => own?.map((feature) => prefix(name, feature)) ?? null));
    return { described: { order: parts.map(({ name }) => name), transformers, ...weights(state) }, after };
  }

  /** Attributes by the table, and what stands in objects of the transformer's own. */
  #numbers(state: State, path: string): Described {
    const told = TRANSFORMERS.get(state.className);
    if (told === undefined) throw notLinear(path, `${state.name} has no numbers of a linear model`);
    const described = new Map<string, unknown>();
    for (const { key, attribute } of told) {
      if (!state.has(attribute)) continue;
      const value = jsonAttribute(state, attribute);
      if (value === undefined) throw notLinear(path, `${attribute} of ${state.name} is code or an object of its own`);
      described.set(key, value);
    }
    return { ...Object.fromEntries(described), ...this.#more(state, path) };
  }

  #more(state: State, path: string): Described {
    if (isSelector(state.className)) return { support: supportOf(state, this.#make) };
    switch (state.name) {
      case "PolynomialFeatures":
        return { powers: powersOf(state) };
      case "SplineTransformer":
        return {
          splines: storedSplines(state).map(({ knots, weights: c, degree }) => ({
            t: nested([knots.length], knots),
            c: nested([c.rows, c.cols], c.data),
            k: degree,
          })),
        };
      case "PowerTransformer":
        return this.#held(state, "scaler", "_scaler", path);
      case "SimpleImputer":
        return this.#held(state, "indicator", "indicator_", path);
      case "TfidfVectorizer":
        return { idf: idfOf(state) };
      default:
        return {};
    }
  }

  #held(state: State, key: string, attribute: string, path: string): Described {
    const inner = state.object(attribute);
    return inner === null ? {} : { [key]: { class: inner.className, ...this.#numbers(inner, `${path}.${attribute}`) } };
  }
}

const weights = (state: State): Described =>
  state.has("transformer_weights") ? { transformer_weights: jsonAttribute(state, "transformer_weights") } : {};

/** Weights of a vectoriser's terms, which its transformer holds; null where they do not count. */
function idfOf(state: State): unknown {
  const inner = state.object("_tfidf");
  return inner?.has("idf_") === true && inner.flag("use_idf", true) ? jsonAttribute(inner, "idf_") : null;
}
