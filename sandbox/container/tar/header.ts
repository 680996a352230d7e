/** The 512 bytes before each member of a tar archive, and the records of pax. Only fields and sums, no judgement. */
import { nameText } from "../archive.js";

/** Everything in a tar archive is padded to this. */
export const BLOCK = 512;
const CHECKSUM_AT = 148;
const CHECKSUM_LENGTH = 8;
const BLANK = 32;

/** What a header tells of its member. */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** The type's character; NUL is told as `0`. */
  readonly type: string;
}

/** True when all 512 bytes are zero. */
export function isZeroBlock(b: Uint8Array): boolean {
  return b.every((byte) => byte === 0);
}

/** The fields of a header, or null when its checksum or a number is wrong. */
export function tarHeader(b: Uint8Array): TarHeader | null {
  const stored = tarNumber(b.subarray(CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_LENGTH));
  const { unsigned, signed } = sums(b);
  if (stored < 0 || (stored !== unsigned && stored !== signed)) return null;
  const size = tarNumber(b.subarray(124, 136));
  if (size < 0) return null;
  const name = nameText(untilNul(b.subarray(0, 100)));
  const isUstar = nameText(b.subarray(257, 262)) === "ustar";
  // GNU keeps other things where ustar has the prefix; it marks itself with a blank.
  const prefix = isUstar && b[262] === 0 ? nameText(untilNul(b.subarray(345, 500))) : "";
  const type = b[156] === 0 ? "0" : String.fromCharCode(b[156] ?? 0);
  return { name: prefix === "" ? name : `${prefix}/${name}`, size, type };
}

/** Some old tars summed signed bytes. */
function sums(b: Uint8Array): { readonly unsigned: number; readonly signed: number } {
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK; i += 1) {
    const byte = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH ? BLANK : (b[i] ?? 0);
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  return { unsigned, signed };
}

/** The bytes before the first NUL. */
export function untilNul(b: Uint8Array): Uint8Array {
  const end = b.indexOf(0);
  return end < 0 ? b : b.subarray(0, end);
}

/** Octal digits between blanks and NULs, or GNU's base 256; -1 for anything else, negative, or beyond 2^53. */
function tarNumber(b: Uint8Array): number {
  let value = 0;
  if (b[0] === 0x80) {
    for (const byte of b.subarray(1)) value = value * 256 + byte;
    return Number.isSafeInteger(value) ? value : -1;
  }
  const text = nameText(untilNul(b)).trim();
  if (text === "") return 0;
  if (!/^[0-7]+$/.test(text)) return -1;
  value = Number.parseInt(text, 8);
  return Number.isSafeInteger(value) ? value : -1;
}

/** What pax records change for the next member. */
export interface PaxRecords {
  readonly path: string | null;
  readonly size: number | null;
  readonly sparse: boolean;
}

/** Reads `length key=value\n` records; null when they are damaged. */
export function paxRecords(b: Uint8Array): PaxRecords | null {
  let path: string | null = null;
  let size: number | null = null;
  let sparse = false;
  for (let at = 0; at < b.length && b[at] !== 0; ) {
    const blank = b.indexOf(BLANK, at);
    const digits = blank < 0 || blank - at > 10 ? "" : nameText(b.subarray(at, blank));
    const length = /^[1-9][0-9]*$/.test(digits) ? Number(digits) : 0;
    const end = at + length;
    if (length === 0 || end > b.length || end <= blank + 2 || b[end - 1] !== 10) return null;
    const equals = b.indexOf(61, blank + 1);
    if (equals < 0 || equals >= end) return null;
    const key = nameText(b.subarray(blank + 1, equals));
    const value = b.subarray(equals + 1, end - 1);
    if (key === "path") path = nameText(value);
    else if (key === "size") size = Number(nameText(value));
    else if (key.startsWith("GNU.sparse.")) sparse = true;
    at = end;
  }
  if (size !== null && !(Number.isSafeInteger(size) && size >= 0)) return null;
  return { path, size, sparse };
}
