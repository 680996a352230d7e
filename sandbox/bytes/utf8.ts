/**
 * Text as CPython's pickle reads it: UTF-8 with `surrogatepass`, that is WTF-8 without the pairing rule. A lone
 * surrogate stands as three bytes (ED A0..BF xx) and two of them side by side stay two Python code points, so text is
 * kept as bytes and becomes a JavaScript string only where somebody needs one.
 *
 * Refused: overlong forms, bytes above F4, code points above 10FFFF, cut sequences. The guest has no TextDecoder.
 * Slow: `decodeUtf8` (about ten times the cost of `validUtf8`); it is for names and keys, not for bulk text.
 */

/** Code units put together before they become a string: well under the engine's limit of call arguments. */
const CHUNK = 4096;

/** Shown in place of each byte that is no text. */
const REPLACEMENT = 0xfffd;

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** Lowest and highest second byte after each lead of three or four bytes: E0 and F0 exclude overlong forms, F4 ends at 10FFFF. */
function secondByteFits(lead: number, second: number | undefined): boolean {
  if (second === undefined || (second & 0xc0) !== 0x80) return false;
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xf0) return second >= 0x90;
  return lead !== 0xf4 || second <= 0x8f;
}

/** Length of the well-formed sequence at `at` (1 to 4), or 0 when there is none before `end`. */
export function sequenceLength(b: Uint8Array, at: number, end: number): number {
  const lead = b[at] ?? 0xff;
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return at + 2 <= end && isContinuation(b[at + 1]) ? 2 : 0;
  if (lead > 0xf4) return 0;
  const length = lead < 0xf0 ? 3 : 4;
  if (at + length > end || !secondByteFits(lead, b[at + 1])) return 0;
  if (!isContinuation(b[at + 2])) return 0;
  return length === 3 || isContinuation(b[at + 3]) ? length : 0;
}

/** The code point of a sequence that `sequenceLength` measured. */
export function codePointAt(b: Uint8Array, at: number, length: number): number {
  const lead = b[at] ?? 0;
  if (length === 1) return lead;
  const second = (b[at + 1] ?? 0) & 0x3f;
  if (length === 2) return ((lead & 0x1f) << 6) | second;
  const third = (b[at + 2] ?? 0) & 0x3f;
  if (length === 3) return ((lead & 0x0f) << 12) | (second << 6) | third;
  return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | ((b[at + 3] ?? 0) & 0x3f);
}

/** Index of the first byte in [start, end) that is not ASCII, or `end`. */
export function asciiEnd(b: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && (b[i] ?? 0xff) < 0x80) i += 1;
  return i;
}

/** True when b[start, end) is text for Python's `str(b, "utf-8", "surrogatepass")`. */
export function validUtf8(b: Uint8Array, start: number, end: number): boolean {
  let i = asciiEnd(b, start, end);
  while (i < end) {
    const length = sequenceLength(b, i, end);
    if (length === 0) return false;
    i = asciiEnd(b, i + length, end);
  }
  return true;
}

/** True when valid text holds a three-byte surrogate. Such text is no UTF-8 for the outside, and no `str` that prints. */
export function hasSurrogates(b: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i + 2 < end; i += 1) {
    if (b[i] === 0xed && (b[i + 1] ?? 0) >= 0xa0) return true;
  }
  return false;
}

/** Appends the code units of the sequence at `at` (U+FFFD for a byte that is no text) and returns the index behind it. */
function pushUnits(units: number[], b: Uint8Array, at: number, end: number): number {
  const length = sequenceLength(b, at, end);
  const point = length === 0 ? REPLACEMENT : codePointAt(b, at, length);
  if (point > 0xffff) units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
  else units.push(point);
  return at + Math.max(1, length);
}

/**
 * Valid text as a JavaScript string; each byte that is no text becomes U+FFFD (a cut name is still shown). Lossy when
 * `hasSurrogates`: two adjacent three-byte surrogates become one pair.
 */
export function decodeUtf8(b: Uint8Array, start: number, end: number): string {
  let text = "";
  let units: number[] = [];
  let i = start;
  while (i < end) {
    i = pushUnits(units, b, i, end);
    if (units.length >= CHUNK) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}

/** The UTF-16 code units of valid text, lone surrogates as themselves: what the neutral format's `utf16` array holds. */
export function utf16Units(b: Uint8Array, start: number, end: number): number[] {
  const units: number[] = [];
  let i = start;
  while (i < end) i = pushUnits(units, b, i, end);
  return units;
}

/** Writes one code point (a lone surrogate as three bytes) and returns the index behind it. `out` must have room for 4. */
export function writeCodePoint(out: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    out[at] = point;
    return at + 1;
  }
  if (point < 0x800) {
    out[at] = 0xc0 | (point >> 6);
    out[at + 1] = 0x80 | (point & 0x3f);
    return at + 2;
  }
  if (point < 0x10000) {
    out[at] = 0xe0 | (point >> 12);
    out[at + 1] = 0x80 | ((point >> 6) & 0x3f);
    out[at + 2] = 0x80 | (point & 0x3f);
    return at + 3;
  }
  out[at] = 0xf0 | (point >> 18);
  out[at + 1] = 0x80 | ((point >> 12) & 0x3f);
  out[at + 2] = 0x80 | ((point >> 6) & 0x3f);
  out[at + 3] = 0x80 | (point & 0x3f);
  return at + 4;
}

/** A JavaScript string as bytes: a surrogate pair is its code point in four bytes, a lone surrogate stays, in three. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length * 3 + 1);
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    const point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) i += 1;
    at = writeCodePoint(out, at, point);
  }
  return out.slice(0, at);
}
