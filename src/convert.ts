/**
 * `convert`: an artifact to a neutral document, in pieces. Nothing is written unless the artifact is safe; the pieces
 * were checked to be JSON on their way. The caller's sink decides where they go.
 */
import { basename } from "node:path";
import type { GuestReport } from "../sandbox/wire/job.js";
import { type Input, type OpenArtifact, openInput } from "./artifact/source.js";
import { CornichonError, reportPath, sentence, showText, showWhole } from "./errors.js";
import { createHost } from "./host/index.js";
import type { Host, HostJob } from "./host/types.js";
import { judged } from "./judged.js";
import { type Metadata, type MetadataConflict, mergeMetadata } from "./metadata.js";
import { DOCUMENT_END, documentHeader, safetensorsHeader } from "./neutral/header.js";
import { type ConvertOptions, jobFor } from "./options.js";
import type { ArtifactReport, Verdict } from "./report/scan-report.js";

/** Where a document goes. `sidecar` is only called when there are tensors. */
export interface DocumentSink {
  text(piece: Uint8Array): void | Promise<void>;
  sidecar?(piece: Uint8Array): void | Promise<void>;
}

export interface Converted {
  readonly artifacts: readonly ArtifactReport[];
  readonly verdict: Verdict;
  /** The sink has the whole document: the verdict is `safe`, or `unlisted` with placeholders asked for. */
  readonly written: boolean;
  readonly conflicts: readonly MetadataConflict[];
}

export interface ConvertJob {
  readonly job: HostJob;
  /** Name in the document, and source of version and date. */
  readonly fileName: string;
  readonly metadata: Metadata;
  readonly signal?: AbortSignal | undefined;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Converts one open artifact on a host. */
export async function convertArtifact(host: Host, artifact: OpenArtifact, given: ConvertJob, sink: DocumentSink): Promise<Converted> {
  const { job } = given;
  let conflicts: readonly MetadataConflict[] = [];
  const begin = async (report: GuestReport, sha256: string | null): Promise<void> => {
    if (!report.converted) return;
    const merged = mergeMetadata(report.facts, given.fileName, given.metadata);
    conflicts = merged.conflicts;
    const [first] = report.artifacts;
    const source = {
      file: given.fileName,
      // Without a hash there was no time: nothing will be written.
      sha256: sha256 ?? "",
      bytes: artifact.size,
      kind: first?.kind ?? "pickle",
      encodings: first?.encodings ?? [],
      protocol: first?.protocol ?? null,
      ...(job.options.placeholders && report.artifacts.some((a) => a.findings.some((f) => !f.code.startsWith("note.")))
        ? { placeholders: true }
        : {}),
      ...(job.options.view === "upgrade" ? { view: "upgrade" as const } : {}),
    };
    const metadata = conflicts.length === 0 ? merged.metadata : { ...merged.metadata, conflicts };
    await sink.text(bytes(documentHeader(source, metadata)));
    if (report.tensors.length > 0) await sink.sidecar?.(safetensorsHeader(report.tensors));
  };
  const view = job.options.view === "upgrade" ? new UpgradedRoot() : null;
  const { reports, sound } = await judged(
    host,
    artifact,
    job,
    (sha256) => ({
      report: async (report) => begin(report, await sha256),
      root: (piece) => (view === null ? sink.text(piece) : view.take(piece)),
      tensor: (_index, piece) => sink.sidecar?.(piece),
    }),
    given.signal,
  );
  const [{ verdict }] = reports;
  const fit = verdict === "safe" || (verdict === "unlisted" && job.options.placeholders);
  const whole = fit && sound?.converted === true;
  if (whole && view !== null) for await (const piece of view.pieces()) await sink.text(bytes(piece));
  if (whole) await sink.text(bytes(DOCUMENT_END));
  return { artifacts: reports, verdict: whole || verdict !== "safe" ? verdict : "unsupported", written: whole, conflicts };
}

/** The root's text, kept until it is whole and then written as today's versions would have stored it. */
class UpgradedRoot {
  readonly #text: Uint8Array[] = [];

  take(piece: Uint8Array): void {
    this.#text.push(Buffer.from(piece));
  }

  async *pieces(): AsyncGenerator<string> {
    // Few ask for it: it is loaded when one does.
    const [{ parseLossless, printLossless }, { upgradeRoot }] = await Promise.all([
      import("./neutral/lossless.js"),
      import("./upgrade/document.js"),
    ]);
    yield* printLossless(upgradeRoot(parseLossless(Buffer.concat(this.#text).toString())));
  }
}

export interface ConvertResult {
  readonly verdict: Verdict;
  readonly findings: ArtifactReport["findings"];
  /** The neutral document's text; null unless the verdict is `safe` (or `unlisted`, with placeholders). */
  readonly document: string | null;
  /** Bytes of the safetensors sidecar, with `arrays: "sidecar"` and arrays to put there. */
  readonly sidecar: Uint8Array | null;
  readonly conflicts: readonly MetadataConflict[];
}

export interface ConvertInputOptions extends ConvertOptions {
  readonly metadata?: Metadata;
  /** Name for inputs that have none. */
  readonly fileName?: string;
  /** Base name of the sidecar, as it stands in the document. */
  readonly sidecar?: string;
}

/**
 * Converts one artifact in memory.
 * @throws CornichonError `input.unreadable`, `host.*`
 */
export async function convert(input: Input, options: ConvertInputOptions = {}): Promise<ConvertResult> {
  const { metadata = {}, fileName, sidecar = "model.safetensors", ...rest } = options;
  const job = await jobFor("convert", { ...rest, sidecar });
  const artifact = await openInput(input, job.limits.maxBytes, options.signal);
  const host = createHost();
  const text: Uint8Array[] = [];
  const tensors: Uint8Array[] = [];
  const keep = (list: Uint8Array[]) => (piece: Uint8Array) => {
    list.push(Buffer.from(piece));
  };
  try {
    const name = fileName ?? (artifact.path === "" || artifact.path === "-" ? "" : reportPath(basename(artifact.path)));
    const done = await convertArtifact(
      host,
      artifact,
      { job, fileName: name, metadata, signal: options.signal },
      { text: keep(text), sidecar: keep(tensors) },
    );
    const safe = done.written;
    return {
      verdict: done.verdict,
      findings: done.artifacts[0]?.findings ?? [],
      document: safe ? Buffer.concat(text).toString() : null,
      sidecar: safe && tensors.length > 0 ? Buffer.concat(tensors) : null,
      conflicts: done.conflicts,
    };
  } finally {
    await Promise.all([host.close(), artifact.close()]);
  }
}

/** The error of a verb that needs a safe artifact. */
export function refused(artifacts: readonly ArtifactReport[]): CornichonError {
  const first = artifacts[0];
  const worst = first?.findings.find((f) => f.severity !== "note");
  const name = first === undefined ? sentence`the artifact` : showWhole(first.path);
  const verdict = first?.verdict ?? "malformed";
  return new CornichonError(
    "artifact.refused",
    worst === undefined ? sentence`${name} is ${showText(verdict)}` : sentence`${name} is ${showText(verdict)}: ${worst.message}`,
    { verdict },
  );
}
