/**
 * Many files converted in one run: children work side by side, each output appears whole or not at all. Of a folder only
 * what is an artifact is converted; the rest is counted. What cannot be read or written is no reason to leave out the
 * others; two outputs that would meet are, before any work.
 */
import { isStandardInput } from "../artifact/path.js";
import type { OpenArtifact } from "../artifact/source.js";
import type { TreeChoice } from "../artifact/tree-choice.js";
import type { MetFile } from "../artifact/walk.js";
import { modelFolderFacts } from "../beside/model-folder.js";
import { CornichonError, sentence, showPath } from "../errors.js";
import { createHost } from "../host/index.js";
import type { Host, HostJob } from "../host/types.js";
import { Inputs } from "../output/atomic.js";
import { makeFolder } from "../output/folders.js";
import { type ArtifactReport, linkReport, type Verdict } from "../report/scan-report.js";
import { CODE_LANGUAGES } from "../targets/code/languages.js";
import { type ConvertTarget, DTYPES, extensionOf, loadTarget, TARGETS, type TargetOptions, targetOf } from "../targets/index.js";
import { BATCH, type BatchOptions, type Given, TREE, walkingOf } from "./candidates.js";
import { CALLED, COUNT, FLAG, OBJECT, oneOf, type Takes, TEXT, TEXTS } from "./check-options.js";
import { type Converted, convertArtifact } from "./convert.js";
import { tensorsAhead } from "./convert-ahead.js";
import { NO_OUTPUTS, type OwnOutputs, ownOutputs } from "./convert-outputs.js";
import { type Rewrite, refuseSidecar, rewriteOf } from "./convert-rewrite.js";
import { type Guard, isThere, Target } from "./convert-target.js";
import { type ConvertTask, isFolderTask, isMixed, type Place, type Placed, placed, refuseClashes } from "./convert-tasks.js";
import { GIVEN, givenDocument } from "./given-document.js";
import { inOrder } from "./in-order.js";
import { isFolder } from "./is-folder.js";
import { outputJudge } from "./judged-output.js";
import { KeptDocument } from "./kept-document.js";
import { plainKind } from "./met.js";
import type { Metadata } from "./metadata.js";
import { bytesBehind, CONVERSION, type ConvertOptions, jobFor } from "./options.js";
import { fileNameOf, type Run } from "./run.js";
import { scanArtifact, unreadable } from "./scan.js";
import { jobOnTheWay } from "./scan-all.js";
import { TensorStream } from "./tensor-stream.js";

/**
 * How `convertAll` reads and writes.
 * @see convertAll
 */
export interface ConvertAllOptions extends ConvertOptions, BatchOptions, TreeChoice, TargetOptions {
  /** What each document's `metadata` says beside what the artifact does. */
  readonly metadata: Metadata;
  /** Gets the text of tasks without an output, once it is whole. A piece is only good until it returns. */
  readonly text: (piece: Uint8Array) => void | Promise<void>;
  /** What is written: `json` (default), the `coefficients` of linear models, or another of `TARGETS`. */
  readonly to?: ConvertTarget;
  /** Path of the estimator of which it is written: `models.ridge`, `scaler`. */
  readonly select?: string;
  /** Leave alone what has its output already. It was written whole; whether the artifact is still the same nobody asks. */
  readonly skipExisting?: boolean;
  /** Gets what was written and how, as a value for JSON, where the target has a report. */
  readonly report?: (report: object) => void;
}

const OWN = {
  ...BATCH,
  ...TREE,
  metadata: OBJECT,
  text: CALLED,
  to: oneOf(...TARGETS),
  select: TEXT,
  skipExisting: FLAG,
  outputs: TEXTS,
  opset: COUNT,
  language: oneOf(...CODE_LANGUAGES),
  name: TEXT,
  dtype: oneOf(...DTYPES),
  report: CALLED,
};
const TAKES: Takes = { own: OWN, job: [...CONVERSION, "sidecar"] };

/**
 * What became of one file.
 * @see convertAll
 */
export interface ConvertedFile {
  readonly path: string;
  readonly output: string | null;
  /** Its line, its verdict, whether it was written. */
  readonly converted: Converted;
  /** Why its output could not be made or written. */
  readonly failure?: CornichonError;
}

/**
 * How many of a run's files became what.
 * @see convertAll
 */
export interface ConvertSummary {
  readonly written: number;
  /** The policy refused them. */
  readonly refused: number;
  /** They could not be read, judged, made or written. */
  readonly failed: number;
  /** Their outputs were there already, with `skipExisting`. */
  readonly existing: number;
  /** Files of folders that are no artifacts. */
  readonly skipped: number;
  /** Files that stand where another input's output goes: a run over the same files wrote them, and none reads them. */
  readonly outputs: number;
  /** Files and folders that `include`, `exclude` or `gitignore` leave out. */
  readonly excluded: number;
}

const unwritten = (artifacts: readonly ArtifactReport[]): Converted => ({
  artifacts,
  verdict: artifacts[0]?.verdict ?? "unsupported",
  written: false,
  conflicts: [],
});

/** What all files of a run have in common. */
interface Batch {
  readonly host: Host;
  readonly job: HostJob;
  readonly options: ConvertAllOptions;
  readonly rewrite: Rewrite | null;
  readonly guard: Guard;
  /** What stands where outputs go, and is no input. */
  readonly own: OwnOutputs;
}

/** What is no link and no file that the walk left out. */
type PlacedFile = Place & (Given | MetFile);

/** A file that was converted or not, or why it was not even tried. */
type Done = ConvertedFile | "existing" | "skipped" | "excluded" | "outputs";

/** Codes of a file's own failures: those of its output, and of the model in it. */
const isOwnFailure = (error: unknown): error is CornichonError =>
  error instanceof CornichonError && /^(?:output|model|document|target)\./.test(error.code);

async function convertOne(batch: Batch, item: Placed): Promise<Done> {
  if (item.what !== "skipped" && batch.own.has(item) && !(await isRefused(batch, item))) return "outputs";
  if (item.what === "skipped") return item.kind === "excluded" ? "excluded" : "skipped";
  if (item.what === "link") {
    const { path, output } = item;
    return { path, output, converted: unwritten([linkReport(item)]) };
  }
  return convertFile(batch, item);
}

async function convertFile(batch: Batch, item: PlacedFile): Promise<Done> {
  const { path, output } = item;
  let converted = unwritten([]);
  try {
    if (output !== null && batch.options.skipExisting === true && isThere(output)) return "existing";
    const target = new Target(item, batch.guard);
    try {
      if (item.what === "given") target.open();
      const made = await convertTo(batch, item, target);
      if (made === null || isPassedOver(item, made)) return "skipped";
      converted = made;
      if (converted.written) await target.commit(batch.options.text);
    } finally {
      target.discard();
    }
    return { path, output, converted };
  } catch (error) {
    if (isOwnFailure(error)) return { path, output, converted: { ...converted, written: false }, failure: error };
    return { path, output, converted: unwritten([unreadable(path, error).own]) };
  }
}

/** What was met in a folder and is no artifact, or is neutral as it is: the sidecars that stand beside our own outputs. */
const isPassedOver = (item: PlacedFile, { artifacts: [own], written, skipped }: Converted): boolean =>
  item.what !== "given" && !written && (skipped !== undefined || own?.kind === "safetensors");

/** Beyond this a child of its own reads an artifact of which something is made, and is gone before that begins. */
const LONG_ARTIFACT = 4 * 1024 * 1024;

/** Converts one file into its target, which is not put in its place yet; null for what was met and is plainly no artifact. */
async function convertTo({ host, job, options, rewrite }: Batch, item: PlacedFile, target: Target): Promise<Converted | null> {
  // At once: what was met in a folder is only good until the walk goes on.
  const artifact = await item.open();
  const isAlone = rewrite !== null && artifact.size > LONG_ARTIFACT;
  const reader = isAlone ? createHost({ oneShot: true }) : host;
  const run = { host: reader, artifact, job: jobOnTheWay(withSidecar(job, target.sidecarName), item), signal: options.signal };
  const kept = rewrite === null ? null : new KeptDocument();
  const isTensors = options.to === "safetensors" && options.select === undefined;
  const stream =
    kept !== null && isTensors
      ? new TensorStream(kept, (piece, isHeader) => (isHeader ? target.write(piece) : target.writeBeside(piece)))
      : null;
  const sink = stream ??
    kept ?? {
      text: (piece: Uint8Array): void => target.write(piece),
      sidecar: (piece: Uint8Array): void => target.writeSidecar(piece),
    };
  try {
    if (item.what === "file" && (await plainKind(artifact, item.named)) !== null) return null;
    const given = rewrite !== null && item.what === "given" ? await givenDocument(run, options.metadata) : null;
    const labels = { fileName: fileNameOf(artifact.path), metadata: options.metadata };
    const ahead = stream === null || given !== null ? null : await tensorsAhead(run, labels, target);
    if (ahead !== null) {
      if (ahead.report !== null) options.report?.(ahead.report);
      return ahead.converted;
    }
    const converting = given === null ? convertArtifact(run, labels, sink) : GIVEN;
    // While a child reads.
    if (options.to !== undefined && options.to !== "json") loadTarget(options.to);
    const converted = await converting;
    if (stream?.isTorch === true) {
      const told = converted.written ? stream.finish() : null;
      if (told !== null) options.report?.(told);
      return converted;
    }
    const whole = given ?? kept;
    if (whole === null || rewrite === null || !converted.written) return converted;
    const pieces = rewrite(whole, target.besideOutput, outputJudge(host, job, options.signal));
    for await (const piece of pieces) target.write(typeof piece === "string" ? Buffer.from(piece) : piece);
    return converted;
  } finally {
    if (isAlone) await reader.close();
    await artifact.close();
  }
}

/** How the name of what stands beside an output ends: of a document its arrays, of a target what it says. */
const sidecarEnd = (to: ConvertTarget): string | null => (to === "json" ? "safetensors" : (targetOf(to).beside ?? null));

const withSidecar = (job: HostJob, sidecar: string): HostJob => ({ ...job, options: { ...job.options, sidecar } });

/** What a file is judged to be: null for what is no artifact (with `plainly`: by its first bytes), `unread` for what could not be looked at. */
async function judgedAs(
  { host, job, signal }: Omit<Run, "artifact">,
  item: Given | MetFile,
  plainly: boolean,
): Promise<Verdict | "unread" | null> {
  let artifact: OpenArtifact;
  try {
    artifact = await item.open();
  } catch {
    return "unread";
  }
  try {
    if (plainly && (await plainKind(artifact, item.what === "file" && item.named)) !== null) return null;
    const judgement = await scanArtifact({ host, artifact, job: jobOnTheWay({ ...job, verb: "scan" }, item), signal });
    if (typeof judgement === "string") return null;
    judgement.close();
    return judgement.own.verdict;
  } finally {
    await artifact.close();
  }
}

/** True for what is an artifact, or could not be looked at. */
async function isArtifact(host: Host, job: HostJob, item: Placed, signal: AbortSignal | undefined): Promise<boolean> {
  if (item.what === "link" || isStandardInput(item.path)) return true;
  return item.what !== "skipped" && (await judgedAs({ host, job, signal }, item, true)) !== null;
}

/** True for what the policy refuses: a file that was named is told so, wherever it stands. */
async function isRefused({ host, job, options }: Batch, item: Placed): Promise<boolean> {
  if (item.what !== "given") return false;
  const verdict = await judgedAs({ host, job, signal: options.signal }, item, false);
  return verdict === "dangerous" || verdict === "unlisted";
}

function refuseTasks(tasks: readonly ConvertTask[], { arrays, to, select, skipExisting }: ConvertAllOptions): void {
  const toFile = tasks.every((task) => isFolderTask(task) || task.output !== null);
  const usage = (what: ReturnType<typeof sentence>): CornichonError => new CornichonError("usage", what);
  refuseSidecar({ arrays, to, select });
  if (arrays === "sidecar" && !toFile) throw usage(sentence`--arrays sidecar needs --output or --output-dir`);
  if (skipExisting === true && !toFile) throw usage(sentence`--skip-existing needs --output or --output-dir`);
  for (const task of tasks)
    if (!isFolderTask(task) && isFolder(task.path) && modelFolderFacts(task.path) === null)
      throw usage(sentence`${showPath(task.path)} is a folder: --output-dir names the folder for what is made of its files`);
}

function* without(items: Iterable<Placed>, own: OwnOutputs): Generator<Placed> {
  for (const item of items) if (!own.has(item)) yield item;
}

const countOf = (done: Done): keyof ConvertSummary => {
  if (typeof done === "string") return done;
  const { converted, failure } = done;
  if (converted.written) return "written";
  return failure === undefined && (converted.verdict === "unlisted" || converted.verdict === "dangerous") ? "refused" : "failed";
};

/**
 * Converts files, and the artifacts of folders; those that are refused leave nothing behind, the others go on. `take`
 * gets each in order; what was skipped is only counted.
 * @throws CornichonError `usage` where two outputs would meet, before any work; `output.exists`, `host.*`
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { convertAll } from "cornichon";
 *
 * const tasks = ["model.pkl", "evil.pkl"].map((path) => ({ path, output: `${path}.json` })); // of a folder: { path, outputDir }
 * const options = { jobs: 2, stdin: process.stdin, metadata: {}, text: () => undefined };
 * const summary = await convertAll(tasks, options, ({ path, converted }) => console.log(path, converted.written));
 * //=> model.pkl true
 * //=> evil.pkl false
 * console.log(summary.written, summary.refused); //=> 1 1
 * console.log(JSON.parse(await readFile("model.pkl.json", "utf8")).format); //=> cornichon
 * ```
 */
export async function convertAll(
  tasks: readonly ConvertTask[],
  options: ConvertAllOptions,
  take: (file: ConvertedFile) => void,
): Promise<ConvertSummary> {
  const { to = "json", select, metadata, jobs, signal } = options;
  const job = await jobFor("convert", options, TAKES);
  refuseTasks(tasks, options);
  const summary = { written: 0, refused: 0, failed: 0, existing: 0, skipped: 0, outputs: 0, excluded: 0 };
  const host = createHost({ jobs });
  const walking = await walkingOf(
    tasks.map(({ path }) => path),
    options,
  );
  const extension = extensionOf(to, options);
  const reading = { options, maxBytes: job.limits.maxBytes, walking, extension };
  const items = (): Iterable<Placed> => placed(tasks, reading);
  const mixed = isMixed(tasks);
  try {
    const isOne = (item: Placed): Promise<boolean> => isArtifact(host, job, item, signal);
    const own = mixed ? await ownOutputs(items, extension, isOne) : NO_OUTPUTS;
    const inputs = mixed ? () => without(items(), own) : items;
    await refuseClashes(inputs, async (item) => item.what === "given" || (await isOne(item)));
    for (const folder of new Set(tasks.filter(isFolderTask).map((task) => task.outputDir))) makeFolder(folder);
    const named = tasks.map(({ path }) => path).filter((path) => !isStandardInput(path) && !isFolder(path));
    const isOutput = (path: string): boolean => own.has({ what: "given", path });
    const [read, written] = [named.filter((path) => !isOutput(path)), named.filter(isOutput)];
    const guard = {
      inputs: new Inputs(read),
      outputs: new Inputs(written),
      mixed,
      needsSidecar: options.arrays === "sidecar",
      sidecar: sidecarEnd(to),
    };
    const rewrite = rewriteOf({ ...options, to, select, metadata, maxOutput: job.limits.maxOutput });
    const isWhole = to !== "json" || select !== undefined || options.view === "upgrade";
    const batch = { host, job: isWhole ? bytesBehind(job) : job, options, rewrite, guard, own };
    const tell = (done: Done): void => {
      summary[countOf(done)]++;
      if (typeof done !== "string") take(done);
    };
    await inOrder(items(), jobs, (item) => convertOne(batch, item), tell);
  } finally {
    await host.close();
  }
  return summary;
}
