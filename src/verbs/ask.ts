/**
 * A model asked about rows: in blocks where it answers each row of itself and there are many, at once else. The answer is
 * the same. What it says of a row is said of the file's line.
 */
import { CornichonError, sentence, showText, showWhole } from "../errors.js";
import { joinedAnswers } from "../input/join.js";
import type { Block, Rows } from "../input/rows.js";
import type { Model, Result } from "../model/all.js";

/** Cells of a block: more make nothing faster. */
const CELLS = 65_536;
const LEAST_ROWS = 256;

export interface Asked {
  readonly model: Model;
  readonly method: string;
  readonly rows: Rows;
  readonly progress: (rows: number, all: number) => void;
}

export interface Answered {
  readonly result: Result;
  /** X has names for its columns. */
  readonly isNamed: boolean;
}

/** `byRow` says whether the answer to a row depends on that row alone: it is only asked where there are many. */
export function ask(asked: Asked, byRow: () => boolean): Answered {
  const { model, rows } = asked;
  const size = Math.max(LEAST_ROWS, Math.floor(CELLS / Math.max(1, model.nFeatures ?? 1)));
  const many = rows.count !== null && rows.count > 2 * size && byRow();
  return (many ? inBlocks(asked, size) : null) ?? inBlocks(asked, Number.POSITIVE_INFINITY) ?? impossible();
}

/** Null where the answers to the blocks do not fit each other. */
function inBlocks({ model, method, rows, progress }: Asked, size: number): Answered | null {
  const parts: Result[] = [];
  let isNamed = false;
  let done = 0;
  for (const block of rows.blocks(size)) {
    parts.push(answer(model, method, block));
    isNamed ||= block.isNamed;
    done += block.count;
    progress(done, rows.count ?? done);
  }
  const result = joinedAnswers(parts);
  return result === null ? null : { result, isNamed };
}

function impossible(): never {
  throw new CornichonError("model.method", sentence`The method gives no answer.`);
}

function answer(model: Model, method: string, block: Block): Result {
  try {
    return model.call(method, block.x);
  } catch (error) {
    throw located(error, block);
  }
}

/** What an error says of a row, said of the line, or of the row first where X has no lines. */
function located(error: unknown, { line }: Block): unknown {
  if (!(error instanceof CornichonError) || !error.code.startsWith("input.")) return error;
  const { row, column } = error.args;
  if (typeof row !== "number") return error;
  const named = column === undefined ? sentence`` : sentence`, column ${showText(String(column))}`;
  const told = sentence` (row ${row}${named})`;
  const what = error.message.endsWith(told) ? showWhole(error.message.slice(0, -told.length)) : error.message;
  if (line === undefined) return new CornichonError(error.code, sentence`row ${row}${named}: ${what}`, { cause: error, args: error.args });
  return new CornichonError(error.code, sentence`line ${line(row)}${named}: ${what}`, {
    cause: error,
    args: { ...error.args, line: line(row) },
  });
}
