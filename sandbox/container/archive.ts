/** What an archive gives: members, each a source of its own, and what is wrong with the archive or with one of them. */
import { latin1Text } from "../bytes/latin1.js";
import { decodeUtf8, validUtf8 } from "../bytes/utf8.js";
import type { PlainReason } from "../finding/reasons.js";
import type { DecodedSource } from "./decoded.js";
import type { SourceFault } from "./source.js";

/** Longest member name that is kept. */
const MAX_NAME = 4096;

/** One member, as one of the archive's descriptions has it. */
export interface ArchiveMember {
  /** As stored, separators and all; for showing only, no path is ever made from it. */
  readonly name: string;
  /** What some reader takes for its name instead: a zip may give it two. */
  readonly otherName?: string;
  readonly kind: "file" | "directory" | "other";
  /** Decoded length as the archive has it; -1 when it does not say. */
  readonly size: number;
  /** Which of an archive's two descriptions this is: zip members that differ stand in the list twice. */
  readonly view: "central" | "local";
  /** What is wrong before a byte of it is read. */
  readonly faults: readonly SourceFault[];
  /** Its bytes; null when they cannot be read (a fault says why) or there are none. Read to the end, `end()` verifies them. */
  open(): DecodedSource | null;
}

/** An opened archive. Nothing of a member was decoded yet. */
export interface Archive {
  readonly container: "zip" | "tar";
  readonly members: readonly ArchiveMember[];
  /** What is wrong with the archive as a whole, and notes. */
  readonly faults: readonly SourceFault[];
}

/** What is wrong with a name that would leave the folder it is unpacked to; empty when nothing is. */
export function badName(name: string): PlainReason | "" {
  if (name.length === 0) return "name.empty";
  if (name.length > MAX_NAME) return "name.too-long";
  if (name.includes("\0")) return "name.nul";
  if (/^[/\\]|^[A-Za-z]:/.test(name)) return "name.absolute";
  return name.split(/[/\\]/).includes("..") ? "name.dots" : "";
}

/** A name's bytes as text: UTF-8 where they are, else one character a byte. */
export function nameText(bytes: Uint8Array): string {
  const cut = bytes.subarray(0, MAX_NAME + 1);
  return validUtf8(cut, 0, cut.length) ? decodeUtf8(cut, 0, cut.length) : latin1Text(cut, 0, cut.length);
}
