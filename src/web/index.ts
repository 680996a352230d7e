/**
 * `cornichon/web`: models of neutral documents in a browser. Nothing of the host is here, and only what is named is
 * bundled:
 *
 *     import { createLoader, Pipeline, Ridge, StandardScaler } from "cornichon/web";
 *     const load = createLoader([Pipeline, Ridge, StandardScaler]);
 *     load(await (await fetch("model.json")).text()).predict([[0.4, -0.6, 2.9]]);
 *
 * Of a document with a sidecar both files: `load(text, { sidecar: await (await fetch("model.safetensors")).arrayBuffer() })`.
 */
import { type Model, modelOf } from "../model/model.js";
import type { ModelDefinition } from "../models/define.js";
import { type NeutralDocument, readDocument } from "../neutral/document.js";
import { fillFrom } from "../neutral/sidecar.js";

export { CornichonError } from "../errors.js";
export type { NDArray, Result } from "../model/answer.js";
export type { Model } from "../model/model.js";
export type { ModelDefinition } from "../models/define.js";
export type { X } from "../models/samples.js";
export type { Sparse } from "../numeric/sparse.js";
export * from "./models.js";

/**
 * Which model of a document, and the arrays that are not in it.
 * @example
 * ```ts
 * import { convert } from "cornichon";
 * import { createLoader, Ridge } from "cornichon/web";
 *
 * const { document, sidecar } = await convert("model.pkl", { arrays: "sidecar" });
 * if (document !== null && sidecar !== null) console.log(createLoader([Ridge])(document, { sidecar }).className); //=> Ridge
 * ```
 */
export interface LoaderOptions {
  /** Where a document holds several estimators: which (`model`, `models[0]`); or a step of one (`scaler`). */
  readonly select?: string;
  /** The second file of `convert --arrays sidecar`, as its bytes: the document's arrays are in it. */
  readonly sidecar?: Uint8Array | ArrayBuffer;
}

/**
 * Makes the model of a neutral document: its text, its bytes, or what `JSON.parse` made of it.
 * @see createLoader
 */
export type Loader = (document: string | Uint8Array | object, options?: LoaderOptions) => Model;

/**
 * A loader that knows the models named and no others.
 * @throws CornichonError (the loader) `document.malformed`, `document.limit`, `model.*`; `model.unsupported-class` names a
 * class that the document holds and that was not named
 * @example
 * ```ts
 * import { convert } from "cornichon";
 * import { createLoader, Pipeline, Ridge, StandardScaler } from "cornichon/web";
 *
 * const { document } = await convert("model.joblib"); // a page fetches the text that was made before
 * const load = createLoader([Pipeline, Ridge, StandardScaler]);
 * const answer = load(document ?? "").predict?.([{ MKT: 0.4, SMB: -0.6, HML: 2.9 }]);
 * console.log(Number(answer?.data[0]).toFixed(6)); //=> 1.834320
 * ```
 */
export function createLoader(models: readonly ModelDefinition[]): Loader {
  const byClass = new Map(models.map((definition) => [definition.class, definition]));
  const rows = new Map(models.flatMap(({ refuses }) => Object.entries(refuses ?? {})));
  return (document, options = {}) => modelOf(withSidecar(document, options), byClass, (name) => rows.get(name), options.select);
}

/** The document with the arrays of its sidecar; a page's own object stays as it is. */
function withSidecar(given: string | Uint8Array | object, { sidecar }: LoaderOptions): NeutralDocument {
  const document = readDocument(given);
  if (sidecar === undefined) return document;
  const own = typeof given === "string" || given instanceof Uint8Array ? document : structuredClone(document);
  fillFrom(sidecar instanceof Uint8Array ? sidecar : new Uint8Array(sidecar), own);
  return own;
}
