/**
 * One `.lzma` stream: 13 bytes of header, then LZMA up to the length in the header or to the end mark, or both. It has
 * no checksum; what can be verified is that the range coder ends on zero.
 *
 * Headers that liblzma refuses where it guesses the format (Python's `lzma.open`, so joblib) are refused.
 */
import type { ByteInput } from "../byte-input.js";
import type { DecodeLimits } from "../decoded.js";
import { corrupt, cutOff, cutOffDecoded } from "../fault.js";
import type { SourceFault } from "../source.js";
import { LzmaCore } from "./core.js";
import { LzmaFeed } from "./feed.js";
import { keptDictionary, type LzmaStream, lzmaProperties, pauseFault } from "./stream.js";

/** The container's name in faults and reports. */
export const LZMA = "lzma";
/** Length of the header. */
export const ALONE_HEADER = 13;
/** liblzma takes no longer length for real: 256 GiB. */
const MAX_SIZE = 2 ** 38;

interface AloneHeader {
  readonly properties: { readonly lc: number; readonly lp: number; readonly pb: number };
  readonly dictionary: number;
  /** -1: up to the end mark. */
  readonly size: number;
}

/** Reads 13 bytes at `at`; null when they are no header. */
export function aloneHeader(b: Uint8Array, at: number): AloneHeader | null {
  const properties = lzmaProperties(b[at] ?? 255);
  const dictionary = word(b, at + 1);
  const low = word(b, at + 5);
  const high = word(b, at + 9);
  const unknown = low === 0xffffffff && high === 0xffffffff;
  const size = unknown ? -1 : low + high * 0x100000000;
  return properties === null || !plausible(dictionary) || size >= MAX_SIZE ? null : { properties, dictionary, size };
}

const word = (b: Uint8Array, at: number): number =>
  ((b[at] ?? 0) | ((b[at + 1] ?? 0) << 8) | ((b[at + 2] ?? 0) << 16) | ((b[at + 3] ?? 0) << 24)) >>> 0;

/** 2^n, 2^n + 2^(n-1), or all ones. */
function plausible(dictionary: number): boolean {
  if (dictionary === 0xffffffff) return true;
  const top = 31 - Math.clz32(dictionary);
  const rest = dictionary - 2 ** Math.max(0, top);
  return dictionary > 0 && (rest === 0 || rest === 2 ** (top - 1));
}

/** Decodes one `.lzma` stream from where its input stands. */
export class AloneStream implements LzmaStream {
  fault: SourceFault | null = null;
  readonly #input: ByteInput;
  readonly #limits: DecodeLimits;
  readonly #header: AloneHeader | null;
  readonly #core: LzmaCore;
  readonly #feed: LzmaFeed;
  #left: number;
  #started = false;
  #ended = false;

  constructor(input: ByteInput, limits: DecodeLimits) {
    this.#input = input;
    this.#limits = limits;
    const whole = input.need(ALONE_HEADER);
    this.#header = whole ? aloneHeader(input.bytes, input.pos) : null;
    if (!whole) this.fault = input.source.fault ?? cutOff(LZMA, ALONE_HEADER - input.ready);
    else if (this.#header === null) this.fault = corrupt(LZMA, "lzma.header");
    const size = this.#header?.size ?? 0;
    this.#left = size < 0 ? Number.MAX_SAFE_INTEGER : size;
    this.#core = new LzmaCore(this.#header?.dictionary ?? 0, Math.min(keptDictionary(limits), size < 0 ? limits.maxDecoded : size));
    this.#feed = new LzmaFeed(this.#core, input);
  }

  decode(target: Uint8Array, at: number, length: number): number {
    const { window } = this.#core;
    if (!this.#started && this.fault === null) this.#start();
    while (window.waiting === 0 && this.fault === null && !this.#ended) this.#step(length);
    return window.take(target, at, length);
  }

  #start(): void {
    this.#started = true;
    const properties = this.#header?.properties ?? { lc: 0, lp: 0, pb: 0 };
    this.#input.pos += ALONE_HEADER;
    this.#core.setProperties(properties.lc, properties.lp, properties.pb);
    const ok = this.#feed.start();
    if (ok === null) this.#cut(5 - this.#input.ready);
    else if (!ok) this.fault = corrupt(LZMA, "lzma.range-coder");
  }

  #step(wanted: number): void {
    const { window } = this.#core;
    window.turn();
    if (this.#left === 0) return this.#close();
    const before = window.at;
    const pause = this.#feed.run(Math.min(window.buffer.length, before + Math.min(wanted, this.#left)));
    this.#left -= window.at - before;
    if (pause === "full") return;
    if (pause === "end" && this.#header?.size === -1) this.#finish();
    else if (pause === "input") this.#cut(0);
    else this.fault = pauseFault(LZMA, pause, this.#limits);
  }

  /** All bytes that the header promised are there: the range coder is at its end, or an end mark follows. */
  #close(): void {
    if (this.#core.midMatch) {
      this.fault = corrupt(LZMA, "lzma.match");
      return;
    }
    if (this.#feed.finished()) {
      this.#ended = true;
      return;
    }
    const { window } = this.#core;
    const pause = this.#feed.run(window.at + 1);
    if (pause === "end") this.#finish();
    else if (pause === "input") this.#cut(0);
    else this.fault = corrupt(LZMA, "lzma.longer");
  }

  #finish(): void {
    this.#ended = true;
    if (!this.#feed.finished()) this.fault = corrupt(LZMA, "lzma.end");
  }

  #cut(missing: number): void {
    const known = (this.#header?.size ?? -1) >= 0 && this.#left > 0;
    this.fault = this.#input.source.fault ?? (known ? cutOffDecoded(LZMA, this.#left) : cutOff(LZMA, missing));
  }
}
