/**
 * The policy as one frozen table: families of listed names, known-dangerous names, and families that are known but not
 * read. It is made once a process, from data in this folder only; an artifact or its folder never adds to it.
 */
import type { ClassEntry, KnownFamily, PolicyEntry, PolicyTable } from "../../sandbox/wire/policy.js";
import { CornichonError, type Shown, sentence, showList, showText } from "../errors.js";
import { DANGEROUS } from "./dangerous.js";
import { FAMILIES } from "./families/index.js";
import { entriesOf } from "./rows.js";
import { KNOWN_FAMILIES } from "./unread-libraries.js";

/** Asking for a family, name or path that the policy does not know, or that it never lets through. */
const refusal = (message: Shown): CornichonError => new CornichonError("policy.malformed", message);

export { pack } from "./pack.js";
export { familyAdvice } from "./unread-libraries.js";

let made: PolicyTable | null = null;

/** The table with every family on. Frozen all the way down; the same object each time. */
export function defaultPolicy(): PolicyTable {
  made ??= build();
  return made;
}

/** Names of all switches. */
export function families(): readonly string[] {
  return FAMILIES.map((family) => family.family);
}

/** `table` with the families `on` added and those in `off` removed; both are names of `families()`. */
export function withFamilies(table: PolicyTable, on: readonly string[], off: readonly string[]): PolicyTable {
  for (const name of [...on, ...off]) {
    if (!FAMILIES.some((family) => family.family === name))
      throw refusal(sentence`there is no family ${showText(JSON.stringify(name))}; there are: ${showList(families())}`);
  }
  const entries = new Map(Object.entries(table.entries).filter(([, entry]) => !off.includes(entry.family)));
  for (const family of FAMILIES) {
    if (!on.includes(family.family)) continue;
    for (const [key, entry] of entriesOf(family)) entries.set(key, entry);
  }
  return freeze(entries, table.knownFamilies);
}

/**
 * `table` with each of `names` (`module.Class`, split at the last dot) added as an inert class: no arguments, an exact
 * dict as state, no references inside. Throws for what is known to be dangerous and for what is no dotted name.
 */
export function withAllowed(table: PolicyTable, names: readonly string[]): PolicyTable {
  const entries = new Map(Object.entries(table.entries));
  for (const path of names) {
    const { module, name } = splitName(path);
    const key = `${module} ${name}`;
    if (Object.hasOwn(table.dangerous, key) || Object.hasOwn(table.dangerous, `${module} *`)) {
      throw refusal(sentence`${showText(path)} is known to run code or open files and can not be allowed`);
    }
    if (!entries.has(key)) entries.set(key, inert(path));
  }
  return freeze(entries, table.knownFamilies);
}

const inert = (path: string): ClassEntry => ({ kind: "class", path, family: "allowed", form: "newobj", reference: true });

/** Identifiers with dots between, at most 512 bytes: what `--allow` takes. */
const DOTTED = /^(?:[A-Za-z_][A-Za-z0-9_]*\.)+[A-Za-z_][A-Za-z0-9_]*$/;

function splitName(path: string): { module: string; name: string } {
  if (path.length > 512 || !DOTTED.test(path)) throw refusal(sentence`${showText(JSON.stringify(path))} is not of the form module.Class`);
  const dot = path.lastIndexOf(".");
  const module = path.slice(0, dot);
  if (module === "__main__") throw refusal(sentence`__main__ is whatever program loads the file and can not be allowed`);
  return { module, name: path.slice(dot + 1) };
}

function build(): PolicyTable {
  const entries = new Map<string, PolicyEntry>();
  for (const family of FAMILIES) {
    for (const [key, entry] of entriesOf(family)) {
      if (entries.has(key)) throw new Error(`policy: ${key} is listed by two families`);
      entries.set(key, entry);
    }
  }
  return freeze(entries, KNOWN_FAMILIES);
}

function freeze(entries: ReadonlyMap<string, PolicyEntry>, knownFamilies: readonly KnownFamily[]): PolicyTable {
  for (const entry of entries.values()) deepFreeze(entry);
  return Object.freeze({ version: 1, entries: Object.freeze(Object.fromEntries(entries)), dangerous: DANGEROUS, knownFamilies });
}

/** Entries are two levels deep: an entry, and lists or a record of lists in it. */
function deepFreeze(entry: PolicyEntry): void {
  for (const value of Object.values(entry)) {
    if (typeof value !== "object") continue;
    for (const inner of Object.values(value)) Object.freeze(inner);
    Object.freeze(value);
  }
  Object.freeze(entry);
}
