/**
 * Latin-1 and ASCII against UTF-8. Python 2's strings are bytes that we read as latin-1, and Python 3 writes `bytes`
 * under protocols 0 to 2 as latin-1 text inside a call of `_codecs.encode`: both ways are needed.
 *
 * Refused: a code point that the target has no byte for (null). Linear, two passes.
 */
import { decodeUtf8, validUtf8 } from "./utf8.js";

/** Latin-1 bytes as UTF-8. */
export function latin1ToUtf8(b: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  let high = 0;
  for (let i = start; i < end; i += 1) high += (b[i] ?? 0) >> 7;
  const out = new Uint8Array(Math.max(0, end - start) + high);
  let at = 0;
  for (let i = start; i < end; i += 1) {
    const byte = b[i] ?? 0;
    if (byte < 0x80) {
      out[at++] = byte;
    } else {
      out[at++] = 0xc0 | (byte >> 6);
      out[at++] = 0x80 | (byte & 0x3f);
    }
  }
  return out;
}

/**
 * UTF-8 text as one byte a character, or null when a code point lies above `max`: 0xff for latin-1, 0x7f for ASCII.
 * The text must be valid (`validUtf8`); anything else gives null too.
 */
export function utf8ToLatin1(b: Uint8Array, start: number, end: number, max: 0xff | 0x7f = 0xff): Uint8Array<ArrayBuffer> | null {
  const out = new Uint8Array(Math.max(0, end - start));
  let at = 0;
  for (let i = start; i < end; i += 1) {
    const byte = b[i] ?? 0;
    if (byte < 0x80) {
      out[at++] = byte;
      continue;
    }
    const next = i + 1 < end ? (b[i + 1] ?? 0) : 0;
    // Only C2 and C3 lead to code points of one byte.
    if (max === 0x7f || (byte !== 0xc2 && byte !== 0xc3) || (next & 0xc0) !== 0x80) return null;
    out[at++] = ((byte & 0x03) << 6) | (next & 0x3f);
    i += 1;
  }
  return out.slice(0, at);
}

/** One character a byte, for text that is known to be ASCII or latin-1. Linear; built in chunks. */
export function latin1Text(b: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; i += 4096) text += String.fromCharCode(...b.subarray(i, Math.min(end, i + 4096)));
  return text;
}

/** UTF-8 as text; latin-1 where it is none, as Python 2's strings may be. */
export const utf8OrLatin1 = (bytes: Uint8Array): string =>
  validUtf8(bytes, 0, bytes.length) ? decodeUtf8(bytes, 0, bytes.length) : latin1Text(bytes, 0, bytes.length);
