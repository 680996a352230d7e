/**
 * A neutral document that somebody has: its text, and the sidecar in its own folder that it names. Nobody judged it, and
 * nothing in it can run; whoever reads it checks what it reads.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import { isObject, malformed, type NeutralDocument, readDocument } from "../neutral/document.js";
import { parseLossless } from "../neutral/lossless.js";
import { fillFrom, sidecarName } from "../neutral/sidecar.js";
import { checkLength } from "../output/kept-text.js";
import type { WholeDocument } from "./kept-document.js";
import type { Metadata } from "./metadata.js";
import { isTooLong, type Run } from "./run.js";

/** Text that begins a JSON document and never an artifact or a path: `{`, after white space. */
export const DOCUMENT_START = /^\s*\{\s*"(?:\$schema|format)"/;

/** What became of it: nobody judges it. */
export const GIVEN = { artifacts: [], verdict: "safe", written: true, conflicts: [] } as const;

/** Bytes that are looked at. */
const START = 256;

async function startOf({ artifact, job }: Run): Promise<string> {
  return isTooLong(artifact, job) ? "" : Buffer.from(await artifact.read(0, Math.min(START, artifact.size))).toString("latin1");
}

/** The arrays of a document that lie beside it; null where it has all. @throws CornichonError `document.*` */
async function sidecarOf({ artifact, job }: Run, document: NeutralDocument): Promise<Uint8Array | null> {
  const name = sidecarName(document);
  if (name === null) return null;
  const sidecar = await artifact.companion?.(name);
  if (sidecar === null || sidecar === undefined) throw malformed(`its arrays are in the sidecar ${name}, which is not beside it`);
  if (sidecar.size > job.limits.maxBytes)
    throw new CornichonError("document.limit", sentence`The sidecar ${showText(name)} is longer than ${job.limits.maxBytes} bytes.`);
  return sidecar.read(0, sidecar.size);
}

class GivenDocument implements WholeDocument {
  readonly #bytes: Uint8Array;
  readonly #document: NeutralDocument;
  readonly #sidecar: Uint8Array | null;
  readonly #metadata: Metadata;

  constructor(bytes: Uint8Array, document: NeutralDocument, sidecar: Uint8Array | null, metadata: Metadata) {
    [this.#bytes, this.#document, this.#sidecar, this.#metadata] = [bytes, document, sidecar, metadata];
  }

  read(): NeutralDocument {
    if (this.#sidecar !== null) fillFrom(this.#sidecar, this.#document);
    return { ...this.#document, metadata: { ...this.#document.metadata, ...this.#metadata } };
  }

  readLossless(): unknown {
    const document = parseLossless(Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength).toString());
    if (this.#sidecar !== null) fillFrom(this.#sidecar, readDocument(Object(document)));
    return isObject(document) ? { ...document, metadata: { ...this.#document.metadata, ...this.#metadata } } : document;
  }
}

/** What is open as a neutral document; null where it is none. `metadata` goes over its own. @throws CornichonError `document.*` */
export async function givenDocument(run: Run, metadata: Metadata = {}): Promise<WholeDocument | null> {
  const { artifact } = run;
  if (!DOCUMENT_START.test(await startOf(run))) return null;
  checkLength(artifact.size);
  const bytes = await artifact.read(0, artifact.size);
  const document = readDocument(bytes);
  return new GivenDocument(bytes, document, await sidecarOf(run, document), metadata);
}
