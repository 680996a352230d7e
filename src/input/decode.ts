/**
 * Bytes of a text file as text, piece by piece: UTF-8, and UTF-16 where its mark or its zeros tell. Anything else is
 * refused with the line: a name or category that was guessed would be another one.
 */
import { CornichonError, type Shown, sentence } from "../errors.js";
import type { Bytes } from "./bytes.js";
import { firstBytes } from "./bytes.js";

export const malformed = (why: Shown): CornichonError => new CornichonError("input.malformed", why);

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** By the byte order mark; without one, by where the zeros of an ASCII character stand. */
function encodingOf(bytes: Bytes): Encoding {
  const [a, b] = firstBytes(bytes, 2);
  if ((a === 0xff && b === 0xfe) || (a !== undefined && a !== 0 && b === 0)) return "utf-16le";
  return (a === 0xfe && b === 0xff) || (a === 0 && b !== undefined && b !== 0) ? "utf-16be" : "utf-8";
}

const NEWLINE = 10;

/** The first line that is no UTF-8, counted from 1. */
function badLine(bytes: Bytes): number {
  let line = 1;
  let rest = new Uint8Array(0);
  const isBad = (part: Uint8Array): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(part);
      return false;
    } catch {
      return true;
    }
  };
  for (const piece of bytes.pieces()) {
    const all = new Uint8Array(rest.length + piece.length);
    all.set(rest);
    all.set(piece, rest.length);
    let from = 0;
    for (let end = all.indexOf(NEWLINE); end >= 0; end = all.indexOf(NEWLINE, from)) {
      if (isBad(all.subarray(from, end))) return line;
      line++;
      from = end + 1;
    }
    rest = all.slice(from);
  }
  return line;
}

/** The text, without its byte order mark. @throws CornichonError `input.malformed` */
export function* decoded(bytes: Bytes): Generator<string> {
  const encoding = encodingOf(bytes);
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (const piece of bytes.pieces()) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw encoding === "utf-8"
      ? malformed(
          sentence`line ${badLine(bytes)} is no UTF-8; if the file is Latin-1 or Windows-1252, write it anew as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)`,
        )
      : malformed(sentence`it begins as UTF-16 and is none`);
  }
}

/** All of the text. @throws CornichonError `input.malformed` */
export function textOf(bytes: Bytes): string {
  try {
    return Array.from(decoded(bytes)).join("");
  } catch (error) {
    if (error instanceof RangeError) throw malformed(sentence`it is longer than a text can be here`);
    throw error;
  }
}
