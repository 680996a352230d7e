/**
 * `convert`: an artifact to a neutral document, in pieces. Nothing is written unless the artifact is safe; the pieces
 * were checked to be JSON on their way. The caller's sink decides where they go.
 */
import { basename } from "node:path";
import type { GuestReport } from "../../sandbox/wire/job.js";
import { type Input, type OpenArtifact, openInput } from "../artifact/source.js";
import { CornichonError, reportPath, sentence, showText, showWhole } from "../errors.js";
import { createHost } from "../host/index.js";
import type { Host, HostJob } from "../host/types.js";
import { DOCUMENT_END, documentHeader, safetensorsHeader } from "../neutral/header.js";
import { KeptText } from "../output/kept-text.js";
import { MemberVerdicts } from "../report/judgement.js";
import type { ArtifactReport, Verdict } from "../report/scan-report.js";
import { type Metadata, type MetadataConflict, mergeMetadata } from "./metadata.js";
import { type ConvertOptions, jobFor } from "./options.js";
import { judged } from "./run.js";

/** Where a document goes. `sidecar` is only called when there are tensors. */
export interface DocumentSink {
  text(piece: Uint8Array): void | Promise<void>;
  sidecar?(piece: Uint8Array): void | Promise<void>;
}

export interface Converted {
  /** The artifact's own line. */
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

/** Something in it is not listed, so that a placeholder may stand for it. */
const hasPlaceholders = ({ artifacts }: GuestReport, members: MemberVerdicts): boolean =>
  artifacts.some((a) => a.findings.some((f) => !f.code.startsWith("note."))) || (members.counts.get("unlisted") ?? 0) > 0;

/** Converts one open artifact on a host. */
export async function convertArtifact(host: Host, artifact: OpenArtifact, given: ConvertJob, sink: DocumentSink): Promise<Converted> {
  const { job } = given;
  const members = new MemberVerdicts();
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
      ...(job.options.placeholders && hasPlaceholders(report, members) ? { placeholders: true } : {}),
      ...(job.options.view === "upgrade" ? { view: "upgrade" as const } : {}),
    };
    const metadata = conflicts.length === 0 ? merged.metadata : { ...merged.metadata, conflicts };
    await sink.text(bytes(documentHeader(source, metadata)));
    if (report.tensors.length > 0) await sink.sidecar?.(safetensorsHeader(report.tensors));
  };
  const view = job.options.view === "upgrade" ? new UpgradedRoot() : null;
  const { own, sound } = await judged(
    host,
    artifact,
    job,
    members,
    (sha256) => ({
      report: async (report) => begin(report, await sha256),
      root: (piece) => (view === null ? sink.text(piece) : view.take(piece)),
      tensor: (_index, piece) => sink.sidecar?.(piece),
    }),
    given.signal,
  );
  const { verdict } = own;
  const fit = verdict === "safe" || (verdict === "unlisted" && job.options.placeholders);
  const whole = fit && sound?.converted === true;
  if (whole && view !== null) for await (const piece of view.pieces()) await sink.text(bytes(piece));
  if (whole) await sink.text(bytes(DOCUMENT_END));
  return { artifacts: [own], verdict: whole || verdict !== "safe" ? verdict : "unsupported", written: whole, conflicts };
}

/** The root's text, kept until it is whole and then written as today's versions would have stored it. */
class UpgradedRoot {
  readonly #text = new KeptText();

  take(piece: Uint8Array): void {
    this.#text.take(piece);
  }

  async *pieces(): AsyncGenerator<string> {
    // Few ask for it: it is loaded when one does.
    const [{ parseLossless, printLossless }, { upgradeRoot }] = await Promise.all([
      import("../neutral/lossless.js"),
      import("../upgrade/document.js"),
    ]);
    yield* printLossless(upgradeRoot(parseLossless(this.#text.bytes().toString())));
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
 * @throws CornichonError `input.unreadable`, `document.limit`, `host.*`
 */
export async function convert(input: Input, options: ConvertInputOptions = {}): Promise<ConvertResult> {
  const { metadata = {}, fileName, sidecar = "model.safetensors", ...rest } = options;
  const job = await jobFor("convert", { ...rest, sidecar });
  const artifact = await openInput(input, job.limits.maxBytes, options.signal);
  const host = createHost();
  const text = new KeptText();
  const tensors: Uint8Array[] = [];
  try {
    const name = fileName ?? (artifact.path === "" || artifact.path === "-" ? "" : reportPath(basename(artifact.path)));
    const done = await convertArtifact(
      host,
      artifact,
      { job, fileName: name, metadata, signal: options.signal },
      { text: (piece) => text.take(piece), sidecar: (piece) => void tensors.push(Buffer.from(piece)) },
    );
    const safe = done.written;
    return {
      verdict: done.verdict,
      findings: done.artifacts[0]?.findings ?? [],
      document: safe ? text.bytes().toString() : null,
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
