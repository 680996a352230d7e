/**
 * What a model is: a class name, how many features it takes, and methods by sklearn's names. One file defines one
 * estimator; `index.ts` has a line for each. A model never imports another model's file: Pipelines get their steps
 * made by whoever reads the document.
 */
import type { NDArray } from "../numeric/ndarray.js";
import type { Sparse } from "../numeric/sparse.js";
import type { Samples } from "./samples.js";
import type { State } from "./state.js";

/** sklearn's keyword arguments. */
export type MethodOptions = Readonly<Record<string, unknown>>;

/** What a method gives: an array, sparse rows, or a list of those where sklearn returns a list or tuple. */
export type Result = NDArray | Sparse | readonly (NDArray | Sparse)[];

/** A method of a fitted model. `x` is undefined for methods that take none (`get_feature_names_out`). */
export type Method = (x: Samples, options: MethodOptions) => Result;

export interface FittedModel {
  readonly className: string;
  readonly nFeatures: number | null;
  readonly featureNames: readonly string[] | null;
  /** By sklearn's own names (`predict_proba`). */
  readonly methods: ReadonlyMap<string, Method>;
}

/** Makes the model of a nested estimator (a Pipeline's step). */
export type MakeModel = (value: unknown) => FittedModel;

export interface ModelDefinition {
  /** Canonical class, as in neutral documents. */
  readonly class: string;
  /** Reads the state and returns the methods. @throws CornichonError `model.inconsistent`, `model.not-fitted` */
  readonly build: (state: State, make: MakeModel) => Omit<FittedModel, "className">;
}

/** Defines a model. */
export const defineModel = (definition: ModelDefinition): ModelDefinition => definition;

/** Methods from an object literal, without those that are undefined. */
export function methods(table: Readonly<Record<string, Method | undefined>>): ReadonlyMap<string, Method> {
  const map = new Map<string, Method>();
  for (const [name, method] of Object.entries(table)) if (method !== undefined) map.set(name, method);
  return map;
}
