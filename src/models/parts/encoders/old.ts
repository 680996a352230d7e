/**
 * Encoders of category_encoders 1.2.4 to 1.3 that keep all they need: codes as pairs in a list, means as dicts. A missing value is
 * none of the categories. With `handle_unknown="error"` 1.2 refuses every row, 1.3 new categories, and the file does not tell which.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { attributesOf, entriesOf, itemsOf } from "../../../neutral/attributes.js";
import type { State } from "../../state.js";
import { keyOf } from "../columns/categories.js";
import { switchesOf } from "./codes.js";
import { columnsOf, type Encoder, type Encoding } from "./encoding.js";
import { type Find, isGone, rowFinder, tableAt } from "./labels.js";

/** Of before 2.0, whose option was called so. */
export const isOld = (state: State): boolean => state.get("impute_missing") !== undefined || state.get("handle_missing") === undefined;

/** What is written where nothing is known: nothing when the encoder leaves it so. @throws CornichonError `model.unsupported-class` */
function imputed(state: State, value: number): number {
  const how = state.text("handle_unknown");
  if (how === null || how === "error")
    throw new CornichonError(
      "model.unsupported-class",
      sentence`${showText(state.name)} of this version of category_encoders with handle_unknown ${showText(how ?? "")} is not asked here.`,
    );
  return how === "impute" && state.flag("impute_missing", true) ? value : Number.NaN;
}

interface Coded {
  readonly label: unknown;
  readonly categories: readonly (readonly [unknown, number])[];
  readonly code: Find<number>;
}

function pairsIn(state: State, mapping: unknown): readonly (readonly [unknown, number])[] {
  return (itemsOf(mapping, state.references) ?? []).map((pair) => {
    const [category, code] = itemsOf(pair, state.references) ?? [];
    const number = state.plain(code);
    if (typeof number !== "number") throw state.inconsistent("a category's code is no number");
    return [state.plain(category), number];
  });
}

/** Codes began at zero until 1.2.6, where −1 stood for what was not known, then at one. */
function codedOf(state: State): readonly Coded[] {
  return switchesOf(state).map(({ label, mapping }) => {
    const categories = pairsIn(state, mapping);
    const codes = new Map(categories.map(([category, code]) => [keyOf(category), code]));
    const otherwise = imputed(state, categories.some(([, code]) => code === 0) ? -1 : 0);
    return { label, categories, code: (value) => (isGone(value) ? otherwise : (codes.get(keyOf(value)) ?? otherwise)) };
  });
}

function inner(state: State): readonly Coded[] {
  const held = state.object("ordinal_encoder");
  if (held === null) throw state.inconsistent("it has no ordinal_encoder");
  return codedOf(held);
}

const ordinal = (state: State): Encoder => ({
  encodings: new Map(codedOf(state).map(({ label, code }) => [label, { names: [label], encode: (value: unknown) => [code(value)] }])),
});

const shownName = (state: State, category: unknown): string => {
  if (typeof category === "string") return category;
  if (typeof category === "number" && Number.isInteger(category)) return String(category);
  throw state.inconsistent("a category's name is not written here");
};

/** A column a code, and one for what was not known. */
function oneHot(state: State): Encoder {
  const byNames = state.flag("use_cat_names", false);
  const encodings = inner(state).map(({ label, categories, code }): readonly [unknown, Encoding] => {
    const all = state.text("handle_unknown") === "impute" ? [...categories, ["-1", -1] as const] : categories;
    return [
      label,
      {
        names: all.map(([category, number]) => `${String(label)}_${byNames ? shownName(state, category) : String(number)}`),
        encode: (value) => all.map(([, number]) => Number(code(value) === number)),
      },
    ];
  });
  const places = columnsOf(state);
  return { encodings: new Map(encodings.sort(([a], [b]) => places.indexOf(a) - places.indexOf(b))), inFront: true };
}

/** A row of a matrix of contrasts by its code, and a column of ones in front. */
function contrasts(state: State): Encoder {
  const codes = new Map(inner(state).map(({ label, code }) => [label, code]));
  const encodings = switchesOf(state).map(({ label, mapping }): readonly [unknown, Encoding] => {
    const frame = tableAt(state, mapping, "a column's mapping");
    const [find, code] = [rowFinder(state, frame), codes.get(label)];
    if (code === undefined) throw state.inconsistent("a column has contrasts and no codes");
    return [
      label,
      {
        names: frame.columns.map((_, place) => `${String(label)}_${place}`),
        encode: (value) => {
          const row = find(code(value));
          if (row < 0 && frame.columns.length > 0)
            throw new CornichonError(
              "input.value",
              sentence`The column ${showText(String(label))} has a category that ${showText(state.name)} has no row for.`,
            );
          return frame.values.map((values) => values[row] ?? Number.NaN);
        },
      },
    ];
  });
  return { encodings: new Map(encodings), ones: true };
}

/** A number a category, in a dict or a dict of dicts. */
const numbers =
  (key: string, prior: (state: State) => number, of: (state: State, held: unknown) => number) =>
  (state: State): Encoder => {
    const otherwise = imputed(state, prior(state));
    const encodings = state.items("mapping").map((item): readonly [unknown, Encoding] => {
      const fields = attributesOf(item, state.references);
      const label = keyOf(state.plain(state.references.resolve(fields?.get("col"))));
      const entries = entriesOf(fields?.get(key) ?? null, state.references);
      if (entries === null) throw state.inconsistent("a column's mapping is no dict");
      const known = new Map(entries.map(([category, held]) => [keyOf(state.plain(category)), of(state, held)]));
      return [label, { names: [label], encode: (value) => [isGone(value) ? otherwise : (known.get(keyOf(value)) ?? otherwise)] }];
    });
    return { encodings: new Map(encodings) };
  };

/** A field of a category's dict. */
function field(state: State, held: unknown, name: string): number {
  const value = state.plain(attributesOf(held, state.references)?.get(name));
  if (typeof value !== "number") throw state.inconsistent("a category's numbers are not all there");
  return value;
}

const meanOf = (state: State): number => state.amount("_mean");

/** The reading of each class that keeps what it needs. */
export const OLD: ReadonlyMap<string, (state: State) => Encoder> = new Map(
  Object.entries({
    OrdinalEncoder: ordinal,
    OneHotEncoder: oneHot,
    HelmertEncoder: contrasts,
    SumEncoder: contrasts,
    BackwardDifferenceEncoder: contrasts,
    PolynomialEncoder: contrasts,
    LeaveOneOutEncoder: numbers("mapping", meanOf, (state, held) => field(state, held, "mean")),
    TargetEncoder: numbers("mapping", meanOf, (state, held) =>
      field(state, held, "count") === 1 ? meanOf(state) : field(state, held, "smoothing"),
    ),
    WOEEncoder: numbers(
      "woe",
      () => 0,
      (state, held) => {
        const value = state.plain(held);
        if (typeof value !== "number") throw state.inconsistent("a category's weight is no number");
        return value;
      },
    ),
  }).map(([name, read]) => [`category_encoders.${name}`, read]),
);
