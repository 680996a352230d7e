/** Characters that may be met in texts, and those whose small forms are none of their own. */

export const SIGMA = "Σ";
/** Its small form is an i and a mark. */
export const DOTTED_I = "\u0130";

const isSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xe000;

/** All of the planes that letters have. */
export function* characters(): Generator<string> {
  for (let code = 1; code < 0x20000; code++) if (!isSurrogate(code)) yield String.fromCodePoint(code);
}
