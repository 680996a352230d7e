/**
 * `manifest`: what the models of a folder are, to be kept beside them and held against them later. Every artifact is
 * judged as `scan` judges it; its metadata and what was converted from it are looked for in its own folder, by their names
 * alone, through no link. The same folder gives the same bytes, but for the version of the tool.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { OpenArtifact } from "../artifact/source.js";
import type { TreeChoice } from "../artifact/tree-choice.js";
import type { MetFile } from "../artifact/walk.js";
import { CornichonError, reportPath, sentence, showPath } from "../errors.js";
import { createHost } from "../host/index.js";
import type { ArtifactSource, Host, HostJob } from "../host/types.js";
import { type ArtifactReport, linkReport, type Verdict } from "../report/scan-report.js";
import { VERSION } from "../version.js";
import { BATCH, type BatchOptions, type Candidate, candidates, type Given, TREE, walkingOf } from "./candidates.js";
import { inOrder } from "./in-order.js";
import { isFolder } from "./is-folder.js";
import { plainKind } from "./met.js";
import { namedModel } from "./named-model.js";
import { jobFor, READING, type ReadingOptions } from "./options.js";
import { isTooLong } from "./run.js";
import { scanArtifact, unreadable } from "./scan.js";
import { jobOnTheWay } from "./scan-all.js";

/**
 * A file beside a model.
 * @see manifest
 */
export interface ManifestFile {
  readonly file: string;
  readonly sha256: string;
  /** A document says of which artifact it was made; true when it was not this one. */
  readonly stale?: boolean;
}

/**
 * What one model is.
 * @see manifest
 */
export interface ManifestModel {
  /** Below the folder, `/` between names; as reports show paths. */
  readonly path: string;
  readonly name: string;
  readonly version: string | null;
  readonly date: string | null;
  /** Null where it could not be read. */
  readonly sha256: string | null;
  readonly bytes: number | null;
  readonly kind: string;
  readonly class: string | null;
  /** Libraries that wrote it, where they show. */
  readonly versions: Readonly<Record<string, string>>;
  readonly verdict: Verdict;
  readonly metadata: ManifestFile | null;
  readonly converted: readonly ManifestFile[];
}

/**
 * What the models of a folder are.
 * @see manifest
 */
export interface Manifest {
  readonly version: 1;
  readonly tool: { readonly name: string; readonly version: string };
  /** In the order of their paths. */
  readonly models: readonly ManifestModel[];
}

/** What `convert` puts behind an artifact's name, and the sidecar. */
const CONVERTED = ["json", "safetensors", "onnx", "skops", "pkl", "npz", "csv", "arrow", "parquet", "js", "ts", "c", "py"];
/** Longest file beside a model that is hashed. */
const LONGEST = 4 * 1024 ** 3;
const PIECE = 1024 * 1024;
const HEAD = 4096;
/** What a document of ours begins with, and the hash of what it was made of. */
const MADE_OF = /^\{"\$schema":"[^"]*","format":"cornichon",[\s\S]*?"sha256":"([0-9a-f]{64})"/;

async function sha256Of(source: ArtifactSource): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < source.size; at += PIECE) hash.update(await source.read(at, Math.min(PIECE, source.size - at)));
  return hash.digest("hex");
}

async function fileBeside(artifact: OpenArtifact, name: string, sha256: string | null): Promise<ManifestFile | null> {
  const source = await artifact.companion?.(name);
  if (source === null || source === undefined || source.size > LONGEST) return null;
  const head = Buffer.from(await source.read(0, Math.min(HEAD, source.size))).toString();
  const made = MADE_OF.exec(head)?.[1];
  const file = { file: reportPath(name), sha256: await sha256Of(source) };
  return made === undefined || made === sha256 ? file : { ...file, stale: true };
}

async function filesBeside(artifact: OpenArtifact, names: readonly string[], sha256: string | null): Promise<ManifestFile[]> {
  const found: ManifestFile[] = [];
  for (const name of names) {
    const file = await fileBeside(artifact, name, sha256);
    if (file !== null) found.push(file);
  }
  return found;
}

/** Names that a model's metadata goes by, the nearest first. */
function metadataNames(fileName: string): string[] {
  const stem = fileName.replace(/\..*$/s, "");
  const { name } = namedModel(fileName);
  const stems = [...new Set([fileName, fileName.replace(/\.[^.]*$/s, ""), stem, name])].filter((one) => one !== "");
  return [...stems.flatMap((one) => [`${one}_metadata.json`, `${one}.metadata.json`, `${one}-metadata.json`]), "metadata.json"];
}

function modelOf(path: string, own: ArtifactReport, metadata: ManifestFile | null, converted: readonly ManifestFile[]): ManifestModel {
  const { sha256, bytes, kind, root, versions, verdict } = own;
  const sorted = Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    path: reportPath(path),
    ...namedModel(reportPath(basename(path))),
    sha256,
    bytes,
    kind,
    class: root,
    versions: sorted,
    verdict,
    metadata,
    converted,
  };
}

/**
 * What is known of a folder's models since they were judged last, for whoever asks again and again. Paths are those below the
 * folder, byte for byte; null stands for what is no artifact.
 * @see manifest
 */
export interface KnownModels {
  /** What is still so; undefined for what is to be judged. */
  of(path: string): ManifestModel | null | undefined;
  /** Told of what was judged, with the names of files beside it that were asked for, whether they are there or not. */
  judged(path: string, model: ManifestModel | null, beside: ReadonlySet<string>): void;
}

interface Run {
  readonly known: KnownModels | undefined;
  readonly host: Host;
  readonly job: HostJob;
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

/** An artifact that notes which files beside it are asked for. */
function noting(artifact: OpenArtifact, beside: Set<string>): OpenArtifact {
  const { companion } = artifact;
  if (companion === undefined) return artifact;
  return {
    ...artifact,
    companion: (name) => {
      beside.add(name);
      return companion(name);
    },
  };
}

/** The model that a candidate is, or what is known of it; null for what is no artifact. */
async function modelAt(run: Run, candidate: Candidate): Promise<ManifestModel | null> {
  const path = candidate.path.slice(run.folder.length).replace(/^\/+/, "");
  if (candidate.what === "skipped") return null;
  if (candidate.what === "link") return modelOf(path, linkReport(candidate), null, []);
  const known = run.known?.of(path);
  if (known !== undefined) return known;
  const beside = new Set<string>();
  const model = await judged(run, candidate, path, beside);
  run.known?.judged(path, model, beside);
  return model;
}

async function judged(
  { host, job, signal }: Run,
  candidate: Given | MetFile,
  path: string,
  beside: Set<string>,
): Promise<ManifestModel | null> {
  let artifact: OpenArtifact | null = null;
  try {
    artifact = noting(await candidate.open(), beside);
    if (candidate.what === "file" && (await plainKind(artifact, candidate.named)) !== null) return null;
    const judgement = await scanArtifact({ host, artifact, job: jobOnTheWay(job, candidate), signal });
    if (typeof judgement === "string") return null;
    judgement.close();
    const { own } = judgement;
    if (isTooLong(artifact, job)) return modelOf(path, own, null, []);
    const name = basename(path);
    const [metadata] = await filesBeside(artifact, metadataNames(name), null);
    const converted = await filesBeside(
      artifact,
      CONVERTED.map((ending) => `${name}.${ending}`),
      own.sha256,
    );
    return modelOf(path, own, metadata ?? null, converted);
  } catch (error) {
    return modelOf(path, unreadable(candidate.path, error).own, null, []);
  } finally {
    await artifact?.close();
  }
}

/** Sidecars of documents are arrays of theirs, and no models. */
function withoutSidecars(models: readonly ManifestModel[]): ManifestModel[] {
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
  const sidecars = new Set(models.flatMap(({ path, converted }) => converted.map(({ file }) => folderOf(path) + file)));
  return models.filter(({ path, kind }) => kind !== "safetensors" || !sidecars.has(path));
}

/**
 * What the models of a folder are.
 * @throws CornichonError `usage`, `input.unreadable`, `host.*`
 * @example
 * ```ts
 * import { mkdir, copyFile } from "node:fs/promises";
 * import { manifest } from "cornichon";
 *
 * await mkdir("versions", { recursive: true });
 * await copyFile("model.pkl", "versions/model_v1.0.0_2024-01-15.pkl");
 * const { models } = await manifest("versions", { jobs: 2, stdin: process.stdin });
 * console.log(models[0]?.name, models[0]?.version, models[0]?.date, models[0]?.verdict); //=> model 1.0.0 2024-01-15 safe
 * ```
 */
export async function manifest(path: string, options: ReadingOptions & BatchOptions & TreeChoice, known?: KnownModels): Promise<Manifest> {
  const job = await jobFor("scan", options, { own: { ...BATCH, ...TREE }, job: READING });
  if (!isFolder(path)) throw new CornichonError("usage", sentence`${showPath(path)} is no folder; a manifest is of a folder's models`);
  const host = createHost({ jobs: options.jobs });
  const run = { known, host, job, folder: path.replace(/(?<=.)\/+$/, ""), signal: options.signal };
  const models: ManifestModel[] = [];
  try {
    const take = (model: ManifestModel | null): void => void (model === null || models.push(model));
    const met = candidates([path], options, job.limits.maxBytes, await walkingOf([path], options));
    await inOrder(met, options.jobs, (candidate) => modelAt(run, candidate), take);
  } finally {
    await host.close();
  }
  models.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return { version: 1, tool: { name: "cornichon", version: VERSION }, models: withoutSidecars(models) };
}
