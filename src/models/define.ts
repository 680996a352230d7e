/**
 * What a model is: a class name, how many features it takes, and methods by sklearn's names. One file defines one
 * estimator (or a close family); `index.ts` has a line for each. A model never imports another model's file: what holds
 * other estimators (a Pipeline's steps, a forest's trees) gets them made by whoever reads the document.
 *
 * A definition reads its state through `State`, which holds each attribute against what the model needs, and not through
 * a schema of its own: the errors name the attribute, and nothing of a schema library reaches the browser.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import type { NDArray } from "../numeric/ndarray.js";
import { type Sparse, toDense } from "../numeric/sparse.js";
import type { Row } from "./input/rule-rows.js";
import type { Samples } from "./samples.js";
import type { State } from "./state.js";

/** sklearn's keyword arguments. */
export type MethodOptions = Readonly<Record<string, unknown>>;

/** A text, a number or a dict, where sklearn returns one (items of `inverse_transform` of texts and dicts). */
export type Plain = string | number | boolean | null | PlainDict;

export interface PlainDict {
  readonly [key: string]: unknown;
}

/** What a method gives: an array, sparse rows, a plain value, or a list of those where sklearn returns a list or tuple. */
export type Result = NDArray | Sparse | Plain | readonly Result[];

/** A method of a fitted model. `x` is empty for methods that take none (`get_feature_names_out`). */
export type Method = (x: Samples, options: MethodOptions) => Result;

export interface FittedModel {
  readonly className: string;
  readonly nFeatures: number | null;
  readonly featureNames: readonly string[] | null;
  /** It takes a list of texts and no rows, as a vectoriser does. */
  readonly takesTexts?: true;
  /** What it transforms is a frame, with the names of `get_feature_names_out`, whatever it is told. */
  readonly givesFrames?: true;
  /** It holds X to nothing of its own: what stands inside does. */
  readonly lenient?: true;
  /** By sklearn's own names (`predict_proba`). */
  readonly methods: ReadonlyMap<string, Method>;
  /** `classes_` of a classifier (one array an output where there are several), read off the state unless the model says it. */
  readonly classes?: NDArray | readonly NDArray[];
}

/** Which columns of X a model takes. */
export type Head = Pick<FittedModel, "nFeatures" | "featureNames" | "takesTexts">;

/** The head of what takes no columns, or whatever comes. */
export const NO_COLUMNS: Head = { nFeatures: null, featureNames: null };

/** The head of what takes texts. */
export const TEXTS: Head = { ...NO_COLUMNS, takesTexts: true };

/** The head of a model that takes what another one takes. */
export const headOf = ({ nFeatures, featureNames, takesTexts }: Head = NO_COLUMNS): Head => ({
  nFeatures,
  featureNames,
  ...(takesTexts === undefined ? {} : { takesTexts }),
});

/** Makes the model of a nested estimator (a Pipeline's step). @throws CornichonError `model.unsupported-class` */
export type MakeModel = (value: unknown) => FittedModel;

/**
 * What `createLoader` knows a class by.
 * @see createLoader
 */
export interface ModelDefinition {
  /** Canonical class, as in neutral documents. */
  readonly class: string;
  /** Reads the state and returns the methods. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
  readonly build: (state: State, make: MakeModel) => Omit<FittedModel, "className">;
  /**
   * A page's definition: the rows of what it refuses of X, and of what may stand inside it, by class. The build writes them; the
   * library has a table.
   */
  readonly refuses?: Readonly<Record<string, readonly Row[]>>;
}

/** Defines a model. */
export const defineModel = (definition: ModelDefinition): ModelDefinition => definition;

/** Methods from an object literal, without those that are undefined. */
export function methods(table: Readonly<Record<string, Method | undefined>>): ReadonlyMap<string, Method> {
  const map = new Map<string, Method>();
  for (const [name, method] of Object.entries(table)) if (method !== undefined) map.set(name, method);
  return map;
}

export const isListResult = (result: Result): result is readonly Result[] => Array.isArray(result);

export const isSparseResult = (result: Result): result is Sparse =>
  typeof result === "object" && result !== null && "indptr" in result && "format" in result && !Array.isArray(result);

export const isArrayResult = (result: Result): result is NDArray =>
  typeof result === "object" && result !== null && !Array.isArray(result) && "shape" in result && "data" in result && !("indptr" in result);

/** A result as one array, sparse rows written out. @throws CornichonError `model.method` for lists and plain values */
export function denseResult(result: Result): NDArray {
  if (isArrayResult(result)) return result;
  if (isSparseResult(result)) return { dtype: result.dtype, shape: result.shape, data: toDense(result).data };
  throw new CornichonError("model.method", sentence`The method gives no single array.`);
}

/** What a method needs that only Python code could do. The model itself stays readable. */
export const needsCode = (name: string, what: string): CornichonError =>
  new CornichonError("model.needs-code", sentence`${showText(name)} needs ${showText(what)}, which is code and not in the model.`);
