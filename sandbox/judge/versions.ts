/**
 * Versions that a bundle says of itself: people store a dict with the model and, beside it, `numpy_version` and its like, or a
 * dict of them (`metadata`, `versions`). Only what stands there as a text is told; nothing is concluded from a protocol or from
 * the modules that are named. What an instance says of its own library counts before it.
 */
import { utf8OrLatin1 } from "../bytes/latin1.js";
import { type Handle, KIND } from "../tape/handle.js";
import { eachPair, isStr } from "../tape/read.js";
import type { ContentRead } from "./pickles.js";

const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ["scikit_learn", "sklearn"],
  ...["sklearn", "numpy", "scipy", "pandas", "joblib", "xgboost", "lightgbm", "python"].map((name) => [name, name] as const),
]);

/** Dicts in which a library's name alone is the key of its version. */
const OF_VERSIONS = /^(?:(?:library|package|dependency)_?)?versions$|^(?:packages|dependencies|libraries)$/;
const KEY = /^_*([a-z_]+?)_?version_*$/;
/** One class, repeated once: a text of a file may be made to be slow. */
const VERSION = /^\d[\w.+!-]*$/;

/** Pairs of a dict that are looked at, and characters of a text. */
const MOST_PAIRS = 100;
const MOST_TEXT = 64;

type Told = Map<string, string>;

function textOf({ machine }: ContentRead, value: Handle): string | null {
  if (!isStr(machine.tape, value)) return null;
  const bytes = machine.bytesOf(value, MOST_TEXT + 1);
  return bytes === null || bytes.length > MOST_TEXT ? null : utf8OrLatin1(bytes);
}

/** The library whose version stands under a key. */
function libraryOf(key: string, bare: boolean): string | null {
  const plain = key.toLowerCase().replaceAll("-", "_");
  return LIBRARIES.get((bare ? plain : KEY.exec(plain)?.[1]) ?? "") ?? null;
}

function look(read: ContentRead, dict: Handle, told: Told, bare: boolean, inner: (key: string, value: Handle) => void): void {
  eachPair(read.machine.tape, dict, MOST_PAIRS, (name, value) => {
    const key = textOf(read, name);
    if (key === null) return;
    const library = libraryOf(key, bare);
    const version = library === null ? null : textOf(read, value);
    if (library !== null && version !== null && VERSION.test(version) && !told.has(library)) told.set(library, version);
    inner(key, value);
  });
}

/** What the instances of a reading and the dict at its root say. */
export function versionsOf(read: ContentRead): Readonly<Record<string, string>> {
  const told: Told = new Map(read.machine.versions);
  const [root] = read.roots;
  const { tape } = read.machine;
  if (root !== undefined && tape.kind(root) === KIND.DICT)
    look(read, root, told, false, (key, value) => {
      if (tape.kind(value) === KIND.DICT) look(read, value, told, OF_VERSIONS.test(key.toLowerCase()), () => undefined);
    });
  return Object.fromEntries([...told].sort(([a], [b]) => (a < b ? -1 : 1)));
}
