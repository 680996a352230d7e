/**
 * What two models answer to the same rows, held against each other by method. A method that only one of them has is a
 * difference; rows that both refuse are none, and told.
 */
import { CornichonError, type Shown, sentence, showWhole } from "../errors.js";
import type { Result } from "../model/all.js";
import { isArrayResult, isListResult, isSparseResult } from "../models/define.js";
import { type Sparse, toDense } from "../numeric/sparse.js";
import { isExact } from "./columns.js";
import type { DiffTolerance, Found, NumbersDiff } from "./difference.js";
import { compareItems, merged } from "./numbers.js";

/** Why a method was not asked: what its answer would be is not known. */
export class NotAsked {
  readonly why: Shown;

  constructor(why: Shown) {
    this.why = why;
  }
}

/** One side: its methods, and a question that is put to it. */
export interface Asked {
  readonly methods: readonly string[];
  /** A graph: an axis of values may stand as a column, or the other way round. */
  readonly isGraph?: boolean;
  ask(method: string): Result | NotAsked;
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

type Answer = { readonly result: Result } | { readonly error: CornichonError } | { readonly unknown: Shown };

function answerOf(side: Asked, method: string): Answer {
  try {
    const result = side.ask(method);
    return result instanceof NotAsked ? { unknown: result.why } : { result };
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

/** How answers are compared. */
export interface Asking {
  readonly tolerance: DiffTolerance;
  /** The user's own rows, of which both say what is wrong. */
  readonly given?: boolean;
  /** The methods that are asked for; else all that one of them has. */
  readonly methods?: readonly string[];
  /** Rows that are left out. */
  readonly left?: { readonly rows: ReadonlySet<number>; readonly count: number };
  /** Answers are float32: their last digits are nobody's. */
  readonly isSingle?: boolean;
}

/** Values of float32 are the same to so many digits, or in proportion to the largest of the answer where terms cancel. */
const SINGLE_RTOL = 1e-5;
const SINGLE_ATOL = 1e-6;

function toleranceOf({ data }: Leaf, { tolerance, isSingle = false }: Asking): DiffTolerance {
  if (!isSingle) return tolerance;
  let most = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (typeof value === "number" && Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  }
  return { rtol: SINGLE_RTOL, atol: SINGLE_ATOL * most };
}

/** The rows of an answer that are compared; a graph that refuses some has them out already. */
function keptOf(leaf: Leaf, left: Asking["left"]): Leaf {
  const { shape, data } = leaf;
  if (left === undefined || left.rows.size === 0 || shape[0] !== left.count) return leaf;
  const width = left.count === 0 ? 0 : data.length / left.count;
  const kept: unknown[] = [];
  for (let i = 0; i < left.count; i++) if (!left.rows.has(i)) for (let k = 0; k < width; k++) kept.push(data[i * width + k]);
  return { ...leaf, shape: [left.count - left.rows.size, ...shape.slice(1)], data: kept };
}

/** A column as one axis. */
const flatOf = (leaf: Leaf): Leaf => (leaf.shape.length === 2 && leaf.shape[1] === 1 ? { ...leaf, shape: leaf.shape.slice(0, 1) } : leaf);

function compared(a: Result, b: Result, asking: Asking, isGraph: boolean): Omit<AnswerDiff, "method"> {
  const [mine, theirs] = [a, b].map((result) =>
    leavesOf(result)
      .map((leaf) => keptOf(leaf, asking.left))
      .map((leaf) => (isGraph ? flatOf(leaf) : leaf)),
  );
  if (mine === undefined || theirs === undefined) return { numbers: null, problem: null };
  const shapes = [mine, theirs].map((leaves) => leaves.map(({ at, shape }) => `${at}(${shape.join(", ")})`).join(" "));
  if (shapes[0] !== shapes[1]) return { numbers: null, problem: `shape ${shapes[0]}, and ${shapes[1]}` };
  const numbers = mine.flatMap((leaf, i) => {
    const other = theirs[i];
    return other === undefined
      ? []
      : [
          compareItems(
            itemsOf(leaf),
            itemsOf(other),
            leaf.shape,
            isExact(leaf.dtype) && leaf.dtype !== "object",
            toleranceOf(leaf, asking),
            leaf.at,
          ),
        ];
  });
  return { numbers: merged(numbers), problem: null };
}

function answerDiff(a: Asked, b: Asked, method: string, asking: Asking): { readonly diff: AnswerDiff; readonly differs: boolean } {
  const [mine, theirs] = [answerOf(a, method), answerOf(b, method)];
  if ("result" in mine && "result" in theirs) {
    const isGraph = a.isGraph === true || b.isGraph === true;
    const diff = { method, ...compared(mine.result, theirs.result, asking, isGraph) };
    return { diff, differs: diff.problem !== null };
  }
  const unknown = "unknown" in mine ? mine.unknown : "unknown" in theirs ? theirs.unknown : null;
  if (unknown !== null) return { diff: { method, numbers: null, problem: sentence`not compared: ${unknown}` }, differs: false };
  const error = "error" in mine ? mine.error : "error" in theirs ? theirs.error : null;
  // A model may want rows of another dtype than those that were made: its graph takes them all the same.
  if ((a.isGraph === true || b.isGraph === true) && asking.given !== true && error?.code.startsWith("input.") === true)
    return {
      diff: {
        method,
        numbers: null,
        problem: sentence`not compared: the model refuses the rows that were made: ${showWhole(error.message)}`,
      },
      differs: false,
    };
  if (asking.given === true && "error" in mine && "error" in theirs && mine.error.code.startsWith("input.")) throw mine.error;
  const why = [mine, theirs].map((one) => ("error" in one ? one.error.message : "answers"));
  const both = "error" in mine && "error" in theirs;
  return { diff: { method, numbers: null, problem: both ? `neither answers: ${why[0]}` : `${why[0]}, and ${why[1]}` }, differs: !both };
}

/** Asks both, and adds to `found` what differs. @throws CornichonError `input.*` for rows that were given, and that neither takes */
export function compareAnswers(a: Asked, b: Asked, found: Found, asking: Asking): readonly AnswerDiff[] {
  const methods = asking.methods ?? METHODS.filter((method) => a.methods.includes(method) || b.methods.includes(method));
  return methods.map((method) => {
    const [has, have] = [a.methods.includes(method), b.methods.includes(method)];
    if (!has || !have) {
      found.add({ part: "answers", path: method, what: "absent", a: has ? "answers" : null, b: have ? "answers" : null });
      return { method, numbers: null, problem: "only one has it" };
    }
    const { diff, differs } = answerDiff(a, b, method, asking);
    if (differs) found.add({ part: "answers", path: method, what: "answer", a: diff.problem, b: diff.problem });
    else if (diff.numbers !== null) found.took("answers", method, diff.numbers);
    return diff;
  });
}
