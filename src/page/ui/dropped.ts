/** Files as they come: chosen, dropped, or in folders that were dropped. A folder's files know what stands beside them. */
import type { PageFile } from "../read/reading.js";

/** A file with its place. */
export interface Given {
  readonly path: string;
  readonly file: File;
  /** It was met in a folder: what is no artifact there is passed over. */
  readonly isMet: boolean;
}

const MOST = 20_000;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** What a dump of old joblib has beside it, by its name. */
function companions(given: Given, byFolder: ReadonlyMap<string, readonly Given[]>): File[] {
  const same = byFolder.get(folderOf(given.path)) ?? [];
  return same.flatMap(({ file }) => (file.name.startsWith(`${given.file.name}_`) && file.name.includes(".npy") ? [file] : []));
}

/** The same with what each may name beside it. */
export function withCompanions(all: readonly Given[]): (readonly [Given, PageFile])[] {
  const byFolder = Map.groupBy(all, ({ path }) => folderOf(path));
  const byPath = new Map(all.map(({ path, file }) => [path, file]));
  return all.map((given) => {
    const named = (name: string): File | null => byPath.get(folderOf(given.path) + name) ?? null;
    return [given, { file: given.file, beside: companions(given, byFolder), named }] as const;
  });
}

/** Chosen with a button; of a folder the browser tells the place. */
export const chosen = (files: Iterable<File>): Given[] =>
  Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file, isMet: file.webkitRelativePath !== "" }));

const fileIn = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // A browser gives a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || all.length > MOST) return all;
    for (const one of some) all.push(one);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** What was dropped, folders walked. */
export async function dropped(items: DataTransferItemList): Promise<Given[]> {
  const left = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const top = new Set(left);
  const all: Given[] = [];
  for (let entry = left.shift(); entry !== undefined && all.length < MOST; entry = left.shift()) {
    if (isFile(entry)) all.push({ path: entry.fullPath.replace(/^\//, ""), file: await fileIn(entry), isMet: !top.has(entry) });
    else if (isFolder(entry)) left.push(...(await entriesIn(entry)));
  }
  return all;
}
