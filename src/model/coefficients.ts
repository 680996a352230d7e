/**
 * `--to coefficients`: a linear model for people and spreadsheets: features, coefficients, intercept, and what its
 * pipeline does to the features first.
 */
import { CornichonError, sentence, showList, showText } from "../errors.js";
import { State } from "../models/state.js";
import { isObject, type NeutralDocument, own, referencesOf } from "../neutral/document.js";
import { findEstimators, pathText } from "./all.js";

/** The human-readable form of a linear model. Multi-output coefficients are rows. */
export interface Coefficients {
  readonly model_type: string;
  readonly features: readonly string[] | null;
  readonly coefficients: readonly unknown[];
  readonly intercept: unknown;
  readonly classes?: readonly unknown[];
  /** By step name: the class, and numbers a feature. */
  readonly preprocessing: Readonly<Record<string, unknown>>;
}

interface Step {
  readonly name: string;
  readonly state: State;
}

/** Attributes of preprocessing steps that are numbers a feature. */
const STEP_ATTRIBUTES = ["mean_", "scale_", "var_", "min_", "data_min_", "data_max_", "feature_range", "with_mean", "with_std", "clip"];

function steps(state: State): Step[] {
  const value = state.references.resolve(state.get("steps"));
  const list: unknown = Array.isArray(value) ? value : own(value, "items");
  if (!Array.isArray(list)) return [];
  return list.flatMap((raw: unknown) => {
    const step = state.references.resolve(raw);
    const pair: unknown = Array.isArray(step) ? step : own(step, "items");
    const estimator = Array.isArray(pair) ? state.references.resolve(pair[1]) : null;
    return Array.isArray(pair) && typeof pair[0] === "string" && isObject(estimator)
      ? [{ name: pair[0], state: new State(estimator, state.references) }]
      : [];
  });
}

/** Nested lists of numbers from an array attribute. */
function nested(state: State, key: string): unknown {
  const { shape, data } = state.numbers(key);
  if (shape.length === 0) return data[0] ?? null;
  if (shape.length === 1) return Array.from(data);
  const [rows = 0, cols = 0] = shape;
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * cols, (i + 1) * cols)));
}

function describeStep(state: State): Record<string, unknown> {
  const described: Record<string, unknown> = { class: state.className };
  for (const key of STEP_ATTRIBUTES) {
    const value = state.get(key);
    if (value === undefined || value === null) continue;
    const items = own(value, "items");
    described[key.replace(/_$/, "")] = typeof value === "boolean" ? value : Array.isArray(items) ? items : nested(state, key);
  }
  return described;
}

/**
 * The coefficients of a document's only model, or of the one at `select`.
 * @throws CornichonError `model.missing`, `model.ambiguous`, `model.method`
 */
export function coefficients(document: NeutralDocument, select?: string): Coefficients {
  const references = referencesOf(document);
  const found = findEstimators(document.root, references).filter((f) => select === undefined || pathText(f.path) === select);
  const [only, ...others] = found;
  if (only === undefined) throw new CornichonError("model.missing", sentence`The document holds no estimator.`);
  if (others.length > 0)
    throw new CornichonError(
      "model.ambiguous",
      sentence`The document holds ${found.length} estimators; choose one with --select: ${showList(found.map((f) => pathText(f.path)))}.`,
    );
  const root = new State(only.value, references);
  const all = steps(root);
  const last = all[all.length - 1]?.state ?? root;
  if (!last.has("coef_"))
    throw new CornichonError("model.method", sentence`${showText(last.name)} has no coefficients; --to coefficients is for linear models.`);
  const before = all.slice(0, -1);
  const features = [root, ...all.map((s) => s.state)].map((s) => s.featureNames()).find((names) => names !== null) ?? null;
  const classes = last.has("classes_") ? Array.from(last.array("classes_").data) : null;
  const coef = nested(last, "coef_");
  return {
    model_type: last.name,
    features,
    coefficients: Array.isArray(coef) ? coef : [coef],
    intercept: last.has("intercept_") ? nested(last, "intercept_") : 0,
    ...(classes === null ? {} : { classes }),
    preprocessing: Object.fromEntries(before.map((step) => [step.name, describeStep(step.state)])),
  };
}
