/** `predict`: a model of an artifact or document, asked about X as a program or a file has it. */
import { bytesIn } from "../artifact/source.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { csvInput } from "../input/csv.js";
import { jsonInput } from "../input/json.js";
import type { Result, X } from "../model/all.js";
import { arrayOf, readDocument } from "../neutral/document.js";
import type { ArtifactReport, Verdict } from "../report/scan-report.js";
import { TEXT } from "./check-options.js";
import { convert } from "./convert.js";
import { type Loadable, type LoadOptions, loadWith } from "./load.js";
import type { ConvertOptions } from "./options.js";

export interface PredictOptions extends LoadOptions {
  /** sklearn's name of the method; `predict` unless told otherwise. */
  readonly method?: string;
}

export interface PredictResult {
  /** Null unless the verdict is `safe`. */
  readonly result: Result | null;
  readonly verdict: Verdict;
  readonly findings: ArtifactReport["findings"];
}

/** X, the bytes of a CSV, JSON or `.npy` file, or what gives them once the model is there. */
export type XSource = X | ArrayBufferLike | ArrayBufferView | (() => X | Uint8Array | Promise<X | Uint8Array>);

/**
 * Asks a model.
 * @throws CornichonError `input.*`, `document.*`, `model.*`, `host.*`
 */
export async function predict(input: Loadable, x: XSource, options: PredictOptions = {}): Promise<PredictResult> {
  const { model, verdict, findings } = await loadWith(input, options, { method: TEXT });
  const result = model === null ? null : model.call(options.method ?? "predict", await given(x, options));
  return { result, verdict, findings };
}

async function given(x: XSource, { select: _select, method: _method, ...options }: PredictOptions): Promise<X> {
  const source = typeof x === "function" ? await x() : x;
  const bytes = bytesIn(source);
  return bytes === null ? (source as X) : fromBytes(bytes, options); // what is no bytes is X, and a model looks at it
}

const isNpy = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 6)).toString("latin1") === "\x93NUMPY";

/** CSV and JSON are read here; an `.npy` is an untrusted file and goes through the sandbox. */
async function fromBytes(bytes: Uint8Array, options: ConvertOptions): Promise<X> {
  if (isNpy(bytes)) return fromNpy(bytes, options);
  const text = Buffer.from(bytes).toString("utf8");
  return /^\s*[[{]/.test(text) ? jsonInput(text) : csvInput(text);
}

async function fromNpy(bytes: Uint8Array, options: ConvertOptions): Promise<X> {
  const { document, verdict, findings } = await convert(bytes, { ...options, arrays: "base64" });
  if (document === null) {
    const [first] = findings;
    const why = first === undefined ? sentence`` : sentence`: ${first.message}`;
    throw new CornichonError("input.malformed", sentence`X is ${showText(verdict)}${why}`, { verdict });
  }
  return arrayOf(readDocument(document, Number.MAX_SAFE_INTEGER).root);
}
