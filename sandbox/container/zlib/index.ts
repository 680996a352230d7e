/**
 * One zlib stream (RFC 1950), as joblib's `compress=` writes it. Its Adler-32 is verified; bytes behind it are told as
 * `container.trailing`.
 *
 * Refused: preset dictionaries, methods other than deflate.
 */

import { because } from "../../finding/because.js";
import type { Hooks } from "../../wire/hooks.js";
import { ByteInput } from "../byte-input.js";
import { adler32 } from "../checksum/adler32.js";
import { bytesFrom, type DecodedEnd, type DecodedSource, type DecodeLimits, drain } from "../decoded.js";
import { corrupt, cutOff, trailing, unsupported } from "../fault.js";
import { type Decoder, ForwardSource } from "../forward-source.js";
import { InflateSource } from "../hook-source.js";
import { InflateDecoder } from "../inflate/inflate-decoder.js";
import type { NativeRange, Source, SourceFault } from "../source.js";

const NAME = "zlib";
const FDICT = 0x20;

/** Opens one zlib stream at the start of `source`. */
export function openZlib(hooks: Hooks | null, source: Source, limits: DecodeLimits): DecodedSource {
  const { native } = source;
  if (hooks !== null && native !== undefined) return new NativeZlib(source, native, limits);
  return new ForwardSource(NAME, () => new ZlibDecoder(source), limits);
}

/** What is wrong with the two bytes at the start; null when nothing is. */
function headFault(input: ByteInput): SourceFault | null {
  if (!input.need(2)) return input.source.fault ?? cutOff(NAME, 2 - input.ready);
  const first = input.byte();
  const second = input.byte();
  if ((first * 256 + second) % 31 !== 0) return corrupt(NAME, "zlib.check-bits");
  if ((first & 15) !== 8) return unsupported(NAME, because("data.method", { method: first & 15 }));
  if (first >> 4 > 7) return corrupt(NAME, "zlib.window");
  return (second & FDICT) !== 0 ? unsupported(NAME, "deflate.dictionary") : null;
}

function trailingNotes(source: Source, offset: number): readonly SourceFault[] {
  const bytes = bytesFrom(source, offset);
  return bytes > 0 ? [trailing(NAME, bytes)] : [];
}

class ZlibDecoder implements Decoder {
  fault: SourceFault | null = null;
  notes: readonly SourceFault[] = [];
  readonly #input: ByteInput;
  #body: InflateDecoder | null = null;
  #adler = 1;
  #consumed = -1;

  constructor(source: Source) {
    this.#input = new ByteInput(source, 0);
  }

  get consumed(): number {
    return this.#consumed >= 0 ? this.#consumed : this.#input.offset;
  }

  decode(target: Uint8Array, at: number, length: number): number {
    if (this.fault !== null || this.#consumed >= 0) return 0;
    if (this.#body === null) {
      this.fault = headFault(this.#input);
      if (this.fault !== null) return 0;
      this.#body = new InflateDecoder(this.#input, NAME);
    }
    const got = this.#body.decode(target, at, length);
    if (got > 0) this.#adler = adler32(target, at, at + got, this.#adler);
    else this.#close(this.#body.fault);
    return got;
  }

  #close(fault: SourceFault | null): void {
    this.fault = fault;
    if (fault !== null) return;
    const input = this.#input;
    if (!input.need(4)) this.fault = input.source.fault ?? cutOff(NAME, 4 - input.ready);
    else if (swapped(input.u32()) !== this.#adler) this.fault = corrupt(NAME, "zlib.adler");
    else {
      this.#consumed = input.offset;
      this.notes = trailingNotes(input.source, this.#consumed);
    }
  }
}

function swapped(n: number): number {
  return (((n & 255) << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | (n >>> 24)) >>> 0;
}

class NativeZlib implements DecodedSource {
  readonly encoding = NAME;
  readonly native?: NativeRange;
  readonly #source: Source;
  readonly #inflate: InflateSource | null;
  readonly #headFault: SourceFault | null;
  #end: DecodedEnd | null = null;

  constructor(source: Source, native: NativeRange, limits: DecodeLimits) {
    this.#source = source;
    this.#headFault = headFault(new ByteInput(source, 0));
    this.#inflate = this.#headFault === null ? new InflateSource(native, 0, -1, "zlib", NAME, limits) : null;
    if (this.#inflate !== null) this.native = this.#inflate.native;
  }

  get length(): number {
    return this.#inflate?.length ?? 0;
  }

  get fault(): SourceFault | null {
    return this.#headFault ?? this.#inflate?.fault ?? null;
  }

  end(): DecodedEnd | null {
    if (this.#inflate === null || this.#end !== null) return this.#end;
    if (this.#inflate.ended === null && this.fault === null) drain(this);
    const { ended } = this.#inflate;
    if (ended?.error === "") this.#end = { consumed: ended.consumed, notes: trailingNotes(this.#source, ended.consumed) };
    return this.#end;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    return this.#inflate?.read(offset, length, target, at) ?? 0;
  }
}
