/**
 * Fixed-width numbers of a stream: little-endian integers, the big-endian double of BINFLOAT, and the two's complement
 * of LONG1 and LONG4. The caller has made sure that the bytes are there; a byte beyond the array reads as zero.
 *
 * A 64-bit length that no JavaScript number holds exactly is -1: no file is that long, so it can only be refused.
 * Slow: `longFromBytes` is linear in the bytes (through hexadecimal); callers bound it by `maxLongBytes`.
 */
import { latin1Text } from "./latin1.js";

const scratch = new DataView(new ArrayBuffer(8));

/** Unsigned 16 bits. */
export function u16(b: Uint8Array, at: number): number {
  return (b[at] ?? 0) | ((b[at + 1] ?? 0) << 8);
}

/** Signed 32 bits. */
export function i32(b: Uint8Array, at: number): number {
  return (b[at] ?? 0) | ((b[at + 1] ?? 0) << 8) | ((b[at + 2] ?? 0) << 16) | ((b[at + 3] ?? 0) << 24);
}

/** Unsigned 32 bits. */
export function u32(b: Uint8Array, at: number): number {
  return i32(b, at) >>> 0;
}

/** Unsigned 64 bits, or -1 above 2^53 - 1. */
export function u64(b: Uint8Array, at: number): number {
  const high = u32(b, at + 4);
  return high > 0x1fffff ? -1 : high * 0x100000000 + u32(b, at);
}

/** An IEEE double, most significant byte first. */
export function f64be(b: Uint8Array, at: number): number {
  for (let i = 0; i < 8; i += 1) scratch.setUint8(i, b[at + i] ?? 0);
  return scratch.getFloat64(0);
}

/** How many bytes of a binary integer go with a limit of decimal digits: 2,048 at the default of 4,300. */
export function maxLongBytes(maxDigits: number): number {
  return Math.floor((maxDigits * 2048) / 4300);
}

const HEX = new Uint8Array([48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102]);

/** A little-endian two's complement integer of any length; no bytes are zero. */
export function longFromBytes(b: Uint8Array, start: number, end: number): bigint {
  const length = end - start;
  if (length <= 0) return 0n;
  const hex = new Uint8Array(length * 2);
  for (let i = 0; i < length; i += 1) {
    const byte = b[end - 1 - i] ?? 0;
    hex[i * 2] = HEX[byte >> 4] ?? 48;
    hex[i * 2 + 1] = HEX[byte & 15] ?? 48;
  }
  const magnitude = BigInt(`0x${latin1Text(hex, 0, hex.length)}`);
  const negative = ((b[end - 1] ?? 0) & 0x80) !== 0;
  return negative ? magnitude - (1n << BigInt(length * 8)) : magnitude;
}
