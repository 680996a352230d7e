/**
 * zip, read as Python's `zipfile` reads it (by the central directory) and as a streaming reader would (by the local
 * headers). Where the two disagree the archive is inconsistent and both readings are members, so that nothing that any
 * reader would find is missed. Bytes that belong to no member are told.
 *
 * Refused: encryption, methods other than stored and deflate, several disks, links. Slow: nothing is decoded here.
 */

import { because } from "../../finding/because.js";
import type { Hooks } from "../../wire/hooks.js";
import type { Archive } from "../archive.js";
import { bytesFrom, type DecodeLimits } from "../decoded.js";
import { corrupt, cutOff, inconsistent, overLimit, trailing, unsupported } from "../fault.js";
import type { Source, SourceFault } from "../source.js";
import { checkCoverage, type Extent } from "./coverage.js";
import { type MemberContext, ZipMembers } from "./members.js";
import { type CentralHeader, centralHeader, type DirectoryPlace, findEnds, localHeader, ZIP } from "./records.js";

/** Opens a zip archive over `source`. */
export function openZip(hooks: Hooks | null, source: Source, limits: DecodeLimits): Archive {
  const length = bytesFrom(source, 0);
  const faults: SourceFault[] = [];
  const ends = findEnds(source, length);
  const context: MemberContext = { hooks, source, limits };
  const members = new ZipMembers(context);
  const extents: Extent[] = [];
  if (ends.length === 0) {
    faults.push(source.fault ?? cutOff(ZIP, 0));
    streamMembers(members, 0, length, limits);
    return { container: ZIP, members: members.list, faults };
  }
  if (ends.length > 1) faults.push(inconsistent(ZIP, "zip.several-ends"));
  for (const end of ends) faults.push(...readDirectory(members, extents, end, limits));
  const last = ends[0];
  if (last !== undefined && last.end > length) faults.push(cutOff(ZIP, last.end - length));
  if (last !== undefined && last.end < length) faults.push(trailing(ZIP, length - last.end));
  const coverage = checkCoverage(extents);
  for (const why of coverage.whys) faults.push(inconsistent(ZIP, why));
  for (const gap of coverage.gaps) streamMembers(members, gap.start, gap.end, limits);
  return { container: ZIP, members: members.list, faults };
}

/** The members of one central directory; what is wrong with it. */
function readDirectory(members: ZipMembers, extents: Extent[], end: DirectoryPlace, limits: DecodeLimits): SourceFault[] {
  const faults: SourceFault[] = [];
  if (end.why !== "") faults.push(end.why === "zip.disks" ? unsupported(ZIP, end.why) : inconsistent(ZIP, end.why));
  const start = end.directoryEnd - end.size;
  // As Python: what stands before the archive moves all offsets.
  const shift = start - end.offset;
  if (start < 0 || shift < 0) return [...faults, inconsistent(ZIP, "zip.no-directory")];
  if (shift > 0) faults.push(inconsistent(ZIP, because("zip.before", { bytes: shift })));
  extents.push({ start, end: end.end, what: "directory" });
  let at = start;
  let count = 0;
  for (; at < end.directoryEnd; count += 1) {
    if (members.list.length >= limits.maxMembers) return [...faults, overLimit("members", limits.maxMembers)];
    const header = centralHeader(members.context.source, at);
    if (header === null) return [...faults, corrupt(ZIP, "zip.directory")];
    addMember(members, extents, header, shift);
    at = header.next;
  }
  if (at !== end.directoryEnd) faults.push(inconsistent(ZIP, "zip.directory-length"));
  if (count !== end.entries) faults.push(inconsistent(ZIP, "zip.member-count"));
  return faults;
}

function addMember(members: ZipMembers, extents: Extent[], header: CentralHeader, shift: number): void {
  const offset = header.local + shift;
  const local = header.local < 0 ? null : localHeader(members.context.source, offset);
  const end = members.addCentral(header, local);
  if (local !== null) extents.push({ start: offset, end, what: "member" });
}

/** Members by their local headers alone, from `start` on, as long as each tells where it ends. */
function streamMembers(members: ZipMembers, start: number, end: number, limits: DecodeLimits): void {
  for (let at = start; at < end && members.list.length < limits.maxMembers; ) {
    const local = localHeader(members.context.source, at);
    if (local === null) return;
    const next = members.addLocal(local, [inconsistent(ZIP, "zip.unlisted-member")]);
    if (next <= at) return;
    at = next;
  }
}
