/**
 * SAMME from 0.22 to 1.2 (sklearn.ensemble._weight_boosting): a vote against a class counted nothing, and counts −1/(K − 1)
 * today. With V the sum of the weights, one estimator a class that always votes for it with V / (K − 1), and one of −V that
 * votes for none of them, today's scores come to what they were. (To 0.21 probabilities were no function of the votes.)
 *
 * What today's `staged_predict` and kin would say is not what the old ones said: the pipeline around it has no such methods.
 */
import { sentence } from "../../../errors.js";
import { stateOf } from "../../../neutral/attributes.js";
import { type JsonObject, own } from "../../../neutral/document.js";
import { Float } from "../../../neutral/lossless.js";
import type { NDArray } from "../../../numeric/ndarray.js";
import { float64Value, type Migrating } from "../../define.js";
import { estimatorValue, pipelineValue } from "../../estimators.js";
import { doubles } from "../../numbers.js";

/** One label as an array of the classes' kind. */
const labelValue = (dtype: unknown, label: unknown): object => ({ $type: "ndarray", dtype, shape: [1], data: [label] });

/** A label that is none of the classes. */
function another(stored: Migrating, { dtype, data }: NDArray): object {
  const labels = Array.from<unknown>(data);
  if (/^U\d{1,4}$/.test(dtype)) {
    const length = Number(dtype.slice(1)) + 1;
    return labelValue(`U${length}`, "-".repeat(length));
  }
  if (dtype === "bool") return labelValue("int64", 2);
  const most = Math.max(0, ...labels.slice(0, MOST).map(Number));
  if (!/^(?:u?int|float)(?:8|16|32|64)$/.test(dtype) || !(most < 2 ** 50)) throw stored.refusal(sentence`votes count differently today.`);
  return dtype.startsWith("float")
    ? labelValue("float64", new Float(`${Math.floor(most) + 1}.0`))
    : labelValue("int64", Math.floor(most) + 1);
}

/** Most classes of labels; each takes an estimator. */
const MOST = 1000;

const always = (stored: Migrating, label: object): JsonObject =>
  estimatorValue(stored, "sklearn.dummy.DummyClassifier", {
    strategy: "most_frequent",
    _strategy: "most_frequent",
    sparse_output_: false,
    n_outputs_: 1,
    classes_: label,
    n_classes_: 1,
    class_prior_: float64Value([1], [1]),
  });

/** Today's estimator of the same answers. @throws CornichonError `target.unsupported` */
export function votesOf(stored: Migrating): JsonObject {
  const classes = stored.array("classes_");
  const kept = own(stored.get("classes_"), "data");
  const estimators = stored.items("estimators_") ?? [];
  const all = Array.from(stored.array("estimator_weights_")?.data ?? [], Number);
  const weights = all.slice(0, estimators.length);
  const count = classes?.data.length ?? 0;
  const fits = weights.length === estimators.length && all.slice(estimators.length).every((weight) => weight === 0);
  if (classes === null || !Array.isArray(kept) || !fits || count < 2 || count > MOST || stored.version.before(0, 22))
    throw stored.refusal(sentence`votes count differently today.`);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const constants = kept.map((label) => always(stored, labelValue(classes.dtype, label)));
  const { $id: _, ...rest } = stored.value;
  const changes: readonly (readonly [string, unknown])[] = [
    ["estimators_", [...rawItems(stored), ...constants, always(stored, another(stored, classes))]],
    ["estimator_weights_", doubles([...weights, ...constants.map(() => sum / (count - 1)), -sum])],
  ];
  const boosting = { ...rest, state: stateOf(new Map([...stored.attributes, ...changes])) };
  stored.note("replaced", "", "its votes and some that are always the same, in a pipeline");
  stored.run.notes.set(boosting, sum);
  return pipelineValue(stored, [["boosting", boosting]]);
}

/** Its estimators as they stand in the document, references too. */
function rawItems(stored: Migrating): readonly unknown[] {
  const value = stored.get("estimators_");
  const items = Array.isArray(value) ? value : own(value, "items");
  return Array.isArray(items) ? items : [];
}
