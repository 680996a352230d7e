/**
 * What two models answer to the same rows, held against each other by method. A method that only one of them has is a
 * difference; rows that both refuse are none, and told.
 */
import { CornichonError } from "../errors.js";
import type { Result } from "../model/all.js";
import { isArrayResult, isListResult, isSparseResult } from "../models/define.js";
import { type Sparse, toDense } from "../numeric/sparse.js";
import { isExact } from "./columns.js";
import type { DiffTolerance, Found, NumbersDiff } from "./difference.js";
import { compareItems, merged } from "./numbers.js";

/** One side: its methods, and a question that is put to it. */
export interface Asked {
  readonly methods: readonly string[];
  ask(method: string): Result;
}

/**
 * How far two answers agree.
 * @see diff
 */
export interface AnswerDiff {
  readonly method: string;
  /** Null where there was nothing to compare. */
  readonly numbers: NumbersDiff | null;
  /** Why not, or what else differs: a shape, a refusal. */
  readonly problem: string | null;
}

/** Methods that are asked, those of each row first. */
const METHODS = ["predict", "predict_proba", "decision_function", "score_samples", "transform", "kneighbors", "mahalanobis"] as const;

type Answer = { readonly result: Result } | { readonly error: CornichonError };

function answerOf(side: Asked, method: string): Answer {
  try {
    return { result: side.ask(method) };
  } catch (error) {
    if (error instanceof CornichonError) return { error };
    throw error;
  }
}

/** An array or plain value of an answer, and where it stands in it. */
interface Leaf {
  readonly at: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<unknown>;
}

/** Lists of a method's answer nest twice at the most. */
function leavesOf(result: Result, at = ""): readonly Leaf[] {
  if (isListResult(result)) return result.flatMap((one, i) => leavesOf(one, `${at}[${i}]`));
  if (isSparseResult(result)) return sparseLeaves(result, at);
  if (isArrayResult(result)) return [{ at, dtype: result.dtype, shape: result.shape, data: result.data }];
  return [{ at, dtype: "object", shape: [], data: [typeof result === "object" ? JSON.stringify(result) : result] }];
}

/** Zeros are written out as far as there is room for them; else the parts are compared. */
const MOST_DENSE = 2 ** 25;

function sparseLeaves(result: Sparse, at: string): readonly Leaf[] {
  const { dtype, shape, data, indices, indptr } = result;
  if (shape[0] * shape[1] <= MOST_DENSE) return [{ at, dtype, shape, data: toDense(result).data }];
  const whole = { indices, indptr };
  const places = Object.entries(whole).map(([name, part]) => ({ at: `${at}.${name}`, dtype: "int64", shape: [part.length], data: part }));
  return [...places, { at: `${at}.data`, dtype, shape: [data.length], data }];
}

const itemsOf = ({ data }: Leaf) => ({ count: data.length, at: (i: number): unknown => data[i] });

function compared(a: Result, b: Result, tolerance: DiffTolerance): Omit<AnswerDiff, "method"> {
  const [mine, theirs] = [leavesOf(a), leavesOf(b)];
  const shapes = [mine, theirs].map((leaves) => leaves.map(({ at, shape }) => `${at}(${shape.join(", ")})`).join(" "));
  if (shapes[0] !== shapes[1]) return { numbers: null, problem: `shape ${shapes[0]}, and ${shapes[1]}` };
  const numbers = mine.flatMap((leaf, i) => {
    const other = theirs[i];
    return other === undefined
      ? []
      : [compareItems(itemsOf(leaf), itemsOf(other), leaf.shape, isExact(leaf.dtype) && leaf.dtype !== "object", tolerance, leaf.at)];
  });
  return { numbers: merged(numbers), problem: null };
}

/** `given`: the user's own rows, of which both say what is wrong. */
function answerDiff(
  a: Asked,
  b: Asked,
  method: string,
  tolerance: DiffTolerance,
  given: boolean,
): { readonly diff: AnswerDiff; readonly differs: boolean } {
  const [mine, theirs] = [answerOf(a, method), answerOf(b, method)];
  if ("result" in mine && "result" in theirs) {
    const diff = { method, ...compared(mine.result, theirs.result, tolerance) };
    return { diff, differs: diff.problem !== null };
  }
  if (given && "error" in mine && "error" in theirs && mine.error.code.startsWith("input.")) throw mine.error;
  const why = [mine, theirs].map((one) => ("error" in one ? one.error.message : "answers"));
  const both = "error" in mine && "error" in theirs;
  return { diff: { method, numbers: null, problem: both ? `neither answers: ${why[0]}` : `${why[0]}, and ${why[1]}` }, differs: !both };
}

/** Asks both, and adds to `found` what differs. @throws CornichonError `input.*` for rows that were given, and that neither takes */
export function compareAnswers(a: Asked, b: Asked, found: Found, tolerance: DiffTolerance, given = false): readonly AnswerDiff[] {
  const methods = METHODS.filter((method) => a.methods.includes(method) || b.methods.includes(method));
  return methods.map((method) => {
    const [has, have] = [a.methods.includes(method), b.methods.includes(method)];
    if (!has || !have) {
      found.add({ part: "answers", path: method, what: "absent", a: has ? "answers" : null, b: have ? "answers" : null });
      return { method, numbers: null, problem: "only one has it" };
    }
    const { diff, differs } = answerDiff(a, b, method, tolerance, given);
    if (differs) found.add({ part: "answers", path: method, what: "answer", a: diff.problem, b: diff.problem });
    else if (diff.numbers !== null) found.took("answers", method, diff.numbers);
    return diff;
  });
}
