/** Two documents asked about the same rows: the user's, or rows that are made of what both were fitted to. */
import { CornichonError } from "../errors.js";
import { estimatorIn, type Model, modelFromDocument, type Result, type X } from "../model/all.js";
import type { NeutralDocument } from "../neutral/document.js";
import { type AnswerDiff, type Asked, compareAnswers } from "./answers.js";
import type { Found } from "./difference.js";
import type { CompareOptions } from "./options.js";
import { type MadeRows, madeRows } from "./rows.js";

/** A document that `convert --select` wrote is that estimator already. */
export const selectIn = ({ source }: NeutralDocument, select: string | undefined): string | undefined =>
  source["select"] === select ? undefined : select;

export type Made = { readonly model: Model; readonly document: NeutralDocument } | { readonly error: CornichonError };

/** A document's model, or why there is none. */
export function modelOf(document: NeutralDocument, select: string | undefined): Made {
  try {
    return { model: modelFromDocument(document, selectIn(document, select)), document };
  } catch (error) {
    if (error instanceof CornichonError && error.code.startsWith("model.")) return { error };
    throw error;
  }
}

const askedOf = ({ methods }: Model, ask: (method: string) => Result): Asked => ({ methods, ask });

const takes = (model: Model, x: X): boolean => {
  const method = model.methods.find((name) => name === "predict" || name === "transform" || name === "score_samples");
  try {
    if (method !== undefined) model.call(method, x);
    return method !== undefined;
  } catch (error) {
    if (error instanceof CornichonError) return false;
    throw error;
  }
};

/** The first rows that all take; else the first at all. */
export function rowsFor(models: readonly Model[], candidates: readonly MadeRows[]): MadeRows | undefined {
  return candidates.find(({ x }) => models.every((model) => takes(model, x))) ?? candidates[0];
}

export interface Answers {
  readonly answers: readonly AnswerDiff[];
  readonly rows: string | null;
  readonly notes: readonly string[];
  /** Two graphs were compared. */
  readonly graph?: true;
}

export const unasked = (why: string): Answers => ({ answers: [], rows: null, notes: [`no answers were compared: ${why}`] });

/** What two documents answer. @throws CornichonError `input.*`, `model.*` */
export async function documentAnswers(
  a: NeutralDocument,
  b: NeutralDocument,
  found: Found,
  { select, tolerance, given }: CompareOptions,
): Promise<Answers> {
  const [mine, theirs] = [modelOf(a, select), modelOf(b, select)];
  if ("error" in mine || "error" in theirs) {
    const error = "error" in mine ? mine.error : "error" in theirs ? theirs.error : null;
    if (given !== undefined && error !== null) throw error;
    return unasked(error?.message ?? "");
  }
  if (given !== undefined) {
    const [x, y] = [await given.ask(mine.model, a.root), await given.ask(theirs.model, b.root)];
    return {
      answers: compareAnswers(askedOf(mine.model, x), askedOf(theirs.model, y), found, { tolerance, given: true }),
      rows: "the rows that were given",
      notes: [],
    };
  }
  const sources = [mine, theirs].map(({ model, document }) => ({ model, ...estimatorIn(document, selectIn(document, select)) }));
  const rows = rowsFor([mine.model, theirs.model], madeRows(sources));
  if (rows === undefined) return unasked("no rows can be made for such a model; --input gives some");
  const ask =
    (model: Model) =>
    (method: string): Result =>
      model.call(method, rows.x);
  const answers = compareAnswers(askedOf(mine.model, ask(mine.model)), askedOf(theirs.model, ask(theirs.model)), found, { tolerance });
  return answers.length === 0 ? unasked("neither has a method that answers rows") : { answers, rows: rows.how, notes: [] };
}
