/**
 * LZMA2: chunks of LZMA or of stored bytes, each with its lengths. A chunk must use up exactly what its header says.
 */
import type { PlainReason } from "../../finding/reasons.js";
import type { Format } from "../../wire/words.js";
import type { ByteInput } from "../byte-input.js";
import type { DecodeLimits } from "../decoded.js";
import { corrupt, cutOff } from "../fault.js";
import type { SourceFault } from "../source.js";
import { LzmaCore } from "./core.js";
import { LzmaFeed } from "./feed.js";
import { keptDictionary, type LzmaStream, lzmaProperties, pauseFault } from "./stream.js";

const STORED_RESET = 1;
const STORED = 2;
const COMPRESSED = 0x80;
const STATE_RESET = 0xa0;
const NEW_PROPERTIES = 0xc0;
const DICTIONARY_RESET = 0xe0;

/** Decodes chunks up to the end mark of LZMA2. */
export class Lzma2Stream implements LzmaStream {
  fault: SourceFault | null = null;
  readonly #name: Format;
  readonly #input: ByteInput;
  readonly #limits: DecodeLimits;
  readonly #core: LzmaCore;
  readonly #feed: LzmaFeed;
  #mode: "header" | "stored" | "compressed" | "done" = "header";
  /** Decoded bytes left of the chunk. */
  #left = 0;
  #needDictionary = true;
  #needProperties = true;

  constructor(name: Format, input: ByteInput, dictionary: number, limits: DecodeLimits) {
    this.#name = name;
    this.#input = input;
    this.#limits = limits;
    this.#core = new LzmaCore(dictionary, Math.min(keptDictionary(limits), limits.maxDecoded));
    this.#feed = new LzmaFeed(this.#core, input);
  }

  decode(target: Uint8Array, at: number, length: number): number {
    const { window } = this.#core;
    while (window.waiting === 0 && this.fault === null && this.#mode !== "done") {
      window.turn();
      if (this.#mode === "header") this.#header();
      else if (this.#mode === "stored") this.#stored(length);
      else this.#compressed(length);
    }
    return window.take(target, at, length);
  }

  #bad(why: PlainReason): void {
    this.fault = corrupt(this.#name, why);
  }

  #cut(missing: number): void {
    this.fault = this.#input.source.fault ?? cutOff(this.#name, missing);
  }

  #header(): void {
    const input = this.#input;
    if (!input.need(1)) return this.#cut(1);
    const control = input.bytes[input.pos] ?? 0;
    if (control === 0) {
      input.pos++;
      this.#mode = "done";
      return;
    }
    if (control > STORED && control < COMPRESSED) return this.#bad("lzma.chunk");
    const length = control < COMPRESSED ? 3 : control < NEW_PROPERTIES ? 5 : 6;
    if (!input.need(length)) return this.#cut(length - input.ready);
    const [, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0] = input.bytes.subarray(input.pos, input.pos + length);
    input.pos += length;
    if (control === STORED_RESET || control >= DICTIONARY_RESET) {
      this.#core.resetDictionary();
      this.#needDictionary = false;
      this.#needProperties = true;
    } else if (this.#needDictionary) return this.#bad("lzma.first-chunk");
    if (control < COMPRESSED) {
      this.#left = b1 * 256 + b2 + 1;
      this.#mode = "stored";
      return;
    }
    this.#left = ((control & 31) << 16) + b1 * 256 + b2 + 1;
    this.#feed.left = b3 * 256 + b4 + 1;
    this.#begin(control, b5);
  }

  #begin(control: number, packed: number): void {
    if (control >= NEW_PROPERTIES) {
      const properties = lzmaProperties(packed);
      if (properties === null) return this.#bad("lzma.properties");
      this.#core.setProperties(properties.lc, properties.lp, properties.pb);
      this.#needProperties = false;
    } else if (this.#needProperties) return this.#bad("lzma.no-properties");
    else if (control >= STATE_RESET) this.#core.resetState();
    const ok = this.#feed.start();
    if (ok === null) return this.#feed.left < 5 ? this.#bad("lzma.short-chunk") : this.#cut(5 - this.#input.ready);
    if (!ok) return this.#bad("lzma.range-coder");
    this.#mode = "compressed";
  }

  #stored(wanted: number): void {
    const { window } = this.#core;
    const room = Math.min(this.#left, Math.max(wanted, 4096), window.buffer.length - window.at);
    const got = this.#input.take(window.buffer, window.at, room);
    window.at += got;
    window.valid += got;
    this.#core.stored(got);
    this.#left -= got;
    if (got < room) this.#cut(this.#left);
    else if (this.#left === 0) this.#mode = "header";
  }

  #compressed(wanted: number): void {
    const { window } = this.#core;
    const before = window.at;
    const pause = this.#feed.run(Math.min(window.buffer.length, before + Math.min(wanted, this.#left)));
    this.#left -= window.at - before;
    if (pause === "input")
      return this.#feed.left > this.#input.ready ? this.#cut(this.#feed.left - this.#input.ready) : this.#bad("lzma.chunk-bytes");
    if (pause !== "full") {
      this.fault = pauseFault(this.#name, pause, this.#limits);
      return;
    }
    if (this.#left > 0) return;
    const whole = !this.#core.midMatch && this.#feed.finished() && this.#feed.left === 0;
    if (whole) this.#mode = "header";
    else if (!this.#input.need(1) && this.#feed.left > 0) this.#cut(this.#feed.left);
    else this.#bad("lzma.chunk-end");
  }
}
