/**
 * Versions that a bundle says of itself: people store a dict with the model and, beside it, `numpy_version` and its like, or a
 * dict of them (`metadata`, `versions`). Only what stands there as a text is told; nothing is concluded from a protocol or from
 * the modules that are named. What an instance says of its own library counts before it. Python's own is often stored as
 * `sys.version` or `sys.version_info`: the number that these begin with is told.
 */
import { utf8OrLatin1 } from "../bytes/latin1.js";
import { type Handle, KIND, NOTHING, OBJECT, smallInt, TAG, tagOf } from "../tape/handle.js";
import { eachPair, firstItems, isStr } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import type { ContentRead } from "./pickles.js";

const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ["scikit_learn", "sklearn"],
  ...["sklearn", "numpy", "scipy", "pandas", "joblib", "xgboost", "lightgbm", "catboost", "python"].map((name) => [name, name] as const),
]);

/** Dicts in which a library's name alone is the key of its version. */
const OF_VERSIONS = /^(?:(?:library|package|dependency)_?)?versions$|^(?:packages|dependencies|libraries)$/;
const KEY = /^_*([a-z_]+?)_?version_*$/;
/** One class, repeated once: a text of a file may be made to be slow. */
const VERSION = /^\d[\w.+!-]*$/;

/** `3.9.16 | packaged by conda-forge | (main, …) [GCC 11.3.0]`, `3.11.4 (main, Jul  5 2023, 13:45:01) [GCC 12.2.0]`. */
const SYS_VERSION = /^(\d[\w.+!-]*) [(|]/;

/** Pairs of a dict that are looked at, dicts of a bundle, and characters of a text. */
const MOST_PAIRS = 100;
const MOST_DICTS = 100;
const MOST_TEXT = 64;
const MOST_SYS_VERSION = 256;
/** Numbers of `sys.version_info` that are the version. */
const VERSION_NUMBERS = 3;

type Told = Map<string, string>;

function textOf({ machine }: ContentRead, value: Handle, most = MOST_TEXT): string | null {
  if (!isStr(machine.tape, value)) return null;
  const bytes = machine.bytesOf(value, most + 1);
  return bytes === null || bytes.length > most ? null : utf8OrLatin1(bytes);
}

/** A version as it stands there: a text that is one. */
function versionOf(read: ContentRead, value: Handle): string | null {
  const text = textOf(read, value);
  return text !== null && VERSION.test(text) ? text : null;
}

/** Python's, as `sys.version` and `sys.version_info` say it. */
function pythonVersionOf(read: ContentRead, value: Handle): string | null {
  const { tape } = read.machine;
  if (tape.kind(value) !== KIND.TUPLE) return SYS_VERSION.exec(textOf(read, value, MOST_SYS_VERSION) ?? "")?.[1] ?? null;
  const numbers = firstItems(tape, value, VERSION_NUMBERS);
  const isVersion = numbers.length > 1 && numbers.every((one) => tagOf(one) === TAG.INT && smallInt(one) >= 0);
  return isVersion ? numbers.map(smallInt).join(".") : null;
}

/** The library whose version stands under a key. Most keys are another's: no expression is compiled for them. */
function libraryOf(key: string, bare: boolean): string | null {
  const plain = key.toLowerCase().replaceAll("-", "_");
  if (bare) return LIBRARIES.get(plain) ?? null;
  return plain.includes("version") ? (LIBRARIES.get(KEY.exec(plain)?.[1] ?? "") ?? null) : null;
}

function look(read: ContentRead, dict: Handle, told: Told, bare: boolean, inner: (key: string, value: Handle) => void): void {
  eachPair(read.machine.tape, dict, MOST_PAIRS, (name, value) => {
    const key = textOf(read, name);
    if (key === null) return;
    const library = libraryOf(key, bare);
    const version = library === null ? null : (versionOf(read, value) ?? (library === "python" ? pythonVersionOf(read, value) : null));
    if (library !== null && version !== null && !told.has(library)) told.set(library, version);
    inner(key, value);
  });
}

/** A dict, or the pairs of a dict subclass (Bunch, OrderedDict); NOTHING for anything else. */
function dictOf(tape: Tape, value: Handle): Handle {
  const dict = tape.kind(value) === KIND.OBJECT ? tape.field(value, OBJECT.PAIRS) : value;
  return tape.kind(dict) === KIND.DICT ? dict : NOTHING;
}

/** The dicts of a bundle: the root, or those in the list or tuple that it is. */
function dictsOf(tape: Tape, root: Handle): readonly Handle[] {
  const kind = tape.kind(root);
  const values = kind === KIND.LIST || kind === KIND.TUPLE ? firstItems(tape, root, MOST_DICTS) : [root];
  return values.map((value) => dictOf(tape, value)).filter((dict) => dict !== NOTHING);
}

/** What the instances of a reading and the dicts of a bundle say. */
export function versionsOf(read: ContentRead): Readonly<Record<string, string>> {
  const told: Told = new Map(read.machine.versions);
  const [root] = read.roots;
  const { tape } = read.machine;
  for (const dict of root === undefined ? [] : dictsOf(tape, root))
    look(read, dict, told, false, (key, value) => {
      const inner = dictOf(tape, value);
      if (inner !== NOTHING) look(read, inner, told, OF_VERSIONS.test(key.toLowerCase()), () => undefined);
    });
  return Object.fromEntries([...told].sort(([a], [b]) => (a < b ? -1 : 1)));
}
