/**
 * Texts, keys and bytes. They have no place for a reference and are written each time: a dry run counts their bytes
 * before one of them is written. Python 2's strings are bytes: latin-1 text unless the caller wants UTF-8 or bytes.
 */
import { latin1ToUtf8 } from "../bytes/latin1.js";
import { validUtf8 } from "../bytes/utf8.js";
import { type Handle, KIND, PLACE, TAG, tagOf } from "../tape/handle.js";
import { plainBytes, wholeBytes, writeBase64 } from "./payload.js";
import { latin1Length, mostOfText, stringLength, writeQuoted, writeString } from "./text.js";
import { idText, type Walk } from "./walk.js";

/** Longest text that is looked at as a Python 2 string. */
const MAX_TEXT = 2 ** 28;

/** A STR as a value. */
export function writeText(walk: Walk, handle: Handle): void {
  if (walk.dry) countText(walk, handle);
  else if (!writeAsIs(walk, handle)) writeString(walk.out, walk.tape.strBytes(handle));
}

/** False for a STR that needs a closer look. */
function writeAsIs({ tape, out }: Walk, handle: Handle): boolean {
  const from = tape.strStart(handle);
  return out.quoted(tape.arena, from, from + tape.strSize(handle));
}

function countText({ tape, out, exact }: Walk, handle: Handle): void {
  out.skip(exact ? stringLength(tape.strBytes(handle)) : mostOfText(tape.strSize(handle)));
}

/** A key of a JSON object: `keyText` had one for it. */
export function writeKey(walk: Walk, key: Handle): void {
  if (walk.dry) return tagOf(key) === TAG.STR ? countText(walk, key) : countPython2(walk, key);
  if (tagOf(key) === TAG.STR && writeAsIs(walk, key)) return;
  const text = keyText(walk, key);
  if (text !== null) writeQuoted(walk.out, text);
}

/** UTF-8 of a key that is a text, null for other keys. */
export function keyText(walk: Walk, key: Handle): Uint8Array | null {
  if (tagOf(key) === TAG.STR) return walk.tape.strBytes(key);
  return walk.tape.kind(key) === KIND.PY2STR ? python2Text(walk, key) : null;
}

/** A BYTES or BYTEARRAY, or a PY2STR that is to stay bytes. */
export function writeBytes(walk: Walk, type: "bytes" | "bytearray", id: number, handle: Handle): void {
  const range = walk.tape.byteRange(handle);
  walk.out.ascii(`{"$type":"${type}"${idText(id)},"base64":"`);
  if (range !== null) writeBase64(walk, plainBytes(range));
  walk.out.ascii('"}');
}

/** A PY2STR as a value. */
export function writePython2(walk: Walk, handle: Handle): void {
  if (walk.dry && walk.options.py2Strings !== "bytes") return countPython2(walk, handle);
  const text = python2Text(walk, handle);
  if (text === null) writeBytes(walk, "bytes", 0, handle);
  else writeString(walk.out, text);
}

/** UTF-8 of Python 2's bytes; null when they are to stay bytes. */
function python2Text(walk: Walk, handle: Handle): Uint8Array | null {
  const range = walk.tape.byteRange(handle);
  const { py2Strings } = walk.options;
  if (range === null || py2Strings === "bytes") return null;
  if (range.length > MAX_TEXT) {
    tooLong(walk);
    return null;
  }
  const raw = wholeBytes(walk, range);
  return py2Strings === "utf8" && validUtf8(raw, 0, raw.length) ? raw : latin1ToUtf8(raw, 0, raw.length);
}

/** What stands in the source is not read for its length. */
function countPython2(walk: Walk, handle: Handle): void {
  const range = walk.tape.byteRange(handle);
  if (range === null) return;
  const { place, offset, length } = range;
  if (length > MAX_TEXT) tooLong(walk);
  const exact = walk.exact && place === PLACE.ARENA;
  walk.out.skip(exact ? latin1Length(walk.tape.arena.subarray(offset, offset + length)) : mostOfText(length));
}

const tooLong = (walk: Walk): void => walk.fail("limit.output", { limit: MAX_TEXT, option: "--py2-strings bytes" });
