/**
 * `diff`: two models side by side. Documents are compared value by value, and by what they answer; ONNX files by what they
 * answer and by their graphs (`onnx.ts`).
 */
import { estimatorIn } from "../model/all.js";
import { type NeutralDocument, own, type References, referencesOf } from "../neutral/document.js";
import type { AnswerDiff } from "./answers.js";
import { type Difference, Found } from "./difference.js";
import { type Answers, documentAnswers, selectIn } from "./documents.js";
import { compareOnnx } from "./onnx.js";
import type { CompareOptions, DiffInput } from "./options.js";
import { compareValues } from "./values.js";

export type { AnswerDiff } from "./answers.js";
export type { Difference } from "./difference.js";
export type { CompareOptions, DiffInput, GivenRows } from "./options.js";

/**
 * What is known of a side.
 * @see diff
 */
export interface DiffSide {
  readonly kind: "document" | "onnx";
  /** The class of the model, where it is one. */
  readonly class: string | null;
  /** Version of sklearn that wrote it, where it says so. */
  readonly sklearn_version: string | null;
  /** Hash of the artifact that it comes from, where it is known. */
  readonly sha256: string | null;
}

/**
 * What `diff` finds.
 * @see diff
 */
export interface DiffResult {
  /** Nothing differs by more than the tolerance. */
  readonly same: boolean;
  readonly a: DiffSide;
  readonly b: DiffSide;
  /** Up to 1,000; structure first. */
  readonly differences: readonly Difference[];
  /** Differences that are not listed. */
  readonly more: number;
  /** What was held against each other: values, numbers in them, and how many of those are close without being the same. */
  readonly compared: { readonly values: number; readonly numbers: number; readonly close: number };
  /** The answers by method; none where nothing was asked. */
  readonly answers: readonly AnswerDiff[];
  /** The rows that were asked about, in words; null where nothing was. */
  readonly rows: string | null;
  /** Graphs of ONNX files were compared: two files', or what the model is written as. */
  readonly graph: boolean;
  /** What a reader should know: what was not compared, and why. */
  readonly notes: readonly string[];
}

const textOr = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function sideOf(input: DiffInput, root: unknown): DiffSide {
  if ("onnx" in input) {
    const { metadata } = input.onnx;
    const of = (key: string): string | null => textOr(metadata.get(key));
    return { kind: "onnx", class: of("model_type"), sklearn_version: of("sklearn_version"), sha256: of("source_sha256") };
  }
  const { metadata, source } = input.document;
  return {
    kind: "document",
    class: textOr(own(root, "class")),
    sklearn_version: textOr(metadata["sklearn_version"]),
    sha256: textOr(source["sha256"]),
  };
}

/** The value that is compared: the estimator at `select`, or all of the document. */
function chosen(document: NeutralDocument, path: string | undefined): { readonly root: unknown; readonly references: References } {
  const select = selectIn(document, path);
  if (select === undefined) return { root: document.root, references: referencesOf(document) };
  const { value, references } = estimatorIn(document, select);
  return { root: value, references };
}

const ORDER = ["structure", "parameters", "attributes", "graph", "answers"];

const inOrder = (differences: readonly Difference[]): readonly Difference[] =>
  differences.toSorted((x, y) => ORDER.indexOf(x.part) - ORDER.indexOf(y.part));

/** Compares two sides that were read. @throws CornichonError `document.*`, `model.*`, `input.*`, `target.unsupported`, `usage` */
export async function compare(a: DiffInput, b: DiffInput, options: CompareOptions): Promise<DiffResult> {
  const found = new Found();
  const { select, tolerance } = options;
  const roots = [a, b].map((side) => ("document" in side ? chosen(side.document, select) : null));
  const [x, y] = roots;
  let answers: Answers = { answers: [], rows: null, notes: [] };
  if ("document" in a && "document" in b && x !== undefined && y !== undefined && x !== null && y !== null) {
    if (options.answersOnly !== true) compareValues(x, y, found, tolerance);
    answers = await documentAnswers(a.document, b.document, found, options);
  } else {
    answers = await compareOnnx(a, b, found, options);
  }
  return {
    same: found.differences.length === 0 && found.more === 0,
    a: sideOf(a, x?.root ?? null),
    b: sideOf(b, y?.root ?? null),
    differences: inOrder(found.differences),
    more: found.more,
    compared: { values: found.values, numbers: found.numbers, close: found.close },
    graph: false,
    ...answers,
  };
}
