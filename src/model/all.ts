/** Models of neutral documents, with every model that there is. (A page takes `cornichon/web` and names its own.) */

import { CornichonError, sentence, showText } from "../errors.js";
import type { MakeModel, ModelDefinition } from "../models/define.js";
import * as models from "../models/index.js";
import { rowsOf } from "../models/input/rule-table.js";
import { State } from "../models/state.js";
import { type NeutralDocument, own, References, referencesOf, typeOf } from "../neutral/document.js";
import { BESIDE, LIBRARIES } from "./beside.js";
import { BOOSTERS } from "./boosters.js";
import { chooseEstimator, type FoundEstimator, findEstimators as find } from "./estimators.js";
import { type Model, makerOf, modelOf } from "./model.js";

export type { X } from "../models/samples.js";
export type { NDArray, Result } from "./answer.js";
export { type FoundEstimator, pathText } from "./estimators.js";
export type { Model } from "./model.js";

/** Every model that there is. */
export const MODELS: readonly ModelDefinition[] = [...Object.values(models), ...BOOSTERS, ...BESIDE];
const byClass = new Map(MODELS.map((definition) => [definition.class, definition]));

/** Classes that predict here, by their newest public path. */
export const MODEL_CLASSES: readonly string[] = MODELS.map((definition) => definition.class).sort();

const isKnown = (name: string): boolean => byClass.has(name);

/** Estimators at the root or inside plain dicts, lists and tuples. */
export const findEstimators = (root: unknown, references: References): FoundEstimator[] => find(root, references, isKnown);

/** The estimator at `select`. @throws CornichonError `model.missing`, `model.ambiguous` */
export const estimatorAt = (document: NeutralDocument, references: References, select: string): FoundEstimator =>
  chooseEstimator(document, references, isKnown, select);

/**
 * How many columns X has: by the model itself, else by what the metadata says of it (`n_features_in`, or `features` by name).
 * What keeps no more than its options told it to nobody before sklearn 1.0. Null where nothing knows; of an estimator that was
 * chosen among others the metadata says nothing.
 */
export function columnCount({ metadata }: NeutralDocument, nFeatures: number | null, select: string | undefined): number | null {
  if (nFeatures !== null || select !== undefined) return nFeatures;
  const features: unknown = own(metadata, "features");
  const said = own(metadata, "n_features_in") ?? (Array.isArray(features) ? features.length : null);
  return Number.isSafeInteger(said) && Number(said) > 0 ? Number(said) : null;
}

/** The value of a document's only estimator, or of the one at `select`, as it stands. @throws CornichonError `model.missing`, `model.ambiguous` */
export function estimatorIn(document: NeutralDocument, select?: string): { readonly value: unknown; readonly references: References } {
  const references = referencesOf(document);
  return { value: chooseEstimator(document, references, isKnown, select).value, references };
}

/**
 * The attributes of a document's only estimator, or of the one at `select`, as they are today; `asStored`: as the version
 * that wrote them had them. @throws CornichonError `model.missing`, `model.ambiguous`
 */
export function estimatorState(document: NeutralDocument, select?: string, asStored = false): State {
  const references = asStored ? new References(document.root, true) : referencesOf(document);
  return new State(chooseEstimator(document, references, isKnown, select).value, references);
}

/** Makes the models of what an estimator holds: its steps, one by one. */
export const makerIn = (references: References): MakeModel => makerOf(references, byClass, rowsOf);

/** A document that is one object of a library beside sklearn which has no model says so. @throws CornichonError `model.unsupported-class` */
function refuseNeighbour({ root }: NeutralDocument): void {
  const name = typeOf(root) === "object" ? String(own(root, "class")) : "";
  if (!LIBRARIES.has(name.slice(0, name.indexOf("."))) || byClass.has(name)) return;
  throw new CornichonError(
    "model.unsupported-class",
    sentence`${showText(name)} has no prediction here yet; its attributes are in the neutral document.`,
    { args: { class: name } },
  );
}

/** The model of a document's only estimator, or of the one at `select`. @throws CornichonError `model.*` */
export function modelFromDocument(document: NeutralDocument, select?: string): Model {
  if (select === undefined) refuseNeighbour(document);
  return modelOf(document, byClass, rowsOf, select);
}
