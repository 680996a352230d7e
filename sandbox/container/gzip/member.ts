/**
 * The grammar around gzip's deflate streams, as Python's `gzip` reads it: header, trailer, zero padding, next member.
 * What Python ignores and other readers do not (reserved flags, a wrong header checksum) is refused or noted.
 */

import { because } from "../../finding/because.js";
import type { ByteInput } from "../byte-input.js";
import { crc32 } from "../checksum/crc32.js";
import { bytesFrom } from "../decoded.js";
import { corrupt, cutOff, trailing, unsupported } from "../fault.js";
import type { SourceFault } from "../source.js";

const NAME = "gzip";
/** Longest file name or comment that is read over: Python has no limit, real ones are short. */
const MAX_TEXT = 64 * 1024;

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;
const RESERVED = 0xe0;

/** What stands where a member may begin. */
export type MemberHead =
  | { readonly kind: "member"; readonly note: SourceFault | null }
  | { readonly kind: "fault"; readonly fault: SourceFault };

const fail = (fault: SourceFault): MemberHead => ({ kind: "fault", fault });

/** Reads a member's header; the input then stands at its deflate stream. */
export function readHead(input: ByteInput): MemberHead {
  if (!input.need(10)) return fail(input.source.fault ?? cutOff(NAME, 10 - input.ready));
  const head = input.bytes.slice(input.pos, input.pos + 10);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return fail(corrupt(NAME, "gzip.header"));
  if (head[2] !== 8) return fail(unsupported(NAME, because("data.method", { method: head[2] ?? 0 })));
  const flags = head[3] ?? 0;
  if ((flags & RESERVED) !== 0) return fail(unsupported(NAME, "data.reserved-flags"));
  input.pos += 10;
  const crc = { value: crc32(head, 0, 10) };
  const ok =
    (!(flags & FEXTRA) || skipExtra(input, crc)) &&
    (!(flags & FNAME) || skipText(input, crc)) &&
    (!(flags & FCOMMENT) || skipText(input, crc));
  if (!ok) return fail(input.source.fault ?? (input.need(1) ? unsupported(NAME, "gzip.header-text") : cutOff(NAME, 0)));
  if (!(flags & FHCRC)) return { kind: "member", note: null };
  if (!input.need(2)) return fail(input.source.fault ?? cutOff(NAME, 2 - input.ready));
  const stored = input.byte() | (input.byte() << 8);
  return { kind: "member", note: stored === (crc.value & 0xffff) ? null : corrupt(NAME, "data.header-checksum") };
}

interface RunningCrc {
  value: number;
}

function skipExtra(input: ByteInput, crc: RunningCrc): boolean {
  if (!input.need(2)) return false;
  const length = (input.bytes[input.pos] ?? 0) | ((input.bytes[input.pos + 1] ?? 0) << 8);
  for (let left = length + 2; left > 0; ) {
    if (!input.need(1)) return false;
    const count = Math.min(left, input.ready);
    crc.value = crc32(input.bytes, input.pos, input.pos + count, crc.value);
    input.pos += count;
    left -= count;
  }
  return true;
}

function skipText(input: ByteInput, crc: RunningCrc): boolean {
  const one = new Uint8Array(1);
  for (let i = 0; i < MAX_TEXT; i += 1) {
    const byte = input.byte();
    if (byte < 0) return false;
    one[0] = byte;
    crc.value = crc32(one, 0, 1, crc.value);
    if (byte === 0) return true;
  }
  return false;
}

/** Checks the eight bytes behind a deflate stream; null when they are right. */
export function readTrailer(input: ByteInput, crc: number, produced: number): SourceFault | null {
  if (!input.need(8)) return input.source.fault ?? cutOff(NAME, 8 - input.ready);
  const storedCrc = input.u32();
  const storedSize = input.u32();
  if (storedCrc !== crc) return corrupt(NAME, "gzip.crc");
  if (storedSize !== produced % 0x100000000) return corrupt(NAME, "gzip.length");
  return null;
}

/** What follows a member: another one (`again`), or the end with its notes. */
export interface AfterMember {
  readonly again: boolean;
  readonly notes: readonly SourceFault[];
  /** Offset where gzip's bytes end: padding counts as gzip's. */
  readonly offset: number;
}

/** Skips zero padding after the member of this number, from 1, and looks for the next. */
export function afterMember(input: ByteInput, member: number): AfterMember {
  let padding = 0;
  while (input.need(1) && input.bytes[input.pos] === 0) {
    input.pos++;
    padding++;
  }
  const notes: SourceFault[] = padding > 0 ? [{ code: "note.gzip-padding", args: { bytes: padding } }] : [];
  const { offset } = input;
  if (!input.need(1)) return { again: false, notes, offset };
  const again = input.need(2) && input.bytes[input.pos] === 0x1f && input.bytes[input.pos + 1] === 0x8b;
  if (!again) notes.push(trailing(NAME, bytesFrom(input.source, offset)));
  else if (member === 1) notes.push({ code: "note.gzip-members", args: {} });
  return { again, notes, offset };
}
