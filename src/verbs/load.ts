/** `load`: an artifact or a neutral document to a model. A model is only there when the artifact is safe. */
import type { Input } from "../artifact/source.js";
import type { Model } from "../model/all.js";
import { type NeutralDocument, readDocument } from "../neutral/document.js";
import { checkLength, KeptText } from "../output/kept-text.js";
import type { ArtifactReport, Verdict } from "../report/scan-report.js";
import { convertArtifact } from "./convert.js";
import { type ConvertOptions, jobFor } from "./options.js";
import { fileNameOf, isTooLong, type Run, withInput } from "./run.js";

export interface LoadOptions extends ConvertOptions {
  /** Path of the estimator where a document holds several: `model`, `models[0]`. */
  readonly select?: string;
}

export interface LoadResult {
  /** Null unless the verdict is `safe`. */
  readonly model: Model | null;
  readonly verdict: Verdict;
  readonly findings: ArtifactReport["findings"];
}

/** A document, or the reports of what is not safe. */
export interface DocumentResult {
  readonly document: NeutralDocument | null;
  readonly artifacts: readonly ArtifactReport[];
}

/** Bytes that may begin a JSON document and never an artifact: `{`, after white space. */
const DOCUMENT_START = /^\s*\{\s*"(?:\$schema|format)"/;

/** The first bytes of what may be read. */
async function startOf({ artifact, job }: Run): Promise<string> {
  return isTooLong(artifact, job) ? "" : Buffer.from(await artifact.read(0, Math.min(256, artifact.size))).toString("latin1");
}

async function documentIn(run: Run): Promise<DocumentResult> {
  const { artifact, job } = run;
  if (DOCUMENT_START.test(await startOf(run))) {
    checkLength(artifact.size);
    return { document: readDocument(await artifact.read(0, artifact.size)), artifacts: [] };
  }
  const text = new KeptText();
  const labels = { fileName: fileNameOf(artifact.path), metadata: {} };
  const { written, artifacts } = await convertArtifact(run, labels, { text: (piece) => text.take(piece) });
  return { document: written ? readDocument(text.bytes(), job.limits.maxOutput) : null, artifacts };
}

/** Reads an artifact as a neutral document, or a neutral document as itself. */
export async function documentOf(input: Input | object, options: LoadOptions = {}): Promise<DocumentResult> {
  if (typeof input === "object" && !(input instanceof Uint8Array) && !(Symbol.asyncIterator in input))
    return { document: readDocument(input), artifacts: [] };
  // What is left are paths, bytes and streams.
  return withInput(input as Input, await jobFor("convert", options), options.signal, documentIn);
}

/**
 * Loads a model.
 * @throws CornichonError `input.unreadable`, `document.*`, `model.*`, `host.*`
 */
export async function load(input: Input | object, options: LoadOptions = {}): Promise<LoadResult> {
  const { document, artifacts } = await documentOf(input, options);
  const first = artifacts[0];
  const verdict: Verdict = first?.verdict ?? "safe";
  // The models are many: they are loaded when one is made.
  const model = document === null ? null : (await import("../model/all.js")).modelFromDocument(document, options.select);
  return { model, verdict, findings: first?.findings ?? [] };
}
