/** From a neutral document to a model that answers: finds the estimator, makes it, and names its methods. */
import { CornichonError } from "./errors.js";
import type { FittedModel, MethodOptions, ModelDefinition, Result } from "./models/define.js";
import * as models from "./models/index.js";
import { Samples, type X } from "./models/samples.js";
import { State } from "./models/state.js";
import { isObject, type NeutralDocument, own, References, typeOf } from "./neutral/document.js";

export type { Result } from "./models/define.js";
export type { X } from "./models/samples.js";

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

const MAX_NESTING = 64;
const MAX_LOOKS = 100_000;
/** Every model that there is. */
export const MODELS: readonly ModelDefinition[] = Object.values(models);
const byClass = new Map(MODELS.map((definition) => [definition.class, definition]));

/** Classes that predict here, by their newest public path. */
export const MODEL_CLASSES: readonly string[] = MODELS.map((definition) => definition.class).sort();

type Path = readonly (string | number)[];

/** `a.b[0]`: how a path is written and read by `--select`. */
export const pathText = (path: Path): string =>
  path.map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`)).join("") || "(root)";

export interface FoundEstimator {
  readonly path: Path;
  readonly value: unknown;
  readonly className: string;
}

/** Estimators at the root or inside plain dicts, lists and tuples. */
export function findEstimators(root: unknown, references: References): FoundEstimator[] {
  const found: FoundEstimator[] = [];
  const queue: { value: unknown; path: Path }[] = [{ value: root, path: [] }];
  for (let i = 0; i < queue.length && i < MAX_LOOKS; i++) {
    const { value: raw, path } = queue[i] ?? { value: null, path: [] };
    if (typeOf(raw) === "ref") continue;
    const className = own(raw, "class");
    if (typeOf(raw) === "object" && typeof className === "string") {
      if (className.startsWith("sklearn.") && isEstimator(raw, references)) found.push({ path, value: raw, className });
    } else for (const [part, child] of children(raw)) queue.push({ value: child, path: [...path, part] });
  }
  return found;
}

/** An estimator has parameters or fitted attributes and says its version, or is one that we know. */
function isEstimator(value: unknown, references: References): boolean {
  const state = references.resolve(own(value, "state"));
  return isObject(state) && (Object.hasOwn(state, "_sklearn_version") || byClass.has(String(own(value, "class"))));
}

function children(value: unknown): (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((child: unknown, i) => [i, child] as const);
  const type = typeOf(value);
  const items = own(value, "items");
  if ((type === "list" || type === "tuple") && Array.isArray(items)) return items.map((child: unknown, i) => [i, child] as const);
  if (type === "dict" && Array.isArray(items))
    return items.flatMap((pair: unknown) => (Array.isArray(pair) && typeof pair[0] === "string" ? [[pair[0], pair[1]] as const] : []));
  return isObject(value) && type === null ? Object.entries(value) : [];
}

function choose(document: NeutralDocument, references: References, select: string | undefined): FoundEstimator {
  const found = findEstimators(document.root, references);
  const paths = found
    .slice(0, 20)
    .map((f) => pathText(f.path))
    .join(", ");
  if (select !== undefined) {
    const picked = found.find((f) => pathText(f.path) === select);
    if (picked === undefined)
      throw new CornichonError("model.missing", `There is no estimator at ${select}; there are: ${paths || "none"}.`);
    return picked;
  }
  const [first, ...others] = found;
  if (first === undefined) throw new CornichonError("model.missing", "The document holds no estimator.");
  if (others.length > 0)
    throw new CornichonError("model.ambiguous", `The document holds ${found.length} estimators; choose one with --select: ${paths}.`);
  return first;
}

/** Makes the model of one estimator's value. */
export function makeModel(value: unknown, references: References): FittedModel {
  const making = new Set<unknown>();
  const make = (inner: unknown): FittedModel => {
    const resolved = references.resolve(inner);
    const state = new State(resolved, references);
    if (making.has(resolved) || making.size >= MAX_NESTING)
      throw new CornichonError("model.inconsistent", `${state.name} contains itself.`);
    const definition = byClass.get(state.className);
    if (definition === undefined)
      throw new CornichonError(
        "model.unsupported-class",
        `${state.className || "This value"} has no prediction here yet; its attributes are in the neutral document.`,
      );
    making.add(resolved);
    const fitted = { className: state.name, ...definition.build(state, make) };
    making.delete(resolved);
    return fitted;
  };
  return make(value);
}

/**
 * The model of a document's only estimator, or of the one at `select`.
 * @throws CornichonError `model.*`
 */
export function modelFromDocument(document: NeutralDocument, select?: string): Model {
  const references = new References(document.root);
  const fitted = makeModel(choose(document, references, select).value, references);
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
