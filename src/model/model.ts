/** From one estimator's value to a model that answers, with whichever models are at hand. */
import { CornichonError, sentence, showList, showText } from "../errors.js";
import {
  type FittedModel,
  isArrayResult,
  type MakeModel,
  type Method,
  type MethodOptions,
  type ModelDefinition,
} from "../models/define.js";
import { givenX } from "../models/input/given.js";
import type { RowsOf } from "../models/input/rule-rows.js";
import { type Check, checksOf } from "../models/input/rules.js";
import { Samples, type X } from "../models/samples.js";
import { State } from "../models/state.js";
import { unfitted } from "../models/unfitted.js";
import { type NeutralDocument, type References, referencesOf } from "../neutral/document.js";
import { countingReadings } from "../neutral/readings.js";
import type { Sparse } from "../numeric/sparse.js";
import { answerOf, type NDArray, type Result } from "./answer.js";
import { chooseEstimator } from "./estimators.js";

/** Definitions by canonical class. */
export type Models = ReadonlyMap<string, ModelDefinition>;

const MAX_NESTING = 64;
/** Estimators that references may add to those that stand in the document. */
const MAX_REPEATS = 10_000;

/** One of sklearn's methods. With sklearn's keyword arguments it may give something else (`return_std` a list of two). */
interface Ask<R> {
  (x: X): R;
  (x: X, options: MethodOptions): Result;
}

/** A list where the model has several outputs. */
type PerOutput = NDArray | readonly NDArray[];

/**
 * sklearn's methods by their names in camelCase, synchronous and pure. A model has those of its class, the others are
 * undefined.
 */
export interface Methods {
  readonly predict?: Ask<NDArray>;
  readonly predictProba?: Ask<PerOutput>;
  readonly predictLogProba?: Ask<PerOutput>;
  readonly decisionFunction?: Ask<NDArray>;
  readonly transform?: Ask<NDArray | Sparse>;
  readonly inverseTransform?: Ask<Result>;
  readonly scoreSamples?: Ask<PerOutput>;
  readonly kneighbors?: Ask<PerOutput>;
  readonly kneighborsGraph?: Ask<Sparse>;
  readonly radiusNeighbors?: Ask<Result>;
  readonly radiusNeighborsGraph?: Ask<Sparse>;
  readonly apply?: Ask<NDArray>;
  /** A list of sparse rows and where each tree's columns begin, for forests. */
  readonly decisionPath?: Ask<Result>;
  readonly stagedPredict?: Ask<readonly NDArray[]>;
  readonly stagedPredictProba?: Ask<readonly NDArray[]>;
  readonly stagedDecisionFunction?: Ask<readonly NDArray[]>;
  readonly mahalanobis?: Ask<NDArray>;
  readonly getFeatureNamesOut?: () => NDArray;
}

/**
 * A loaded model.
 * @example
 * ```ts
 * import { load } from "cornichon";
 *
 * const { model } = await load("model.joblib");
 * console.log(model?.className, model?.nFeatures, model?.featureNames, model?.methods); //=> Pipeline 3 [ 'MKT', 'SMB', 'HML' ] [ 'predict' ]
 * const answer = model?.call("predict", [[0.4, -0.6, 2.9]]); // any method by sklearn's own name, with sklearn's keyword arguments
 * console.log(model?.predictProba, typeof answer); //=> undefined object
 * ```
 * @see createLoader
 */
export interface Model extends Methods {
  /** Class without its module, as sklearn says it. */
  readonly className: string;
  /** Names of X's columns; null where fitting kept none. */
  readonly featureNames: readonly string[] | null;
  /** How many columns X has; null where it is not known, or X has none. */
  readonly nFeatures: number | null;
  /** It takes a list of texts and no rows. */
  readonly takesTexts: boolean;
  /** `classes_` of a classifier: a list an output; null where there are none. */
  readonly classes: readonly (readonly unknown[])[] | null;
  /** The document's metadata. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** sklearn's names of the methods that this model has. */
  readonly methods: readonly string[];
  /** Any method by sklearn's own name. @throws CornichonError `model.method`, `model.needs-code`, `input.*` */
  call(method: string, x?: X, options?: MethodOptions): Result;
}

/**
 * Makes the models of a document's estimators. One that is referred to from several places is made once; it is asked from
 * each of them all the same, so what references multiply is counted: a few nested ones would keep a method busy for ever.
 */
class Maker {
  readonly #references: References;
  readonly #models: Models;
  readonly #rowsOf: RowsOf;
  readonly #making = new Set<unknown>();
  readonly #made = new Map<unknown, { readonly model: FittedModel; readonly size: number }>();
  /** Estimators made so far, repeated ones as often as they are repeated. */
  #count = 0;
  #repeats = 0;

  constructor(references: References, models: Models, rowsOf: RowsOf) {
    this.#references = references;
    this.#models = models;
    this.#rowsOf = rowsOf;
  }

  readonly make = (inner: unknown): FittedModel => {
    const value = this.#references.resolve(inner);
    const known = this.#made.get(value);
    if (known === undefined) return this.#build(value);
    this.#count += known.size;
    this.#repeats += known.size;
    if (this.#repeats > MAX_REPEATS)
      throw new CornichonError("model.inconsistent", sentence`References repeat ${showText(known.model.className)} too often.`);
    return known.model;
  };

  #built(state: State, definition: ModelDefinition): FittedModel {
    const classes = state.classes();
    const built = definition.build(state, this.make);
    const methods = built.lenient ? built.methods : checkedMethods(built.methods, checksOf(state, this.#rowsOf));
    return { className: state.name, ...(classes === undefined ? {} : { classes }), ...built, methods };
  }

  /** A part that was never fitted is refused where it is asked: Python leaves parts unfitted that nothing needs. */
  #builtOrUnfitted(state: State, definition: ModelDefinition): FittedModel {
    const making = new Set(this.#making);
    try {
      return this.#built(state, definition);
    } catch (error) {
      if (!(error instanceof CornichonError) || error.code !== "model.not-fitted") throw error;
      for (const value of this.#making) if (!making.has(value)) this.#making.delete(value);
      return unfitted(state.name, error);
    }
  }

  #build(value: unknown): FittedModel {
    const state = new State(value, this.#references);
    if (this.#making.has(value) || this.#making.size >= MAX_NESTING)
      throw new CornichonError("model.inconsistent", sentence`${showText(state.name)} contains itself.`);
    const definition = this.#models.get(state.className);
    if (definition === undefined)
      throw new CornichonError(
        "model.unsupported-class",
        sentence`${showText(state.className || "This value")} has no prediction here yet; its attributes are in the neutral document.`,
        { args: { class: state.className } },
      );
    const before = this.#count++;
    this.#making.add(value);
    const model = this.#making.size === 1 ? this.#built(state, definition) : this.#builtOrUnfitted(state, definition);
    this.#making.delete(value);
    this.#made.set(value, { model, size: this.#count - before });
    return model;
  }
}

/** Makes the models of what a document's estimators hold. */
export const makerOf = (references: References, models: Models, rowsOf: RowsOf): MakeModel => new Maker(references, models, rowsOf).make;

/**
 * Names of X's columns: those of fitting, else the `features` that the metadata gives for as many columns (no model before
 * sklearn 1.0 kept its names). Null only where nothing knows them.
 */
function namesOf({ featureNames, nFeatures }: FittedModel, metadata: Readonly<Record<string, unknown>>): readonly string[] | null {
  const features: unknown = metadata["features"];
  if (featureNames !== null || !Array.isArray(features) || features.length !== nFeatures) return featureNames;
  const names = features.filter((name) => typeof name === "string");
  return names.length === nFeatures && new Set(names).size === nFeatures ? names : null;
}

/** A model's methods, each held to sklearn's own checks of X. */
function checkedMethods(methods: FittedModel["methods"], checks: (method: string) => Check | null): FittedModel["methods"] {
  const checked = new Map<string, Method>();
  for (const [name, method] of methods) {
    const check = checks(name);
    checked.set(name, check === null ? method : (x, options) => method(x.under(check), options));
  }
  return checked;
}

/**
 * The model of a document's only estimator, or of the one at `select`; `rowsOf`: what sklearn refuses of X.
 * @throws CornichonError `model.*`
 */
export function modelOf(document: NeutralDocument, models: Models, rowsOf: RowsOf, select?: string): Model {
  const references = referencesOf(document);
  const { value } = chooseEstimator(document, references, (name) => models.has(name), select);
  const fitted = countingReadings(() => new Maker(references, models, rowsOf).make(value));
  const names = namesOf(fitted, document.metadata);
  const samples = (x: X): Samples => (names === fitted.featureNames || names === null ? samplesOf(x) : samplesOf(x).named(names));
  const call = (name: string, x: X = [], options: MethodOptions = {}): Result => {
    const method = fitted.methods.get(name);
    if (method === undefined)
      throw new CornichonError(
        "model.method",
        sentence`${showText(fitted.className)} has no method ${showText(name)}; it has: ${showList([...fitted.methods.keys()])}.`,
        { args: { class: fitted.className, method: name } },
      );
    return answerOf(method(samples(x), options));
  };
  return {
    className: fitted.className,
    featureNames: names,
    nFeatures: fitted.nFeatures,
    takesTexts: fitted.takesTexts === true,
    classes: classesOf(fitted),
    metadata: document.metadata,
    methods: [...fitted.methods.keys()],
    call,
    ...named(fitted, samples),
  };
}

function classesOf({ classes }: FittedModel): readonly (readonly unknown[])[] | null {
  if (classes === undefined) return null;
  return ("data" in classes ? [classes] : classes).map(({ data }) => Array.from<unknown>(data));
}

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());

/** sklearn's public methods that have a name of their own here. What a model has beside them, `call` knows. */
const NAMED: readonly string[] = [
  "predict",
  "predict_proba",
  "predict_log_proba",
  "decision_function",
  "transform",
  "inverse_transform",
  "score_samples",
  "kneighbors",
  "kneighbors_graph",
  "radius_neighbors",
  "radius_neighbors_graph",
  "apply",
  "decision_path",
  "staged_predict",
  "staged_predict_proba",
  "staged_decision_function",
  "mahalanobis",
  "get_feature_names_out",
];

/** Methods that give one array whatever the model; one that gives something else is asked by `call`. */
const ONE_ARRAY: ReadonlySet<string> = new Set(["predict", "decision_function", "apply", "mahalanobis", "get_feature_names_out"]);

const NOTHING: MethodOptions = {};

/** X as a program without types may give it. @throws CornichonError `input.malformed` for what is no form of X */
const samplesOf = (x: X): Samples => new Samples(givenX(x), undefined, true);

/** A method under its own name: what `call` does, without looking for it. */
function asker(className: string, name: string, method: Method, samples: (x: X) => Samples): Ask<Result> {
  const one = ONE_ARRAY.has(name);
  return (x: X = [], options: MethodOptions = NOTHING): Result => {
    const result = method(samples(x), options);
    if (one && options === NOTHING && !isArrayResult(result))
      throw new CornichonError(
        "model.method",
        sentence`${showText(className)}'s ${showText(name)} gives no single array; call(${showText(JSON.stringify(name))}, X) gives it.`,
      );
    return answerOf(result);
  };
}

function named({ className, methods }: FittedModel, samples: (x: X) => Samples): Methods {
  const table = NAMED.flatMap((name) => {
    const method = methods.get(name);
    return method === undefined ? [] : [[camelCase(name), asker(className, name, method, samples)] as const];
  });
  return Object.fromEntries(table) as Methods; // by the table above: each name is one of `Methods`
}
