/** Names for the columns of an answer: the classes of probabilities and scores, what a transformer calls what it gives. */
import { CornichonError } from "../errors.js";
import type { Model, Result } from "../model/all.js";
import { isArrayResult, isListResult, isSparseResult } from "../models/define.js";

/** Most columns that get names: a HashingVectorizer has up to 2^31. */
const MOST_NAMED = 2 ** 22;

/** What stands before a class's name. */
const OF_CLASSES: Readonly<Record<string, string>> = {
  predict_proba: "proba",
  predict_log_proba: "log_proba",
  decision_function: "decision_function",
};

export interface AnswerNames {
  /** A name a column of the answer; null where it is no single array, or one of millions of columns. */
  readonly columns: readonly string[] | null;
  /** The classes that the columns are of, a list an output; null where they are of something else. */
  readonly classes: readonly (readonly unknown[])[] | null;
}

/** How many columns an array or sparse rows have beside the samples; null for anything else. */
function widthOf(result: Result): number | null {
  if (!isArrayResult(result) && !isSparseResult(result)) return null;
  return result.shape.slice(1).reduce((product, n) => product * n, 1);
}

const isOneColumn = (result: Result): boolean => isArrayResult(result) && result.shape.length <= 1;

/** What the model itself calls the columns. */
function namesOut(model: Model, width: number): readonly string[] | null {
  if (!model.methods.includes("get_feature_names_out")) return null;
  try {
    const names = model.call("get_feature_names_out");
    return isArrayResult(names) && names.data.length === width ? Array.from<unknown, string>(names.data, String) : null;
  } catch (error) {
    if (error instanceof CornichonError) return null; // it has none, and numbers will do
    throw error;
  }
}

/** The classes of each output, where the answer has a column for each. */
function classesOf({ classes }: Model, result: Result): readonly (readonly unknown[])[] | null {
  if (classes === null) return null;
  const outputs = isListResult(result) ? result : [result];
  return outputs.length === classes.length && outputs.every((one, k) => !isOneColumn(one) && widthOf(one) === classes[k]?.length)
    ? classes
    : null;
}

export function answerNames(model: Model, method: string, result: Result): AnswerNames {
  const prefix = Object.hasOwn(OF_CLASSES, method) ? OF_CLASSES[method] : undefined;
  const classes = prefix === undefined ? null : classesOf(model, result);
  const width = widthOf(result);
  if (width === null) return { columns: null, classes };
  if (isOneColumn(result)) return { columns: [method], classes };
  const [labels] = classes ?? [];
  if (labels !== undefined) return { columns: labels.map((label) => `${prefix}_${String(label)}`), classes };
  if (width > MOST_NAMED) return { columns: null, classes };
  const named = method === "transform" ? namesOut(model, width) : null;
  return { columns: named ?? Array.from({ length: width }, (_, j) => `${method}_${j}`), classes };
}
