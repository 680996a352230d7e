/** X of a file, as a model is asked about it: all of it at once, or in blocks. */
import type { Shown } from "../errors.js";
import type { X } from "../model/all.js";

/** Some of the rows. */
export interface Block {
  readonly x: X;
  readonly count: number;
  /** Its columns have names. */
  readonly isNamed: boolean;
  /** The line of the file on which a row begins, where the file has lines. */
  readonly line?: (row: number) => number;
}

/**
 * The rows as they may stand beside the answers.
 * @example
 * ```ts
 * import { answerCsv, predict } from "cornichon";
 *
 * const { result, input } = await predict("model.joblib", { file: "factors.csv" });
 * const written = input?.() ?? null; // the rows that were asked about, to stand before the answers
 * console.log(Array.from(answerCsv({ method: "predict", result, input: written })).join("").split("\n")[0]); //=> MKT,SMB,HML,predict
 * ```
 */
export interface Written {
  /** Names of the columns. */
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly unknown[]>;
}

export interface Rows {
  /** Null where it is not known without looking at all of it, and then there is one block. */
  readonly count: number | null;
  /** What a user should know of how the file was read. */
  readonly warnings: readonly Shown[];
  /** Blocks of about so many rows, none of them of a few rows unless all are; from the beginning each time. */
  blocks(size: number): Iterable<Block>;
  /** The rows as they were written; null for what has no rows. */
  written(): Written | null;
}
