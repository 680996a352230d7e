/** JSON as `JSON.stringify` indents it, so many levels further in, on a line of its own. A text of JSON has no line breaks. */
export const indented = (value: unknown, levels: number): string =>
  `\n${JSON.stringify(value, null, 2)}`.replaceAll("\n", `\n${"  ".repeat(levels)}`);
