/** Numbers, texts and tables of a model as Python writes them: ASCII only, and nothing of a file outside of quotes. */

/** Escape of one code point: a lone surrogate is what Python's own strings may hold too. */
function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (/[A-Za-z0-9 _.,:;=+<>()[\]{}|&!#$%^~@?*/'-]/.test(char)) return char;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

export const textLiteral = (text: string): string => `"${Array.from(text, escaped).join("")}"`;

/** A double, exactly: the shortest digits that read back as it. `nan` and `inf` are names of the runtime. */
export function doubleLiteral(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const digits = String(value);
  return /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
}

/** What a comment or the head shows of a name. */
export const commentText = (text: string): string => text.replace(/[^A-Za-z0-9_. -]/g, "_").slice(0, 200);
