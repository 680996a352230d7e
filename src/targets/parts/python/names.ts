/**
 * Names that a target may write: today's defining module of what the policy lists by default, and nothing else. What a
 * document says is looked up, never split or joined; a name that is not on the list, or that today's sklearn has no more,
 * is refused. `names.json` is made by `scripts/targets/names.py`.
 */
import type { PolicyEntry } from "../../../../sandbox/wire/policy.js";
import { sentence, showText } from "../../../errors.js";
import { unsupported } from "../../../graph/define.js";
import { TARGET_VERSION } from "../../../migrate/target.js";
import { defaultPolicy } from "../../../policy/index.js";
import rows from "./names.json" with { type: "json" };

/** A class, function or constant by the module that defines it. */
export interface PythonName {
  readonly module: string;
  /** Its qualname. */
  readonly name: string;
  readonly entry: PolicyEntry;
}

const isListed = (path: string): boolean => Object.values(defaultPolicy().entries).some((entry) => entry.path === path);

let table: ReadonlyMap<string, PythonName> | null = null;

function made(): ReadonlyMap<string, PythonName> {
  const names = new Map<string, PythonName>();
  for (const { at: module, public: home, names: words } of rows) {
    for (const word of words.split(" ")) {
      const [name = word, path = `${home}.${name}`] = word.split("=");
      names.set(path, listed(module, name));
    }
  }
  return names;
}

/** A name that the policy lists under this very spelling. */
export function listed(module: string, name: string): PythonName {
  const { entries } = defaultPolicy();
  const key = `${module} ${name}`;
  const entry = Object.hasOwn(entries, key) ? entries[key] : undefined;
  if (entry === undefined) throw new Error(`targets: ${key} is not listed by the policy`);
  return { module, name, entry };
}

/** Libraries whose models are read and asked, and that write files of their own. */
const OTHERS = /^(?:xgboost|lightgbm|catboost)\./;

/** Where today's Python has what stands under a canonical path. @throws CornichonError `target.unsupported` */
export function nameOf(path: unknown, at: string): PythonName {
  table ??= made();
  const found = typeof path === "string" ? table.get(path) : undefined;
  if (found !== undefined) return found;
  const text = typeof path === "string" ? path : "(no name)";
  const why = OTHERS.test(text)
    ? sentence`its native state has no form here: save_model() of its own library writes it`
    : isListed(text)
      ? sentence`sklearn ${showText(TARGET_VERSION)} and what comes with it have nothing of this name`
      : sentence`its name is not on the allow-list`;
  throw unsupported(at, text, why);
}
