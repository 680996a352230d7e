/**
 * Models whose answer to a row depends on the other rows: they are asked about all rows at once. Any other one may be asked
 * in blocks, by the methods that answer row by row.
 */
import { isObject, own } from "../neutral/document.js";

const BY_ROW: ReadonlySet<string> = new Set([
  "predict",
  "predict_proba",
  "predict_log_proba",
  "decision_function",
  "score_samples",
  "transform",
  "apply",
]);

/** By their names without the module. */
const JOINT: ReadonlySet<string> = new Set([
  // They stop when all rows together have converged.
  "NMF",
  "MiniBatchNMF",
  "ProjectedGradientNMF",
  // What the labels are, binary or not, is seen in all of them.
  "LabelBinarizer",
  "MultiLabelBinarizer",
  // Whatever its function does.
  "FunctionTransformer",
  // Rows are a sequence.
  "GaussianHMM",
]);

const nameOf = (value: unknown): string => (typeof value === "string" ? value.slice(value.lastIndexOf(".") + 1) : "");

/** True where the method answers each row of itself, whatever the document's estimators are. Walked without recursion. */
export function answersByRow(method: string, root: unknown): boolean {
  if (!BY_ROW.has(method)) return false;
  const left: unknown[] = [root];
  while (left.length > 0) {
    const value = left.pop();
    if (JOINT.has(nameOf(own(value, "class")))) return false;
    for (const item of Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [])
      if (typeof item === "object" && item !== null) left.push(item);
  }
  return true;
}
