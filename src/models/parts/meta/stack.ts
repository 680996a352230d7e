/**
 * Stacking: what the estimators answer, side by side, is X of the final one (sklearn.ensemble._stacking 0.22 to 1.9). Of
 * two classes' probabilities the first is left out; `passthrough` adds X itself.
 */
import { type NDArray, texts } from "../../../numeric/ndarray.js";
import type { Sparse } from "../../../numeric/sparse.js";
import { pickColumns } from "../../../numeric/stack.js";
import { denseResult, type FittedModel, isListResult, type MakeModel, type Method, type Result } from "../../define.js";
import { Samples } from "../../samples.js";
import type { State } from "../../state.js";
import { cellsOf } from "../columns/cells.js";
import { namesOut } from "../columns/columns.js";
import { methodOf } from "./delegation.js";
import { sideBySide } from "./side-by-side.js";
import { readVoters } from "./voters.js";

/** Names that are made of a number in the state; far more than any stack has. */
const MOST_NAMES = 100_000;

export interface Stack {
  readonly final: FittedModel;
  readonly nFeatures: number | null;
  readonly featureNames: readonly string[] | null;
  /** X of the final estimator. */
  readonly meta: (x: Samples) => Samples;
  readonly methods: Readonly<Record<string, Method | undefined>>;
}

/** `classes`: how many there are, 0 for a regressor. @throws CornichonError `model.*` */
export function readStack(state: State, make: MakeModel, classes: number): Stack {
  const { models, names } = readVoters(state, make);
  const asked = state.items("stack_method_").filter((name) => typeof name === "string");
  if (asked.length !== models.length) throw state.inconsistent(`${asked.length} methods for ${models.length} estimators`);
  const final = make(state.fitted("final_estimator_"));
  const [first] = models;
  const nFeatures = state.declaredFeatures() ?? first?.nFeatures ?? null;
  const featureNames = state.featureNames() ?? first?.featureNames ?? null;
  const expected = { name: state.name, nFeatures, featureNames };
  const through = state.flag("passthrough", false);
  const combined = (x: Samples): NDArray | Sparse => {
    const parts: Result[] = models.flatMap((model, at) => {
      const name = asked[at] ?? "predict";
      return columnsOf(methodOf(state, model, name)(x, {}), name === "predict_proba" && classes === 2);
    });
    const sparse = through ? x.sparse(expected) : null;
    if (sparse !== null) parts.push(sparse);
    else if (through) parts.push(cellsOf(x, expected));
    return sideBySide(parts, x.rows, sparse !== null);
  };
  return {
    final,
    nFeatures,
    featureNames,
    meta: (x) => new Samples(combined(x)),
    methods: { transform: combined, get_feature_names_out: namesOfStack(state, names, through ? { featureNames, nFeatures } : null) },
  };
}

/** An answer as columns; lists are one array an output, of which the first column is left out. */
function columnsOf(result: Result, two: boolean): NDArray[] {
  if (isListResult(result)) return result.map((one) => withoutFirst(denseResult(one)));
  const array = denseResult(result);
  return [two ? withoutFirst(array) : array];
}

const withoutFirst = (array: NDArray): NDArray =>
  pickColumns(
    array,
    Array.from({ length: (array.shape[1] ?? 1) - 1 }, (_, k) => k + 1),
  );

/** Names from the widths that fitting left behind (1.2 on); undefined in older models. */
function namesOfStack(
  state: State,
  names: readonly string[],
  x: { readonly featureNames: readonly string[] | null; readonly nFeatures: number | null } | null,
): Method | undefined {
  if (!state.has("_n_feature_outs")) return undefined;
  const prefix = state.name.toLowerCase();
  const widths = state.items("_n_feature_outs").map(Number);
  const all = widths.reduce((sum, width) => sum + width, 0);
  if (!(widths.every((width) => width >= 0) && all <= MOST_NAMES)) throw state.inconsistent(`its estimators give ${all} columns`);
  const own = names.flatMap((name, at) => {
    const width = widths[at];
    return width === 1 ? [`${prefix}_${name}`] : Array.from({ length: width }, (_, k) => `${prefix}_${name}${k}`);
  });
  return (_x, options) =>
    texts(x === null ? own : [...own, ...Array.from(namesOut(x.featureNames, x.nFeatures ?? 0, options).data, String)]);
}
