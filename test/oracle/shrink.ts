/** Makes a program that differs small: choices are left out as long as a difference of the same kind remains. */
import { compare, type DifferenceKind } from "./compare.js";
import { spell } from "./grammar.js";
import { askPython } from "./python.js";

export function shrink(choices: readonly number[], kind: DifferenceKind, python: string): number[] {
  let best = [...choices];
  for (let size = Math.ceil(best.length / 2); size >= 1; ) {
    const candidates = without(best, size);
    const answers = askPython(python, candidates.map(spell));
    const found = candidates.find((candidate, i) => compare(spell(candidate), [answers[i] ?? null]).some((d) => d.kind === kind));
    if (found !== undefined) best = found;
    else if (size === 1) break;
    else size = Math.floor(size / 2);
  }
  return best;
}

/** The array without each run of `size` numbers. */
function without(choices: readonly number[], size: number): number[][] {
  const all: number[][] = [];
  for (let at = 0; at < choices.length; at += size) all.push([...choices.slice(0, at), ...choices.slice(at + size)]);
  return all;
}
