/** The records of zip: end of central directory (zip64 too), central and local headers. Only fields, no judgement. */
import { u16, u32, u64 } from "../../bytes/little-endian.js";
import type { PlainReason } from "../../finding/reasons.js";
import type { Source } from "../source.js";

/** The container's name in faults and reports. */
export const ZIP = "zip";
/** Signature of a local header. */
const LOCAL = 0x04034b50;
/** Signature of a central header. */
const CENTRAL = 0x02014b50;
/** Signature of a data descriptor, where it has one. */
export const DESCRIPTOR = 0x08074b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
/** Length of an end record without its comment. */
const END_LENGTH = 22;
const LOCATOR_LENGTH = 20;
const END64_LENGTH = 56;
const LARGEST_COMMENT = 0xffff;
const CENTRAL_LENGTH = 46;
/** Length of a local header without name and extra fields. */
const LOCAL_LENGTH = 30;
const FULL16 = 0xffff;
const FULL32 = 0xffffffff;

/** Up to `length` bytes at `offset`, fewer at the end. */
export function bytesAt(source: Source, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return offset < 0 ? bytes.subarray(0, 0) : bytes.subarray(0, source.read(offset, length, bytes, 0));
}

/** Where the central directory is, by one end record. */
export interface DirectoryPlace {
  /** Offset of the end record itself. */
  readonly at: number;
  /** Offset behind the end record and its comment. */
  readonly end: number;
  /** Offset of what follows the directory: the zip64 end record, or the end record. */
  readonly directoryEnd: number;
  readonly entries: number;
  readonly size: number;
  readonly offset: number;
  /** Archives over several disks, or two end records that disagree. */
  readonly why: PlainReason | "";
}

/** True where a reader may find an end record: for files that begin as something else. Most have none, so bytes are found natively. */
export function mayEndAsZip(source: Source, length: number): boolean {
  const start = Math.max(0, length - END_LENGTH - LARGEST_COMMENT);
  const tail = bytesAt(source, start, length - start);
  for (let i = tail.lastIndexOf(END & 0xff); i >= 0; i = i === 0 ? -1 : tail.lastIndexOf(END & 0xff, i - 1))
    if (i + END_LENGTH <= tail.length && u32(tail, i) === END) return true;
  return false;
}

/** All end records that a reader might take: those whose comment ends with the file, and the last one. */
export function findEnds(source: Source, length: number): readonly DirectoryPlace[] {
  const start = Math.max(0, length - END_LENGTH - LARGEST_COMMENT);
  const tail = bytesAt(source, start, length - start);
  const found: DirectoryPlace[] = [];
  for (let i = tail.length - END_LENGTH; i >= 0 && found.length < 4; i -= 1) {
    if (u32(tail, i) !== END) continue;
    const end = i + END_LENGTH + u16(tail, i + 20);
    if (found.length > 0 && end !== tail.length) continue;
    found.push(place(source, tail.subarray(i), start + i, start + end));
  }
  return found;
}

function place(source: Source, b: Uint8Array, at: number, end: number): DirectoryPlace {
  const plain = { at, end, directoryEnd: at, entries: u16(b, 10), size: u32(b, 12), offset: u32(b, 16) };
  const disks = u16(b, 4) !== 0 || u16(b, 6) !== 0 || u16(b, 8) !== plain.entries;
  const locator = bytesAt(source, at - LOCATOR_LENGTH, LOCATOR_LENGTH);
  if (locator.length < LOCATOR_LENGTH || u32(locator, 0) !== LOCATOR64) {
    return { ...plain, why: disks ? "zip.disks" : "" };
  }
  // Python looks right before the locator, others where it points to: both must be the same.
  const offset64 = at - LOCATOR_LENGTH - END64_LENGTH;
  const b64 = bytesAt(source, offset64, END64_LENGTH);
  if (b64.length < END64_LENGTH || u32(b64, 0) !== END64) return { ...plain, why: "zip.zip64" };
  const wide = { entries: u64(b64, 32), size: u64(b64, 40), offset: u64(b64, 48) };
  const fits =
    (plain.entries === FULL16 || plain.entries === wide.entries) &&
    (plain.size === FULL32 || plain.size === wide.size) &&
    (plain.offset === FULL32 || plain.offset === wide.offset);
  const moved = u64(locator, 8) !== offset64 || wide.entries < 0 || wide.size < 0 || wide.offset < 0;
  return { ...plain, ...wide, directoryEnd: offset64, why: moved || !fits ? "zip.end-records" : "" };
}

/** What both headers of a member tell. */
export interface HeaderFields {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly name: Uint8Array;
}

/** A member as the directory has it. */
export interface CentralHeader extends HeaderFields {
  /** Offset of the local header as stored. */
  readonly local: number;
  /** Unix mode, 0 where there is none. */
  readonly mode: number;
  /** Offset behind this record. */
  readonly next: number;
  /** The name that Python (3.13 on) takes instead: of the Unicode path extra field. Null where there is none. */
  readonly unicode: Uint8Array | null;
}

/** A member as its local header has it. */
export interface LocalHeader extends HeaderFields {
  /** Offset of the data. */
  readonly data: number;
  readonly zip64: boolean;
}

/** The central header at `at`; null when there is none. */
export function centralHeader(source: Source, at: number): CentralHeader | null {
  const b = bytesAt(source, at, CENTRAL_LENGTH);
  if (b.length < CENTRAL_LENGTH || u32(b, 0) !== CENTRAL) return null;
  const nameLength = u16(b, 28);
  const extraLength = u16(b, 30);
  const rest = bytesAt(source, at + CENTRAL_LENGTH, nameLength + extraLength);
  if (rest.length < nameLength + extraLength) return null;
  const wide = wideFields(rest.subarray(nameLength), [u32(b, 24), u32(b, 20), u32(b, 42)]);
  return {
    flags: u16(b, 8),
    method: u16(b, 10),
    crc: u32(b, 16),
    size: wide.values[0] ?? -1,
    compressed: wide.values[1] ?? -1,
    local: wide.values[2] ?? -1,
    name: rest.subarray(0, nameLength),
    mode: u16(b, 40),
    next: at + CENTRAL_LENGTH + nameLength + extraLength + u16(b, 32),
    unicode: unicodeName(rest.subarray(nameLength)),
  };
}

/** The local header at `at`; null when there is none. */
export function localHeader(source: Source, at: number): LocalHeader | null {
  const b = bytesAt(source, at, LOCAL_LENGTH);
  if (b.length < LOCAL_LENGTH || u32(b, 0) !== LOCAL) return null;
  const nameLength = u16(b, 26);
  const extraLength = u16(b, 28);
  const rest = bytesAt(source, at + LOCAL_LENGTH, nameLength + extraLength);
  if (rest.length < nameLength + extraLength) return null;
  const wide = wideFields(rest.subarray(nameLength), [u32(b, 22), u32(b, 18)]);
  return {
    flags: u16(b, 6),
    method: u16(b, 8),
    crc: u32(b, 14),
    size: wide.values[0] ?? -1,
    compressed: wide.values[1] ?? -1,
    name: rest.subarray(0, nameLength),
    data: at + LOCAL_LENGTH + nameLength + extraLength,
    zip64: wide.found,
  };
}

const UNICODE_PATH = 0x7075;
/** Its version and the CRC of the name that it replaces. */
const UNICODE_HEAD = 5;

/** The last name that an extra field gives, whatever its checksum says. */
function unicodeName(extra: Uint8Array): Uint8Array | null {
  let found: Uint8Array | null = null;
  for (let at = 0; at + 4 <= extra.length; at += 4 + u16(extra, at + 2)) {
    const name = extra.subarray(at + 4 + UNICODE_HEAD, at + 4 + u16(extra, at + 2));
    if (u16(extra, at) === UNICODE_PATH && name.length > 0) found = name;
  }
  return found;
}

/** Replaces fields of all ones by those of the zip64 extra field, in its order; -1 where it has none. */
function wideFields(extra: Uint8Array, values: readonly number[]): { readonly values: readonly number[]; readonly found: boolean } {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = u16(extra, at + 2);
    if (u16(extra, at) === 1) {
      const end = Math.min(extra.length, at + 4 + length);
      let from = at + 4;
      const wide = values.map((value) => {
        if (value !== FULL32) return value;
        from += 8;
        return from <= end ? u64(extra, from - 8) : -1;
      });
      return { values: wide, found: true };
    }
    at += 4 + length;
  }
  return { values, found: false };
}
