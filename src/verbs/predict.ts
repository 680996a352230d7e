/** `predict`: a model of an artifact or document, asked about X as a program or a file has it. */
import { CornichonError, type Shown, sentence, showPath, showText } from "../errors.js";
import { answerNames } from "../input/answer-names.js";
import type { Written } from "../input/rows.js";
import type { Model, Result } from "../model/all.js";
import { answersByRow } from "../model/whole.js";
import type { ArtifactReport, Verdict } from "../report/scan-report.js";
import { ask } from "./ask.js";
import { CALLED, FLAG, TEXT } from "./check-options.js";
import { documentOf, type Loadable, type LoadOptions } from "./load.js";
import { type InputOptions, rowsOf, type XSource } from "./x-source.js";

export type { XFile, XSource } from "./x-source.js";

/**
 * How `predict` reads the model and X, and what it asks.
 * @example
 * ```ts
 * import { predict } from "cornichon";
 *
 * const csv = new TextEncoder().encode("0.4;-0.6;2.9\n");
 * const { result } = await predict("model.joblib", csv, { method: "predict", delimiter: ";", header: false, inputName: "upload.csv" });
 * console.log(result !== null); //=> true
 * ```
 */
export interface PredictOptions extends LoadOptions, InputOptions {
  /** sklearn's name of the method; `predict` unless told otherwise. */
  readonly method?: string;
  /** Told of the rows that were answered, and of how many there are. */
  readonly progress?: (rows: number, all: number) => void;
}

/**
 * What `predict` gives.
 * @see predict
 */
export interface PredictResult {
  /** Null unless the verdict is `safe`. */
  readonly result: Result | null;
  /** The model's verdict; `safe` for a neutral document. */
  readonly verdict: Verdict;
  /** Why there is no answer, and notes. */
  readonly findings: ArtifactReport["findings"];
  /** What a user should know: columns that were left out, names that did not count. */
  readonly warnings: readonly Shown[];
  /** Names of the answer's columns; null where it is no single array. */
  readonly columns: readonly string[] | null;
  /** The classes that the columns are of, a list an output. */
  readonly classes: readonly (readonly unknown[])[] | null;
  /** The rows that were asked about; null for what has none. */
  readonly input: (() => Written | null) | null;
}

const OWN = { method: TEXT, header: FLAG, delimiter: TEXT, keepText: FLAG, inputName: TEXT, progress: CALLED };

/**
 * Asks a model.
 * @throws CornichonError `input.*`, `document.*`, `model.*`, `host.*`
 * @example
 * ```ts
 * import { predict } from "cornichon";
 *
 * const { result, columns } = await predict("model.joblib", { file: "factors.csv" }); // or rows, or the bytes of a file
 * if (result !== null && typeof result === "object" && "shape" in result) console.log(columns, result.shape); //=> [ 'predict' ] [ 2 ]
 * ```
 */
export async function predict(input: Loadable, x: XSource, options: PredictOptions = {}): Promise<PredictResult> {
  const { document, verdict, artifacts } = await documentOf(input, options, OWN);
  const told = { verdict, findings: artifacts[0]?.findings ?? [] };
  if (document === null) return { result: null, ...told, warnings: [], columns: null, classes: null, input: null };
  const model = (await import("../model/all.js")).modelFromDocument(document, options.select);
  return { ...told, ...(await answered(model, document.root, x, options)) };
}

/** The name that messages begin with: that of a file, where there is one. */
const nameOf = (x: XSource, { inputName }: PredictOptions): string | undefined =>
  inputName ?? (typeof x === "object" && "file" in x ? x.file : undefined);

async function answered(
  model: Model,
  root: unknown,
  x: XSource,
  options: PredictOptions,
): Promise<Omit<PredictResult, "verdict" | "findings">> {
  const {
    method = "predict",
    progress = () => undefined,
    select: _select,
    header,
    delimiter,
    keepText,
    inputName: _name,
    ...reading
  } = options;
  const inputName = nameOf(x, options);
  try {
    const rows = await rowsOf(x, model, { header, delimiter, keepText, inputName }, reading);
    const { result, isNamed } = ask({ model, method, rows, progress }, () => answersByRow(method, root));
    const warnings = [...rows.warnings, ...(isNamed ? namesWarnings(model) : [])];
    return {
      result,
      warnings: inputName === undefined ? warnings : warnings.map((one) => sentence`${showPath(inputName)}: ${one}`),
      ...answerNames(model, method, result),
      input: () => rows.written(),
    };
  } catch (error) {
    throw inputName !== undefined && isAboutX(error) ? named(error, inputName) : error;
  }
}

/** True for what is wrong with X, and not with reading its file. */
const isAboutX = (error: unknown): error is CornichonError =>
  error instanceof CornichonError && error.code.startsWith("input.") && error.code !== "input.unreadable";

/** The error with the file's name, which a line belongs to. */
function named(error: CornichonError, name: string): CornichonError {
  const between = error.args["line"] === undefined ? sentence`: ` : sentence`, `;
  return new CornichonError(error.code, sentence`${showPath(name)}${between}${error.message}`, { cause: error, args: error.args });
}

/** Names that nothing was held against. */
function namesWarnings({ className, featureNames, nFeatures }: Model): Shown[] {
  if (featureNames !== null || nFeatures === null) return [];
  return [
    sentence`X has feature names, but ${showText(className)} was fitted without feature names: its columns were taken in their order`,
  ];
}
