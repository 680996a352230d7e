/**
 * What a file of the folder is served as: a name and a version. A version is what the naming rule says (`v1.0.0`), else a `v`
 * with one number (`v2`), else the day; an MLflow folder goes by its own name, by the same rule.
 *
 * The newest of a name is what answers when nobody names a version: numbers go by their value (1.10 is newer than 1.9), and
 * what is not out yet (`1.0.0-rc1`) comes before what is, and is never the newest while anything is out.
 */
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { namedModel } from "../../verbs/named-model.js";

export interface ServedName {
  readonly name: string;
  readonly version: string | null;
  /** The day that the name has, which tells two files of one version apart. */
  readonly date: string | null;
}

/** A version of one number behind a name: too little to be told as a model's version, enough to tell files of a folder apart. */
const ONE_NUMBER = /^(.*[^\s_.-])[\s_.-]+v(\d{1,9})$/is;

/** What a file or folder of this name is served as. */
function nameIn(text: string): ServedName {
  const { name, version, date } = namedModel(text);
  const [, stem, number] = version === null ? (ONE_NUMBER.exec(name) ?? []) : [];
  return stem !== undefined && number !== undefined ? { name: stem, version: number, date } : { name, version: version ?? date, date };
}

/** What a file is served as; `path` is below `folder`. */
export function servedName(folder: string, path: string): ServedName {
  const above = dirname(path);
  const isMlflow = above !== "." && existsSync(join(folder, above, "MLmodel"));
  return nameIn(basename(isMlflow ? above : path));
}

/** Numbers in texts by their value. */
const byValue = new Intl.Collator("en", { numeric: true });
const PARTS = /^([\d.-]+?)(?:[.-]?([a-z].*))?$/is;
/** What comes before a release, in its order, and what comes behind it. */
const STAGES = ["dev", "a", "alpha", "b", "beta", "c", "pre", "preview", "rc"];

function stageOf(rest: string): number {
  const word = /^[a-z]+/i.exec(rest)?.[0].toLowerCase() ?? "";
  if (word === "post") return 1;
  return word === "" ? 0 : STAGES.indexOf(word) - STAGES.length;
}

interface Parts {
  readonly numbers: string;
  readonly rest: string;
  /** Below zero where it is not out yet. */
  readonly stage: number;
}

function partsOf(version: string | null): Parts {
  const [, numbers = "", rest = ""] = PARTS.exec(version ?? "") ?? [];
  return { numbers, rest, stage: stageOf(rest) };
}

/** The older one first; what has no version is older than all that have one. */
export function compareVersions(a: string | null, b: string | null): number {
  const [one, other] = [partsOf(a), partsOf(b)];
  return byValue.compare(one.numbers, other.numbers) || one.stage - other.stage || byValue.compare(one.rest, other.rest);
}

/** The newest of versions, the oldest first; undefined where there is none. */
export const newestOf = <T extends string | null>(versions: readonly T[]): T | undefined =>
  versions.findLast((version) => partsOf(version).stage >= 0) ?? versions.at(-1);
