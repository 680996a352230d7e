/** Words of a list as an option's help says them: `a, b, or c`. (`Intl.ListFormat` costs a command 27 ms: it loads all of ICU.) */
export function anyOf(words: readonly string[]): string {
  const [last = "", ...before] = [...words].reverse();
  if (before.length === 0) return last;
  return before.length === 1 ? `${before[0]} or ${last}` : `${before.reverse().join(", ")}, or ${last}`;
}
