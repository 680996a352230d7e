/**
 * `--to coefficients`: a linear model for people and spreadsheets: features, coefficients, intercept, and what its
 * pipeline does to the features first.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import type { State } from "../models/state.js";
import { type NeutralDocument, own } from "../neutral/document.js";
import { estimatorState } from "./all.js";
import { chainOf } from "./pipeline.js";

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

/** Attributes of preprocessing steps that are numbers a feature. */
const STEP_ATTRIBUTES = ["mean_", "scale_", "var_", "min_", "data_min_", "data_max_", "feature_range", "with_mean", "with_std", "clip"];

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
  const root = estimatorState(document, select);
  const { before, last } = chainOf(root);
  if (!last.has("coef_"))
    throw new CornichonError("model.method", sentence`${showText(last.name)} has no coefficients; --to coefficients is for linear models.`);
  const states = [root, ...before.map((step) => step.state), last];
  const features = states.map((state) => state.featureNames()).find((names) => names !== null) ?? null;
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
