/**
 * What an output's name stands for. Only a regular file is ever replaced, or made where nothing is. Pipes, terminals and
 * devices (`/dev/null`, a shell's `>(…)`) are written into and stay what they are, and so is a descriptor that the program
 * was given (`/dev/stdout`, `/dev/fd/3`, `/proc/self/fd/3`), whatever is behind it.
 *
 * A symbolic link is followed while the file that it stands for lies in the link's own folder or below; one that leads
 * out of it is refused, for whoever may write into that folder would choose which file of the user's is replaced.
 * Refused as well: folders, and sockets with a name.
 */
import { fstatSync, lstatSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { nameOf, systemPath } from "../artifact/path.js";
import { sentence } from "../errors.js";
import { codeOf, failed, insist } from "./failure.js";

export type Target =
  /** `facts` is what stands there already. */
  | { readonly kind: "file"; readonly path: string; readonly facts: Stats | null }
  | { readonly kind: "through"; readonly path: string }
  | { readonly kind: "descriptor"; readonly fd: number };

/** Links after which there is no end to be expected. */
const MOST_LINKS = 40;
/** Where the system keeps a process's own descriptors, links resolved. */
const DESCRIPTORS = /^(?:\/dev\/fd|\/proc\/(\d+)(?:\/task\/\d+)?\/fd)$/;
const NUMBER = /^\d{1,9}$/;

/** The result of a call of the system, null where what it is about is not there. */
function ifThere<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EINVAL", "EACCES"].includes(codeOf(error))) return null;
    throw error;
  }
}

const realPath = (path: string): string | null => ifThere(() => nameOf(realpathSync.native(systemPath(path), "buffer")));
const linkOf = (path: string): string | null => ifThere(() => nameOf(readlinkSync(systemPath(path), "buffer")));

/** The descriptor of this process that a path names, links followed; null when it names none. */
function descriptorOf(path: string): number | null {
  let at = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const folder = realPath(dirname(at));
    const found = folder === null ? null : DESCRIPTORS.exec(folder);
    if (found !== null)
      return (found[1] ?? `${process.pid}`) === `${process.pid}` && NUMBER.test(basename(at)) ? Number(basename(at)) : null;
    const next = linkOf(at);
    if (folder === null || next === null) return null;
    at = resolve(folder, next);
  }
  return null;
}

export const isWrittenInto = (facts: Stats): boolean => facts.isFIFO() || facts.isCharacterDevice() || facts.isBlockDevice();

/** Where a link leads: to a file, or to a place where none is yet. */
function behindLink(path: string): Target {
  const folder = realPath(dirname(path)) ?? dirname(path);
  const real = realPath(path) ?? placeOf(path, folder);
  if (real === null || !real.startsWith(folder.endsWith(sep) ? folder : folder + sep))
    throw failed(path, sentence`the output is a symbolic link that leads out of its folder, or nowhere; name the file that it stands for`);
  return plainTarget(real, path);
}

/** What a link without a file behind it would make. */
function placeOf(path: string, folder: string): string | null {
  const next = linkOf(path);
  if (next === null) return null;
  const place = resolve(folder, next);
  const below = realPath(dirname(place));
  return below === null || linkOf(place) !== null ? null : join(below, basename(place));
}

function plainTarget(path: string, shown: string): Target {
  const facts = lstatSync(systemPath(path), { throwIfNoEntry: false });
  if (facts === undefined || facts.isFile()) return { kind: "file", path, facts: facts ?? null };
  if (isWrittenInto(facts)) return { kind: "through", path };
  if (facts.isDirectory()) throw failed(shown, sentence`the output is a folder; name a file in it`);
  if (facts.isSocket()) throw failed(shown, sentence`the output is a socket; a pipe can lead to its program`);
  throw failed(shown, sentence`the output is no file`);
}

/** @throws CornichonError `output.exists` for what no output may be */
export function targetOf(path: string): Target {
  if (path === "") throw failed(path, sentence`the output's name is empty; name a file, or leave the option out`);
  return insist(path, () => {
    const fd = descriptorOf(path);
    if (fd !== null) {
      const facts = fstatSync(fd);
      // Node has some of its own, which are none of these.
      if (facts.isFile() || facts.isSocket() || isWrittenInto(facts)) return { kind: "descriptor", fd };
      throw failed(path, sentence`no descriptor of that number is open for writing`);
    }
    if (lstatSync(systemPath(path), { throwIfNoEntry: false })?.isSymbolicLink() !== true) return plainTarget(path, path);
    // What the system resolves by itself (another process's descriptors) has no real path.
    const facts = statSync(systemPath(path), { throwIfNoEntry: false });
    return facts !== undefined && isWrittenInto(facts) ? { kind: "through", path } : behindLink(path);
  });
}

/** True for what a file is put at; false for what is written into, beside which nothing can be put. */
export const isFilePlace = (path: string): boolean => targetOf(path).kind === "file";
