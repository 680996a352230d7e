/**
 * Whether Python's tarfile takes 512 bytes for a tar's first header (`TarInfo.frombuf`, Python 2.7 to 3.14): it asks for no magic, only
 * that the checksum is that of its unsigned or its signed bytes. `torch.load` tries every file so before it reads it, whatever
 * else the bytes are. What tarfile refuses for its other fields is taken here: a header whose checksum is right is no accident.
 */
import { BLANK } from "../../bytes/ascii.js";
import { BLOCK } from "./header.js";

const [SUM_FROM, SUM_TO] = [148, 156];
/** First bytes of a number in base 256: of one that is positive, and of one that is negative. */
const [POSITIVE, NEGATIVE] = [0x80, 0xff];

export function tarfileTakes(bytes: Uint8Array): boolean {
  if (bytes.length < BLOCK) return false;
  let [unsigned, signed] = [BLANK * (SUM_TO - SUM_FROM), BLANK * (SUM_TO - SUM_FROM)];
  for (let i = 0; i < BLOCK; i++) {
    if (i >= SUM_FROM && i < SUM_TO) continue;
    const byte = bytes[i] ?? 0;
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  const field = bytes.subarray(SUM_FROM, SUM_TO);
  if (field[0] === POSITIVE || field[0] === NEGATIVE) return isOneOf(base256(field), unsigned, signed);
  const digits = octalDigits(field);
  return digits !== null && (digits === unsigned || digits === Math.abs(signed));
}

const isOneOf = (value: bigint, ...sums: readonly number[]): boolean => sums.some((sum) => value === BigInt(sum));

/** A number in base 256, its first byte being its sign. */
function base256(field: Uint8Array): bigint {
  const value = field.subarray(1).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return field[0] === NEGATIVE ? value - 256n ** BigInt(field.length - 1) : value;
}

/**
 * The number of a text up to its NUL, by its octal digits alone; null where the text is not ASCII. Python's `int(text, 8)` takes a sign, a
 * prefix, underscores and blanks of many kinds beside them: whatever it takes has this value or its negative, and what it does
 * not take is taken with it.
 */
function octalDigits(field: Uint8Array): number | null {
  const end = field.indexOf(0);
  const text = end < 0 ? field : field.subarray(0, end);
  if (text.some((byte) => byte > 127)) return null;
  return Number.parseInt(`0${String.fromCharCode(...text).replace(/[^0-7]/g, "")}`, 8);
}
