/**
 * Columns that a text takes on a terminal, and lines that fit. Wide are what East Asian Width calls W or F, and emoji that
 * are drawn as pictures; marks that stand on the character before them take nothing.
 *
 * Not known here: what a terminal makes of ambiguous characters (one column is assumed), of emoji that are joined or
 * coloured (each part is counted), of flags (two letters, two columns, which is right), and of fonts that draw otherwise.
 */
import type { Shown } from "../errors.js";

/** Our own colours; they take no room. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");
const NARROW = /^[\u0020-\u007e]*$/;
const NOTHING = /^[\p{Mn}\p{Me}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
const LOST_MARKS = /^[\p{Mn}\p{Me}]+/u;
const LETTER_OF_FLAG = /^\p{Regional_Indicator}$/u;
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;

function widthOf(character: string): number {
  if (NOTHING.test(character)) return 0;
  return WIDE.test(character) && !LETTER_OF_FLAG.test(character) ? 2 : 1;
}

/** Columns of a text of one line. */
export function columnsOf(text: string): number {
  const plain = text.replace(COLOURS, "");
  if (NARROW.test(plain)) return plain.length;
  let columns = 0;
  for (const character of plain) columns += widthOf(character);
  return columns;
}

/** Characters from the beginning that fit, and from there on the columns that they take. */
function fitting(characters: readonly string[], columns: number): string {
  let room = columns;
  let text = "";
  for (const character of characters) {
    room -= widthOf(character);
    if (room < 0) break;
    text += character;
  }
  return text;
}

/** A text without its middle, where it is longer than there is room for: the end of a path says most. */
export function shortened(text: Shown, columns: number): Shown {
  if (columnsOf(text) <= columns) return text;
  const characters = Array.from(text);
  const head = fitting(characters, Math.floor((columns - 1) / 3));
  const tail = fitting(characters.toReversed(), columns - 1 - columnsOf(head));
  // A mark whose character was cut off would stand on the ellipsis.
  const end = Array.from(tail).reverse().join("").replace(LOST_MARKS, "");
  return `${head}…${end}` as Shown; // parts of a text that is shown
}

/** Narrower than this nothing is made to fit: a terminal breaks lines by itself. */
const LEAST = 20;

/**
 * One line as lines of at most so many columns; those after the first begin with blanks. Words are never broken, since
 * paths are copied, and one that would not begin further to the left below stays where it is.
 */
function wrappedLine(line: string, columns: number, indent: number): string {
  if (columnsOf(line) <= columns) return line;
  let text = "";
  let used = 0;
  for (const piece of line.match(/ *[^ ]+/g) ?? []) {
    const width = columnsOf(piece);
    if (used <= indent || used + width <= columns) {
      text += piece;
      used += width;
      continue;
    }
    const word = piece.trimStart();
    text += `\n${" ".repeat(indent)}${word}`;
    used = indent + columnsOf(word);
  }
  return text;
}

/** Text wrapped at a width; `null` leaves it as it is. */
export function wrapped(text: Shown, columns: number | null, indent: number): Shown {
  if (columns === null || columns < LEAST) return text;
  return text
    .split("\n")
    .map((line) => wrappedLine(line, columns, Math.min(indent, columns >> 1)))
    .join("\n") as Shown; // blanks and line ends are all that was added
}
