/**
 * What scans found, kept for the next one: by the SHA-256 of the bytes, the policy, every limit and option, how the file
 * came (named or met) and the build that judged. Found again, it needs no child; of a file that the index knows not even the
 * bytes. Never kept: what a limit stopped (the next machine is faster), what could not be read or changed meanwhile, and
 * what depends on other files (companions).
 */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { basename, dirname, resolve, sep } from "node:path";
import type { ContentKind } from "../../sandbox/wire/content-kind.js";
import type { GuestArtifact } from "../../sandbox/wire/job.js";
import { nameOf, systemPath } from "../artifact/path.js";
import type { OpenArtifact } from "../artifact/source.js";
import { reportPath } from "../errors.js";
import { guestBuild } from "../host/bundles.js";
import { HELD_BYTES, type HostJob } from "../host/types.js";
import { Judgement, type KindCounts, Members } from "../report/judgement.js";
import type { ArtifactReport } from "../report/scan-report.js";
import { VERSION } from "../version.js";
import { CacheFolder, ENTRY_BYTES } from "./cache-folder.js";
import { CacheIndex } from "./cache-index.js";
import type { PolicyChoice } from "./options.js";

/** Grows when what is kept takes another form. */
const FORMAT = 1;
/** Longer files are not hashed to look for them: hashing takes as long as judging. */
const HASHED_FIRST = 256 * 1024 * 1024;

/** What a scan makes of a file: a judgement, or its kind where it is no artifact. */
export type Found = Judgement | ContentKind;

/** How a file is looked at that the cache does not know. */
export interface Look {
  /** Its kind where the first bytes tell that it is no artifact. */
  plainly(artifact: OpenArtifact): Promise<ContentKind | null>;
  judge(artifact: OpenArtifact): Promise<Found>;
}

/** How it looks in the cache. */
interface Entry {
  readonly kind?: ContentKind;
  readonly own?: ArtifactReport;
  readonly members?: readonly string[];
  readonly skippedMembers?: KindCounts;
  /** Files that were looked for beside it and were not there; `*` stands for its own name. */
  readonly absent?: readonly string[];
}

const digest = (...parts: readonly string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/** Nothing of a kind has blanks or the length of a hash. */
const isHash = (value: string): boolean => /^[0-9a-f]{64}$/.test(value);

export class Cache {
  readonly #folder: CacheFolder;
  readonly #index: CacheIndex;
  readonly #settings: string;
  /** The folder that was looked into last, and what is in it: files come folder by folder. */
  #beside: { readonly folder: string; readonly names: ReadonlySet<string> | null } = { folder: "", names: new Set() };

  /** @throws CornichonError `usage` for a folder that is not the user's own */
  constructor(path: string, job: HostJob, policy: PolicyChoice | undefined) {
    this.#folder = new CacheFolder(path);
    const build = [FORMAT, VERSION, guestBuild(), process.platform, process.arch].join(" ");
    const { allow = [], families = [], noFamilies = [] } = policy ?? {};
    const { verb, limits, options } = job;
    const sorted = [allow, families, noFamilies].map((names) => [...names].sort());
    this.#settings = digest(build, JSON.stringify([verb, sorted, Object.entries(limits).sort(), Object.entries(options).sort()]));
    this.#index = new CacheIndex(this.#folder, digest(build));
  }

  /** True for what lies in the cache itself. */
  holds(path: string): boolean {
    return `${resolve(path)}${sep}`.startsWith(`${this.#folder.path}${sep}`);
  }

  /** What is known of an artifact, else what it is found to be, which is kept where it may be. */
  async through(artifact: OpenArtifact, way: string, look: Look): Promise<Found> {
    const { facts, path } = artifact;
    if (facts === null) return (await look.plainly(artifact)) ?? look.judge(artifact);
    const since = Date.now();
    const indexed = this.#index.find(facts);
    if (indexed !== null && !isHash(indexed) && way === "met") return indexed as ContentKind; // our own word, signed
    const known = indexed !== null && isHash(indexed) ? indexed : null;
    const found = known === null ? null : this.#entry(known, way, path);
    if (found !== null) return found;
    const kind = await look.plainly(artifact);
    if (kind !== null) {
      if (way === "met" && !artifact.changed()) this.#index.put(facts, since, kind);
      return kind;
    }
    const hashed = known === null && isHashedFirst(artifact, way) ? await artifact.sha256() : null;
    const same = hashed === null || artifact.changed() ? null : this.#entry(hashed, way, path);
    if (same !== null) {
      this.#index.put(facts, since, hashed ?? "");
      return same;
    }
    const watched = new Watched(artifact, hashed);
    const outcome = await look.judge(watched.artifact);
    this.#keep(outcome, { way, watched, sha256: known ?? hashed, since });
    return outcome;
  }

  #name(sha256: string, way: string): string {
    return digest(this.#settings, way, sha256);
  }

  #entry(sha256: string, way: string, path: string): Found | null {
    const text = this.#folder.readEntry(this.#name(sha256, way));
    if (text === null) return null;
    const { kind, own, members = [], skippedMembers, absent = [] } = JSON.parse(text) as Entry; // our own words, signed
    if (kind !== undefined) return kind;
    if (own === undefined || !this.#isAlone(path, absent)) return null;
    const kept = new Members(path);
    for (const line of members) kept.take(JSON.parse(line) as GuestArtifact); // checked before it was written down
    return new Judgement({ ...own, path: reportPath(path) }, kept, skippedMembers);
  }

  /** True where none of those files is beside it. */
  #isAlone(path: string, absent: readonly string[]): boolean {
    const folder = dirname(path);
    if (this.#beside.folder !== folder) this.#beside = { folder, names: namesIn(folder) };
    const own = basename(path);
    const { names } = this.#beside;
    return names !== null && absent.every((name) => !names.has(name.startsWith("*") ? own + name.slice(1) : name));
  }

  #keep(
    outcome: Found,
    at: { readonly way: string; readonly watched: Watched; readonly sha256: string | null; readonly since: number },
  ): void {
    const { way, watched, since } = at;
    const { facts } = watched.given;
    const sha256 = typeof outcome === "string" ? at.sha256 : outcome.own.sha256;
    if (facts === null || sha256 === null || watched.askedBeside || watched.given.changed()) return;
    const entry = entryOf(outcome, watched.absent);
    if (entry === null) return;
    this.#folder.writeEntry(this.#name(sha256, way), JSON.stringify(entry));
    this.#index.put(facts, since, sha256);
  }

  /** Writes what was learnt. */
  close(): void {
    this.#index.save();
    this.#folder.trim();
  }
}

/** Of what was met and is long most is no artifact: it is not hashed before it is one. */
const isHashedFirst = ({ size }: OpenArtifact, way: string): boolean => size <= (way === "met" ? HELD_BYTES : HASHED_FIRST);

/** An artifact whose hash is known, and that notes which files beside it were asked for. */
class Watched {
  readonly given: OpenArtifact;
  readonly artifact: OpenArtifact;
  /** One was there, and may have had a say. */
  askedBeside = false;
  readonly absent: string[] = [];

  constructor(given: OpenArtifact, sha256: string | null) {
    this.given = given;
    this.artifact = {
      ...given,
      ...(sha256 === null ? {} : { sha256: () => Promise.resolve(sha256) }),
      companion: async (name) => {
        const found = (await given.companion?.(name)) ?? null;
        if (found !== null) this.askedBeside = true;
        else this.absent.push(this.#short(name));
        return found;
      },
    };
  }

  #short(name: string): string {
    const own = basename(this.given.path);
    return name.startsWith(own) ? `*${name.slice(own.length)}` : name;
  }
}

/** Null where nobody may look. */
function namesIn(folder: string): ReadonlySet<string> | null {
  try {
    return new Set(readdirSync(systemPath(folder), "buffer").map(nameOf));
  } catch {
    return null;
  }
}

const isFleeting = (line: ArtifactReport): boolean =>
  line.verdict === "limit" || line.findings.some(({ code }) => code.startsWith("limit.") || NOT_OF_THE_BYTES.has(code));

const NOT_OF_THE_BYTES: ReadonlySet<string> = new Set(["input.changed", "artifact.unreadable", "container.missing-companion"]);

/** What is kept, null for what must be judged again. */
function entryOf(outcome: Found, absent: readonly string[]): Entry | null {
  if (typeof outcome === "string") return { kind: outcome };
  const { own, members, skippedMembers } = outcome;
  if (isFleeting(own) || (members?.length ?? 0) > ENTRY_BYTES) return null;
  for (const member of members ?? []) if (isFleeting(member)) return null;
  return { own: { ...own, path: "" }, members: [...(members?.raw() ?? [])], skippedMembers, absent };
}
