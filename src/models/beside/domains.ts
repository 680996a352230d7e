/**
 * sklearn2pmml's domains (decoration 0.25 to 0.133): values as they are, once they were held against what fitting saw. Missing ones
 * are replaced, outliers cut, invalid ones refused. Until 0.52 invalid values went through: such states have no
 * `missing_values` unless somebody gave some. What a version does with an option that its state does not tell is refused.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { arrayOf, typeOf } from "../../neutral/document.js";
import { float64, type NDArray } from "../../numeric/ndarray.js";
import { type FittedModel, type MakeModel, type ModelDefinition, methods, type Result } from "../define.js";
import { categoriesOf } from "../parts/columns/categories.js";
import { expectationOf } from "../parts/expectation.js";
import { answer } from "../parts/meta/delegation.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const isMissing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

/** True for a value that is in the domain of its column. */
type IsValid = (value: unknown, column: number) => boolean;

/** What a domain does with one value. */
type Treat = (value: unknown, column: number) => unknown;

const notRead = (state: State, option: string): CornichonError =>
  new CornichonError(
    "model.method",
    sentence`${showText(state.name)}: what its version does with ${showText(option)} is not in the model.`,
  );

/** Which values count as missing: those that a parameter names, else what pandas calls so. */
function missingOf(state: State): (value: unknown) => boolean {
  const value = state.get("missing_values");
  if (value === undefined || value === null) return isMissing;
  const named = (typeof value === "object" ? itemsOf(value, state.references) : null) ?? [value];
  return (one) => named.some((missing) => (isMissing(missing) ? isMissing(one) : one === missing));
}

/** Of the versions that hold values against what fitting saw. */
const checks = (state: State): boolean => state.get("missing_values") !== undefined && state.get("missing_value_replacement") !== undefined;

const refused = (what: string) => (): never => {
  throw new CornichonError("input.value", sentence`Data contains ${showText(what)} values.`);
};

/** What becomes of a missing value. */
function missingTreat(state: State): Treat {
  if (state.text("missing_value_treatment") === "return_invalid") return refused("missing");
  const replacement = state.plain(state.get("missing_value_replacement"));
  return replacement === undefined || replacement === null ? (value) => value : () => replacement;
}

/** What becomes of a value outside the domain. */
function invalidTreat(state: State, missing: Treat): Treat {
  const replacement = state.plain(state.get("invalid_value_replacement")) ?? null;
  switch (state.text("invalid_value_treatment")) {
    case "as_is":
      return replacement === null ? (value) => value : () => replacement;
    case "as_value":
      return () => replacement;
    case "as_missing":
      if (!state.has("missing_value_replacement")) throw notRead(state, "invalid values as missing ones");
      return missing;
    default:
      return refused("invalid");
  }
}

/** What becomes of a valid value: a number beyond the limits is cut or missing. */
function outlierTreat(state: State, missing: Treat): Treat {
  const how = state.text("outlier_treatment") ?? "as_is";
  if (how === "as_is") return (value) => value;
  const [low, high] = [state.amount("low_value"), state.amount("high_value")];
  if (how === "as_extreme_values") return (value) => (Number(value) < low ? low : Number(value) > high ? high : value);
  if (how !== "as_missing_values" || state.has("missing_values")) throw notRead(state, `outliers ${how}`);
  return (value, column) => (Number(value) < low || Number(value) > high ? missing(Number.NaN, column) : value);
}

/** The least and largest values of fitting, one of each or one a column. */
function interval(state: State): IsValid | null {
  if (!state.has("data_min_") || !state.has("data_max_")) return null;
  const [low, high] = [state.numbers("data_min_").data, state.numbers("data_max_").data];
  const at = (limits: Float64Array, column: number): number => limits[limits.length === 1 ? 0 : column] ?? Number.NaN;
  return (value, column) => Number(value) >= at(low, column) && Number(value) <= at(high, column);
}

/** The values of fitting: one list, or one a column. */
function listed(state: State): IsValid | null {
  const key = ["data_values_", "data_"].find((name) => state.has(name));
  if (key === undefined) return null;
  const value = state.get(key);
  const lists = typeOf(value) === "ndarray" ? [value] : (itemsOf(value, state.references) ?? []);
  const columns = lists.map((list) => {
    if (typeOf(list) !== "ndarray") throw state.inconsistent(`${key} is no array of values`);
    return categoriesOf(arrayOf(list));
  });
  return (one, column) => (columns[columns.length === 1 ? 0 : column]?.find(one) ?? -1) >= 0;
}

/** What a domain does with each value of X. */
function treatment(state: State, valid: IsValid | null): Treat {
  const isGone = missingOf(state);
  const missing = missingTreat(state);
  const outlier = outlierTreat(state, missing);
  if (!checks(state)) return (value, column) => (isGone(value) ? missing(value, column) : outlier(value, column));
  const invalid = invalidTreat(state, missing);
  return (value, column) =>
    isGone(value) ? missing(value, column) : valid === null || valid(value, column) ? outlier(value, column) : invalid(value, column);
}

/** X with each value treated, of the axes that it has. */
function treated(x: Samples, treat: Treat): NDArray {
  const { shape, data } = x.array();
  const cols = shape[1] ?? 1;
  const values = Array.from<unknown, unknown>(data, (value, at) => treat(value, at % cols));
  return values.every((value) => typeof value === "number")
    ? float64(shape, Float64Array.from(values, Number))
    : { dtype: "object", shape, data: values };
}

/** Types other than these are cast by rules of numpy and pandas that a table of values does not tell. */
function refuseCasts(state: State): void {
  if (!state.has("dtype")) return;
  const name = state.global("dtype");
  if (name !== "numpy.float64" && name !== "builtins.float" && state.text("dtype") !== "float64") throw notRead(state, "dtype");
}

const domain = (name: string, valid: (state: State) => IsValid | null): ModelDefinition => ({
  class: `sklearn2pmml.decoration.${name}`,
  build: (state) => {
    refuseCasts(state);
    const treat = treatment(state, valid(state));
    const { nFeatures, featureNames } = expectationOf(state, null);
    return { nFeatures, featureNames, methods: methods({ transform: (x) => treated(x, treat) }) };
  },
});

/** A domain a column; None hands its column on. */
function multi(state: State, make: MakeModel): Omit<FittedModel, "className"> {
  const domains = state.items("domains").map((value) => (value === null || value === undefined ? null : make(value)));
  const transform = (x: Samples): Result => {
    if (x.width !== domains.length)
      throw new CornichonError("input.shape", sentence`X has ${x.width} columns, and there are ${domains.length} domains.`);
    const columns = domains.map((one, j) => (one === null ? x.column(j).array() : answer(state, one, "transform", x.column(j))).data);
    const values = Array.from({ length: x.rows }, (_, i) => columns.map((column) => column[i])).flat();
    const shape = [x.rows, domains.length];
    return values.every((value) => typeof value === "number")
      ? float64(shape, Float64Array.from(values, Number))
      : { dtype: "object", shape, data: values };
  };
  return { nFeatures: domains.length, featureNames: state.featureNames(), methods: methods({ transform }) };
}

const asIs = (name: string): ModelDefinition => ({
  class: `sklearn2pmml.decoration.${name}`,
  build: () => ({ nFeatures: null, featureNames: null, methods: methods({ transform: (x) => x.array() }) }),
});

export const DOMAINS: readonly ModelDefinition[] = [
  domain("ContinuousDomain", interval),
  domain("CategoricalDomain", listed),
  domain("OrdinalDomain", listed),
  { class: "sklearn2pmml.decoration.MultiDomain", build: multi },
  ...["DomainEraser", "ContinuousDomainEraser", "DiscreteDomainEraser"].map(asIs),
];
