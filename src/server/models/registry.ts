/**
 * The models of a folder, by their names. They are judged when the service starts and whenever something in the folder
 * changes; what is not safe is listed with its reason and never served. A change takes effect at once and whole: requests
 * that have a model keep it until they are answered. Models are made when they are first asked.
 */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CornichonError, sentence, showPath, showText } from "../../errors.js";
import { listFiles, load, type ManifestModel, type Model, manifest } from "../../index.js";
import type { Reading } from "../options.js";

/** How often a folder is looked at. */
const LOOK_MS = 1000;
/** Files of a folder. */
const JOBS = 2;

/** A file of the folder. */
export interface Entry {
  readonly name: string;
  readonly version: string | null;
  readonly path: string;
  readonly sha256: string | null;
  readonly class: string | null;
  /** Why it is not served; null where it is. */
  readonly reason: string | null;
}

interface Served extends Entry {
  model: Promise<Model> | null;
}

/** A model with what it goes by. */
export interface Found {
  readonly entry: Entry;
  readonly model: Model;
}

/** Numbers in texts by their value: 1.10 is newer than 1.9. */
const newest = new Intl.Collator("en", { numeric: true });

/** What a file is served as: an MLflow folder by the folder's name. */
function nameOf(folder: string, { path, name, version }: ManifestModel): { readonly name: string; readonly version: string | null } {
  const above = dirname(path);
  const isMlflow = above !== "." && existsSync(join(folder, above, "MLmodel"));
  return isMlflow ? { name: basename(above), version } : { name, version };
}

const reasonOf = ({ verdict, class: root }: ManifestModel): string | null => {
  if (verdict !== "safe") return verdict;
  return root === null ? "no model" : null;
};

const keyOf = (name: string, version: string | null): string => JSON.stringify([name, version]);

export class Registry {
  readonly #folder: string;
  readonly #reading: Reading;
  readonly #log: (error: unknown, what: string) => void;
  #entries: readonly Served[] = [];
  #byKey = new Map<string, Served>();
  #seen = "";
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(folder: string, reading: Reading, log: (error: unknown, what: string) => void) {
    this.#folder = folder;
    this.#reading = reading;
    this.#log = log;
  }

  /** Judges the folder, and looks at it again from now on. @throws CornichonError `usage`, `input.unreadable` */
  async start(): Promise<void> {
    await this.#refresh();
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  /** Looks whether something changed. */
  look(): void {
    this.#looking ??= this.#refresh()
      .catch((error: unknown) => this.#log(error, "the folder of models could not be read; what was served before still is"))
      .finally(() => {
        this.#looking = null;
      });
  }

  /** What tells one state of the folder from another, without opening a file. */
  async #state(): Promise<string> {
    const facts: string[] = [];
    for await (const path of listFiles([this.#folder], { jobs: JOBS, stdin: process.stdin })) {
      const file = statSync(path, { bigint: true, throwIfNoEntry: false });
      facts.push(`${path}\0${file?.size}\0${file?.mtimeNs}\0${file?.ctimeNs}\0${file?.ino}`);
    }
    return facts.join("\n");
  }

  async #refresh(): Promise<void> {
    const state = await this.#state();
    if (state === this.#seen) return;
    const { models } = await manifest(this.#folder, { ...this.#reading, jobs: JOBS, stdin: process.stdin });
    const before = new Map(this.#entries.map((entry) => [`${entry.path}\0${entry.sha256}`, entry]));
    const entries: Served[] = [];
    const byKey = new Map<string, Served>();
    for (const one of models) {
      const named = nameOf(this.#folder, one);
      const key = keyOf(named.name, named.version);
      const own = reasonOf(one);
      const reason = own ?? (byKey.has(key) ? "another file goes by this name and version" : null);
      const entry: Served = {
        ...named,
        path: one.path,
        sha256: one.sha256,
        class: one.class,
        reason,
        model: before.get(`${one.path}\0${one.sha256}`)?.model ?? null,
      };
      entries.push(entry);
      if (reason === null) byKey.set(key, entry);
    }
    this.#entries = entries;
    this.#byKey = byKey;
    this.#seen = state;
  }

  /** All files, those that are not served as well. */
  list(): readonly Entry[] {
    return this.#entries;
  }

  /** Versions of a name that are served, the newest last; null is the one without a version. */
  versionsOf(name: string): readonly (string | null)[] {
    return [...this.#byKey.values()]
      .filter((entry) => entry.name === name)
      .map(({ version }) => version)
      .sort((a, b) => newest.compare(a ?? "", b ?? ""));
  }

  /** A served model: of a version, or the newest. What has none of its own is version 1. */
  #served(name: string, version: string | undefined): Served {
    const wanted = version ?? this.versionsOf(name).at(-1) ?? null;
    const found = this.#byKey.get(keyOf(name, wanted)) ?? (version === "1" ? this.#byKey.get(keyOf(name, null)) : undefined);
    if (found !== undefined) return found;
    const refused = this.#entries.find(
      (entry) => entry.name === name && entry.reason !== null && (version === undefined || entry.version === version),
    );
    if (refused !== undefined)
      throw new CornichonError(
        "request.not-found",
        sentence`${showText(name)} is not served: ${showPath(refused.path)} is ${showText(refused.reason ?? "")}.`,
      );
    throw new CornichonError(
      "request.not-found",
      sentence`There is no model ${showText(name)}${version === undefined ? sentence`` : sentence` of version ${showText(version)}`} here.`,
    );
  }

  /** The only served model's name. @throws CornichonError `request.malformed` where there are several, `request.not-found` for none */
  only(): string {
    const names = new Set(Array.from(this.#byKey.values(), ({ name }) => name));
    const [name] = names;
    if (name === undefined) throw new CornichonError("request.not-found", sentence`No model is served here.`);
    if (names.size > 1)
      throw new CornichonError("request.malformed", sentence`${names.size} models are served here: say which one by ?model=.`);
    return name;
  }

  /** @throws CornichonError `request.not-found`, `model.*`, `artifact.refused` */
  async model(name: string, version?: string): Promise<Found> {
    const entry = this.#served(name, version);
    entry.model ??= this.#load(entry);
    try {
      return { entry, model: await entry.model };
    } catch (error) {
      entry.model = null;
      throw error;
    }
  }

  async #load({ path, sha256 }: Entry): Promise<Model> {
    const { model, verdict, artifacts } = await load(join(this.#folder, path), this.#reading);
    if (model === null) throw new CornichonError("artifact.refused", sentence`${showPath(path)} is ${showText(verdict)}.`, { verdict });
    // It was replaced since it was judged: the next look sees it.
    if (artifacts[0]?.sha256 !== sha256) throw new CornichonError("service.busy", sentence`${showPath(path)} has just changed; try again.`);
    return model;
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }
}
