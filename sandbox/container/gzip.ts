/**
 * gzip (RFC 1952) as Python's `gzip` reads it: members one after the other, then zero bytes at most. The header is
 * parsed here, the deflate stream inflated natively; CRC-32 and length of every member are verified.
 *
 * Reserved flags and other methods are unsupported. Anything but zeros after the last member is trailing.
 */
import type { Hooks } from "../wire/hooks.js";
import { u16, u32 } from "../bytes/little-endian.js";
import { type DecodedEnd, type DecodedNote, type DecodedSource, type DecodeLimits, drain, inflateFault } from "./decoded.js";
import { InflateSource } from "./hook-source.js";
import type { Source, SourceFault } from "./source.js";

const FLAG = { HCRC: 2, EXTRA: 4, NAME: 8, COMMENT: 16, RESERVED: 0xe0 } as const;
/** Longest name or comment worth skipping. */
const MAX_TEXT = 65536;
const TRAILER = 8;

interface Member {
  /** Decoded offset of its first byte. */
  readonly start: number;
  readonly source: InflateSource;
  /** Offset of its deflate stream in the artifact. */
  readonly data: number;
}

class GzipSource implements DecodedSource {
  readonly encoding = "gzip";
  readonly #hooks: Hooks;
  readonly #raw: Source;
  readonly #limits: DecodeLimits;
  readonly #members: Member[] = [];
  readonly #notes: DecodedNote[] = [];
  #consumed = 0;
  length = -1;
  fault: SourceFault | null = null;

  constructor(hooks: Hooks, raw: Source, limits: DecodeLimits) {
    this.#hooks = hooks;
    this.#raw = raw;
    this.#limits = limits;
    this.#open(0, 0);
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    let done = 0;
    while (done < length) {
      const member = this.#memberAt(offset + done);
      if (member === undefined) break;
      const got = member.source.read(offset + done - member.start, length - done, target, at + done);
      done += got;
      if (done < length && !this.#advance(member)) break;
    }
    return done;
  }

  #memberAt(offset: number): Member | undefined {
    for (let i = this.#members.length - 1; i >= 0; i--) if ((this.#members[i]?.start ?? 0) <= offset) return this.#members[i];
    return undefined;
  }

  /** After a short read: checks the member's trailer and opens the next. False when there is nothing more. */
  #advance(member: Member): boolean {
    if (this.fault !== null || member !== this.#members[this.#members.length - 1]) return this.fault === null && member.source.length >= 0;
    const end = member.source.end;
    if (end === null || this.length >= 0) return false;
    if (end.error !== "") return this.#stop(inflateFault(this.encoding, end.error, this.#limits));
    const trailer = this.#bytes(member.data + end.consumed, TRAILER);
    if (trailer.length < TRAILER) return this.#stop({ code: "container.corrupt", args: { container: this.encoding, why: "it is cut off" } });
    if (u32(trailer, 0) !== end.crc32 || u32(trailer, 4) !== end.produced % 2 ** 32) return this.#stop({ code: "container.corrupt", args: { container: this.encoding, why: "its checksum is wrong" } });
    return this.#next(member.data + end.consumed + TRAILER, member.start + end.produced);
  }

  /** What stands behind a member: another, zeros, nothing, or what does not belong there. */
  #next(at: number, start: number): boolean {
    let zeros = 0;
    for (let piece = this.#bytes(at, 4096); piece.length > 0; piece = this.#bytes(at + zeros, 4096)) {
      const stop = piece.findIndex((b) => b !== 0);
      zeros += stop < 0 ? piece.length : stop;
      if (stop >= 0) break;
    }
    const head = this.#bytes(at + zeros, 2);
    if (head[0] === 0x1f && head[1] === 0x8b) return this.#open(at + zeros, start);
    this.length = start;
    this.#consumed = at + zeros;
    if (zeros > 0) this.#notes.push({ code: "note.gzip-padding", args: { bytes: zeros } });
    if (head.length > 0) this.#notes.push({ code: "container.trailing", args: { container: this.encoding, bytes: this.#raw.length - at - zeros } });
    return false;
  }

  #open(at: number, start: number): boolean {
    const data = this.#header(at);
    if (data < 0) return false;
    this.#members.push({ start, data, source: new InflateSource(this.#hooks, 0, data, -1, "raw") });
    return true;
  }

  /** Offset of the deflate stream behind the header at `at`, -1 with a fault. */
  #header(at: number): number {
    const head = this.#bytes(at, 10);
    if (head.length < 10) return this.#bad("it is cut off");
    const flags = head[3] ?? 0;
    if (head[2] !== 8 || (flags & FLAG.RESERVED) !== 0) {
      this.#stop({ code: "container.unsupported", args: { container: this.encoding, why: "a method or flag that gzip does not define" } });
      return -1;
    }
    let next = at + 10;
    if ((flags & FLAG.EXTRA) !== 0) {
      const size = this.#bytes(next, 2);
      if (size.length < 2) return this.#bad("it is cut off");
      next += 2 + u16(size, 0);
    }
    for (const flag of [FLAG.NAME, FLAG.COMMENT]) {
      if ((flags & flag) === 0) continue;
      const end = this.#bytes(next, MAX_TEXT).indexOf(0);
      if (end < 0) return this.#bad("a name without an end");
      next += end + 1;
    }
    return (flags & FLAG.HCRC) !== 0 ? next + 2 : next;
  }

  #bad(why: string): -1 {
    this.#stop({ code: "container.corrupt", args: { container: this.encoding, why } });
    return -1;
  }

  #bytes(offset: number, length: number): Uint8Array {
    const out = new Uint8Array(length);
    return out.subarray(0, this.#raw.read(offset, length, out, 0));
  }

  #stop(fault: SourceFault): false {
    this.fault ??= fault;
    return false;
  }

  end(): DecodedEnd | null {
    if (this.length < 0 && this.fault === null) drain(this);
    return this.fault !== null || this.length < 0 ? null : { consumed: this.#consumed, notes: this.#notes };
  }
}

/** The artifact (source 0) as gzip members. */
export function openGzip(hooks: Hooks, raw: Source, limits: DecodeLimits): DecodedSource {
  return new GzipSource(hooks, raw, limits);
}
