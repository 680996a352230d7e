/**
 * `diff`: two models side by side. Documents are compared value by value, and by what they answer; an ONNX file with a
 * document by writing that one as ONNX as well, with the same outputs and operator set; two ONNX files by their graphs.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import { ELEMENT_TYPES } from "../graph/ops.js";
import { estimatorIn, type Model, modelFromDocument, type Result, type X } from "../model/all.js";
import { type NeutralDocument, own, type References, referencesOf } from "../neutral/document.js";
import { toOnnx } from "../targets/onnx/index.js";
import { type OnnxFile, readOnnx } from "../targets/onnx/read.js";
import { type AnswerDiff, type Asked, compareAnswers } from "./answers.js";
import { type Difference, type DiffTolerance, Found } from "./difference.js";
import { compareGraphs, compareMetadata } from "./graphs.js";
import { madeRows } from "./rows.js";
import { compareValues } from "./values.js";

export type { AnswerDiff } from "./answers.js";
export type { Difference } from "./difference.js";

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
  /** What a reader should know: what was not compared, and why. */
  readonly notes: readonly string[];
}

/** A side as it was read. */
export type DiffInput = { readonly document: NeutralDocument } | { readonly onnx: OnnxFile };

/** How one model is asked about rows that the user gave. */
export type AskGiven = (model: Model, root: unknown) => Promise<(method: string) => Result>;

export interface CompareOptions {
  readonly select?: string | undefined;
  readonly tolerance: DiffTolerance;
  /** The user's rows; absent: rows are made. */
  readonly given?: AskGiven | undefined;
  /** Only what they answer. */
  readonly answersOnly?: boolean;
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

/** A document that `convert --select` wrote is that estimator already. */
const selectIn = ({ source }: NeutralDocument, select: string | undefined): string | undefined =>
  source["select"] === select ? undefined : select;

/** The value that is compared: the estimator at `select`, or all of the document. */
function chosen(document: NeutralDocument, path: string | undefined): { readonly root: unknown; readonly references: References } {
  const select = selectIn(document, path);
  if (select === undefined) return { root: document.root, references: referencesOf(document) };
  const { value, references } = estimatorIn(document, select);
  return { root: value, references };
}

type Made = { readonly model: Model; readonly document: NeutralDocument } | { readonly error: CornichonError };

/** A document's model, or why there is none. */
function modelOf(document: NeutralDocument, select: string | undefined): Made {
  try {
    return { model: modelFromDocument(document, selectIn(document, select)), document };
  } catch (error) {
    if (error instanceof CornichonError && error.code.startsWith("model.")) return { error };
    throw error;
  }
}

const askedOf = ({ methods }: Model, ask: (method: string) => Result): Asked => ({ methods, ask });

/** The first rows that both take; else the first at all. */
function rowsFor(
  a: Model,
  b: Model,
  candidates: readonly { readonly x: X; readonly how: string }[],
): { readonly x: X; readonly how: string } | undefined {
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
  return candidates.find(({ x }) => takes(a, x) && takes(b, x)) ?? candidates[0];
}

interface Answers {
  readonly answers: readonly AnswerDiff[];
  readonly rows: string | null;
  readonly notes: readonly string[];
}

const unasked = (why: string): Answers => ({ answers: [], rows: null, notes: [`no answers were compared: ${why}`] });

async function answersOf(
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
    const [x, y] = [await given(mine.model, a.root), await given(theirs.model, b.root)];
    return {
      answers: compareAnswers(askedOf(mine.model, x), askedOf(theirs.model, y), found, tolerance, true),
      rows: "the rows that were given",
      notes: [],
    };
  }
  const sources = [mine, theirs].map(({ model, document }) => ({ model, ...estimatorIn(document, selectIn(document, select)) }));
  const rows = rowsFor(mine.model, theirs.model, madeRows(sources));
  if (rows === undefined) return unasked("no rows can be made for such a model; --input gives some");
  const ask =
    (model: Model) =>
    (method: string): Result =>
      model.call(method, rows.x);
  const answers = compareAnswers(askedOf(mine.model, ask(mine.model)), askedOf(theirs.model, ask(theirs.model)), found, tolerance);
  return answers.length === 0 ? unasked("neither has a method that answers rows") : { answers, rows: rows.how, notes: [] };
}

/** The document as an ONNX file of the same outputs and operator set. @throws CornichonError `usage` where it cannot be one */
function asOnnx(document: NeutralDocument, path: string | undefined, like: OnnxFile): OnnxFile {
  const select = selectIn(document, path);
  if (like.producer !== "cornichon")
    throw new CornichonError(
      "usage",
      sentence`the ONNX file was written by ${showText(like.producer || "a program that does not say its name")}: only what cornichon wrote can be held against a model`,
    );
  const named = like.outputs.map(({ name }) => name);
  const methods = modelFromDocument(document, select).methods;
  const outputs = named.every((name) => methods.includes(name)) ? { outputs: named } : {};
  const types = new Set(like.outputs.map(({ type }) => type));
  const isSingle = types.has(ELEMENT_TYPES.float32) && !types.has(ELEMENT_TYPES.float64);
  const { bytes } = toOnnx(document, select, {
    ...outputs,
    opset: like.opsets.get("") ?? 0,
    ...(isSingle ? { dtype: "float32" } : {}),
  });
  return readOnnx(bytes);
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
    answers = await answersOf(a.document, b.document, found, options);
  } else {
    if (options.given !== undefined)
      throw new CornichonError("usage", sentence`--input is for two models that answer here, and an ONNX file does not`);
    const like = "onnx" in a ? a.onnx : "onnx" in b ? b.onnx : null;
    const graph = (side: DiffInput): OnnxFile => ("onnx" in side ? side.onnx : asOnnx(side.document, select, like ?? neverOnnx()));
    const [mine, theirs] = [graph(a), graph(b)];
    compareGraphs(mine, theirs, found, tolerance);
    compareMetadata(mine, theirs, found);
    answers = { ...answers, notes: ["an ONNX file is compared by its graph; nothing is asked"] };
  }
  return {
    same: found.differences.length === 0 && found.more === 0,
    a: sideOf(a, x?.root ?? null),
    b: sideOf(b, y?.root ?? null),
    differences: inOrder(found.differences),
    more: found.more,
    compared: { values: found.values, numbers: found.numbers, close: found.close },
    ...answers,
  };
}

function neverOnnx(): never {
  throw new CornichonError("usage", sentence`one of the two is an ONNX file`);
}
