/**
 * `convert`: an artifact to a neutral document, in pieces. Nothing is written unless the artifact is safe; the pieces
 * were checked to be JSON on their way. The caller's sink decides where they go.
 */
import { isNote } from "../../sandbox/finding/codes.js";
import type { ContentKind } from "../../sandbox/wire/content-kind.js";
import type { GuestReport } from "../../sandbox/wire/job.js";
import type { Input } from "../artifact/input.js";
import { CornichonError, sentence, showText, showWhole } from "../errors.js";
import { DOCUMENT_END, type DocumentSource, documentHeader, safetensorsHeader } from "../neutral/header.js";
import { KeptText } from "../output/kept-text.js";
import { type MemberVerdicts, WorstMember } from "../report/own-report.js";
import { type ArtifactReport, type Finding, failedReport, type Verdict } from "../report/scan-report.js";
import { worstFinding } from "../report/worst.js";
import { CODE_LANGUAGES } from "../targets/code/languages.js";
import { type ConvertTarget, DTYPES, TARGETS, type TargetOptions } from "../targets/index.js";
import { CALLED, COUNT, OBJECT, oneOf, TEXT, TEXTS } from "./check-options.js";
import { type Rewrite, refuseSidecar, rewriteOf } from "./convert-rewrite.js";
import type { DocumentSink } from "./document-sink.js";
import { GIVEN, givenDocument } from "./given-document.js";
import { type OutputJudge, outputJudge } from "./judged-output.js";
import { KeptDocument, type WholeDocument } from "./kept-document.js";
import { type Metadata, type MetadataConflict, mergeMetadata } from "./metadata.js";
import { bytesBehind, CONVERSION, type ConvertOptions, jobFor } from "./options.js";
import { POOL, type Pool } from "./pool.js";
import { fileNameOf, judge, type Run, withInput } from "./run.js";
import { TensorStream } from "./tensor-stream.js";

export interface Converted {
  /** The artifact's own line. */
  readonly artifacts: readonly ArtifactReport[];
  readonly verdict: Verdict;
  /** The sink has the whole document: the verdict is `safe`, or `unlisted` with placeholders asked for. */
  readonly written: boolean;
  readonly conflicts: readonly MetadataConflict[];
  /** The member that kept an archive from being written. */
  readonly member?: ArtifactReport;
  /** What it is where it was met in a folder and is no artifact. */
  readonly skipped?: ContentKind;
}

/** What goes into a document beside what the artifact holds. */
export interface Labels {
  /** Name in the document, and source of version and date. */
  readonly fileName: string;
  readonly metadata: Metadata;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Something in it is not listed, so that a placeholder may stand for it. */
const hasPlaceholders = ({ artifacts }: GuestReport, members: MemberVerdicts): boolean =>
  artifacts.some((a) => !a.findings.every(isNote)) || (members.counts.get("unlisted") ?? 0) > 0;

/** What a document says of where it comes from. */
function sourceOf(
  { artifact, job }: Run,
  fileName: string,
  sha256: string | null,
  report: GuestReport,
  members: MemberVerdicts,
): DocumentSource {
  const [first] = report.artifacts;
  return {
    file: fileName,
    // Without a hash there was no time: nothing will be written.
    sha256: sha256 ?? "",
    bytes: artifact.size,
    kind: first?.kind ?? "pickle",
    encodings: first?.encodings ?? [],
    protocol: first?.protocol ?? null,
    ...(job.options.placeholders && hasPlaceholders(report, members) ? { placeholders: true } : {}),
    ...(job.options.view === "upgrade" ? { view: "upgrade" } : {}),
  };
}

/** Converts an open artifact. @throws CornichonError `input.unreadable`, `output.exists`, `host.*` */
export async function convertArtifact(run: Run, labels: Labels, sink: DocumentSink): Promise<Converted> {
  const { options } = run.job;
  const members = new WorstMember();
  const view = options.view === "upgrade" ? new KeptDocument() : null;
  let conflicts: readonly MetadataConflict[] = [];
  const begin = async (report: GuestReport, sha256: string | null): Promise<void> => {
    if (!report.converted) return;
    await sink.begin?.(report);
    const merged = mergeMetadata(report.facts, labels.fileName, labels.metadata);
    conflicts = merged.conflicts;
    const metadata = conflicts.length === 0 ? merged.metadata : { ...merged.metadata, conflicts };
    await sink.text(bytes(documentHeader(sourceOf(run, labels.fileName, sha256, report, members), metadata)));
    if (view !== null) view.tensors(report.tensors);
    else if (sink.tensors !== undefined) sink.tensors(report.tensors);
    else if (report.tensors.length > 0) await sink.sidecar?.(safetensorsHeader(report.tensors));
  };
  const { own, sound, skipped } = await judge(run, members, (sha256) => ({
    report: async (report) => begin(report, await sha256),
    root: (piece) => (view ?? sink).text(piece),
    tensor: (index, piece) => {
      const taker = view ?? sink;
      return taker.tensor === undefined ? sink.sidecar?.(piece) : taker.tensor(index, piece);
    },
  }));
  const { verdict } = own;
  if (skipped !== null) return { artifacts: [own], verdict, written: false, conflicts: [], skipped };
  const fit = verdict === "safe" || (verdict === "unlisted" && options.placeholders);
  const whole = fit && sound?.converted === true;
  if (whole && view !== null) for await (const piece of upgraded(view)) await sink.text(bytes(piece));
  if (whole) await sink.text(bytes(DOCUMENT_END));
  const member = whole || members.worst === null ? {} : { member: members.worst };
  return { artifacts: [own], verdict: whole || verdict !== "safe" ? verdict : "unsupported", written: whole, conflicts, ...member };
}

/** A root's text as today's versions would have stored it, once it is whole. */
async function* upgraded(root: KeptDocument): AsyncGenerator<string> {
  // Few ask for it: it is loaded when one does.
  const [{ printLossless }, { upgradeRoot }] = await Promise.all([import("../neutral/lossless.js"), import("../upgrade/document.js")]);
  yield* printLossless(upgradeRoot(root.readLossless()));
}

/**
 * What `convert` gives; `load` takes it.
 * @see convert
 * @see load
 */
export interface ConvertResult {
  readonly verdict: Verdict;
  readonly findings: ArtifactReport["findings"];
  /** The artifact's own line; what its members are is in its verdict. */
  readonly artifacts: readonly ArtifactReport[];
  /** The neutral document's text; null unless the verdict is `safe` (or `unlisted`, with placeholders), and with `to` another target. */
  readonly document: string | null;
  /** Bytes of the safetensors sidecar, with `arrays: "sidecar"` and arrays to put there. */
  readonly sidecar: Uint8Array | null;
  /** Metadata of which two sources said different things. */
  readonly conflicts: readonly MetadataConflict[];
  /** What was made of the document, with `to` another target than `json`; null where nothing was. */
  readonly output: Uint8Array | null;
  /** What the target says of it. */
  readonly report: object | null;
}

/**
 * How `convert` reads and writes.
 * @example
 * ```ts
 * import { convert } from "cornichon";
 *
 * const { document, sidecar } = await convert("model.pkl", { arrays: "sidecar", sidecar: "ridge.safetensors" });
 * console.log(document?.includes('"file":"ridge.safetensors"'), sidecar !== null); //=> true true
 * ```
 */
export interface ConvertInputOptions extends ConvertOptions, TargetOptions {
  /** What the document's `metadata` says beside what the artifact does. */
  readonly metadata?: Metadata;
  /** Name for inputs that have none. */
  readonly fileName?: string;
  /** Base name of the sidecar, as it stands in the document. */
  readonly sidecar?: string;
  /** What is made of the document: `json` (default: nothing), or another of `TARGETS`. */
  readonly to?: ConvertTarget;
  /** Path of the estimator of which it is made. */
  readonly select?: string;
  /**
   * Gets the document, or what is made of it, piece by piece; the result holds neither then. It is whole when the verdict is
   * `safe` in the end, and else to be thrown away. A piece is only good until it returns.
   */
  readonly text?: (piece: Uint8Array) => void;
  /** Children that other calls use as well. */
  readonly pool?: Pool;
}

const OWN = {
  pool: POOL,
  text: CALLED,
  metadata: OBJECT,
  fileName: TEXT,
  to: oneOf(...TARGETS),
  select: TEXT,
  outputs: TEXTS,
  opset: COUNT,
  language: oneOf(...CODE_LANGUAGES),
  name: TEXT,
  dtype: oneOf(...DTYPES),
};

interface Made {
  readonly output: Uint8Array | null;
  readonly report: object | null;
  /** Why the target has no form for it. */
  readonly finding: Finding | null;
}

const NOTHING_MADE: Made = { output: null, report: null, finding: null };

/** What has no form in the target is told as a finding. @throws CornichonError whatever else went wrong */
function unmade(error: unknown): Made {
  if (!(error instanceof CornichonError) || error.code !== "target.unsupported") throw error;
  const [one = null] = failedReport("", { code: "target.unsupported", offset: 0, args: error.args }).findings;
  return { ...NOTHING_MADE, finding: one };
}

const UNWRITTEN: Converted = { artifacts: [], verdict: "unsupported", written: false, conflicts: [] };

/** The tensors of a torch file as they come; `made` is null for any other file, whose document is kept. */
async function tensorsOf(
  run: Run,
  labels: Labels,
  kept: KeptDocument,
  text: ConvertInputOptions["text"],
): Promise<{ readonly done: Converted; readonly made: Made | null }> {
  const pieces: Uint8Array[] = [];
  const stream = new TensorStream(kept, (piece) => {
    if (text === undefined) pieces.push(Buffer.from(piece));
    else text(piece);
  });
  try {
    const done = await convertArtifact(run, labels, stream);
    if (!stream.isTorch || !done.written) return { done, made: stream.isTorch ? NOTHING_MADE : null };
    const report = stream.finish();
    return { done, made: { ...NOTHING_MADE, output: text === undefined ? Buffer.concat(pieces) : null, report } };
  } catch (error) {
    return { done: UNWRITTEN, made: unmade(error) };
  }
}

/** What is made of a document. @throws CornichonError but for `target.unsupported`, which is a finding */
async function madeOf(
  document: WholeDocument,
  rewrite: Rewrite,
  judgeOutput: OutputJudge,
  reported: () => object | null,
  text: ConvertInputOptions["text"],
): Promise<Made> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of rewrite(document, null, judgeOutput)) {
      if (text === undefined) pieces.push(Buffer.from(piece));
      else text(typeof piece === "string" ? Buffer.from(piece) : piece);
    }
  } catch (error) {
    return unmade(error);
  }
  return { ...NOTHING_MADE, output: text === undefined ? Buffer.concat(pieces) : null, report: reported() };
}

/**
 * Converts one artifact in memory.
 * @throws CornichonError `input.unreadable`, `document.limit`, `host.*`
 * @example
 * ```ts
 * import { convert } from "cornichon";
 *
 * const { document } = await convert("model.pkl", { metadata: { owner: "risk" } }); // null unless the verdict is safe
 * const { root, metadata } = JSON.parse(document ?? "null");
 * console.log(root.class); //=> sklearn.linear_model.Ridge
 * const { output, report } = await convert("model.pkl", { to: "onnx" }); // output is null unless it has an exact form
 * console.log(output !== null, report !== null); //=> true true
 * console.log(metadata.owner, metadata.sklearn_version); //=> risk 1.9.1
 * ```
 */
export async function convert(input: Input, options: ConvertInputOptions = {}): Promise<ConvertResult> {
  const asked = await jobFor("convert", options, { own: OWN, job: [...CONVERSION, "sidecar"] });
  const { to = "json", select, outputs, opset, dtype, language, name } = options;
  refuseSidecar({ arrays: options.arrays, to, select });
  const labelled = asked.options.sidecar === "" ? { ...asked, options: { ...asked.options, sidecar: "model.safetensors" } } : asked;
  const { metadata = {}, fileName } = options;
  let told: object | null = null;
  const report = (one: object): void => {
    told = one;
  };
  const how = { outputs, opset, dtype, language, name };
  const rewriting = { ...how, to, metadata, maxOutput: asked.limits.maxOutput, report, select };
  const rewrite = rewriteOf(rewriting);
  const kept = rewrite === null ? new KeptParts(options.text) : new KeptDocument();
  const job = rewrite === null && asked.options.view === "stored" ? labelled : bytesBehind(labelled);
  const { done, made } = await withInput(input, job, options, async (run) => {
    const given = rewrite === null ? null : await givenDocument(run, metadata);
    const labels = { fileName: fileName ?? fileNameOf(run.artifact.path), metadata };
    if (kept instanceof KeptDocument && to === "safetensors" && select === undefined && given === null) {
      const streamed = await tensorsOf(run, labels, kept, options.text);
      if (streamed.made !== null) return { done: streamed.done, made: streamed.made };
      if (!streamed.done.written || rewrite === null) return { done: streamed.done, made: NOTHING_MADE };
      return {
        done: streamed.done,
        made: await madeOf(kept, rewrite, outputJudge(run.host, job, options.signal), () => told, options.text),
      };
    }
    const done: Converted = given === null ? await convertArtifact(run, labels, kept) : GIVEN;
    const whole = given ?? (kept instanceof KeptDocument ? kept : null);
    if (!done.written || rewrite === null || whole === null) return { done, made: NOTHING_MADE };
    return { done, made: await madeOf(whole, rewrite, outputJudge(run.host, job, options.signal), () => told, options.text) };
  });
  const found = done.artifacts[0]?.findings ?? [];
  const isDocument = to === "json";
  return {
    verdict: made.finding === null ? done.verdict : "unsupported",
    findings: made.finding === null ? found : [...found, made.finding],
    output: isDocument ? null : made.output,
    report: made.report,
    artifacts: done.artifacts,
    ...(done.written && kept instanceof KeptParts ? kept.whole() : { document: isDocument ? textOf(made.output) : null, sidecar: null }),
    conflicts: done.conflicts,
  };
}

const textOf = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString());

/** A document's text and its sidecar, in memory; the text not where another takes it. */
class KeptParts {
  readonly #text = new KeptText();
  readonly #sidecar: Uint8Array[] = [];
  readonly #taker: ConvertInputOptions["text"];

  constructor(taker: ConvertInputOptions["text"]) {
    this.#taker = taker;
  }

  text(piece: Uint8Array): void {
    if (this.#taker === undefined) this.#text.take(piece);
    else this.#taker(piece);
  }

  sidecar(piece: Uint8Array): void {
    this.#sidecar.push(Buffer.from(piece));
  }

  whole(): Pick<ConvertResult, "document" | "sidecar"> {
    const document = this.#taker === undefined ? this.#text.bytes().toString() : null;
    return { document, sidecar: this.#sidecar.length > 0 ? Buffer.concat(this.#sidecar) : null };
  }
}

/** The error of a verb that needs a safe artifact. */
export function refused(artifacts: readonly ArtifactReport[]): CornichonError {
  const first = artifacts[0];
  const worst = worstFinding(first?.findings ?? []);
  const name = first === undefined ? sentence`the artifact` : showWhole(first.path);
  const verdict = first?.verdict ?? "malformed";
  return new CornichonError(
    "artifact.refused",
    worst === undefined ? sentence`${name} is ${showText(verdict)}` : sentence`${name} is ${showText(verdict)}: ${worst.message}`,
    { verdict, args: { path: first?.path ?? "", code: worst?.code ?? "" } },
  );
}
