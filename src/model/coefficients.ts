/**
 * `--to coefficients`: a linear model for people and spreadsheets: coefficients with the names of what they are for,
 * intercept, what becomes of the scores, and what its pipeline does to the columns first. Who has it can compute what the
 * model predicts; what cannot be computed so is refused by name. `docs/coefficients.md` has the formulas.
 */
import type { State } from "../models/state.js";
import { type NeutralDocument, own } from "../neutral/document.js";
import { estimatorState, makerIn } from "./all.js";
import { classesOf, type Linear, linearOf } from "./coefficients/linear.js";
import type { Names } from "./coefficients/names.js";
import { type Response, responseOf } from "./coefficients/response.js";
import { type Described, Describer, notLinear } from "./coefficients/steps.js";
import { jsonAttribute } from "./coefficients/values.js";
import { type Chain, chainOf } from "./pipeline.js";

/**
 * The human-readable form of a linear model. Multi-output coefficients are rows.
 * @see coefficients
 */
export interface Coefficients {
  /** The linear model's class. */
  readonly model_type: string;
  /** Names of what the coefficients are for: what the last step before the model gives. */
  readonly features: readonly string[] | null;
  /** `coef_`. */
  readonly coefficients: readonly unknown[];
  /** `intercept_`; 0 where there is none. */
  readonly intercept: unknown;
  /** Of a classifier. */
  readonly classes?: readonly unknown[];
  /** By step name: the class, and numbers a feature. */
  readonly preprocessing: Readonly<Record<string, unknown>>;
  /** The steps in their order. */
  readonly steps?: readonly string[];
  /** Names of X's columns, where they have some and there are steps. */
  readonly input_features?: readonly string[];
  /** What becomes of `X · coefᵀ + intercept`. */
  readonly response: Response | { readonly combined: string };
  /** What is subtracted from the features first. */
  readonly x_mean?: unknown;
  /** What is subtracted from a one-class model's score. */
  readonly offset?: unknown;
  /** Positions of the two classes of each row of coefficients: the first where its score is positive. */
  readonly pairs?: readonly (readonly [number, number])[];
  /** What was done to the target: the prediction goes its way back. */
  readonly target?: Described;
  /** Where the linear model stands in the estimator, as `--select` takes it. */
  readonly path?: string;
  /** The linear models of one that holds several: one an output, a class or a pair of classes. */
  readonly estimators?: readonly Coefficients[];
}

/** Models that hold one linear model an output, a class, or a pair of classes, and how their answers are put together. */
const SEVERAL: ReadonlyMap<string, string> = new Map([
  ["MultiOutputRegressor", "side by side"],
  ["MultiOutputClassifier", "side by side"],
  ["OneVsRestClassifier", "one-vs-rest"],
  ["OneVsOneClassifier", "one-vs-one"],
]);

const DEEPEST = 8;

/** What is on its way through the estimators. */
interface Way {
  readonly describer: Describer;
  readonly names: Names;
  readonly depth: number;
}

/** Names of X's columns: the model's own, else those of its first step. */
const ownNames = (root: State, { before, last }: Chain): Names => root.featureNames() ?? (before[0]?.state ?? last).featureNames();

/** Names after all steps, and each step with its numbers. */
function stepsOf(
  { before, last }: Chain,
  { describer, names }: Way,
): { readonly steps: Described; readonly order: string[]; readonly after: Names } {
  let at = names;
  const steps = before.map(({ name, state }) => {
    const { described: step, after } = describer.step(state, at, name);
    at = after;
    return [name, step] as const;
  });
  const order = steps.map(([name]) => name);
  if (new Set(order).size !== order.length) throw last.inconsistent("two steps before it have the same name");
  return { steps: Object.fromEntries(steps), order, after: last.featureNames() ?? at };
}

/** The names that fit the coefficients; of columns that nobody named, the last step's name and a number. */
function fitting(after: Names, count: number, order: readonly string[]): Names {
  if (after !== null && after.length === count) return after;
  const [step] = order.slice(-1);
  return step === undefined ? null : Array.from({ length: count }, (_, j) => `${step}${j}`);
}

/** What a kind of model needs beside coefficients and intercept. */
function beside(last: State, { pairs }: Linear): Partial<Coefficients> {
  return {
    ...(last.className.startsWith("sklearn.cross_decomposition.") ? { x_mean: jsonAttribute(last, "_x_mean") } : {}),
    ...(last.name === "SGDOneClassSVM" ? { offset: jsonAttribute(last, "offset_") } : {}),
    ...(pairs === undefined ? {} : { pairs, response: { class: "votes" } }),
  };
}

const holds = (last: State): boolean => SEVERAL.has(last.name) && last.has("estimators_");

/** The linear models of one that holds several. @throws CornichonError `model.method` */
function several(last: State, way: Way, path: string): Pick<Coefficients, "coefficients" | "intercept" | "estimators" | "response"> {
  if (way.depth >= DEEPEST) throw last.inconsistent("it holds too many models in each other");
  if (last.has("pairwise_indices_")) throw notLinear(path, `${last.name} was fitted on a kernel's values`);
  // One that stands in many places is described once.
  const known = new Map<unknown, Coefficients>();
  const made = last.items("estimators_").map((value, at) => {
    const one = last.references.resolve(value);
    const found = known.get(one) ?? described(last.inner(value), { ...way, depth: way.depth + 1 }, `${path}estimators_[${at}]`);
    known.set(one, found);
    return found;
  });
  const kind = (last.object("label_binarizer_")?.text("y_type_") ?? "").startsWith("multilabel") ? "each label" : SEVERAL.get(last.name);
  return {
    coefficients: made.map(({ coefficients: rows }) => (rows.length === 1 && Array.isArray(rows[0]) ? rows[0] : rows)),
    intercept: made.map(({ intercept }) => (Array.isArray(intercept) && intercept.length === 1 ? intercept[0] : intercept)),
    response: { combined: kind ?? "" },
    estimators: made,
  };
}

function described(root: State, way: Way, at: string): Coefficients {
  const chain = chainOf(root);
  const { last, path, target } = chain;
  const many = holds(last);
  const linear = many ? null : linearOf(last);
  if (linear === null && !many) throw notLinear(at, `${last.name} has no coefficients`);
  const given = ownNames(root, chain) ?? way.names;
  const { steps, order, after } = stepsOf(chain, { ...way, names: given });
  const classes = many ? classesOf(last.object("label_binarizer_") ?? last) : classesOf(last);
  const features = linear === null ? after : fitting(after, linear.features, order);
  const whole = linear === null ? several(last, { ...way, names: after }, at === "" ? "" : `${at}.`) : oneOf(last, linear, classes);
  return {
    model_type: last.name,
    features,
    ...whole,
    ...(classes === null ? {} : { classes }),
    preprocessing: steps,
    ...(order.length === 0 ? {} : { steps: order, ...(given === null ? {} : { input_features: given }) }),
    ...(target === null ? {} : { target: way.describer.step(target, null, "transformer_").described }),
    ...(path.length === 0 ? {} : { path: path.join(".") }),
  };
}

function oneOf(
  last: State,
  linear: Linear,
  classes: readonly unknown[] | null,
): Pick<Coefficients, "coefficients" | "intercept" | "response"> {
  const { coefficients: coef, intercept, outputs } = linear;
  return {
    coefficients: Array.isArray(coef) ? coef : [coef],
    intercept,
    response: responseOf(last, classes, outputs),
    ...beside(last, linear),
  };
}

/** Names that stand in the metadata, where the model itself has none of as many. */
function namesInMetadata({ metadata }: NeutralDocument, root: State): Names {
  const names = own(metadata, "features");
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) return null;
  const { before, last } = chainOf(root);
  const count =
    root.declaredFeatures() ?? (before[0]?.state ?? last).declaredFeatures() ?? (before.length === 0 ? linearOf(last)?.features : null);
  return count === names.length ? names : null;
}

/**
 * The coefficients of a document's only model, or of the one at `select`.
 * @throws CornichonError `model.missing`, `model.ambiguous`, `model.method`
 */
export function coefficients(document: NeutralDocument, select?: string): Coefficients {
  const root = estimatorState(document, select);
  const describer = new Describer(makerIn(root.references));
  const metadata = select === undefined ? namesInMetadata(document, root) : null;
  return described(root, { describer, names: metadata, depth: 0 }, "");
}
