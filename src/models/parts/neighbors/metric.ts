/** The metric of a neighbours model, from `effective_metric_` and its parameters. */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { entriesOf } from "../../../neutral/attributes.js";
import { arrayOf, numberOf, typeOf } from "../../../neutral/document.js";
import { inverseOf, type Metric, metricOf } from "../../../numeric/distances.js";
import { type SingleRules, singleMetricOf } from "../../../numeric/single-distances.js";
import { needsCode } from "../../define.js";
import type { State } from "../../state.js";

const array = (value: unknown): Float64Array | null =>
  typeOf(value) === "ndarray" ? Float64Array.from(arrayOf(value).data, Number) : null;

/** Name of the metric, `minkowski` by its power where an older state does not say more; null for a function. */
export const metricName = (state: State): string | null => state.text(state.has("effective_metric_") ? "effective_metric_" : "metric");

/** Name in older states of what a metric cannot do without. */
const REQUIRED: ReadonlyMap<string, string> = new Map([
  ["seuclidean", "V"],
  ["mahalanobis", "VI"],
]);

const without = (state: State, name: string, key: string): CornichonError =>
  new CornichonError(
    "model.method",
    sentence`${showText(state.name)}: The '${showText(key)}' parameter is required for the ${showText(name)} metric when Y is passed.`,
  );

/**
 * Reads the metric for rows of `features` values; whether scipy computes it, or sklearn in single precision, is said when
 * it is asked for. A function's, or one whose parameters are missing, is refused by whoever first needs a distance.
 * @throws CornichonError `model.inconsistent` for parameters that do not fit
 */
export function readMetric(state: State, features: number): (scipy: boolean, single?: SingleRules) => Metric {
  const name = metricName(state);
  if (name === null) {
    const code = state.global("effective_metric_") ?? state.global("metric") ?? "its metric";
    return () => {
      throw needsCode(state.name, code);
    };
  }
  const key = state.has("effective_metric_params_") ? "effective_metric_params_" : "metric_params";
  const parameters = new Map((state.has(key) ? (entriesOf(state.get(key), state.references) ?? []) : []).map(([k, v]) => [String(k), v]));
  const weights = array(parameters.get("w")) ?? array(parameters.get("V"));
  const inverted =
    array(parameters.get("VI")) ?? (name === "mahalanobis" && weights?.length === features ** 2 ? inverseOf(weights, features) : null);
  if (inverted !== null && inverted.length !== features ** 2) throw state.inconsistent("VI does not fit its features");
  if (name !== "mahalanobis" && weights !== null && weights.length !== features)
    throw state.inconsistent("the metric's weights do not fit its features");
  if (name === "haversine" && features !== 2) throw state.inconsistent("haversine takes two features");
  const p = numberOf(parameters.get("p")) ?? state.number("p") ?? 2;
  const [own, scipys] = [false, true].map((scipy) => metricOf(name, { p, weights, inverse: inverted, scipy }));
  const missing = REQUIRED.get(name);
  if (!own || !scipys) {
    if (missing === undefined) throw state.inconsistent(`the metric ${JSON.stringify(name.slice(0, 40))} is unknown`);
    return () => {
      throw without(state, name, missing);
    };
  }
  return (scipy, single) => {
    if (single !== undefined) return singleMetricOf(name, { p, weights, inverse: inverted, scipy }, single) ?? own;
    return scipy ? scipys : own;
  };
}
