/**
 * The forms of an argument: how many bytes it takes, and how it is shown. Numbers are shown as numbers, text of lines as
 * it stands (so that `I+1` is not mistaken for `I1`), names with a blank between module and name, payloads with their
 * length. Everything shown went through `print.ts`.
 */
import { f64be, i32, longFromBytes, u16, u32 } from "../bytes/little-endian.js";
import { type Printed, printBytes, printFloat, printLength, printUtf8 } from "./print.js";
import type { ArgumentForm } from "./table.js";

/** The beginning of an argument's value and its whole length. */
export interface Printable {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** The stream ends inside the argument. */
  readonly cut: boolean;
}

/** How many lines a text argument takes. */
export const LINE_FORMS: { readonly [F in ArgumentForm]?: 1 | 2 } = {
  decimalnl_short: 1,
  decimalnl_long: 1,
  floatnl: 1,
  stringnl: 1,
  stringnl_noescape: 1,
  stringnl_noescape_pair: 2,
  unicodestringnl: 1,
};

/** Bytes of a fixed argument, or of the length of a counted one; 0 for lines. */
export function widthOf(form: ArgumentForm): 0 | 1 | 2 | 4 | 8 {
  switch (form) {
    case "uint1":
    case "bytes1":
    case "long1":
    case "string1":
    case "unicodestring1":
      return 1;
    case "uint2":
      return 2;
    case "int4":
    case "uint4":
    case "bytes4":
    case "long4":
    case "string4":
    case "unicodestring4":
      return 4;
    case "uint8":
    case "float8":
    case "bytes8":
    case "bytearray8":
    case "unicodestring8":
      return 8;
    default:
      return 0;
  }
}

/** Forms whose payload stands behind its length. */
type CountedForm = Exclude<ArgumentForm, `${string}nl${string}` | `${"int" | "uint"}${number}` | "float8">;

/** True when a length stands before the payload. */
export function isCounted(form: ArgumentForm): form is CountedForm {
  return /^(?:bytes|bytearray|long|string|unicodestring)\d$/.test(form);
}

/** Length of a counted argument's payload, read at `at`; negative in the two signed forms only. */
export function lengthOf(form: CountedForm, b: Uint8Array, at: number): number {
  switch (form) {
    case "bytes1":
    case "long1":
    case "string1":
    case "unicodestring1":
      return b[at] ?? 0;
    case "bytes4":
    case "unicodestring4":
      return u32(b, at);
    case "long4":
    case "string4":
      return i32(b, at);
    case "bytes8":
    case "bytearray8":
    case "unicodestring8":
      // Inexact above 2^53, where it only has to be longer than any file.
      return u32(b, at + 4) * 0x100000000 + u32(b, at);
    default:
      return form satisfies never;
  }
}

/** Longest binary integer that is shown in decimal. */
const LONG_BYTES = 80;

/** Longest payload of bytes that is shown. */
const SHOWN_PAYLOAD = 64;

function quoted(printed: Printed, value: Printable, prefix = ""): string {
  const body = `${prefix}"${printed.text.replaceAll('"', '\\"')}`;
  if (value.cut) return `${body}…`;
  return printed.whole && value.bytes.length === value.length ? `${body}"` : `${body}…" ${printLength(value.length)}`;
}

function plain(printed: Printed, value: Printable): string {
  if (value.cut) return `${printed.text}…`;
  return printed.whole && value.bytes.length === value.length ? printed.text : `${printed.text}… ${printLength(value.length)}`;
}

/** Module and name with a blank between, whatever the line ends are. */
function pair(value: Printable): string {
  const { bytes } = value;
  const newline = bytes.indexOf(0x0a);
  const spaced = bytes.slice();
  if (newline >= 0) spaced[newline] = 0x20;
  return plain(printUtf8(spaced, 0, spaced.length), value);
}

function unsigned64(b: Uint8Array): string {
  return String((BigInt(u32(b, 4)) << 32n) | BigInt(u32(b, 0)));
}

/** The printable text of an argument. */
export function argumentText(form: ArgumentForm, value: Printable): string {
  const { bytes, length } = value;
  switch (form) {
    case "uint1":
      return String(bytes[0] ?? 0);
    case "uint2":
      return String(u16(bytes, 0));
    case "int4":
      return String(i32(bytes, 0));
    case "uint4":
      return String(u32(bytes, 0));
    case "uint8":
      return unsigned64(bytes);
    case "float8":
      return printFloat(f64be(bytes, 0));
    case "long1":
    case "long4":
      return value.cut || length > LONG_BYTES ? printLength(length) : String(longFromBytes(bytes, 0, bytes.length));
    case "bytes1":
    case "bytes4":
    case "bytes8":
    case "bytearray8":
      return value.cut || length > SHOWN_PAYLOAD ? printLength(length) : quoted(printBytes(bytes, 0, bytes.length), value, "b");
    case "string1":
    case "string4":
      return quoted(printBytes(bytes, 0, bytes.length), value, "b");
    case "unicodestring1":
    case "unicodestring4":
    case "unicodestring8":
      return quoted(printUtf8(bytes, 0, bytes.length), value);
    case "stringnl_noescape_pair":
      return pair(value);
    case "stringnl_noescape":
      return plain(printUtf8(bytes, 0, bytes.length), value);
    case "decimalnl_short":
    case "decimalnl_long":
    case "floatnl":
    case "stringnl":
    case "unicodestringnl":
      return plain(printBytes(bytes, 0, bytes.length), value);
    default:
      return form satisfies never;
  }
}
