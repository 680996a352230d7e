/**
 * Directories as `scan` walks them: sorted, regular files only, symbolic links not followed. What cannot be opened is
 * met as well, so that it gets its line, and the walk goes on.
 */
import { sentence } from "../errors.js";
import { notReadable } from "./failure.js";
import { type Entry, Folder } from "./folder.js";
import { type OpenArtifact, openArtifact } from "./source.js";

/** Each directory on the way is open while the walk is below it. */
const MOST_DEEP = 256;

export interface MetFile {
  /** The directory as given, `/`, the relative path. */
  readonly path: string;
  /** Only good until the walk goes on. @throws CornichonError `input.unreadable` */
  open(): OpenArtifact;
}

interface Level {
  readonly folder: Folder;
  /** Names of its directories, the next one last. */
  readonly below: string[];
}

const cannot = (path: string, error: unknown): MetFile => ({
  path,
  open: () => {
    throw error;
  },
});

function file(folder: Folder, name: string): MetFile {
  const path = `${folder.path}/${name}`;
  const open = (): OpenArtifact => {
    const opened = folder.openFile(name);
    folder.hold();
    return openArtifact(opened, path, { open: (other) => folder.openFile(other), close: () => folder.letGo() });
  };
  return { path, open };
}

const names = (entries: readonly Entry[], kind: Entry["kind"]): string[] =>
  entries.flatMap((entry) => (entry.kind === kind ? [entry.name] : []));

/** Opens and lists a directory; what cannot be is met. Its files come before what lies below. */
function* enter(open: () => Folder, path: string, levels: Level[]): Generator<MetFile> {
  let folder: Folder | null = null;
  let entries: readonly Entry[];
  try {
    folder = open();
    entries = folder.entries();
  } catch (error) {
    folder?.letGo();
    return yield cannot(path, error);
  }
  levels.push({ folder, below: names(entries, "folder").reverse() });
  for (const name of names(entries, "file")) yield file(folder, name);
}

/** Files below a directory, in order of their names. Without recursion: the depth is the disk's, not ours. */
export function* walk(directory: string, byDescriptor?: boolean): Generator<MetFile> {
  const root = directory.endsWith("/") && directory.length > 1 ? directory.replace(/\/+$/, "") || "/" : directory;
  const levels: Level[] = [];
  try {
    yield* enter(() => Folder.open(root, byDescriptor), root, levels);
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const { folder, below } = level;
      const name = below.pop();
      if (name === undefined) levels.pop()?.folder.letGo();
      else if (levels.length < MOST_DEEP) yield* enter(() => folder.openFolder(name), `${folder.path}/${name}`, levels);
      else yield tooDeep(`${folder.path}/${name}`);
    }
  } finally {
    for (const { folder } of levels) folder.letGo();
  }
}

const tooDeep = (path: string): MetFile =>
  cannot(path, notReadable(path, sentence`more than ${MOST_DEEP} directories lie above it; name it on the command line`));

const SURE_ENDINGS = /\.(?:pkl|pickle|joblib|npy|npz)(?:\.(?:z|gz|bz2|xz|lzma|lz4))?$/i;

/** True for names that say "artifact" beyond doubt: such a file counts as one whatever its bytes look like. */
export const looksLikeArtifact = (path: string): boolean => SURE_ENDINGS.test(path);
