/** From one estimator's value to a model that answers, with whichever models are at hand. */
import { CornichonError } from "./errors.js";
import { chooseEstimator } from "./estimators.js";
import type { FittedModel, MethodOptions, ModelDefinition, Result } from "./models/define.js";
import { Samples, type X } from "./models/samples.js";
import { State } from "./models/state.js";
import { type NeutralDocument, type References, referencesOf } from "./neutral/document.js";

/** Definitions by canonical class. */
export type Models = ReadonlyMap<string, ModelDefinition>;

const MAX_NESTING = 64;

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

/** Makes the model of one estimator's value. */
function makeModel(value: unknown, references: References, models: Models): FittedModel {
  const making = new Set<unknown>();
  const make = (inner: unknown): FittedModel => {
    const resolved = references.resolve(inner);
    const state = new State(resolved, references);
    if (making.has(resolved) || making.size >= MAX_NESTING)
      throw new CornichonError("model.inconsistent", `${state.name} contains itself.`);
    const definition = models.get(state.className);
    if (definition === undefined)
      throw new CornichonError(
        "model.unsupported-class",
        `${state.className || "This value"} has no prediction here yet; its attributes are in the neutral document.`,
      );
    making.add(resolved);
    const classes = state.classes();
    const fitted = { className: state.name, ...(classes === undefined ? {} : { classes }), ...definition.build(state, make) };
    making.delete(resolved);
    return fitted;
  };
  return make(value);
}

/**
 * The model of a document's only estimator, or of the one at `select`.
 * @throws CornichonError `model.*`
 */
export function modelOf(document: NeutralDocument, models: Models, select?: string): Model {
  const references = referencesOf(document);
  const fitted = makeModel(chooseEstimator(document, references, (name) => models.has(name), select).value, references, models);
  const call = (name: string, x: X = [], options: MethodOptions = {}): Result => {
    const method = fitted.methods.get(name);
    if (method === undefined)
      throw new CornichonError(
        "model.method",
        `${fitted.className} has no method ${name}; it has: ${[...fitted.methods.keys()].join(", ")}.`,
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
