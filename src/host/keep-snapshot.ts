/**
 * A process of its own, started after a program's first artifact and left alone: `keep-snapshot.js <errand>`. It has the
 * snapshot made by a child that can open nothing, and puts it into the cache whole or not at all. One at a time: who finds a
 * mark of another leaves, and a mark that stays (because the making failed) keeps the next ones away for an hour.
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { distFolder, GUEST, MAKER, readBundle } from "./bundles.js";
import { makePrivateFolder } from "./private-folder.js";
import { type Errand, isCached, sealed } from "./snapshot-cache.js";

const MOST_MS = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;
const MARK_MS = 3_600_000;
/** Snapshots kept: one for each build of cornichon and each Node. */
const MOST_KEPT = 8;

/** Made anew: never through a link, never into a file that was there. */
const create = (path: string): number => openSync(path, "wx", 0o600);

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

/** Null when another one is at it. */
function mark(path: string): number | null {
  if (ageOf(path) > MARK_MS) rmSync(path, { force: true });
  try {
    return create(path);
  } catch {
    return null;
  }
}

function make(errand: Errand): Buffer | null {
  const guest = readBundle(GUEST);
  if (guest === null || readBundle(MAKER) === null) return null;
  const script = join(distFolder(), MAKER);
  const flags = ["--permission", "--allow-addons", `--allow-fs-read=${script}`, `--allow-fs-read=${errand.addon}`];
  const options = { input: guest, env: {}, timeout: MOST_MS, killSignal: "SIGKILL", maxBuffer: MOST_BYTES, windowsHide: true } as const;
  const made = spawnSync(errand.node, [...flags, script, errand.addon], options);
  return made.status === 0 && made.stdout.length > 0 ? made.stdout : null;
}

function writeWhole(path: string, bytes: Uint8Array): void {
  const temporary = `${path}-${randomUUID()}`;
  const fd = create(temporary);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** What is left of older versions, and of makers that were ended half way. */
function tidy(folder: string): void {
  const ours = readdirSync(folder).filter((name) => /^guest-.*\.snapshot/.test(name));
  const whole = ours.filter((name) => name.endsWith(".snapshot")).map((name) => ({ name, age: ageOf(join(folder, name)) }));
  const old = whole.sort((a, b) => a.age - b.age).slice(MOST_KEPT);
  const broken = ours.filter((name) => !name.endsWith(".snapshot") && ageOf(join(folder, name)) > MARK_MS);
  for (const name of [...broken, ...old.map((one) => one.name)]) rmSync(join(folder, name), { force: true });
}

function keep(errand: Errand): void {
  const folder = makePrivateFolder(errand.folder);
  if (folder === null || isCached(errand)) return;
  const path = join(folder, errand.name);
  const marked = mark(`${path}.mark`);
  if (marked === null) return;
  closeSync(marked);
  // Another one may have been done between our look and our mark.
  if (!isCached(errand)) {
    const snapshot = make(errand);
    if (snapshot === null) return;
    writeWhole(path, sealed(errand.key, snapshot));
  }
  rmSync(`${path}.mark`, { force: true });
  tidy(folder);
}

try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Then it makes it at the pace of the others.
}
keep(JSON.parse(process.argv[2] ?? "") as Errand); // our own program's words
