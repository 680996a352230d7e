/**
 * `cornichon/web`: models of neutral documents in a browser. Nothing of the host is here, and only what is named is
 * bundled:
 *
 *     import { createLoader, Pipeline, Ridge, StandardScaler } from "cornichon/web";
 *     const load = createLoader([Pipeline, Ridge, StandardScaler]);
 *     load(await (await fetch("model.json")).text()).predict([[0.4, -0.6, 2.9]]);
 */
import { type Model, modelOf } from "../model/model.js";
import type { ModelDefinition } from "../models/define.js";
import { type NeutralDocument, readDocument } from "../neutral/document.js";
import { fillFrom } from "../neutral/sidecar.js";

export { CornichonError } from "../errors.js";
export type { NDArray, Result } from "../model/answer.js";
export type { Model } from "../model/model.js";
export type { ModelDefinition } from "../models/define.js";
export * from "../models/index.js";
export type { X } from "../models/samples.js";
export type { Sparse } from "../numeric/sparse.js";

/** Where a document holds several estimators: which (`model`, `models[0]`). */
export interface LoaderOptions {
  readonly select?: string;
  /** Bytes of the safetensors file that the document's arrays are in, where it was converted with `--arrays sidecar`. */
  readonly sidecar?: Uint8Array;
}

/** Makes the model of a neutral document: its text, its bytes, or what `JSON.parse` made of it. */
export type Loader = (document: string | Uint8Array | object, options?: LoaderOptions) => Model;

/** Arrays are put into a document of our own: the caller's stays as it is. */
function withSidecar(document: NeutralDocument, sidecar: Uint8Array | undefined): NeutralDocument {
  if (sidecar === undefined) return document;
  const own = { ...document, root: structuredClone(document.root) };
  fillFrom(sidecar, own);
  return own;
}

/**
 * A loader that knows the models named and no others.
 * @throws CornichonError (the loader) `document.malformed`, `document.limit`, `model.*`; `model.unsupported-class` names a
 * class that the document holds and that was not named
 */
export function createLoader(models: readonly ModelDefinition[]): Loader {
  const byClass = new Map(models.map((definition) => [definition.class, definition]));
  return (document, { select, sidecar } = {}) => modelOf(withSidecar(readDocument(document), sidecar), byClass, select);
}
