/**
 * Numbers and texts of a model as C99 writes them. A text is only ever between quotes, its bytes those of UTF-8 (a lone
 * surrogate as the three bytes that it would have), and all but plain ASCII in octal: no `*` before `/`, no trigraph, no
 * newline of a file's own reaches the source.
 */

/** Longest literal that C99 promises to take (5.2.4.1), with its end. */
const LONGEST = 4095;

/** Bytes of a text in UTF-8, lone surrogates too. */
export function bytesOf(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}

const PLAIN = /[A-Za-z0-9 _.,:;=+<>()[\]{}|&!#$%^~@'-]/;

/** A byte between quotes: three octal digits take in no digit that follows. */
function escaped(byte: number): string {
  const char = String.fromCharCode(byte);
  return PLAIN.test(char) ? char : `\\${byte.toString(8).padStart(3, "0")}`;
}

/** A text as a literal; null where it is longer than a compiler must take. */
export function textLiteral(text: string): string | null {
  const bytes = bytesOf(text);
  return bytes.length < LONGEST ? `"${bytes.map(escaped).join("")}"` : null;
}

/** A double, exactly: the shortest digits that read back as it. */
export function doubleLiteral(value: number): string {
  if (Number.isNaN(value)) return "NAN";
  if (!Number.isFinite(value)) return value > 0 ? "INFINITY" : "-INFINITY";
  if (Object.is(value, -0)) return "-0.0";
  const digits = String(value);
  return /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
}

/** A float32: the digits of the double that it is, which are rounded to it again. */
export const floatLiteral = (value: number): string => (Number.isFinite(value) ? `${doubleLiteral(value)}f` : doubleLiteral(value));

const LEAST = -(2n ** 63n);

/** A whole number of 64 bits; the least one has no literal. */
export function longLiteral(value: bigint | number): string {
  const whole = BigInt(value);
  return whole === LEAST ? `(-INT64_C(${-(LEAST + 1n)}) - 1)` : `INT64_C(${whole})`;
}

/** What a comment shows of a name: nothing that ends the comment or starts a trigraph. */
export const commentText = (text: string): string => text.replace(/[^A-Za-z0-9_. -]/g, "_").slice(0, 200);
