/**
 * sklearn.compose.ColumnTransformer 0.20 to 1.9: each part sees its own columns, the results stand side by side. Columns
 * are found by name when the model was fitted with names and X has some; further columns of X are left alone then.
 */
import { CornichonError, sentence, showList, showText } from "../../errors.js";
import { texts } from "../../numeric/ndarray.js";
import {
  defineModel,
  denseResult,
  type FittedModel,
  isSparseResult,
  type MakeModel,
  type Method,
  needsCode,
  type Result,
} from "../define.js";
import { type ColumnChoice, columnChoice } from "../parts/columns/choice.js";
import { namesOut } from "../parts/columns/columns.js";
import { fittedNames, indexNames } from "../parts/columns/frame-names.js";
import { methodOf } from "../parts/meta/delegation.js";
import { asItIs, prefixed, sideBySide } from "../parts/meta/side-by-side.js";
import { stepModel, stepsOf } from "../parts/meta/steps.js";
import { transformerWeights, weighted } from "../parts/meta/weights.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

interface Part {
  readonly name: string;
  /** Null: the columns as they are. */
  readonly model: FittedModel | null;
  readonly choice: ColumnChoice;
  /** Null: what it gives counts as it is. */
  readonly weight: number | null;
}

function partsOf(state: State, make: MakeModel): readonly Part[] {
  const weights = transformerWeights(state);
  return stepsOf(state, "transformers_", 3)
    .filter(({ value, rest }) => value !== "drop" && rest.length > 0 && rest[0] !== null)
    .map((step) => {
      const choice = columnChoice(state, step.rest[0]);
      if (choice === null) throw needsCode(state.name, "a function that chooses columns");
      return { name: step.name, model: stepModel(step, make), choice, weight: weights.get(step.name) ?? null };
    });
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name) => b.includes(name));

/** Columns of `remainder`, null where there are none. */
const leftOver = (state: State): unknown => (state.has("_remainder") ? (state.items("_remainder")[2] ?? null) : null);

/**
 * Other names than at fitting, before 1.0: all of them count in 0.24, in older ones the first of them where columns are
 * left over. Their order does not matter here. @throws CornichonError `input.columns`
 */
function checkOldNames(state: State, old: readonly string[], given: readonly string[]): void {
  if (state.since(0, 24) && !sameSet(given, old))
    throw new CornichonError("input.columns", sentence`Given feature/column names do not match the ones for the data given during fit.`);
  const differs = given.length === old.length ? !sameSet(given, old) : old.some((name, j) => given[j] !== name);
  if (leftOver(state) !== null && given.length >= old.length && differs)
    throw new CornichonError(
      "input.columns",
      sentence`Column ordering must be equal for fit and for transform when using the remainder keyword`,
    );
}

/** Where X has a column of the fitted model, by name; @throws CornichonError `input.columns` for those that are missing */
function placesByName(columns: readonly string[], wanted: readonly string[]): readonly number[] {
  const places = new Map(columns.map((name, j) => [name, j]));
  const missing = wanted.filter((name) => !places.has(name));
  if (missing.length > 0)
    throw new CornichonError("input.columns", sentence`columns are missing: ${showList(missing.map((name) => `'${name}'`))}`);
  return wanted.map((name) => places.get(name) ?? 0);
}

class Columns {
  readonly #names: readonly string[] | null;
  readonly #state: State;
  readonly count: number | null;
  readonly #old: readonly string[] | null;

  constructor(state: State) {
    this.#state = state;
    this.#names = fittedNames(state);
    this.#old = this.#names ?? indexNames(state);
    this.count = state.declaredFeatures() ?? this.#names?.length ?? state.number("_n_features");
  }

  get names(): readonly string[] | null {
    return this.#names;
  }

  #otherCount(count: number): CornichonError {
    return new CornichonError(
      "input.shape",
      sentence`X has ${count} features, but ${showText(this.#state.name)} is expecting ${this.count ?? 0} features as input.`,
    );
  }

  /** X against what is known of its columns, in their order where it matters. @throws CornichonError `input.shape`, `input.columns` */
  check(x: Samples): Samples {
    if (!this.#state.before(1, 0) || this.count === null) return x;
    // Columns that no part takes may be missing from 1.0 on, and be added before 0.24.
    if (x.width < this.count || (this.#state.since(0, 24) && x.width > this.count)) throw this.#otherCount(x.width);
    const old = this.#old;
    if (old === null || x.columns === null) return x;
    checkOldNames(this.#state, old, x.columns);
    // Columns that are left over are found by their places: sklearn refuses another order, here they are put in the old one.
    return leftOver(this.#state) !== null && sameSet(x.columns, old) ? x.named(old) : x;
  }

  /** Places in X of the columns that a part takes. */
  places(choice: ColumnChoice, x: Samples): readonly number[] {
    const given = x.columns;
    if (this.#names === null || given === null) {
      if (given === null && this.count !== null && x.width !== this.count) throw this.#otherCount(x.width);
      return choice.places(given ?? this.#names, x.width);
    }
    const names = this.#names;
    return placesByName(
      given,
      choice.places(names, names.length).map((j) => names[j] ?? ""),
    );
  }

  /** Names of the columns that a part takes, for the names that come out. */
  namesOf(choice: ColumnChoice, input: readonly string[]): readonly string[] {
    return choice.places(this.#names ?? input, input.length).map((j) => input[j] ?? "");
  }
}

function transform(state: State, parts: readonly Part[], columns: Columns, x: Samples): Result {
  // What another step gives has lost the names that pandas would have kept.
  if (x.isGiven && x.columns === null && parts.some(({ choice }) => choice.named))
    throw new CornichonError("input.columns", sentence`Specifying the columns using strings is only supported for dataframes.`);
  const held = columns.check(x);
  const results = parts.flatMap(({ model, choice, weight }) => {
    const places = columns.places(choice, held);
    if (places.length === 0) return [];
    const own = choice.single ? held.column(places[0] ?? 0) : held.select(places);
    return [weighted(model === null ? asItIs(held.select(places)) : methodOf(state, model, "transform")(own, {}), weight)];
  });
  return sideBySide(results, x.rows, state.flag("sparse_output_", results.length > 0 && results.every(isSparseResult)));
}

function featureNamesOut(state: State, parts: readonly Part[], columns: Columns): Method {
  const prefix = prefixed(state);
  return (x, options) => {
    const input = Array.from(namesOut(columns.names, columns.count ?? 0, options).data, String);
    return texts(
      parts.flatMap(({ name, model, choice }) => {
        const own = columns.namesOf(choice, input);
        if (own.length === 0) return [];
        const names =
          model === null
            ? own
            : Array.from(denseResult(methodOf(state, model, "get_feature_names_out")(x, { input_features: own })).data, String);
        return names.map((feature) => prefix(name, feature));
      }),
    );
  };
}

export const ColumnTransformer = defineModel({
  class: "sklearn.compose.ColumnTransformer",
  build: (state, make) => {
    const parts = partsOf(state, make);
    const columns = new Columns(state);
    const table = new Map<string, Method>([["transform", (x) => transform(state, parts, columns, x)]]);
    if (parts.every(({ model }) => model === null || model.methods.has("get_feature_names_out")))
      table.set("get_feature_names_out", featureNamesOut(state, parts, columns));
    return { nFeatures: columns.count, featureNames: columns.names, methods: table };
  },
});
