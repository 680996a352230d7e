/**
 * Baselines: findings of a day on which somebody looked at them. An entry is the SHA-256 of a file's bytes, a code, and for
 * an archive's member its name in it; the archive's own hash then, which the host computed, so a member is covered only in
 * the archive that it was seen in. Path and verdict stand beside them for whoever reads a diff: they decide nothing.
 *
 * One line an entry, in the order of the paths. Read without a schema library: a scan loads it each time.
 */
import { CODES, type FindingCode, isFindingCode } from "../../sandbox/finding/codes.js";
import { CornichonError, type Shown, sentence, showData, showPath } from "../errors.js";

export interface BaselineEntry {
  readonly path: string;
  /** Of the file; of the archive where a member is meant. */
  readonly sha256: string;
  readonly member?: string;
  readonly code: string;
}

const MOST_ENTRIES = 100_000;

const keyOf = ({ sha256, member, code }: Omit<BaselineEntry, "path">): string => JSON.stringify([sha256, member ?? null, code]);

const malformed = (name: string, what: Shown): CornichonError =>
  new CornichonError("policy.malformed", sentence`${showPath(name)}: ${what}`);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function entryOf(value: unknown): BaselineEntry | null {
  if (!isRecord(value)) return null;
  const { sha256, member, code, path = "" } = value;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256) || typeof code !== "string" || typeof path !== "string") return null;
  if (member !== undefined && typeof member !== "string") return null;
  return { path, sha256, code, ...(member === undefined ? {} : { member }) };
}

export class Baseline {
  readonly #entries = new Map<string, BaselineEntry>();
  readonly #used = new Set<string>();

  /** `name` names it in messages. @throws CornichonError `policy.malformed` */
  static read(parsed: unknown, name: string): Baseline {
    if (!isRecord(parsed) || !Array.isArray(parsed["accepted"])) throw malformed(name, sentence`it is no baseline of cornichon`);
    if (parsed["version"] !== 1) throw malformed(name, sentence`it is a baseline of another version than 1`);
    const baseline = new Baseline();
    for (const [i, value] of parsed["accepted"].entries()) {
      const entry = entryOf(value);
      if (entry === null) throw malformed(name, sentence`accepted[${i}] has no sha256 of 64 hex digits, or no code`);
      baseline.add(entry);
    }
    return baseline;
  }

  /** @throws CornichonError `usage` when there are too many */
  add(entry: BaselineEntry): void {
    const key = keyOf(entry);
    if (this.#entries.has(key)) return;
    if (this.#entries.size >= MOST_ENTRIES)
      throw new CornichonError("usage", sentence`a baseline has up to ${MOST_ENTRIES} entries; scan folder by folder`);
    this.#entries.set(key, entry);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** True when it accepts that; it is not stale then. */
  accepts(one: Omit<BaselineEntry, "path">): boolean {
    const key = keyOf(one);
    if (!this.#entries.has(key)) return false;
    this.#used.add(key);
    return true;
  }

  /** Entries that nothing asked for, of files at or below the paths that were scanned. */
  stale(paths: readonly string[]): BaselineEntry[] {
    const isBelow = (path: string): boolean =>
      paths.some((root) => path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`));
    return [...this.#entries].filter(([key, { path }]) => !this.#used.has(key) && isBelow(path)).map(([, entry]) => entry);
  }

  /** The file's text: the same for the same entries, whatever order they came in. */
  text(): string {
    const lines = [...this.#entries.values()].sort(inOrder).map((entry) => `    ${lineOf(entry)}`);
    return `{\n  "version": 1,\n  "accepted": [${lines.length === 0 ? "" : `\n${lines.join(",\n")}\n  `}]\n}\n`;
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (a: BaselineEntry, b: BaselineEntry): number =>
  compare(a.path, b.path) || compare(a.member ?? "", b.member ?? "") || compare(a.code, b.code) || compare(a.sha256, b.sha256);

const verdictOf = (code: FindingCode): string => CODES[code].verdict;

function lineOf({ path, sha256, member, code }: BaselineEntry): string {
  const verdict = isFindingCode(code) ? { verdict: verdictOf(code) } : {};
  const texts = Object.entries({ path, ...(member === undefined ? {} : { member }), code, ...verdict, sha256 });
  // It is read in diffs: nothing in a name may turn or hide what follows. As JSON it is the same text.
  return showData(`{ ${texts.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ")} }`);
}
