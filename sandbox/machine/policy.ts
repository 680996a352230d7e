/**
 * The policy as the machine asks it: a name's entry, by the whole name. The table is sorted text, searched by halves and
 * never taken apart as a whole; a name that holds a tab or the end of a line is in no table.
 */
import { type DangerId, type KnownFamily, LIST_FIELDS, type PackedPolicy, type PolicyEntry } from "../wire/policy.js";

const LISTS: ReadonlySet<string> = new Set(LIST_FIELDS);

/** What stands behind `key` in sorted lines `key TAB value`, null when no line has it. */
function lineOf(text: string, key: string): string | null {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const start = text.lastIndexOf("\n", (low + high) >> 1) + 1;
    const from = Math.max(low, start);
    const tab = text.indexOf("\t", from);
    const end = lineEnd(text, tab);
    const found = text.slice(from, tab);
    if (found === key) return text.slice(tab + 1, end);
    if (found < key) low = end + 1;
    else high = from - 1;
  }
  return null;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

export class Policy {
  readonly #packed: PackedPolicy;
  readonly #entries = new Map<string, PolicyEntry>();
  #packages: ReadonlySet<string> | null = null;

  constructor(packed: PackedPolicy) {
    this.#packed = packed;
  }

  get knownFamilies(): readonly KnownFamily[] {
    return this.#packed.knownFamilies;
  }

  /** Topmost packages of which the policy says anything. */
  get packages(): ReadonlySet<string> {
    this.#packages ??= new Set(this.#packed.packages);
    return this.#packages;
  }

  /** The entry of `module + " " + qualname`, null when it is not listed. The same object each time. */
  entry(key: string): PolicyEntry | null {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const line = lineOf(this.#packed.entries, key);
    if (line === null) return null;
    const entry = this.#unpacked(line);
    this.#entries.set(key, entry);
    return entry;
  }

  /** Why a key is known to be dangerous, null when it is not. */
  danger(key: string): DangerId | null {
    return lineOf(this.#packed.dangerous, key) as DangerId | null; // written by `pack` from a table of them
  }

  #unpacked(line: string): PolicyEntry {
    const { lists } = this.#packed;
    const listed = (field: string, value: unknown): unknown =>
      typeof value === "number" && LISTS.has(field) ? JSON.parse(lists[value] ?? "[]") : value;
    return JSON.parse(line, listed) as PolicyEntry; // written by `pack` from an entry
  }
}
