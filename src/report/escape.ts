/** Text of an artifact made safe to show: no control (C0, C1), format (bidi, zero width, tags) or separator characters. */

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Escapes unsafe characters as `\u{…}` and cuts at 200 characters. */
export function showText(text: string): string {
  const cut = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return cut.replace(UNSAFE, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}
