/**
 * feature_engine's transformers whose fitted values are plain dicts (imputation, encoding, outliers, selection, transformation,
 * discretisation 1.0 to 1.9): frames
 * in, frames out, columns by name. A category that was not seen is missing, an error or a value, as the encoder says.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { entriesOf, itemsOf } from "../../neutral/attributes.js";
import { arrayOf, own, typeOf } from "../../neutral/document.js";
import { float64, type NDArray, texts } from "../../numeric/ndarray.js";
import { type ModelDefinition, methods } from "../define.js";
import { keyOf } from "../parts/columns/categories.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

interface Frame {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

type Change = (frame: Frame) => Frame;

const isMissing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

/** Values of a list, an array or a pandas Index. */
function listOf(state: State, value: unknown): readonly unknown[] {
  const list = state.references.resolve(value);
  if (typeOf(list) === "ndarray") return Array.from<unknown>(arrayOf(list).data);
  const args = typeOf(list) === "object" ? itemsOf(own(list, "args"), state.references) : null;
  const held = new Map(entriesOf(args?.[0] ?? null, state.references) ?? []).get("data");
  const items = held === undefined ? itemsOf(list ?? null, state.references) : listOf(state, held);
  if (items === null) throw state.inconsistent("a list of values is none");
  return items.map((item) => state.plain(item));
}

const namesIn = (state: State, key: string): readonly string[] => listOf(state, state.get(key) ?? []).map(String);

/** A dict by the columns' names. */
const byColumn = (state: State, key: string): ReadonlyMap<string, unknown> =>
  new Map(state.entries(key).map(([name, value]) => [String(name), value]));

/** A change of each value of some columns. */
const eachOf =
  (changes: ReadonlyMap<string, (value: unknown) => unknown>): Change =>
  ({ columns, rows }) => {
    const missing = [...changes.keys()].find((name) => !columns.includes(name));
    if (missing !== undefined) throw new CornichonError("input.columns", sentence`X has no column ${showText(`'${missing}'`)}.`);
    const changers = columns.map((name) => changes.get(name) ?? ((value: unknown) => value));
    return { columns, rows: rows.map((row) => row.map((value, j) => changers[j]?.(value))) };
  };

const mapValues = <T>(map: ReadonlyMap<string, unknown>, make: (value: unknown, name: string) => T): ReadonlyMap<string, T> =>
  new Map([...map].map(([name, value]) => [name, make(value, name)]));

/** Missing values by the column's own. */
function fill(state: State): Change {
  return eachOf(
    mapValues(byColumn(state, "imputer_dict_"), (stored) => {
      const value = state.plain(stored);
      return (one: unknown) => (isMissing(one) ? value : one);
    }),
  );
}

function unseen(state: State, name: string): () => unknown {
  const how = state.text("unseen") ?? state.text("errors") ?? "ignore";
  if (how === "ignore") return () => Number.NaN;
  const other = state.number("_unseen");
  if (how === "encode" && other !== null) return () => other;
  return () => {
    throw new CornichonError(
      "input.value",
      sentence`The column ${showText(name)} has a category that ${showText(state.name)} has not seen.`,
    );
  };
}

/** Missing values of a column that is encoded. @throws CornichonError `input.value` where the encoder takes none */
function refuseMissing(state: State, name: string, value: unknown): void {
  if (isMissing(value) && state.text("missing_values") !== "ignore")
    throw new CornichonError("input.value", sentence`The column ${showText(name)} has missing values.`);
}

/** Categories by numbers. */
function encode(state: State): Change {
  return eachOf(
    mapValues(byColumn(state, "encoder_dict_"), (stored, name) => {
      const table = new Map(
        (entriesOf(stored, state.references) ?? []).map(([key, value]) => [keyOf(state.plain(key)), state.plain(value)]),
      );
      const otherwise = unseen(state, name);
      return (value: unknown) => {
        refuseMissing(state, name, value);
        return table.has(keyOf(value)) ? table.get(keyOf(value)) : otherwise();
      };
    }),
  );
}

/** Rare categories by one value. */
function group(state: State): Change {
  const replacement = state.plain(state.get("replace_with")) ?? "Rare";
  return eachOf(
    mapValues(byColumn(state, "encoder_dict_"), (stored, name) => {
      const kept = new Set(listOf(state, stored).map(keyOf));
      return (value: unknown) => {
        refuseMissing(state, name, value);
        return isMissing(value) || kept.has(keyOf(value)) ? value : replacement;
      };
    }),
  );
}

/** A column a category behind the others, which lose the columns that were encoded. */
function oneHot(state: State): Change {
  const lists = mapValues(byColumn(state, "encoder_dict_"), (stored) => listOf(state, stored));
  return ({ columns, rows }) => {
    const kept = columns.flatMap((name, j) => (lists.has(name) ? [] : [j]));
    const made = [...lists].flatMap(([name, categories]) => categories.map((category) => ({ name, category, at: columns.indexOf(name) })));
    if (made.some(({ at }) => at < 0)) throw new CornichonError("input.columns", sentence`X has not all columns that are encoded.`);
    return {
      columns: [...kept.map((j) => columns[j] ?? ""), ...made.map(({ name, category }) => `${name}_${textOf(state, category)}`)],
      rows: rows.map((row) => {
        for (const { at, name } of made) refuseMissing(state, name, row[at]);
        return [...kept.map((j) => row[j]), ...made.map(({ at, category }) => Number(keyOf(row[at]) === keyOf(category)))];
      }),
    };
  };
}

function textOf(state: State, category: unknown): string {
  if (typeof category === "string") return category;
  if (typeof category === "number" && Number.isInteger(category)) return String(category);
  throw state.inconsistent("a category's name is not written here");
}

/** Values within the column's limits. */
function cap(state: State): Change {
  if (state.flag("add_indicators", false))
    throw new CornichonError("model.method", sentence`${showText(state.name)}: indicators are not made here.`);
  const limits = (key: string): ReadonlyMap<string, unknown> => (state.has(key) ? byColumn(state, key) : new Map<string, unknown>());
  const [low, high] = [limits("left_tail_caps_"), limits("right_tail_caps_")];
  const at = (map: ReadonlyMap<string, unknown>, name: string, otherwise: number): number =>
    map.has(name) ? Number(state.plain(map.get(name))) : otherwise;
  const names = new Map([...low.keys(), ...high.keys()].map((name) => [name, null] as const));
  return eachOf(
    mapValues(names, (_, name) => {
      const [least, most] = [at(low, name, Number.NEGATIVE_INFINITY), at(high, name, Number.POSITIVE_INFINITY)];
      return (value: unknown) => {
        refuseMissing(state, name, value);
        return Number(value) > most ? most : Number(value) < least ? least : value;
      };
    }),
  );
}

function drop(state: State): Change {
  const left = new Set(namesIn(state, "features_to_drop_"));
  return ({ columns, rows }) => {
    const kept = columns.flatMap((name, j) => (left.has(name) ? [] : [j]));
    return { columns: kept.map((j) => columns[j] ?? ""), rows: rows.map((row) => kept.map((j) => row[j])) };
  };
}

/** A change of numbers that must be there and finite. @throws CornichonError `input.value` */
function numeric(state: State, change: (name: string) => (value: number) => number): Change {
  return eachOf(
    new Map(
      namesIn(state, "variables_").map((name) => {
        const of = change(name);
        return [
          name,
          (value: unknown) => {
            const number = typeof value === "boolean" ? Number(value) : value;
            if (typeof number === "number" && Number.isFinite(number)) return of(number);
            throw new CornichonError("input.value", sentence`The column ${showText(name)} has missing or infinite values.`);
          },
        ] as const;
      }),
    ),
  );
}

/** A value where its function takes it. @throws CornichonError `input.value` */
function inDomain(state: State, name: string, holds: boolean, value: number): number {
  if (holds) return value;
  throw new CornichonError("input.value", sentence`The column ${showText(name)} has values that ${showText(state.name)} does not take.`);
}

function logarithmOf(state: State): (value: number) => number {
  const base = state.text("base") ?? "e";
  if (base !== "e" && base !== "10") throw state.inconsistent("its base is neither e nor 10");
  return base === "e" ? Math.log : Math.log10;
}

function logarithm(state: State): Change {
  const log = logarithmOf(state);
  return numeric(state, (name) => (value) => log(inDomain(state, name, value > 0, value)));
}

/** The logarithm of a value and a constant, of all columns or of each. */
function shiftedLogarithm(state: State): Change {
  const log = logarithmOf(state);
  const same = state.number("C_");
  const own = same === null ? byColumn(state, "C_") : null;
  return numeric(state, (name) => {
    const constant = same ?? numberIn(state, own, name);
    return (value) => log(inDomain(state, name, value + constant > 0, value + constant));
  });
}

function numberIn(state: State, map: ReadonlyMap<string, unknown> | null, name: string): number {
  const value = state.plain(map?.get(name));
  if (typeof value !== "number") throw state.inconsistent(`it has no number for ${name}`);
  return value;
}

/** scipy.stats.yeojohnson of one value. */
function yeoJohnson(value: number, lambda: number): number {
  if (value >= 0) return Math.abs(lambda) < Number.EPSILON ? Math.log1p(value) : Math.expm1(lambda * Math.log1p(value)) / lambda;
  const other = 2 - lambda;
  return Math.abs(other) < Number.EPSILON ? -Math.log1p(-value) : -Math.expm1(other * Math.log1p(-value)) / other;
}

/** scipy.special.boxcox of one value. */
const boxCox = (value: number, lambda: number): number => (lambda === 0 ? Math.log(value) : Math.expm1(lambda * Math.log(value)) / lambda);

function byLambda(of: (value: number, lambda: number) => number, least: number): (state: State) => Change {
  return (state) => {
    const lambdas = byColumn(state, "lambda_dict_");
    return numeric(state, (name) => {
      const lambda = numberIn(state, lambdas, name);
      return (value) => of(inDomain(state, name, value > least, value), lambda);
    });
  };
}

const reciprocal = (state: State): Change => numeric(state, (name) => (value) => 1 / inDomain(state, name, value !== 0, value));

const arcsine = (state: State): Change =>
  numeric(state, (name) => (value) => Math.asin(Math.sqrt(inDomain(state, name, value >= 0 && value <= 1, value))));

function power(state: State): Change {
  const exponent = state.number("exp");
  if (exponent === null) throw state.inconsistent("its exp is no number");
  return numeric(state, () => (value) => value ** exponent);
}

/** The number of each value's interval, open below, but for the first (pandas.cut); NaN outside of all. */
function intervals(state: State): Change {
  if (state.flag("return_boundaries", false))
    throw new CornichonError("model.method", sentence`${showText(state.name)}: texts of intervals are not made here.`);
  const edges = byColumn(state, "binner_dict_");
  return numeric(state, (name) => {
    const own = listOf(state, edges.get(name)).map(Number);
    if (own.length < 2 || own.some((edge, at) => at > 0 && !(edge > (own[at - 1] ?? Number.NaN))))
      throw state.inconsistent(`the edges of ${name} do not ascend`);
    return (value) => intervalOf(state, name, own, value);
  });
}

function intervalOf(state: State, name: string, edges: readonly number[], value: number): number {
  const above = edges.findIndex((edge) => value <= edge);
  if (above > 0) return above - 1;
  if (above === 0 && value === edges[0]) return 0;
  if (state.text("errors") === "raise") inDomain(state, name, false, value);
  return Number.NaN;
}

/** A mark a column behind the others: whether its value is missing. */
function indicate(state: State): Change {
  const told = namesIn(state, "variables_");
  return ({ columns, rows }) => {
    const places = told.map((name) => columns.indexOf(name));
    if (places.includes(-1)) throw new CornichonError("input.columns", sentence`X has not all columns that are marked.`);
    return {
      columns: [...columns, ...told.map((name) => `${name}_na`)],
      rows: rows.map((row) => [...row, ...places.map((place) => Number(isMissing(row[place])))]),
    };
  };
}

/** X as a frame: by the names of fitting, where these are known. @throws CornichonError `input.columns` for rows without names */
function frameOf(state: State, names: readonly string[] | null, x: Samples): Frame {
  if (x.columns === null)
    throw new CornichonError("input.columns", sentence`${showText(state.name)} takes rows by the names of their columns, and X has none.`);
  return x.table({ name: state.name, nFeatures: names?.length ?? null, featureNames: names });
}

function arrayOfFrame({ columns, rows }: Frame): NDArray {
  const data = rows.flat();
  const shape = [rows.length, columns.length];
  return data.every((value) => typeof value === "number")
    ? float64(shape, Float64Array.from(data, Number))
    : { dtype: "object", shape, data };
}

const transformer = (name: string, read: (state: State) => Change): ModelDefinition => ({
  class: `feature_engine.${name}`,
  build: (state) => {
    const change = read(state);
    const names = state.has("feature_names_in_") ? namesIn(state, "feature_names_in_") : null;
    return {
      nFeatures: names?.length ?? state.declaredFeatures(),
      featureNames: names,
      givesFrames: true,
      methods: methods({
        transform: (x) => arrayOfFrame(change(frameOf(state, names, x))),
        // Columns alone: no row is asked.
        get_feature_names_out: (x) => texts(change({ columns: names ?? x.columns ?? [], rows: [] }).columns),
      }),
    };
  },
});

export const FEATURE_ENGINE: readonly ModelDefinition[] = [
  ...["MeanMedianImputer", "ArbitraryNumberImputer", "CategoricalImputer", "EndTailImputer"].map((name) =>
    transformer(`imputation.${name}`, fill),
  ),
  transformer("imputation.AddMissingIndicator", indicate),
  ...["OrdinalEncoder", "MeanEncoder", "CountFrequencyEncoder", "WoEEncoder"].map((name) => transformer(`encoding.${name}`, encode)),
  transformer("encoding.OneHotEncoder", oneHot),
  transformer("encoding.RareLabelEncoder", group),
  ...["Winsorizer", "ArbitraryOutlierCapper"].map((name) => transformer(`outliers.${name}`, cap)),
  transformer("transformation.LogTransformer", logarithm),
  transformer("transformation.LogCpTransformer", shiftedLogarithm),
  transformer("transformation.YeoJohnsonTransformer", byLambda(yeoJohnson, Number.NEGATIVE_INFINITY)),
  transformer("transformation.BoxCoxTransformer", byLambda(boxCox, 0)),
  transformer("transformation.ReciprocalTransformer", reciprocal),
  transformer("transformation.PowerTransformer", power),
  transformer("transformation.ArcsinTransformer", arcsine),
  ...["EqualFrequencyDiscretiser", "EqualWidthDiscretiser", "ArbitraryDiscretiser"].map((name) =>
    transformer(`discretisation.${name}`, intervals),
  ),
  ...[
    "DropFeatures",
    "DropConstantFeatures",
    "DropDuplicateFeatures",
    "DropCorrelatedFeatures",
    "SmartCorrelatedSelection",
    "SelectByShuffling",
    "SelectBySingleFeaturePerformance",
    "RecursiveFeatureElimination",
    "RecursiveFeatureAddition",
  ].map((name) => transformer(`selection.${name}`, drop)),
];
