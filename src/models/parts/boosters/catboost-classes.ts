/** Classes of a model of catboost: their labels, which its info map has, and which output is whose. */
import { CornichonError, sentence, showText } from "../../../errors.js";
import type { NDArray } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";
import { type Labels, labelsFrom } from "../labels.js";
import type { CatboostModel } from "./catboost-model.js";
import type { Native } from "./native.js";

const CLASSIFIED = new Set(["Logloss", "CrossEntropy", "MultiClass", "MultiClassOneVsAll"]);
const OF_LABELS = new Set(["MultiLogloss", "MultiCrossEntropy"]);

/** True where each output is that of a label which a row has or has not, whatever other labels it has. */
export const isOfLabels = ({ loss, outputs }: CatboostModel): boolean => outputs > 1 && OF_LABELS.has(loss);

/** True where its outputs are those of classes, or of labels. */
export const isOfClasses = (model: CatboostModel): boolean => CLASSIFIED.has(model.loss) || isOfLabels(model);

/** True where the probability of each output stands for itself. */
export const isOneByOne = (model: CatboostModel): boolean => model.loss === "MultiClassOneVsAll" || isOfLabels(model);

function unread(state: State, what: string): CornichonError {
  return new CornichonError("model.needs-code", sentence`${showText(state.name)}: ${showText(what)}`);
}

/** Labels of the outputs, two of one output. @throws CornichonError `model.needs-code` where the model does not say them */
export function catboostLabels(state: State, model: CatboostModel): Labels {
  const key = ["class_params", "multiclass_params"].find((name) => model.info.has(name));
  if (key === undefined) throw unread(state, "the model does not say its classes, as catboost before 0.24 wrote it.");
  const said = model.info.dict(key);
  const labels = arrayOf(state, said, namesOf(said));
  const wanted = model.outputs === 1 ? 2 : model.outputs;
  const order = said.numbers("class_to_label");
  // With more labels than outputs catboost fills in classes that were never seen.
  if (labels.data.length !== wanted || (model.outputs > 1 && order.some((label, i) => label !== i)))
    throw unread(state, `${labels.data.length} classes are named, and the model has values for ${wanted}.`);
  return labelsFrom(labels);
}

function namesOf(said: Native): readonly unknown[] {
  const names = said.has("class_names") ? said.list("class_names") : [];
  if (names.length > 0) return names;
  const count = said.whole("classes_count", 0, 0, 2 ** 16);
  return count > 0 ? Array.from({ length: count }, (_, i) => i) : Array.from(said.numbers("class_to_label"), Math.trunc);
}

function arrayOf(state: State, said: Native, names: readonly unknown[]): NDArray {
  const shape = [names.length];
  const type = said.text("class_label_type");
  const isNumber = names.every((one) => typeof one === "number");
  if (type === "Integer" && isNumber && names.every(Number.isSafeInteger)) return { dtype: "int64", shape, data: names.map(Number) };
  if (type === "Float" && isNumber) return { dtype: "float64", shape, data: Float64Array.from(names, Number) };
  if (type === "Boolean" && names.every((one) => typeof one === "boolean")) return { dtype: "bool", shape, data: names.map(Boolean) };
  if (type === "String" && names.every((one) => typeof one === "string")) return { dtype: "object", shape, data: [...names] };
  throw unread(state, "the labels of its classes are of no kind that it names, as catboost before 0.24 wrote them.");
}
