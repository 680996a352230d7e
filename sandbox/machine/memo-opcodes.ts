/** PUT, BINPUT, LONG_BINPUT, MEMOIZE and GET, BINGET, LONG_BINGET. */
import { u32 } from "../bytes/little-endian.js";
import { parseMemoIndex } from "../bytes/text-number.js";
import { because } from "../finding/because.js";
import { NOTHING } from "../tape/handle.js";
import { fetchedInstead, memoised } from "./grammar.js";
import type { Stream } from "./stream.js";

/** Index argument of `width` bytes; -1 (and a finding) when it is cut off. */
function index(s: Stream, width: 1 | 4): number {
  if (!s.need(width)) return -1;
  s.inFrame(width);
  const { cursor } = s;
  const value = width === 1 ? (cursor.bytes[cursor.pos] ?? 0) : u32(cursor.bytes, cursor.pos);
  cursor.pos += width;
  return value;
}

/** Index argument as a line of text. */
function indexLine(s: Stream): number {
  const line = s.line();
  if (line === null) return -1;
  const parsed = parseMemoIndex(line);
  if (parsed.why !== null) s.find("stream.argument", { why: parsed.why });
  return parsed.value;
}

/** Indices up to here cost nothing, whatever the stream's length. */
const FREE_INDEX = 65_536;

/**
 * An index beyond the stream's length was never written by a pickler: each entry takes a byte at least. CPython would
 * claim memory for all below, and go on: so does the scan, where the entry costs nothing.
 */
function store(s: Stream, at: number): boolean {
  if (at < 0 || !s.has(1)) return false;
  const size = s.cursor.source.length;
  if (at > FREE_INDEX && (size >= 0 ? at > size : at > 2 ** 31))
    s.find("limit.memo", { limit: size >= 0 ? size : 2 ** 31, option: "", index: at });
  memoised(s, at);
  s.memo.put(at, s.at(s.sp - 1));
  return true;
}

function load(s: Stream, at: number): boolean {
  if (at < 0) return false;
  const value = s.memo.get(at);
  if (value === NOTHING) return s.broken("stream.memo", because("memo.missing", { index: at }));
  if (s.popped !== null) fetchedInstead(s, s.popped, value);
  return s.push(value);
}

export const put = (s: Stream, width: 1 | 4): boolean => store(s, index(s, width));
export const putLine = (s: Stream): boolean => store(s, indexLine(s));
export const get = (s: Stream, width: 1 | 4): boolean => load(s, index(s, width));
export const getLine = (s: Stream): boolean => load(s, indexLine(s));

/** MEMOIZE stores under the number of entries so far. */
export const memoize = (s: Stream): boolean => s.has(1) && store(s, s.memo.count);
