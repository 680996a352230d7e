/**
 * Whether only this user can have put something there: a snapshot is code, and whoever can plant one runs in the child.
 * Every folder from the root down must be the user's or root's and closed to writers (a sticky one may be open: entries of
 * others cannot be replaced in it), the last one the user's own. Symbolic links on the way must be of the same two owners,
 * and what is used afterwards is the path without them. Windows has no such bits: there the profile's own folder is believed.
 */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync, type Stats } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { makeFolders } from "./make-folders.js";

const OPEN_TO_OTHERS = 0o022;
const STICKY = 0o1000;

/** Null where users have no numbers. */
const user = (): number | null => process.geteuid?.() ?? null;

const isOurs = (facts: Stats): boolean => facts.uid === user();
const isOursOrRoots = (facts: Stats): boolean => isOurs(facts) || facts.uid === 0;
const isClosed = (facts: Stats): boolean => (facts.mode & OPEN_TO_OTHERS) === 0;

/** A path and all folders above it. */
function wayTo(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [...wayTo(above), path];
}

function isSafeWay(path: string): boolean {
  return wayTo(path).every((part) => {
    const facts = lstatSync(part);
    return isOursOrRoots(facts) && (facts.isSymbolicLink() || isClosed(facts) || (facts.mode & STICKY) !== 0);
  });
}

/** The folder by its real path, null when it is not there or somebody else could write into it. */
export function privateFolder(path: string): string | null {
  try {
    if (!isAbsolute(path)) return null;
    const real = realpathSync(path);
    if (user() === null) return real;
    const facts = lstatSync(real);
    const safe = facts.isDirectory() && isOurs(facts) && isClosed(facts) && isSafeWay(resolve(path)) && isSafeWay(real);
    return safe ? real : null;
  } catch {
    return null;
  }
}

/** The same, made where it is missing. */
export function makePrivateFolder(path: string): string | null {
  try {
    if (isAbsolute(path)) makeFolders(path, { mode: 0o700 });
  } catch {
    // Told by there being none.
  }
  return privateFolder(path);
}

/** An open file, and all that it holds. */
export interface PrivateFile {
  readonly fd: number;
  readonly bytes: Buffer;
}

/** Bytes of a file in a private folder that is the user's own, under one name, and no link; null otherwise. */
export function readPrivateFile(path: string, most: number): Buffer | null {
  const file = openPrivateFile(path, most);
  if (file !== null) closeSync(file.fd);
  return file?.bytes ?? null;
}

/** The same with its descriptor, which is the caller's to close. */
export function openPrivateFile(path: string, most: number): PrivateFile | null {
  let fd: number;
  try {
    // A pipe of that name must not hold us up.
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    const facts = fstatSync(fd);
    const safe = user() === null || (isOurs(facts) && isClosed(facts) && facts.nlink === 1);
    if (facts.isFile() && safe && facts.size <= most) return { fd, bytes: readFileSync(fd) };
  } catch {
    // As if there were none.
  }
  closeSync(fd);
  return null;
}
