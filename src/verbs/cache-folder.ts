/**
 * The folder of `--cache`: files that only this user can have written. The folder is the user's own, closed to all others
 * and no link, else it is refused in words. Every file is signed with a key that lies in the folder, over its name and its
 * bytes, so that what somebody put there, cut or renamed is as if it were not there. Files appear whole. A full part of it
 * loses its oldest files; a disk that takes nothing makes a scan slower and nothing else.
 */
import { createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { systemPath } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showPath } from "../errors.js";
import { readPrivateFile } from "../host/private-folder.js";

const KEY = "key";
const KEY_BYTES = 32;
const SIGNATURE = 64;
const OTHERS = 0o077;
/** Longest entry. */
export const ENTRY_BYTES = 64 * 1024;
/** Files that any of the 256 parts may have before they are looked at, and what may be left of them then. */
const FEW = 16;
const MOST_FILES = 512;
const MOST_BYTES = 1024 * 1024;

const refuse = (path: string, what: Shown): CornichonError =>
  new CornichonError("usage", sentence`--cache ${showPath(path)}: ${what}; name a folder of your own that is empty or not there yet`);

/** @throws CornichonError `usage` for a folder that others could have written into */
function ownFolder(path: string): string {
  const at = resolve(path);
  try {
    // One level: asked for all of them, Node never ends where a file system takes none (/proc).
    if (lstatSync(systemPath(at), { throwIfNoEntry: false })?.isDirectory() !== true) mkdirSync(systemPath(at), { mode: 0o700 });
  } catch {
    if (lstatSync(systemPath(at), { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw refuse(path, sentence`it is a symbolic link`);
    throw refuse(path, sentence`it could not be made (the folder above it must be there)`);
  }
  const facts = lstatSync(systemPath(at));
  const user = process.geteuid?.();
  if (user !== undefined && facts.uid !== user) throw refuse(path, sentence`it belongs to another user`);
  if (user !== undefined && (facts.mode & OTHERS) !== 0) throw refuse(path, sentence`others may look into it (chmod 700 closes it)`);
  return realpathSync(systemPath(at));
}

export class CacheFolder {
  /** Its real path. */
  readonly path: string;
  readonly #key: Buffer;
  /** Parts that were written to. */
  readonly #touched = new Set<string>();

  /** @throws CornichonError `usage` */
  constructor(path: string) {
    this.path = ownFolder(path);
    const key = this.#readKey();
    if (key === null && readdirSync(this.path).some((name) => !name.startsWith(".tmp-") && name !== KEY))
      throw refuse(path, sentence`it holds other things and no cache`);
    if (key === null) this.#put(KEY, randomBytes(KEY_BYTES));
    // Whoever made one at the same time has ours now, or we have theirs.
    this.#key = this.#readKey() ?? randomBytes(KEY_BYTES);
  }

  #readKey(): Buffer | null {
    const key = readPrivateFile(join(this.path, KEY), KEY_BYTES);
    return key?.length === KEY_BYTES ? key : null;
  }

  #sign(name: string, body: string): string {
    return createHmac("sha256", this.#key).update(name).update("\0").update(body).digest("hex");
  }

  /** Null for what is not there, or is not as it was written. */
  read(name: string, most = ENTRY_BYTES): string | null {
    const text = readPrivateFile(join(this.path, name), most + SIGNATURE)?.toString();
    if (text === undefined || text.length < SIGNATURE) return null;
    const body = text.slice(SIGNATURE);
    const signed = Buffer.from(text.slice(0, SIGNATURE));
    const expected = Buffer.from(this.#sign(name, body));
    return signed.length === expected.length && timingSafeEqual(signed, expected) ? body : null;
  }

  write(name: string, body: string): void {
    this.#put(name, Buffer.from(this.#sign(name, body) + body));
  }

  /** An entry, in the part that its name begins with. */
  readEntry(name: string): string | null {
    return this.read(join(name.slice(0, 2), name.slice(2)));
  }

  writeEntry(name: string, body: string): void {
    if (Buffer.byteLength(body) > ENTRY_BYTES) return;
    const part = name.slice(0, 2);
    this.#touched.add(part);
    this.write(join(part, name.slice(2)), body);
  }

  #put(name: string, bytes: Uint8Array): void {
    const temporary = join(this.path, `.tmp-${randomUUID()}`);
    try {
      writeFileSync(temporary, bytes, { flag: "wx", mode: 0o600 });
      try {
        renameSync(temporary, join(this.path, name));
      } catch {
        mkdirSync(join(this.path, name.slice(0, 2)), { mode: 0o700 });
        renameSync(temporary, join(this.path, name));
      }
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  /** Removes the oldest of parts that grew too large. */
  trim(): void {
    for (const part of this.#touched) {
      try {
        trimPart(join(this.path, part));
      } catch {
        // Somebody else is at it.
      }
    }
    this.#touched.clear();
  }
}

function trimPart(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= FEW) return;
  const files = names.map((name) => {
    const { mtimeMs, size } = statSync(join(folder, name));
    return { name, mtimeMs, size };
  });
  let bytes = 0;
  for (const [i, { name, size }] of files.sort((a, b) => b.mtimeMs - a.mtimeMs).entries()) {
    bytes += size;
    if (i >= MOST_FILES || bytes > MOST_BYTES) rmSync(join(folder, name), { force: true });
  }
}
