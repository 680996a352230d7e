/** Gives an LZMA core its input, refilled as it goes, and never more than a chunk of LZMA2 holds. */
import type { ByteInput } from "../byte-input.js";
import { type LzmaCore, type LzmaPause, SYMBOL_INPUT } from "./core.js";

/** Stands between a core and the bytes of a stream. */
export class LzmaFeed {
  /** Compressed bytes that the core may still use. */
  left = Number.MAX_SAFE_INTEGER;
  readonly #core: LzmaCore;
  readonly #input: ByteInput;

  constructor(core: LzmaCore, input: ByteInput) {
    this.#core = core;
    this.#input = input;
  }

  /** Lets the core take the range coder's start. Null when there are too few bytes. */
  start(): boolean | null {
    if (this.left < 5 || !this.#input.need(5)) return null;
    this.#offer();
    const ok = this.#core.startRange();
    this.#settle();
    return ok;
  }

  /** Decodes up to `stop` of the window. `input`: the stream or the chunk ended inside a symbol. */
  run(stop: number): LzmaPause {
    for (;;) {
      const more = this.#input.need(SYMBOL_INPUT);
      const ready = this.#offer();
      const last = !more || ready === this.left;
      const pause = this.#core.run(stop, last);
      this.#settle();
      if (pause !== "input" || last) return pause;
    }
  }

  /** True when the range coder ended as it should, inside what it may use. */
  finished(): boolean {
    this.#input.need(1);
    this.#offer();
    const ok = this.#core.finished() && this.#core.pos <= this.#core.end;
    this.#settle();
    return ok;
  }

  #offer(): number {
    const core = this.#core;
    const input = this.#input;
    const ready = Math.min(input.ready, this.left);
    core.bytes = input.bytes;
    core.pos = input.pos;
    core.end = input.pos + ready;
    return ready;
  }

  #settle(): void {
    const used = Math.min(this.#core.pos, this.#core.end) - this.#input.pos;
    this.#input.pos += used;
    this.left -= used;
  }
}
