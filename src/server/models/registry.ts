/**
 * The models of a folder, by their names. They are judged when the service starts and whenever something in the folder
 * changes; what is not safe is listed with its reason and never served. A change takes effect at once and whole: requests
 * that have a model keep it until they are answered. Models are made when they are first asked.
 */
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CornichonError, sentence, showPath, showText } from "../../errors.js";
import { type KnownModels, load, type ManifestModel, type Model, manifest } from "../../index.js";
import type { Reading } from "../options.js";
import { ASK_MS, FolderState, type State } from "./folder-state.js";
import { compareVersions, newestOf, servedName } from "./names.js";

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

/** What is known of a file since it was judged. */
interface Judged {
  /** Below the folder, byte for byte. */
  readonly path: string;
  readonly model: ManifestModel;
  /** Names of files beside it that have a say in it. */
  readonly beside: ReadonlySet<string>;
  /** What answers, once it was asked. */
  loaded: Promise<Model> | null;
}

interface Served extends Entry {
  readonly date: string | null;
  readonly judged: Judged;
}

/** A model with what it goes by. */
export interface Found {
  readonly entry: Entry;
  readonly model: Model;
}

const reasonOf = ({ verdict, class: root }: ManifestModel): string | null => {
  if (verdict !== "safe") return verdict;
  return root === null ? "no model" : null;
};

/** What is no property of the file: it is tried again. Whatever else is told to everybody who asks, and read once. */
const mayPass = (error: unknown): boolean => !(error instanceof CornichonError) || /^(?:host|input|service)\./.test(error.code);

/** Names that are text in the system's own encoding; what is not is judged whenever something changed. */
const isPlain = (path: string): boolean => path.isWellFormed() && !path.includes("\ufffd");

/** What was judged and is as it was, while a folder is judged again. */
class Knowledge implements KnownModels {
  /** By path; null for what is no artifact. */
  readonly now = new Map<string, Judged | null>();
  readonly #before: ReadonlyMap<string, Judged | null>;
  readonly #state: State;
  readonly #changed: ReadonlySet<string>;

  constructor(before: ReadonlyMap<string, Judged | null>, state: State, changed: ReadonlySet<string>) {
    this.#before = before;
    this.#state = state;
    this.#changed = changed;
  }

  of(path: string): ManifestModel | null | undefined {
    if (!isPlain(path)) return undefined;
    // It came since the look, or is being written: the next look has it.
    if (!this.#state.has(path)) return null;
    const known = this.#before.get(path);
    if (known === undefined || this.#hasChanged(path, known)) return undefined;
    this.now.set(path, known);
    return known?.model ?? null;
  }

  #hasChanged(path: string, known: Judged | null): boolean {
    if (this.#changed.has(path)) return true;
    if (known === null || this.#changed.size === 0) return false;
    const folder = dirname(path) === "." ? "" : `${dirname(path)}/`;
    for (const name of known.beside) if (this.#changed.has(folder + name)) return true;
    return false;
  }

  judged(path: string, model: ManifestModel | null, beside: ReadonlySet<string>): void {
    this.now.set(path, model === null ? null : { path, model, beside, loaded: null });
  }
}

/** Paths whose state is another one, or that came or went. */
function changesBetween(before: State, now: State): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [path, state] of now) if (before.get(path) !== state) changed.add(path);
  for (const path of before.keys()) if (!now.has(path)) changed.add(path);
  return changed;
}

/** Of two files of one name and version the one of the later day is served; else the first in the order of paths. */
const laterFirst = (a: Served, b: Served): number => (a.date === b.date ? 0 : (a.date ?? "") < (b.date ?? "") ? 1 : -1);

/** What is served of a name. */
interface Versions {
  /** By version, the oldest first. */
  readonly all: ReadonlyMap<string | null, Served>;
  /** What answers where no version is named. */
  readonly newest: Served | undefined;
}

function versionsIn(versions: ReadonlyMap<string | null, Served>): Versions {
  const all = new Map([...versions].sort(([a], [b]) => compareVersions(a, b)));
  const newest = newestOf([...all.keys()]);
  return { all, newest: newest === undefined ? undefined : all.get(newest) };
}

function servedBy(entries: Served[]): ReadonlyMap<string, Versions> {
  const byName = new Map<string, Map<string | null, Served>>();
  for (const [i, entry] of [...entries.entries()].sort(([, a], [, b]) => laterFirst(a, b))) {
    if (entry.reason !== null) continue;
    const versions = byName.get(entry.name) ?? new Map<string | null, Served>();
    byName.set(entry.name, versions);
    const taken = versions.get(entry.version);
    if (taken === undefined) versions.set(entry.version, entry);
    else entries[i] = { ...entry, reason: `another file goes by this name and version: ${taken.path}` };
  }
  return new Map(Array.from(byName, ([name, versions]) => [name, versionsIn(versions)] as const));
}

export class Registry {
  readonly #folder: string;
  readonly #reading: Reading;
  readonly #log: (error: unknown, what: string) => void;
  readonly #state: FolderState;
  #entries: readonly Served[] = [];
  #byName: ReadonlyMap<string, Versions> = new Map();
  #known: ReadonlyMap<string, Judged | null> = new Map();
  #seen: State = new Map();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  /** What went wrong at the last look: it is told once. */
  #failure = "";
  #isKnown = false;
  readonly #ending = new AbortController();

  constructor(folder: string, reading: Reading, log: (error: unknown, what: string) => void) {
    this.#folder = folder;
    this.#reading = reading;
    this.#log = log;
    this.#state = new FolderState(folder);
  }

  /** False until the folder was judged for the first time: nobody knows yet what is served. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** @throws CornichonError `service.busy` */
  checkKnown(): void {
    if (!this.#isKnown)
      throw new CornichonError("service.busy", sentence`The folder of models is being judged for the first time; try again later.`);
  }

  /** Judges the folder, and looks at it again from now on. @throws CornichonError `usage`, `input.unreadable` */
  async start(): Promise<void> {
    if (statSync(this.#folder, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new CornichonError("usage", sentence`${showPath(this.#folder)} is no folder of models (--models)`);
    await this.#refresh(true);
    this.#isKnown = true;
    if (this.#ending.signal.aborted) return;
    this.#timer = setInterval(() => this.#look(), ASK_MS);
    this.#timer.unref();
  }

  #look(): void {
    if (this.#looking !== null || !this.#state.isDue()) return;
    this.#looking = this.#refresh(false)
      .then(() => {
        this.#failure = "";
      })
      .catch((error: unknown) => {
        if (this.#failure !== String(error) && !this.#ending.signal.aborted)
          this.#log(error, "the folder of models could not be read; what was served before still is");
        this.#failure = String(error);
      })
      .finally(() => {
        this.#looking = null;
      });
  }

  async #refresh(isFirst: boolean): Promise<void> {
    // What is no folder is told by who judges it.
    const state = await this.#state.look(this.#seen, isFirst).catch((error: unknown) => {
      if (!isFirst) throw error;
      return new Map<string, string>();
    });
    const changed = changesBetween(this.#seen, state);
    if (changed.size === 0 && !isFirst) return;
    const knowledge = new Knowledge(this.#known, state, changed);
    const { models } = await manifest(
      this.#folder,
      { ...this.#reading, jobs: JOBS, stdin: process.stdin, signal: this.#ending.signal },
      knowledge,
    );
    this.#take(models, knowledge);
    this.#known = knowledge.now;
    this.#seen = state;
  }

  /** Serves what was judged, from now on and all at once. */
  #take(models: readonly ManifestModel[], knowledge: Knowledge): void {
    const all = new Map(Array.from(knowledge.now.values(), (judged) => [judged?.model, judged] as const));
    const entries = models.map((model): Served => {
      const judged = all.get(model) ?? { path: model.path, model, beside: new Set<string>(), loaded: null };
      const { path, sha256, class: root } = model;
      return { ...servedName(this.#folder, judged.path), path, sha256, class: root, reason: reasonOf(model), judged };
    });
    const byName = servedBy(entries);
    this.#tellRefused(entries);
    this.#entries = entries;
    this.#byName = byName;
  }

  /** Who was served until now and is refused from now on is told in the log: nobody looks at a list by himself. */
  #tellRefused(entries: readonly Served[]): void {
    const served = new Set(this.#entries.filter(({ reason }) => reason === null).map(({ path }) => path));
    for (const { path, reason } of entries)
      if (reason !== null && served.has(path))
        this.#log(
          new CornichonError("artifact.refused", sentence`${showPath(path)} is not served any more: ${showText(reason)}`),
          "a model is not served any more",
        );
  }

  /** All files, those that are not served as well. */
  list(): readonly Entry[] {
    this.checkKnown();
    return this.#entries;
  }

  /** Versions of a name that are served, the newest last; null is the one without a version. */
  versionsOf(name: string): readonly (string | null)[] {
    return [...(this.#byName.get(name)?.all.keys() ?? [])];
  }

  /** A served model: of a version, or the newest. What has none of its own is version 1. */
  #served(name: string, version: string | undefined): Served {
    this.checkKnown();
    const versions = this.#byName.get(name);
    const own = version === undefined ? versions?.newest : versions?.all.get(version);
    const found = own ?? (version === "1" ? versions?.all.get(null) : undefined);
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
    this.checkKnown();
    const [name, other] = this.#byName.keys();
    if (name === undefined) throw new CornichonError("request.not-found", sentence`No model is served here.`);
    if (other !== undefined)
      throw new CornichonError("request.malformed", sentence`${this.#byName.size} models are served here: say which one by ?model=.`);
    return name;
  }

  /** @throws CornichonError `request.not-found`, `model.*`, `artifact.refused` */
  async model(name: string, version?: string): Promise<Found> {
    const entry = this.#served(name, version);
    const { judged } = entry;
    judged.loaded ??= this.#load(judged);
    try {
      return { entry, model: await judged.loaded };
    } catch (error) {
      if (mayPass(error)) judged.loaded = null;
      throw error;
    }
  }

  async #load({ path, model: { sha256, path: shown } }: Judged): Promise<Model> {
    const { model, verdict, artifacts } = await load(join(this.#folder, path), this.#reading);
    if (model === null) throw new CornichonError("artifact.refused", sentence`${showPath(shown)} is ${showText(verdict)}.`, { verdict });
    // It was replaced since it was judged: the next look sees it.
    if (artifacts[0]?.sha256 !== sha256)
      throw new CornichonError("service.busy", sentence`${showPath(shown)} has just changed; try again.`);
    return model;
  }

  stop(): void {
    this.#ending.abort(new Error("The service ends."));
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#state.close();
  }
}
