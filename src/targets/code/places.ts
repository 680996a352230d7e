/** Places of a row by what stands there. */
import type { Input, Places, Program } from "./program.js";

/** Places of inputs of one type. */
export const placesOf = ({ inputs }: Program, wanted: Input["type"]): readonly number[] =>
  inputs.flatMap(({ type, place, size }) => (type === wanted ? Array.from({ length: size }, (_, k) => place + k) : []));

/** Takes texts beside numbers, or texts alone. */
export const takesTexts = ({ inputs }: Program): boolean => inputs.some(({ type }) => type === "str");

/** Places that are refused: of rows with texts, those of numbers. */
export function refusedAt(program: Program, places: Places): readonly number[] {
  if (places === "all" && !takesTexts(program)) return Array.from({ length: program.width }, (_, j) => j);
  const numeric = placesOf(program, "f64");
  return places === "all" ? numeric : takesTexts(program) ? places.filter((place) => numeric.includes(place)) : places;
}

/** Runs of neighbours as [first, past the last]. */
export function runsOf(places: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === place) last[1] = place + 1;
    else runs.push([place, place + 1]);
  }
  return runs;
}
