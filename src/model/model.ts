/** From one estimator's value to a model that answers, with whichever models are at hand. */
import { CornichonError, sentence, showList, showText } from "../errors.js";
import type { FittedModel, MethodOptions, ModelDefinition, Result } from "../models/define.js";
import { Samples, type X } from "../models/samples.js";
import { State } from "../models/state.js";
import { type NeutralDocument, type References, referencesOf } from "../neutral/document.js";
import { countingReadings } from "../neutral/readings.js";
import { chooseEstimator } from "./estimators.js";

/** Definitions by canonical class. */
export type Models = ReadonlyMap<string, ModelDefinition>;

const MAX_NESTING = 64;
/** Estimators that references may add to those that stand in the document. */
const MAX_REPEATS = 10_000;

/** One of sklearn's methods. Throws `model.method` where the model has none of that name. */
type Ask = (x?: X, options?: MethodOptions) => Result;

/** A loaded model. Methods are synchronous and pure, and have sklearn's names in camelCase. */
export interface Model {
  /** Class without its module, as sklearn says it. */
  readonly className: string;
  readonly featureNames: readonly string[] | null;
  readonly nFeatures: number | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** sklearn's names of the methods that this model has. */
  readonly methods: readonly string[];
  /** Any method by sklearn's own name. @throws CornichonError `model.method`, `model.needs-code`, `input.*` */
  call(method: string, x?: X, options?: MethodOptions): Result;
  readonly predict: Ask;
  readonly predictProba: Ask;
  readonly predictLogProba: Ask;
  readonly decisionFunction: Ask;
  readonly transform: Ask;
  readonly inverseTransform: Ask;
  readonly scoreSamples: Ask;
  readonly kneighbors: Ask;
  readonly kneighborsGraph: Ask;
  readonly radiusNeighbors: Ask;
  readonly radiusNeighborsGraph: Ask;
  readonly apply: Ask;
  readonly decisionPath: Ask;
  readonly stagedPredict: Ask;
  readonly stagedPredictProba: Ask;
  readonly stagedDecisionFunction: Ask;
  readonly mahalanobis: Ask;
  readonly getFeatureNamesOut: Ask;
}

/**
 * Makes the models of a document's estimators. One that is referred to from several places is made once; it is asked from
 * each of them all the same, so what references multiply is counted: a few nested ones would keep a method busy for ever.
 */
class Maker {
  readonly #references: References;
  readonly #models: Models;
  readonly #making = new Set<unknown>();
  readonly #made = new Map<unknown, { readonly model: FittedModel; readonly size: number }>();
  /** Estimators made so far, repeated ones as often as they are repeated. */
  #count = 0;
  #repeats = 0;

  constructor(references: References, models: Models) {
    this.#references = references;
    this.#models = models;
  }

  readonly make = (inner: unknown): FittedModel => {
    const value = this.#references.resolve(inner);
    const known = this.#made.get(value);
    if (known === undefined) return this.#build(value);
    this.#count += known.size;
    this.#repeats += known.size;
    if (this.#repeats > MAX_REPEATS)
      throw new CornichonError(
        "model.inconsistent",
        sentence`References repeat ${showText(known.model.className)} and what it holds too often.`,
      );
    return known.model;
  };

  #build(value: unknown): FittedModel {
    const state = new State(value, this.#references);
    if (this.#making.has(value) || this.#making.size >= MAX_NESTING)
      throw new CornichonError("model.inconsistent", sentence`${showText(state.name)} contains itself.`);
    const definition = this.#models.get(state.className);
    if (definition === undefined)
      throw new CornichonError(
        "model.unsupported-class",
        sentence`${showText(state.className || "This value")} has no prediction here yet; its attributes are in the neutral document.`,
      );
    const before = this.#count++;
    this.#making.add(value);
    const classes = state.classes();
    const model = { className: state.name, ...(classes === undefined ? {} : { classes }), ...definition.build(state, this.make) };
    this.#making.delete(value);
    this.#made.set(value, { model, size: this.#count - before });
    return model;
  }
}

/**
 * The model of a document's only estimator, or of the one at `select`.
 * @throws CornichonError `model.*`
 */
export function modelOf(document: NeutralDocument, models: Models, select?: string): Model {
  const references = referencesOf(document);
  const { value } = chooseEstimator(document, references, (name) => models.has(name), select);
  const fitted = countingReadings(() => new Maker(references, models).make(value));
  const call = (name: string, x: X = [], options: MethodOptions = {}): Result => {
    const method = fitted.methods.get(name);
    if (method === undefined)
      throw new CornichonError(
        "model.method",
        sentence`${showText(fitted.className)} has no method ${showText(name)}; it has: ${showList([...fitted.methods.keys()])}.`,
      );
    return method(new Samples(x), options);
  };
  const named =
    (name: string): Ask =>
    (x, options) =>
      call(name, x, options);
  return {
    className: fitted.className,
    featureNames: fitted.featureNames,
    nFeatures: fitted.nFeatures,
    metadata: document.metadata,
    methods: [...fitted.methods.keys()],
    call,
    predict: named("predict"),
    predictProba: named("predict_proba"),
    predictLogProba: named("predict_log_proba"),
    decisionFunction: named("decision_function"),
    transform: named("transform"),
    inverseTransform: named("inverse_transform"),
    scoreSamples: named("score_samples"),
    kneighbors: named("kneighbors"),
    kneighborsGraph: named("kneighbors_graph"),
    radiusNeighbors: named("radius_neighbors"),
    radiusNeighborsGraph: named("radius_neighbors_graph"),
    apply: named("apply"),
    decisionPath: named("decision_path"),
    stagedPredict: named("staged_predict"),
    stagedPredictProba: named("staged_predict_proba"),
    stagedDecisionFunction: named("staged_decision_function"),
    mahalanobis: named("mahalanobis"),
    getFeatureNamesOut: named("get_feature_names_out"),
  };
}
