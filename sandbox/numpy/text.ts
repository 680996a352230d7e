/** Short texts in dtypes and states: by the types that Python's own code would take, not whatever has bytes. */
import { type Handle, KIND } from "../tape/handle.js";
import { isStr } from "../tape/read.js";
import type { Reader } from "./reader.js";

/** Longest dtype text worth reading. */
const MAX_TEXT = 64;

/** ASCII text of a bytes-like handle, null for other values. */
export function asciiText(reader: Reader, handle: Handle, cap = MAX_TEXT): string | null {
  const bytes = reader.bytesOf(handle, cap + 1);
  if (bytes === null || bytes.length > cap) return null;
  return String.fromCharCode(...bytes);
}

/** Text of an exact `str`, null for other values and beyond `cap` bytes. */
export const strText = (reader: Reader, handle: Handle, cap = MAX_TEXT): string | null =>
  isStr(reader.tape, handle) ? asciiText(reader, handle, cap) : null;

/**
 * Text of `bytes`, or of a string of Python 2 (which stands as text where it is ASCII): what numpy's C code writes as
 * a character. Null for other values.
 */
export const byteText = (reader: Reader, handle: Handle, cap = MAX_TEXT): string | null =>
  reader.tape.kind(handle) === KIND.BYTEARRAY ? null : asciiText(reader, handle, cap);
