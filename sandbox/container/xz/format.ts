/** The fields of the xz format: numbers of variable length, stream flags, the four kinds of check. */
import type { ByteInput } from "../byte-input.js";
import { crc32 } from "../checksum/crc32.js";
import { Crc64 } from "../checksum/crc64.js";
import { Sha256 } from "../checksum/sha256.js";

/** The container's name in faults and reports. */
export const XZ = "xz";
/** The first bytes of a stream. */
export const HEADER_MAGIC = Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00);
/** Length of a stream's header. */
export const STREAM_HEADER = 12;

/** The check of a block's decoded bytes. */
export interface XzCheck {
  readonly size: number;
  update(bytes: Uint8Array, start: number, end: number): void;
  /** As stored. */
  digest(): Uint8Array;
}

class Crc32Check implements XzCheck {
  readonly size = 4;
  #crc = 0;

  update(bytes: Uint8Array, start: number, end: number): void {
    this.#crc = crc32(bytes, start, end, this.#crc);
  }

  digest(): Uint8Array {
    return Uint8Array.of(this.#crc, this.#crc >>> 8, this.#crc >>> 16, this.#crc >>> 24);
  }
}

class Crc64Check extends Crc64 implements XzCheck {
  readonly size = 8;
}

class Sha256Check implements XzCheck {
  readonly size = 32;
  readonly #hash = new Sha256();

  update(bytes: Uint8Array, start: number, end: number): void {
    this.#hash.update(bytes, start, end);
  }

  digest(): Uint8Array {
    return this.#hash.digest();
  }
}

const NO_CHECK: XzCheck = { size: 0, update: () => undefined, digest: () => new Uint8Array(0) };

/** A fresh check of that kind; null for kinds that nobody defined. */
export function makeCheck(kind: number): XzCheck | null {
  if (kind === 0) return NO_CHECK;
  if (kind === 1) return new Crc32Check();
  if (kind === 4) return new Crc64Check();
  return kind === 10 ? new Sha256Check() : null;
}

/** A number of the variable length that xz uses, at most 2^53 - 1 here. */
export interface XzNumber {
  readonly value: number;
  /** Offset behind it. */
  readonly next: number;
}

/** Reads the number at `at`, which must end before `end`; null when it does not, or is no canonical one. */
export function xzNumber(b: Uint8Array, at: number, end: number): XzNumber | null {
  let value = 0;
  for (let i = 0; i < 8 && at + i < end; i += 1) {
    const byte = b[at + i] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte >= 0x80) continue;
    // A zero at the end of a longer number would say nothing.
    if ((byte === 0 && i > 0) || !Number.isSafeInteger(value)) return null;
    return { value, next: at + i + 1 };
  }
  return null;
}

/** The 32 bits at `at`, as CRC-32s are stored. */
export function storedCrc(b: Uint8Array, at: number): number {
  return ((b[at] ?? 0) | ((b[at + 1] ?? 0) << 8) | ((b[at + 2] ?? 0) << 16) | ((b[at + 3] ?? 0) << 24)) >>> 0;
}

/** Skips zero bytes up to a multiple of four of `count`. False when one is not zero or they end; `input.ready` tells which. */
export function zeroPadding(input: ByteInput, count: number): boolean {
  const padding = (4 - (count % 4)) % 4;
  if (!input.need(padding)) return false;
  for (let i = 0; i < padding; i += 1) if (input.bytes[input.pos + i] !== 0) return false;
  input.pos += padding;
  return true;
}
