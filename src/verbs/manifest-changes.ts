/**
 * A manifest that was kept held against what is there now: what was added, what was removed, what changed in it, and
 * what is judged otherwise although its bytes are the same. The kept one is a file that anyone may have written: it is
 * compared as texts by name, and nothing else is done with it.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import type { Manifest } from "./manifest.js";

/**
 * A fact that is another one now; null where there was or is none.
 * @see manifestChanges
 */
export interface ManifestChange {
  readonly what: string;
  readonly before: string | null;
  readonly now: string | null;
}

/**
 * A model that is not as it was.
 * @see manifestChanges
 */
export interface ManifestDifference {
  readonly path: string;
  /** `judged`: the same bytes, and another verdict. */
  readonly kind: "added" | "removed" | "changed" | "judged";
  readonly changes: readonly ManifestChange[];
}

type Facts = ReadonlyMap<string, string>;

const DEEPEST = 8;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const malformed = (): CornichonError =>
  new CornichonError("input.malformed", sentence`it is no manifest of version 1: ${showText('{"version": 1, "models": [{"path": …}]}')}`);

/** The parts of a value by their names; files in a list by theirs. */
function partsOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.map((item, i) => [isRecord(item) && typeof item["file"] === "string" ? item["file"] : String(i), item] as const);
  }
  return isRecord(value) ? Object.entries(value) : null;
}

/** A model's facts as texts, `versions.sklearn` → `1.2.2`. What is null is no fact. */
function factsOf(model: object): Facts {
  const facts = new Map<string, string>();
  const queue: (readonly [string, unknown, number])[] = [["", model, 0]];
  for (const [name, value, depth] of queue) {
    const parts = depth < DEEPEST ? partsOf(value) : null;
    if (parts !== null) for (const [key, inner] of parts) queue.push([name === "" ? key : `${name}.${key}`, inner, depth + 1]);
    else if (value !== null && value !== undefined) facts.set(name, typeof value === "string" ? value : JSON.stringify(value));
  }
  return facts;
}

/** Models by path. @throws CornichonError `input.malformed` */
function modelsIn(manifest: unknown): Map<string, Facts> {
  const models = isRecord(manifest) && manifest["version"] === 1 ? manifest["models"] : null;
  if (!Array.isArray(models)) throw malformed();
  const found = new Map<string, Facts>();
  for (const model of models) {
    const path: unknown = isRecord(model) ? model["path"] : null;
    if (!isRecord(model) || typeof path !== "string" || found.has(path)) throw malformed();
    found.set(path, factsOf(model));
  }
  return found;
}

function changesOf(before: Facts, now: Facts): ManifestChange[] {
  const names = [...new Set([...before.keys(), ...now.keys()])];
  return names
    .filter((name) => before.get(name) !== now.get(name))
    .map((what) => ({ what, before: before.get(what) ?? null, now: now.get(what) ?? null }));
}

function differenceOf(path: string, before: Facts | undefined, now: Facts | undefined): ManifestDifference | null {
  if (before === undefined || now === undefined) return { path, kind: before === undefined ? "added" : "removed", changes: [] };
  const changes = changesOf(before, now);
  if (changes.length === 0) return null;
  return { path, kind: changes.every(({ what }) => what === "verdict") ? "judged" : "changed", changes };
}

/**
 * What is not as it was, in the order of the paths.
 * @throws CornichonError `input.malformed` where what was kept is no manifest
 * @example
 * ```ts
 * import { mkdir, copyFile } from "node:fs/promises";
 * import { manifest, manifestChanges } from "cornichon";
 *
 * await mkdir("kept", { recursive: true });
 * const options = { jobs: 2, stdin: process.stdin };
 * const before = await manifest("kept", options);
 * await copyFile("model.pkl", "kept/new.pkl");
 * console.log(manifestChanges(before, await manifest("kept", options))); //=> [ { path: 'new.pkl', kind: 'added', changes: [] } ]
 * ```
 */
export function manifestChanges(kept: unknown, manifest: Manifest): ManifestDifference[] {
  const [before, now] = [modelsIn(kept), modelsIn(manifest)];
  const paths = [...new Set([...before.keys(), ...now.keys()])].sort((a, b) => (a < b ? -1 : 1));
  return paths.map((path) => differenceOf(path, before.get(path), now.get(path))).filter((one) => one !== null);
}
