/**
 * Protocol 0 written in text mode on Windows, or mangled by git: every line end has become CRLF. Told as such when all
 * of them have, and repaired when asked for. Only texts of lines can be mangled so: binary protocols begin with PROTO, or,
 * up to 1, with opcodes that protocol 0 does not write (`U\r\n`: a string of 13 bytes whose first is a line end).
 */
import { BytesSource } from "../container/plain-source.js";
import type { Source } from "../container/source.js";

/** Longer files are not looked at: the whole of it must fit memory. */
const MAX_BYTES = 256 * 1024 * 1024;
const [LF, CR] = [10, 13];

/** What stands before a stream's first line end in protocol 0: opcodes without arguments, and one whose argument is a line. */
const FIRST_LINE = /^[(0-2NRabdlst]*[FILPSVcgip]/;

/** The bytes with LF line ends, null when not every line ends in CRLF. */
export function repairedCrlf(source: Source): Source | null {
  const head = new Uint8Array(4096);
  const got = source.read(0, head.length, head, 0);
  const first = head.subarray(0, got).indexOf(LF);
  if (first < 1 || head[first - 1] !== CR || source.length < 0 || source.length > MAX_BYTES) return null;
  if (!FIRST_LINE.test(String.fromCharCode(...head.subarray(0, first)))) return null;
  const bytes = new Uint8Array(source.length);
  source.read(0, bytes.length, bytes, 0);
  const out = new Uint8Array(bytes.length);
  let to = 0;
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i] ?? 0;
    if (b === LF && bytes[i - 1] !== CR) return null;
    if (b === CR && bytes[i + 1] === LF) continue;
    out[to++] = b;
  }
  return new BytesSource(out.subarray(0, to));
}
