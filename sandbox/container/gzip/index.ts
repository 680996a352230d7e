/**
 * gzip: all members as Python's `gzip` reads them, one after the other, CRC-32 and length of each verified. Where the
 * child holds the compressed bytes it inflates natively, and any part may be read again; elsewhere the guest inflates.
 *
 * Refused: other methods than deflate, reserved flags, more members than `--max-members`. Slow: many tiny members.
 */
import type { Hooks } from "../../wire/hooks.js";
import { ByteInput } from "../byte-input.js";
import { crc32 } from "../checksum/crc32.js";
import { type DecodedEnd, type DecodedSource, type DecodeLimits, drain, overRatio } from "../decoded.js";
import { overLimit } from "../fault.js";
import { type Decoder, ForwardSource } from "../forward-source.js";
import { InflateSource } from "../hook-source.js";
import { InflateDecoder } from "../inflate/inflate-decoder.js";
import type { NativeRange, Source, SourceFault } from "../source.js";
import { afterMember, readHead, readTrailer } from "./member.js";

const NAME = "gzip";

/** Opens gzip at the start of `source`. Without hooks, or where the child does not hold the bytes, the guest inflates. */
export function openGzip(hooks: Hooks | null, source: Source, limits: DecodeLimits): DecodedSource {
  const { native } = source;
  if (hooks !== null && native !== undefined) return new NativeGzip(source, native, limits);
  return new ForwardSource(NAME, () => new GzipDecoder(source, limits), limits);
}

/** Members in the guest. */
class GzipDecoder implements Decoder {
  fault: SourceFault | null = null;
  notes: SourceFault[] = [];
  readonly #input: ByteInput;
  readonly #limits: DecodeLimits;
  #body: InflateDecoder | null = null;
  #members = 0;
  #crc = 0;
  #produced = 0;
  #ended = false;
  #consumed = -1;

  constructor(source: Source, limits: DecodeLimits) {
    this.#input = new ByteInput(source, 0);
    this.#limits = limits;
  }

  get consumed(): number {
    return this.#consumed >= 0 ? this.#consumed : this.#input.offset;
  }

  decode(target: Uint8Array, at: number, length: number): number {
    while (!this.#ended && this.fault === null) {
      if (this.#body === null) {
        this.#begin();
        continue;
      }
      const got = this.#body.decode(target, at, length);
      if (got === 0) {
        this.#close(this.#body.fault);
        continue;
      }
      this.#crc = crc32(target, at, at + got, this.#crc);
      this.#produced += got;
      return got;
    }
    return 0;
  }

  #begin(): void {
    const head = readHead(this.#input);
    if (head.kind === "fault") this.fault = head.fault;
    else if (++this.#members > this.#limits.maxMembers) this.fault = overLimit("members", this.#limits.maxMembers);
    else {
      if (head.note !== null) this.notes.push(head.note);
      this.#body = new InflateDecoder(this.#input, NAME);
      this.#crc = 0;
      this.#produced = 0;
    }
  }

  #close(fault: SourceFault | null): void {
    this.#body = null;
    this.fault = fault ?? readTrailer(this.#input, this.#crc, this.#produced);
    if (this.fault !== null) return;
    const after = afterMember(this.#input, this.#members);
    this.notes.push(...after.notes);
    this.#ended = !after.again;
    this.#consumed = after.again ? -1 : after.offset;
  }
}

interface Member {
  /** Offset in the decoded bytes. */
  readonly start: number;
  /** Offset of its deflate stream in the source. */
  readonly body: number;
  readonly inflate: InflateSource;
}

/** Members inflated by the child: each may be read anywhere. */
class NativeGzip implements DecodedSource {
  readonly encoding = NAME;
  readonly #native: NativeRange;
  readonly #limits: DecodeLimits;
  readonly #input: ByteInput;
  readonly #members: Member[] = [];
  readonly #notes: SourceFault[] = [];
  #length = -1;
  #fault: SourceFault | null = null;
  #consumed = 0;

  constructor(source: Source, native: NativeRange, limits: DecodeLimits) {
    this.#native = native;
    this.#limits = limits;
    this.#input = new ByteInput(source, 0);
    this.#begin(0);
  }

  get length(): number {
    return this.#length;
  }

  get fault(): SourceFault | null {
    return this.#fault;
  }

  end(): DecodedEnd | null {
    while (this.#length < 0) drain(this, this.#members[this.#members.length - 1]?.start ?? 0);
    return this.#fault === null ? { consumed: this.#consumed, notes: this.#notes } : null;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    let done = 0;
    for (let index = this.#memberAt(offset); done < length; index += 1) {
      const member = this.#members[index];
      if (member === undefined) break;
      done += member.inflate.read(offset + done - member.start, length - done, target, at + done);
      if (done < length && index === this.#members.length - 1 && this.#length < 0) this.#close(member);
      // A member that ends before the offset gives nothing: the next one starts there or before.
      const next = this.#members[index + 1];
      if (next === undefined) break;
      if (next.start > offset + done) break;
    }
    return done;
  }

  /** The last member that starts at or before `offset`. */
  #memberAt(offset: number): number {
    let low = 0;
    let high = this.#members.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#members[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  #begin(start: number): void {
    const head = readHead(this.#input);
    if (head.kind === "fault") return this.#stop(start, head.fault);
    if (this.#members.length >= this.#limits.maxMembers) return this.#stop(start, overLimit("members", this.#limits.maxMembers));
    if (head.note !== null) this.#notes.push(head.note);
    const body = this.#input.offset;
    const limits = { ...this.#limits, maxDecoded: this.#limits.maxDecoded - start };
    this.#members.push({ start, body, inflate: new InflateSource(this.#native, body, -1, "raw", NAME, limits) });
  }

  /** The last member came back short: its trailer, and what follows. */
  #close(member: Member): void {
    const { ended, fault } = member.inflate;
    const total = member.start + (ended?.produced ?? this.#limits.maxDecoded - member.start);
    if (fault !== null || ended === null) {
      const named = fault?.code === "limit.decoded" ? overLimit("decoded", this.#limits.maxDecoded) : fault;
      return this.#stop(total, named);
    }
    this.#input.seek(member.body + ended.consumed);
    const wrong = readTrailer(this.#input, ended.crc32, ended.produced);
    if (wrong !== null) return this.#stop(total, wrong);
    const after = afterMember(this.#input, this.#members.length);
    this.#notes.push(...after.notes);
    this.#consumed = after.offset;
    if (after.again && overRatio(total, after.offset, this.#limits)) this.#stop(total, overLimit("ratio", this.#limits.maxRatio));
    else if (after.again) this.#begin(total);
    else this.#stop(total, null);
  }

  #stop(length: number, fault: SourceFault | null): void {
    this.#length = length;
    this.#fault = fault;
    if (fault !== null) this.#consumed = this.#input.offset;
  }
}
