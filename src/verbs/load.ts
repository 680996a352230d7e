/** `load`: an artifact or a neutral document to a model. A model is only there when the artifact is safe. */
import { type Input, isInput, refuseInput } from "../artifact/input.js";
import { bytesIn } from "../artifact/source.js";
import { CornichonError, sentence } from "../errors.js";
import type { Model } from "../model/all.js";
import { type NeutralDocument, readDocument } from "../neutral/document.js";
import { fillFrom } from "../neutral/sidecar.js";
import type { ArtifactReport, Verdict } from "../report/scan-report.js";
import { type Takes, TEXT } from "./check-options.js";
import { type ConvertResult, convertArtifact } from "./convert.js";
import { DOCUMENT_START, givenDocument } from "./given-document.js";
import { KeptDocument } from "./kept-document.js";
import { bytesBehind, CONVERSION, type ConvertOptions, jobFor } from "./options.js";
import { POOL, type Pool } from "./pool.js";
import { fileNameOf, type Run, withInput } from "./run.js";

/**
 * How `load` reads, and which estimator.
 * @example
 * ```ts
 * import { load } from "cornichon";
 *
 * const { model } = await load("bundle_v1.0.0_2024-01-15.joblib.gz", { select: "scaler" });
 * console.log(model?.className, model?.methods); //=> StandardScaler [ 'transform', 'inverse_transform', 'get_feature_names_out' ]
 * ```
 */
export interface LoadOptions extends ConvertOptions {
  /** Path of the estimator where a document holds several: `model`, `models[0]`. */
  readonly select?: string;
  /** Children that other calls use as well. */
  readonly pool?: Pool;
}

/**
 * What `load` gives.
 * @see load
 */
export interface LoadResult {
  /** Null unless the verdict is `safe`. */
  readonly model: Model | null;
  /** The artifact's verdict; `safe` for a neutral document. */
  readonly verdict: Verdict;
  /** Why there is no model, and notes. */
  readonly findings: ArtifactReport["findings"];
  /** The artifact's own line; none for a neutral document, which nobody judged. */
  readonly artifacts: readonly ArtifactReport[];
}

/** A document, or the report of what has none. */
export interface DocumentResult {
  readonly document: NeutralDocument | null;
  readonly verdict: Verdict;
  readonly artifacts: readonly ArtifactReport[];
}

/**
 * An artifact, a neutral document (parsed, or the text of one), or what `convert` gave.
 * @example
 * ```ts
 * import { convert, load } from "cornichon";
 *
 * const converted = await convert("model.joblib");
 * const document: object = JSON.parse(converted.document ?? "null");
 * for (const input of ["model.joblib", converted, document, converted.document ?? ""]) console.log((await load(input)).model?.className);
 * //=> Pipeline
 * //=> Pipeline
 * //=> Pipeline
 * //=> Pipeline
 * ```
 */
export type Loadable = Input | NeutralDocument | ConvertResult | object;

const plainDocument = (document: NeutralDocument): DocumentResult => ({ document, verdict: "safe", artifacts: [] });

/** Beyond this the child that read an artifact is gone before a model is made of it. */
const LONG_ARTIFACT = 4 * 1024 * 1024;

/** An open artifact or document as a neutral document. */
async function documentIn(run: Run): Promise<DocumentResult> {
  const { artifact, job } = run;
  const given = await givenDocument(run);
  if (given !== null) return plainDocument(given.read());
  const kept = new KeptDocument();
  const labels = { fileName: fileNameOf(artifact.path), metadata: {} };
  const { written, verdict, artifacts } = await convertArtifact({ ...run, job: bytesBehind(job) }, labels, kept);
  // Its memory is of use to the model.
  if (run.isOwn === true && artifact.size > LONG_ARTIFACT) await run.host.close();
  return { document: written ? kept.read(job.limits.maxOutput) : null, verdict, artifacts };
}

/** By all that is looked at of it: a program may have had it as JSON meanwhile. */
const isConverted = (input: object): input is ConvertResult =>
  "document" in input &&
  "verdict" in input &&
  "sidecar" in input &&
  "artifacts" in input &&
  Array.isArray(input.artifacts) &&
  (input.document === null || typeof input.document === "string") &&
  (input.sidecar === null || bytesIn(input.sidecar) !== null);

/** What `convert` gave, with its sidecar's arrays where it has one. */
function documentOfConverted({ document: text, sidecar, verdict, artifacts }: ConvertResult): DocumentResult {
  if (text === null) return { document: null, verdict, artifacts };
  const document = readDocument(text, Number.MAX_SAFE_INTEGER);
  if (sidecar !== null) fillFrom(sidecar, document);
  return { document, verdict, artifacts };
}

/** True for what a JSON object is in a program, and not for an instance of a class. */
function isPlain(input: unknown): input is object {
  if (typeof input !== "object" || input === null) return false;
  const prototype: unknown = Object.getPrototypeOf(input);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Reads an artifact as a neutral document, or a neutral document as itself. `own` are option keys of the verb's own.
 * @throws CornichonError `usage`, `input.unreadable`, `document.*`, `host.*`; TypeError for what is none of these
 */
export const documentOf = (input: Loadable, options: LoadOptions, own: Takes["own"]): Promise<DocumentResult> =>
  documentOr<never>(input, options, own, () => Promise.resolve(null));

/** The same; what opens as something else is what `other` makes of it, which it looks at first. */
export async function documentOr<T>(
  input: Loadable,
  options: LoadOptions,
  own: Takes["own"],
  other: (run: Run) => Promise<T | null>,
): Promise<DocumentResult | T> {
  const job = await jobFor("convert", options, { own: { ...own, select: TEXT, pool: POOL }, job: CONVERSION });
  if (job.options.arrays === "sidecar")
    throw new CornichonError("usage", sentence`a model needs its arrays, so they cannot be in a sidecar: leave arrays out`);
  if (typeof input === "string" && DOCUMENT_START.test(input)) return plainDocument(readDocument(input));
  if (isInput(input)) return withInput(input, job, options, async (run) => (await other(run)) ?? documentIn(run));
  if (!isPlain(input) || Array.isArray(input)) return refuseInput(input, ", a neutral document or what convert gave");
  return isConverted(input) ? documentOfConverted(input) : plainDocument(readDocument(input));
}

/**
 * Loads a model.
 * @throws CornichonError `usage`, `input.unreadable`, `document.*`, `model.*`, `host.*`; TypeError for what is no input
 * @example
 * ```ts
 * import { load } from "cornichon";
 *
 * const { model, verdict } = await load("model.joblib"); // model is null unless the verdict is safe
 * const answer = model?.predict?.([{ MKT: 0.4, SMB: -0.6, HML: 2.9 }]); // undefined where the model has no such method
 * console.log(verdict, answer?.shape, Number(answer?.data[0]).toFixed(6)); //=> safe [ 1 ] 1.834320
 * ```
 */
export async function load(input: Loadable, options: LoadOptions = {}): Promise<LoadResult> {
  const { document, verdict, artifacts } = await documentOf(input, options, {});
  // The models are many: they are loaded when one is made.
  const model = document === null ? null : (await import("../model/all.js")).modelFromDocument(document, options.select);
  return { model, verdict, findings: artifacts[0]?.findings ?? [], artifacts };
}
