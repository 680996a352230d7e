/** `load`: an artifact or a neutral document to a model. A model is only there when the artifact is safe. */
import { basename } from "node:path";
import { type Input, type OpenArtifact, openInput } from "../artifact/source.js";
import { CornichonError, reportPath, sentence } from "../errors.js";
import { createHost } from "../host/index.js";
import type { Model } from "../model/all.js";
import { type NeutralDocument, readDocument } from "../neutral/document.js";
import { checkLength, KeptText } from "../output/kept-text.js";
import type { ArtifactReport, Verdict } from "../report/scan-report.js";
import { convertArtifact } from "./convert.js";
import { type ConvertOptions, jobFor } from "./options.js";

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

/** Longer documents are longer than a text can be. */
const MAX_DOCUMENT = 2 ** 31;

function documentBytes(artifact: OpenArtifact): Promise<Uint8Array> {
  if (artifact.size > MAX_DOCUMENT)
    throw new CornichonError("document.limit", sentence`The neutral document is longer than a text can be here.`);
  return artifact.read(0, artifact.size);
}

/** Reads an artifact as a neutral document, or a neutral document as itself. */
export async function documentOf(input: Input | object, options: LoadOptions = {}): Promise<DocumentResult> {
  if (typeof input === "object" && !(input instanceof Uint8Array) && !(Symbol.asyncIterator in input))
    return { document: readDocument(input), artifacts: [] };
  // What is left are paths, bytes and streams.
  const job = await jobFor("convert", options);
  const artifact = await openInput(input as Input, job.limits.maxBytes, options.signal);
  const host = createHost();
  try {
    // What is too long is told as such below.
    const start =
      artifact.size > job.limits.maxBytes ? "" : Buffer.from(await artifact.read(0, Math.min(256, artifact.size))).toString("latin1");
    if (DOCUMENT_START.test(start)) {
      checkLength(artifact.size);
      return { document: readDocument(await documentBytes(artifact)), artifacts: [] };
    }
    const text = new KeptText();
    const fileName = artifact.path === "" || artifact.path === "-" ? "" : reportPath(basename(artifact.path));
    const done = await convertArtifact(
      host,
      artifact,
      { job, fileName, metadata: {}, signal: options.signal },
      { text: (piece) => text.take(piece) },
    );
    return {
      document: done.written ? readDocument(text.bytes(), job.limits.maxOutput) : null,
      artifacts: done.artifacts,
    };
  } finally {
    await Promise.all([host.close(), artifact.close()]);
  }
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
