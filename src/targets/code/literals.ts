/**
 * Texts as literals of C's family, JavaScript and JSON: ASCII only, so nothing in a file's names ends a string or a comment,
 * opens a script, or turns the order in which a reader sees it.
 */

/** A JSON string that is safe in code, in a comment and in HTML. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[<>&*/`$\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Numbers as the shortest text that reads back as they are. */
export const numeral = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));
