/**
 * `--language python`: a program as one module for Python 3.6 and later that needs nothing but the standard library. X is a
 * list of rows, or what has `tolist` (a numpy array, of a data frame its values); answers are lists of Python's own numbers,
 * truth values and texts. Nothing of a file is a pattern: words are found by sklearn's own (`terms.ts`).
 *
 * Slow: Python runs the loops of each row itself.
 */

import { togetherIn } from "../flow.js";
import { placesOf, refusedAt } from "../places.js";
import type { Known, Places, Printer, Program, Routine, Told } from "../program.js";
import { commentText, doubleLiteral, textLiteral } from "./literals.js";
import { type File, RoutinePrinter } from "./routine.js";
import { helpersFor, REFUSE, ROWS, SINGLES } from "./runtime.js";
import { isLong, mapTable, table } from "./tables.js";

const tuple = (places: readonly number[]): string => `(${places.join(", ")}${places.length === 1 ? "," : ""})`;

/** Places as Python has them: a range where they are neighbours. */
function placesText(places: readonly number[]): string {
  const [first = 0] = places;
  const isRun = places.length > 8 && places.every((place, at) => place === first + at);
  return isRun ? `range(${first}, ${first + places.length})` : tuple(places);
}

const LETTERS = { f64: "number", f32: "number", int: "whole number", bool: "truth value", str: "text" } as const;

function answerOf({ method, output }: Routine): string {
  const shape =
    output.shape.length === 0 ? `a ${LETTERS[output.type]}` : `${LETTERS[output.type]}s in lists of ${output.shape.join(" of ")}`;
  return `${method}(X): for each row ${shape}`;
}

function* docstring({ width, single, routines }: Program, told: Told, name: string): Generator<string> {
  yield `"""${name}: ${commentText(told.modelType)} in plain Python, written by ${commentText(told.producer)}.\n\n`;
  if (told.sklearnVersion !== null) yield `Of an estimator of scikit-learn ${commentText(told.sklearnVersion)}.\n`;
  if (told.sha256 !== null) yield `sha256 of what it was read from: ${commentText(told.sha256)}\n`;
  yield single ? "X: a list of texts or labels.\n" : `X: rows of ${width} values, in the order of fitting (FEATURES, where it is known).\n`;
  yield "What scikit-learn refuses is a ValueError. Answers are lists:\n";
  for (const routine of routines) yield `    ${answerOf(routine)}\n`;
  yield `"""\n`;
}

const MODULES = ["array", "base64", "math", "re", "struct", "sys", "unicodedata"] as const;

function* facts(program: Program): Generator<string> {
  const { width, names, single } = program;
  yield `\nnan = float("nan")\ninf = float("inf")\n`;
  yield `FEATURES = ${names === null ? "None" : `[${names.map(textLiteral).join(", ")}]`}\n`;
  yield `WIDTH = ${width}\n`;
  yield `NUMBERS = ${placesText(placesOf(program, "f64"))}\n`;
  if (single) yield `WHOLES = ${placesText(placesOf(program, "int"))}\n`;
  yield `TEXTS = ${placesText(placesOf(program, "str"))}\n`;
}

/** Values that columns may have, each set once. */
class Sets {
  readonly #names = new Map<string, string>();

  constructor({ routines }: Program) {
    for (const { known } of routines)
      for (const { values } of known) {
        const text = valuesText(values);
        if (!this.#names.has(text)) this.#names.set(text, `_KNOWN_${this.#names.size}`);
      }
  }

  /** Of a routine's columns. */
  of = ({ known }: Routine): readonly (readonly [place: number, name: string])[] =>
    known.map(({ place, values }) => [place, this.#names.get(valuesText(values)) ?? "()"]);

  *lines(): Generator<string> {
    for (const [text, name] of this.#names) yield `${name} = frozenset([${text}])\n`;
  }
}

const valuesText = (values: Known["values"]): string =>
  values.map((value) => (typeof value === "string" ? textLiteral(value) : doubleLiteral(value))).join(", ");

/** The function that takes X. */
function method(program: Program, routine: Routine, sets: readonly (readonly [place: number, name: string])[]): string {
  const { method: own, refused } = routine;
  const at = (places: Places): string => placesText(refusedAt(program, places));
  const least = refused.least.map((one) => `(${at(one.places)}, ${doubleLiteral(one.least)}),`);
  const kinds = [...[refused.nan, refused.infinite, refused.large].map(at), least.length === 0 ? "()" : `(${least.join(" ")})`].join(", ");
  const known = sets.length === 0 ? "()" : `(${sets.map(([place, name]) => `(${place}, ${name}),`).join(" ")})`;
  const rows = `_refuse(_rows(X), ${kinds}, ${known})`;
  const together = togetherIn(routine).length;
  const answers = together > 0 ? `_together(_${own}, ${rows}, ${together})` : `[_${own}(row) for row in ${rows}]`;
  return `def ${own}(X):\n    return ${answers}\n`;
}

/** Prints a program as Python. */
export const printPython: Printer = function* (program, told, name) {
  const file: File = { program, helpers: new Set() };
  const functions = program.routines.map((routine) => new RoutinePrinter(file, routine).print());
  if ([...program.constants.values()].some(isLong)) file.helpers.add("_table");
  const sets = new Sets(program);
  yield* docstring(program, told, name);
  for (const module of MODULES) yield `import ${module}\n`;
  yield* facts(program);
  for (const helper of helpersFor(file.helpers)) yield `\n\n${helper}\n`;
  yield `\n\n${program.single ? SINGLES : ROWS}\n\n\n${REFUSE}\n\n\n`;
  for (const [own, constant] of program.constants) yield* table(own, constant);
  for (const [own, map] of program.maps) yield* mapTable(own, map);
  yield* sets.lines();
  for (const [at, routine] of program.routines.entries())
    yield `\n\n${functions[at] ?? ""}\n\n${method(program, routine, sets.of(routine))}`;
};
