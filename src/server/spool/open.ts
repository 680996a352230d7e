/**
 * The spool by its name: a folder, or a place in a bucket. A folder to which others may write is none: who can put another
 * file in an upload's place gets his own a verdict under its name. What is ours is closed; what is another's is refused, and
 * so is what cannot be written to, before a client is told so. A group may write: a volume is lent to a service by its group.
 */
import { accessSync, chmodSync, constants, realpathSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { codeOf } from "../../artifact/failure.js";
import { CornichonError, type Shown, sentence, showPath, showText } from "../../errors.js";
import { makeFolders } from "../../host/make-folders.js";
import { isAddress } from "../../objects/address.js";
import { stateFolder } from "../store/database.js";
import { DiskSpool, type Spool } from "./disk.js";
import { openS3Spool } from "./s3.js";

const OPEN_TO_ALL = 0o002;
/** In such a folder nobody replaces what is another's. */
const STICKY = 0o1000;
const USE = constants.R_OK | constants.W_OK | constants.X_OK;

const unusable = (path: string, why: Shown, cause?: unknown): CornichonError =>
  new CornichonError("service.storage", sentence`${showPath(path)}: ${why}`, { cause });

const isOpen = ({ mode }: Stats): boolean => (mode & OPEN_TO_ALL) !== 0 && (mode & STICKY) === 0;

/** @throws CornichonError `service.storage` where others may put files in the place of uploads */
function close(path: string): void {
  const user = process.geteuid?.();
  const facts = statSync(path);
  // Windows has no such bits.
  if (user === undefined) return;
  if (facts.uid !== user && facts.uid !== 0)
    throw unusable(path, sentence`the spool's folder belongs to another user; name one of your own, or one below it that is not there yet`);
  if (!isOpen(facts)) return;
  if (facts.uid !== user)
    throw unusable(
      path,
      sentence`everybody may write to the spool's folder; close it (chmod o-w), or name one below it that is not there yet`,
    );
  chmodSync(path, facts.mode & 0o7777 & ~OPEN_TO_ALL);
}

/** A folder that is there, by its real path: a link that leads elsewhere later moves no upload. */
function folderAt(path: string): string {
  try {
    makeFolders(path, { mode: 0o700 });
    const real = realpathSync(path);
    if (!statSync(real).isDirectory()) throw unusable(path, sentence`the spool is a folder, and this is none`);
    close(real);
    accessSync(real, USE);
    return real;
  } catch (cause) {
    if (cause instanceof CornichonError) throw cause;
    throw unusable(path, sentence`the spool's folder could not be made or written to (${showText(codeOf(cause))})`, cause);
  }
}

/** @throws CornichonError `service.storage`, `usage` */
export async function openSpool(place: string | null): Promise<Spool> {
  if (place !== null && isAddress(place)) return openS3Spool(place);
  return new DiskSpool(folderAt(place === null ? join(stateFolder(), "spool") : resolve(place)));
}
