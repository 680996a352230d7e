/**
 * What a run of `convert` writes, and where: a file by its name, a folder's files by their paths below it. Two that would
 * become one file are told before any work, with what to do. In a folder only what is an artifact counts, so files that
 * meet are looked at first; nothing else is, and of a million files no more than their names is kept.
 */
import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { walk } from "../artifact/walk.js";
import { CornichonError, sentence, showPath } from "../errors.js";
import { type BatchOptions, type Candidate, type Given, given, type Walking } from "./candidates.js";
import { isFolder } from "./is-folder.js";
import { openGiven } from "./open.js";

/** An artifact and where it goes: a path, or null for the caller's own sink. */
export interface FileTask {
  readonly path: string;
  readonly output: string | null;
}

/** A file or a folder, and the folder for what is made of it: `<name>.json`, below a folder by the relative path. */
export interface FolderTask {
  readonly path: string;
  readonly outputDir: string;
}

/**
 * What `convertAll` converts: a file and its output, or a file or folder and the folder for what is made of it.
 * @see convertAll
 */
export type ConvertTask = FileTask | FolderTask;

/** Where something goes. */
export interface Place {
  readonly output: string | null;
  /** The folder that was named for outputs, and the folders below it that this one needs. */
  readonly folder: { readonly root: string; readonly below: string } | null;
}

/** What may be an artifact, with its place. What was met is opened before the walk goes on. */
export type Placed = Candidate & Place;

export const isFolderTask = (task: ConvertTask): task is FolderTask => "outputDir" in task;

/** Unfinished outputs, ours or another run's. */
const UNFINISHED = /^\.cornichon-[\da-f-]{36}\.tmp$/;

function* below({ path: folder, outputDir }: FolderTask, { walking, extension }: Reading): Generator<Placed> {
  const root = folder.replace(/(?<=.)\/+$/, "");
  for (const met of walk(folder, walking)) {
    const relative = met.path.slice(root.length).replace(/^\/+/, "");
    if (UNFINISHED.test(basename(relative))) continue;
    const place = { root: outputDir, below: relative.includes("/") ? dirname(relative) : "" };
    yield { ...met, output: join(outputDir, `${relative}.${extension}`), folder: place };
  }
}

/** A file, standard input, or a folder that says which of its files the model is. */
const one = (path: string, options: BatchOptions, maxBytes: number): Given =>
  isFolder(path) ? { what: "given", path, open: () => openGiven(path, maxBytes) } : given(path, options, maxBytes);

/** How the tasks are read. */
export interface Reading {
  readonly options: BatchOptions;
  readonly maxBytes: number;
  readonly walking: Walking;
  /** End of outputs' names. */
  readonly extension: string;
}

/** All that is to be converted, in the order of the tasks and of the names in each folder. */
export function* placed(tasks: readonly ConvertTask[], reading: Reading): Generator<Placed> {
  const { options, maxBytes, extension } = reading;
  for (const task of tasks) {
    if (!isFolderTask(task)) yield { ...one(task.path, options, maxBytes), output: task.output, folder: null };
    else if (isFolder(task.path)) yield* below(task, reading);
    else {
      const name = isStandardInput(task.path) ? "stdin" : basename(task.path);
      const output = join(task.outputDir, `${name}.${extension}`);
      yield { ...given(task.path, options, maxBytes), output, folder: { root: task.outputDir, below: "" } };
    }
  }
}

/** Where names of either case are one. */
const FOLDS = process.platform === "darwin" || process.platform === "win32";

/** A path by which a place is told from others. */
export function keyOf(output: string): string {
  const path = resolve(output);
  return FOLDS ? path.normalize("NFC").toLowerCase() : path;
}

/** The folders between an output and the one that was named. */
function* foldersOf({ output, folder }: Place): Generator<string> {
  if (output === null || folder === null || folder.below === "") return;
  const root = keyOf(folder.root);
  for (let at = dirname(keyOf(output)); at.length > root.length; at = dirname(at)) yield at;
}

/** Names that two outputs would have, or an output and a folder of another. */
function clashesOf(items: Iterable<Placed>): Set<string> {
  const outputs = new Set<string>();
  const folders = new Set<string>();
  const clashes = new Set<string>();
  for (const item of items) {
    if (item.output === null || item.folder === null || item.what === "skipped") continue;
    const key = keyOf(item.output);
    if (outputs.has(key)) clashes.add(key);
    outputs.add(key);
    for (const folder of foldersOf(item)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  for (const folder of folders) if (outputs.has(folder)) clashes.add(folder);
  return clashes;
}

function clash(output: string, [one, other]: readonly [string, string], left: number): CornichonError {
  const more = left === 0 ? sentence`` : sentence` (and ${left} more such names)`;
  if (one === other) return new CornichonError("usage", sentence`${showPath(one)} is named twice`);
  return new CornichonError(
    "usage",
    sentence`${showPath(one)} and ${showPath(other)} would both be ${showPath(output)}${more}; give the folder above both, below which paths are kept, or another --output-dir for one of them`,
  );
}

/** Who wants a name: as a file, or as a folder. */
interface Claims {
  readonly output: string;
  readonly files: string[];
  readonly folders: string[];
}

const pairOf = ({ files, folders }: Claims): readonly [string, string] | null => {
  const [one, other] = [...files.slice(0, 2), ...folders];
  return one === undefined || other === undefined || files.length === 0 ? null : [one, other];
};

/**
 * Looks for outputs that would meet. `isArtifact` judges those alone.
 * @throws CornichonError `usage`, before anything was written
 */
export async function refuseClashes(items: () => Iterable<Placed>, isArtifact: (item: Placed) => Promise<boolean>): Promise<void> {
  const clashes = clashesOf(items());
  if (clashes.size === 0) return;
  const claims = new Map<string, Claims>();
  for (const item of items()) {
    const { output, path } = item;
    if (output === null || item.folder === null) continue;
    const own = keyOf(output);
    const met = [own, ...foldersOf(item)].filter((key) => clashes.has(key));
    if (met.length === 0 || !(await isArtifact(item))) continue;
    for (const key of met) {
      const claim = claims.get(key) ?? { output: key === own ? output : key, files: [], folders: [] };
      claims.set(key, claim);
      (key === own ? claim.files : claim.folders).push(path);
    }
  }
  const real = [...claims.values()].flatMap((claim) => {
    const pair = pairOf(claim);
    return pair === null ? [] : [{ output: claim.output, pair }];
  });
  const [first] = real;
  if (first !== undefined) throw clash(first.output, first.pair, real.length - 1);
}

const within = (path: string, folder: string): boolean => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Where a path really is, or would be once it is made. */
export function realPath(path: string): string {
  const below: string[] = [];
  for (let at = resolve(path); ; at = dirname(at))
    try {
      // As text: both sides lose the same bytes, and a prefix too many only makes us look closer.
      return join(realpathSync(systemPath(at), "utf8"), ...below);
    } catch {
      if (dirname(at) === at) return resolve(path);
      below.unshift(basename(at));
    }
}

/** True where an output may be a file that the same run reads: in a folder that is read, or beside a file that was named. */
export function isMixed(tasks: readonly ConvertTask[]): boolean {
  const to = [...new Set(tasks.filter(isFolderTask).map(({ outputDir }) => outputDir))].map(realPath);
  const read = tasks.map(({ path }) => path).filter((path) => !isStandardInput(path));
  const named = new Set(read.filter((path) => !isFolder(path)).map((path) => dirname(path)));
  return (
    [...named].some((folder) => to.includes(realPath(folder))) ||
    read.filter(isFolder).some((folder) => {
      const from = realPath(folder);
      return to.some((one) => within(from, one) || within(one, from));
    })
  );
}
