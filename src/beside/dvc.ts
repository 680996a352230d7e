/**
 * What DVC keeps of outputs, in `.dvc` files and in `dvc.lock`: the hash of a file, or of a folder as a whole (`….dir`). It is
 * text of whoever made the tree: names are compared and nothing more.
 *
 * A stage of `dvc.yaml` may run in another folder (`wdir`), from which its paths in `dvc.lock` start: a lock beside such a
 * file says nothing here.
 */
import { at, type Plain, readYaml } from "./yaml.js";

/** What DVC keeps of one file. */
export interface DvcRecord {
  readonly md5: string;
  readonly bytes: number | null;
  /** DVC before 3.0, which may have hashed a text with the line ends of another system. */
  readonly old: boolean;
}

const MD5 = /^[\da-f]{32}$/;
const MD5_OF_FOLDER = /^[\da-f]{32}\.dir$/;

const listOf = (value: Plain | undefined): readonly Plain[] => (Array.isArray(value) ? value : []);

/** An output's record; `folder` for a hash of a folder; null for another hash. */
function recordOf(out: Plain): DvcRecord | "folder" | null {
  const [md5, size, hash] = [at(out, "md5"), at(out, "size"), at(out, "hash")];
  if (typeof md5 !== "string" || (hash !== undefined && hash !== "md5")) return null;
  if (MD5_OF_FOLDER.test(md5)) return "folder";
  if (!MD5.test(md5)) return null;
  return { md5, bytes: typeof size === "string" && /^\d{1,15}$/.test(size) ? Number(size) : null, old: hash === undefined };
}

/** What a `.dvc` file keeps of what is beside it and called `name`; null where it keeps nothing. */
function dvcOutput(text: string, name: string): DvcRecord | "folder" | null {
  const root = readYaml(text);
  const folder = at(root, "wdir");
  const out = listOf(at(root, "outs")).find((one) => at(one, "path") === name);
  return out === undefined || (folder !== undefined && folder !== ".") ? null : recordOf(out);
}

/** What a `.dvc` file keeps of the file `name`. */
export function dvcRecord(text: string, name: string): DvcRecord | null {
  const record = dvcOutput(text, name);
  return record === "folder" ? null : record;
}

/** True where a `.dvc` file keeps a hash of the folder `name`. */
export const isDvcFolder = (text: string, name: string): boolean => dvcOutput(text, name) === "folder";

/** What `dvc.lock` keeps, by path from its folder; `stages` is the text of `dvc.yaml` beside it. */
export function dvcLock(text: string, stages: string): ReadonlyMap<string, DvcRecord | "folder"> {
  const records = new Map<string, DvcRecord | "folder">();
  if (/^\s*(?:-\s+)?["']?wdir["']?\s*:/m.test(stages)) return records;
  const root = readYaml(text);
  // Before the second schema the stages were the whole file.
  const all = at(root, "stages") ?? root;
  for (const stage of all instanceof Map ? all.values() : [])
    for (const out of listOf(at(stage, "outs"))) {
      const [path, record] = [at(out, "path"), recordOf(out)];
      if (typeof path === "string" && record !== null) records.set(path, record);
    }
  return records;
}
