/**
 * Opcodes that push a literal: integers, floats, text, bytes. Short values are copied onto the tape; bulk payloads stay
 * where they are in the file. Every length is compared with what the file still holds before it is used.
 */
import { f64be, i32, longFromBytes, maxLongBytes, u16, u32, u64 } from "../bytes/little-endian.js";
import { decodeRawUnicodeEscape, decodeStringArgument } from "../bytes/python-string.js";
import { parseFloatLine, parseIntLine, parseLongLine } from "../bytes/text-number.js";
import { validUtf8 } from "../bytes/utf8.js";
import { boolHandle, type Handle, KIND, PLACE } from "../tape/handle.js";
import { MOST_TEXT } from "../tape/tape.js";
import type { Stream } from "./stream.js";

/** Bytes up to this length are copied; longer ones stay in the file. */
const COPIED = 4096;

// ---- numbers ----

export function intLine(s: Stream): boolean {
  const line = s.line();
  if (line === null) return false;
  const parsed = parseIntLine(line, s.machine.limits.maxDigits);
  if (parsed.kind === "limit") return digitLimit(s);
  if (parsed.kind === "bad") s.find("stream.argument", { why: parsed.why });
  const value = parsed.kind === "bad" ? parsed.lenient : parsed.value;
  if (value === null) return false;
  return s.push(typeof value === "boolean" ? boolHandle(value) : s.tape.int(value));
}

export function longLine(s: Stream): boolean {
  const line = s.line();
  if (line === null) return false;
  const parsed = parseLongLine(line, s.machine.limits.maxDigits);
  if (parsed.kind === "limit") return digitLimit(s);
  if (parsed.kind === "bad") s.find("stream.argument", { why: parsed.why });
  const value = parsed.kind === "bad" ? parsed.lenient : parsed.value;
  return value === null ? false : s.push(s.tape.int(value));
}

export function floatLine(s: Stream): boolean {
  const line = s.line();
  if (line === null) return false;
  const parsed = parseFloatLine(line);
  if (parsed.kind === "bad") s.find("stream.argument", { why: parsed.why });
  const value = parsed.kind === "bad" ? parsed.lenient : parsed.value;
  return value === null ? false : s.push(s.tape.float(value));
}

/** BININT (signed), BININT1, BININT2. */
export function fixedInt(s: Stream, width: 1 | 2 | 4): boolean {
  if (!s.need(width)) return false;
  s.inFrame(width);
  const { bytes, pos } = s.cursor;
  const value = width === 1 ? (bytes[pos] ?? 0) : width === 2 ? u16(bytes, pos) : i32(bytes, pos);
  s.cursor.pos += width;
  return s.push(s.tape.int(value));
}

/** LONG1, LONG4. */
export function longBytes(s: Stream, width: 1 | 4): boolean {
  const length = lengthArgument(s, width, true);
  if (length < 0) return false;
  if (length > maxLongBytes(s.machine.limits.maxDigits)) return skipped(s, length) && digitLimit(s);
  if (!s.need(length)) return false;
  s.inFrame(length);
  const { cursor } = s;
  const value = longFromBytes(cursor.bytes, cursor.pos, cursor.pos + length);
  cursor.pos += length;
  return s.push(s.tape.int(value));
}

export function float(s: Stream): boolean {
  if (!s.need(8)) return false;
  s.inFrame(8);
  const value = f64be(s.cursor.bytes, s.cursor.pos);
  s.cursor.pos += 8;
  return s.push(s.tape.float(value));
}

/** The number is not read. Python reads it, or fails, depending on its version; what follows is judged. */
function digitLimit(s: Stream): true {
  s.find("limit.digits", { limit: s.machine.limits.maxDigits, option: "--max-digits" });
  return s.push(s.tape.int(0));
}

// ---- lengths ----

/** A length argument; -1 (and a finding) when it is cut off, negative or impossible. */
function lengthArgument(s: Stream, width: 1 | 4 | 8, signed = false): number {
  if (!s.need(width)) return -1;
  s.inFrame(width);
  const { bytes, pos } = s.cursor;
  const value = width === 1 ? (bytes[pos] ?? 0) : width === 8 ? u64(bytes, pos) : signed ? i32(bytes, pos) : u32(bytes, pos);
  s.cursor.pos += width;
  if (value >= 0) return value;
  s.find("stream.argument", { why: width === 8 ? "argument.too-long" : "argument.negative" });
  return -1;
}

/** True when the source still has `length` bytes; a source that knows its length is asked without reading. */
function remaining(s: Stream, length: number): boolean {
  const size = s.cursor.source.length;
  if (size < 0 || s.cursor.offset + length <= size) return true;
  return s.broken("stream.truncated", { missing: s.cursor.offset + length - size });
}

// ---- text ----

/** Reads `length` bytes into the arena; -1 (and a finding) when the stream ends before. */
function intoArena(s: Stream, length: number): number {
  if (!remaining(s, length)) return -1;
  const { cursor, tape } = s;
  s.inFrame(length);
  if (tape.arenaTop + length > MOST_TEXT) {
    s.find("limit.nodes", { limit: MOST_TEXT, option: "" });
    return -1;
  }
  // Never more room than a window ahead of what was really read: a decompressor's length is not known.
  const start = tape.arenaTop;
  let left = length;
  while (left > 0) {
    const piece = Math.min(left, 65536);
    if (!cursor.need(piece)) {
      tape.arenaTop = start;
      s.find("stream.truncated", { missing: left - (cursor.end - cursor.pos) });
      return -1;
    }
    tape.put(cursor.bytes, cursor.pos, cursor.pos + piece);
    cursor.pos += piece;
    left -= piece;
  }
  return start;
}

/** SHORT_BINUNICODE, BINUNICODE, BINUNICODE8. */
export function unicode(s: Stream, width: 1 | 4 | 8): boolean {
  const length = lengthArgument(s, width);
  if (length < 0) return false;
  const at = intoArena(s, length);
  if (at < 0) return false;
  if (!validUtf8(s.tape.arena, at, at + length)) return s.broken("stream.utf8");
  return s.push(s.tape.strAt(at, length));
}

export function unicodeLine(s: Stream): boolean {
  const line = s.line();
  if (line === null) return false;
  const text = decodeRawUnicodeEscape(line);
  return text === null ? s.broken("stream.argument", { why: "argument.escape" }) : s.push(s.tape.str(text, 0, text.length));
}

// ---- bytes and Python 2's strings ----

/** Where `length` bytes of payload are: copied when short, else in the file; null (and a finding) when cut off. */
function bulk(s: Stream, length: number): { readonly place: number; readonly offset: number } | null {
  if (length <= COPIED) {
    const at = intoArena(s, length);
    return at < 0 ? null : { place: PLACE.ARENA, offset: at };
  }
  const offset = s.machine.base + s.cursor.offset;
  return skipped(s, length) ? { place: PLACE.SOURCE, offset } : null;
}

/** Passes over `length` bytes unread; false (and a finding) when the stream ends before. */
function skipped(s: Stream, length: number): boolean {
  if (!remaining(s, length)) return false;
  s.inFrame(length);
  return s.cursor.skip(length) || s.broken("stream.truncated", { missing: 1 });
}

/** SHORT_BINBYTES, BINBYTES, BINBYTES8, BYTEARRAY8. */
export function bytesLike(s: Stream, kind: typeof KIND.BYTES | typeof KIND.BYTEARRAY, width: 1 | 4 | 8): boolean {
  const length = lengthArgument(s, width);
  if (length < 0) return false;
  const where = bulk(s, length);
  return where !== null && s.push(s.tape.bytes(kind, where.place, where.offset, length));
}

/** BINSTRING, SHORT_BINSTRING. */
export function pythonString(s: Stream, width: 1 | 4): boolean {
  const length = lengthArgument(s, width, true);
  if (length < 0) return false;
  const where = bulk(s, length);
  return where !== null && s.push(python2Value(s, where.place, where.offset, length));
}

export function stringLine(s: Stream): boolean {
  const line = s.line();
  if (line === null) return false;
  const bytes = decodeStringArgument(line);
  if (bytes === null) return s.broken("stream.argument", { why: "argument.string" });
  return s.push(python2Value(s, PLACE.ARENA, s.tape.put(bytes, 0, bytes.length), bytes.length));
}

/** Short ASCII is text like another; the rest keeps its bytes, since numpy may ask for them. */
function python2Value(s: Stream, place: number, offset: number, length: number): Handle {
  const { tape } = s;
  if (place === PLACE.ARENA && length <= COPIED && !tape.arena.subarray(offset, offset + length).some((b) => b > 127))
    return tape.strAt(offset, length);
  if (length <= COPIED && !s.machine.python2Text) {
    s.machine.python2Text = true;
    s.find("note.python2-text", { encoding: "latin1" });
  }
  return tape.bytes(KIND.PY2STR, place, offset, length);
}
