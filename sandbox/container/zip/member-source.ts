/**
 * The bytes of one zip member: stored or deflated. Its length and CRC-32 are verified when it was read to the end.
 */
import type { Hooks } from "../../wire/hooks.js";
import { ByteInput } from "../byte-input.js";
import { crc32 } from "../checksum/crc32.js";
import { type DecodedEnd, type DecodedSource, type DecodeLimits, drain } from "../decoded.js";
import { corrupt, cutOff, inconsistent } from "../fault.js";
import { type Decoder, ForwardSource } from "../forward-source.js";
import { InflateSource } from "../hook-source.js";
import { InflateDecoder } from "../inflate/inflate-decoder.js";
import { SliceSource } from "../plain-source.js";
import type { NativeRange, Source, SourceFault } from "../source.js";
import { ZIP } from "./records.js";

/** Where a member's data are and what they should be. */
export interface MemberData {
  readonly offset: number;
  readonly compressed: number;
  readonly size: number;
  readonly crc: number;
}

const STORED = 0;
/** Shorter ones are in the window already. */
const NATIVE_BYTES = 2 ** 20;

/** Opens data of method 0 (stored) or 8 (deflate). */
export function openMember(hooks: Hooks | null, archive: Source, data: MemberData, method: number, limits: DecodeLimits): DecodedSource {
  const slice = new SliceSource(archive, data.offset, data.compressed);
  if (method === STORED) return new StoredMember(slice, data, limits.unsummed === true);
  const { native } = slice;
  if (hooks !== null && native !== undefined) return new DeflatedMember(native, data, limits);
  return new ForwardSource("deflate", () => new DeflateDecoder(slice, data), limits);
}

/** What is wrong with a member at its end. */
function verify(data: MemberData, produced: number, crc: number, consumed: number): SourceFault | null {
  if (crc !== data.crc) return corrupt(ZIP, "zip.member-crc");
  if (produced !== data.size) return inconsistent(ZIP, "zip.member-length");
  return consumed === data.compressed ? null : inconsistent(ZIP, "zip.member-compressed");
}

class StoredMember implements DecodedSource {
  readonly encoding = "stored";
  readonly length: number;
  readonly native?: NativeRange;
  readonly #slice: SliceSource;
  readonly #data: MemberData;
  readonly #unsummed: boolean;
  #crc = 0;
  /** The CRC covers the bytes before this. */
  #summed = 0;
  #fault: SourceFault | null = null;
  #verified = false;

  constructor(slice: SliceSource, data: MemberData, unsummed: boolean) {
    this.#slice = slice;
    this.#data = data;
    this.#unsummed = unsummed;
    this.length = slice.length;
    if (slice.native !== undefined) this.native = slice.native;
  }

  get fault(): SourceFault | null {
    return this.#fault;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    const got = this.#slice.read(offset, length, target, at);
    if (offset <= this.#summed && offset + got > this.#summed) {
      this.#crc = crc32(target, at + this.#summed - offset, at + got, this.#crc);
      this.#summed = offset + got;
    }
    if (got < length && this.#summed >= this.length) this.#verify();
    return got;
  }

  /** Long members that nobody looks into are summed up where they lie. */
  #sumUp(): void {
    const rest = this.length - this.#summed;
    if (this.native === undefined || rest < NATIVE_BYTES) return;
    const { hooks, source, offset } = this.native;
    const crc = this.#unsummed ? this.#data.crc : hooks.crc32(source, offset + this.#summed, rest, this.#crc);
    if (crc < 0) return;
    this.#crc = crc;
    this.#summed = this.length;
  }

  #verify(): void {
    if (this.#verified) return;
    this.#verified = true;
    const missing = this.#data.compressed - this.#summed;
    if (missing > 0) this.#fault = this.#slice.fault ?? cutOff(ZIP, missing);
    else this.#fault = verify(this.#data, this.#summed, this.#crc, this.#summed);
  }

  end(): DecodedEnd | null {
    if (!this.#verified) this.#sumUp();
    if (!this.#verified) drain(this, this.#summed);
    this.#verify();
    return this.#fault === null ? { consumed: this.#data.compressed, notes: [] } : null;
  }
}

class DeflatedMember implements DecodedSource {
  readonly encoding = "deflate";
  readonly native: NativeRange;
  readonly #inflate: InflateSource;
  readonly #data: MemberData;

  constructor(range: NativeRange, data: MemberData, limits: DecodeLimits) {
    this.#inflate = new InflateSource(range, 0, -1, "raw", ZIP, limits);
    this.#data = data;
    this.native = this.#inflate.native;
  }

  get length(): number {
    return this.#inflate.length;
  }

  get fault(): SourceFault | null {
    const { ended, fault } = this.#inflate;
    if (fault !== null || ended === null) return fault;
    return verify(this.#data, ended.produced, ended.crc32, ended.consumed);
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    return this.#inflate.read(offset, length, target, at);
  }

  end(): DecodedEnd | null {
    if (this.#inflate.ended === null && this.#inflate.fault === null) drain(this);
    return this.fault === null ? { consumed: this.#data.compressed, notes: [] } : null;
  }
}

class DeflateDecoder implements Decoder {
  fault: SourceFault | null = null;
  readonly notes: readonly SourceFault[] = [];
  readonly #input: ByteInput;
  readonly #body: InflateDecoder;
  readonly #data: MemberData;
  #crc = 0;
  #produced = 0;

  constructor(slice: Source, data: MemberData) {
    this.#input = new ByteInput(slice, 0);
    this.#body = new InflateDecoder(this.#input, ZIP);
    this.#data = data;
  }

  get consumed(): number {
    return this.#input.offset;
  }

  decode(target: Uint8Array, at: number, length: number): number {
    const got = this.#body.decode(target, at, length);
    this.#crc = crc32(target, at, at + got, this.#crc);
    this.#produced += got;
    if (got === 0) this.fault = this.#body.fault ?? verify(this.#data, this.#produced, this.#crc, this.#input.offset);
    return got;
  }
}
