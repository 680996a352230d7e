/**
 * One zlib stream (RFC 1950), inflated natively by the child: header and Adler-32 are checked there. A preset
 * dictionary is unsupported; what follows the stream is trailing.
 */
import type { Hooks } from "../wire/hooks.js";
import { type DecodedEnd, type DecodedSource, type DecodeLimits, drain, inflateFault } from "./decoded.js";
import { InflateSource } from "./hook-source.js";
import type { SourceFault } from "./source.js";

class ZlibSource implements DecodedSource {
  readonly encoding = "zlib";
  readonly #inflate: InflateSource;
  readonly #size: number;
  readonly #limits: DecodeLimits;
  fault: SourceFault | null = null;

  constructor(hooks: Hooks, size: number, limits: DecodeLimits) {
    this.#inflate = new InflateSource(hooks, 0, 0, -1, "zlib");
    this.#size = size;
    this.#limits = limits;
  }

  get length(): number {
    return this.#inflate.length;
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    const got = this.#inflate.read(offset, length, target, at);
    const error = this.#inflate.end?.error ?? "";
    if (error !== "") this.fault ??= inflateFault(this.encoding, error, this.#limits);
    return got;
  }

  end(): DecodedEnd | null {
    if (this.length < 0) drain(this);
    const end = this.#inflate.end;
    if (end === null || this.fault !== null) return null;
    const rest = this.#size - end.consumed;
    return { consumed: end.consumed, notes: rest > 0 ? [{ code: "container.trailing", args: { container: this.encoding, bytes: rest } }] : [] };
  }
}

/** The artifact (source 0) as a zlib stream. */
export function openZlib(hooks: Hooks, size: number, limits: DecodeLimits): DecodedSource {
  return new ZlibSource(hooks, size, limits);
}
