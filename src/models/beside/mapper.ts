/**
 * sklearn_pandas.DataFrameMapper (dataframe_mapper 0.0.1 to 2.2): transformers on columns of a frame, chosen by name, and what
 * they give side by side. A single name gives its column without a second axis. Columns that a function or a selector
 * chooses are in the model once it was fitted (`built_features`). It gives an array; with `df_out` Python gives a frame.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { entriesOf, itemsOf } from "../../neutral/attributes.js";
import { typeOf } from "../../neutral/document.js";
import {
  type FittedModel,
  isArrayResult,
  isSparseResult,
  type MakeModel,
  type ModelDefinition,
  needsCode,
  type Result,
} from "../define.js";
import { methodOf, samplesOf } from "../parts/meta/delegation.js";
import { asItIs, sideBySide } from "../parts/meta/side-by-side.js";
import { Samples } from "../samples.js";
import type { State } from "../state.js";

interface Part {
  readonly columns: readonly string[];
  /** One column without its second axis. */
  readonly single: boolean;
  /** One after the other; none hand the columns on. */
  readonly models: readonly FittedModel[];
  /** The transformers get columns with their names. */
  readonly frame: boolean;
}

/** Names of a part's columns. @throws CornichonError `model.needs-code` where a function chooses them */
function namesOf(state: State, value: unknown): Pick<Part, "columns" | "single"> {
  const choice = state.references.resolve(value);
  if (typeof choice === "string") return { columns: [choice], single: true };
  const items = itemsOf(choice, state.references);
  if (items === null) throw needsCode(`${state.name}.transform`, "what chooses a part's columns");
  const columns = items.map((item) => {
    if (typeof item !== "string") throw state.inconsistent("a part's columns are no names");
    return item;
  });
  return { columns, single: false };
}

/** Transformers as they stand: none, one, or a list of them, one after the other. */
function modelsOf(state: State, value: unknown, make: MakeModel): readonly FittedModel[] {
  const inner = state.references.resolve(value);
  if (inner === null || inner === undefined) return [];
  return typeOf(inner) === "object" ? [make(inner)] : (itemsOf(inner, state.references) ?? []).map(make);
}

function partOf(state: State, item: unknown, make: MakeModel): Part {
  const parts = itemsOf(item, state.references);
  if (parts === null || parts.length < 2) throw state.inconsistent("features holds what is no pair of columns and transformer");
  const options = new Map(entriesOf(parts[2] ?? null, state.references) ?? []);
  const own = options.get("input_df");
  return {
    ...namesOf(state, parts[0]),
    models: modelsOf(state, parts[1], make),
    frame: typeof own === "boolean" ? own : state.flag("input_df", false),
  };
}

const fittedKey = (state: State): string =>
  state.has("built_features") ? "built_features" : state.has("build_features") ? "build_features" : "features";

/** What becomes of the columns that no part takes: left out, handed on, or given to one transformer. */
type Others = null | readonly FittedModel[];

function othersOf(state: State, make: MakeModel): Others {
  const value = state.get("built_default") === undefined ? (state.get("default") ?? false) : state.get("built_default");
  return value === false ? null : modelsOf(state, value, make);
}

/** Places of names among X's columns. @throws CornichonError `input.columns` */
function placesOf(names: readonly string[], columns: readonly string[]): readonly number[] {
  return names.map((name) => {
    const place = columns.indexOf(name);
    if (place < 0) throw new CornichonError("input.columns", sentence`X has no column ${showText(`'${name}'`)}, which the mapper takes.`);
    return place;
  });
}

/** X for a part: with names only where it asks for a frame. */
function given(x: Samples, columns: readonly string[], { columns: names, single, frame }: Part): Samples {
  const places = placesOf(names, columns);
  if (single) return x.column(places[0] ?? 0);
  const picked = x.select(places);
  return frame ? picked : new Samples(picked.array());
}

/** A result of one axis as one column. */
const asColumn = (result: Result): Result =>
  isArrayResult(result) && result.shape.length === 1 ? { ...result, shape: [result.shape[0] ?? 0, 1] } : result;

function through(state: State, models: readonly FittedModel[], x: Samples): Result {
  let result: Result = asItIs(x);
  let current = x;
  for (const model of models) {
    result = methodOf(state, model, "transform")(current, {});
    const next = samplesOf(result);
    if (next === null) throw state.inconsistent("a transformer gives a list where rows are needed");
    current = next;
  }
  return asColumn(result);
}

function transform(state: State, parts: readonly Part[], others: Others, x: Samples): Result {
  const { columns } = x;
  if (columns === null)
    throw new CornichonError("input.columns", sentence`${showText(state.name)} takes rows by the names of their columns, and X has none.`);
  const results = parts.map((part) => through(state, part.models, given(x, columns, part)));
  if (others !== null) {
    const taken = new Set([...parts.flatMap((part) => part.columns), ...dropped(state)]);
    const left = columns.filter((name) => !taken.has(name));
    results.push(
      through(state, others, given(x, columns, { columns: left, single: false, models: others, frame: state.flag("input_df", false) })),
    );
  }
  return sideBySide(results, x.rows, state.flag("sparse", false) && results.some(isSparseResult));
}

const dropped = (state: State): readonly string[] =>
  (itemsOf(state.get("drop_cols") ?? null, state.references) ?? []).filter((name) => typeof name === "string");

export const MAPPERS: readonly ModelDefinition[] = [
  {
    class: "sklearn_pandas.DataFrameMapper",
    build: (state, make) => {
      const parts = state.items(fittedKey(state)).map((item) => partOf(state, item, make));
      const others = othersOf(state, make);
      const names = [...new Set(parts.flatMap((part) => part.columns))];
      return {
        nFeatures: others === null ? names.length : null,
        featureNames: others === null ? names : null,
        methods: new Map([["transform", (x: Samples) => transform(state, parts, others, x)]]),
      };
    },
  },
];
