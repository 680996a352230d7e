/**
 * `--language c`: a program as one file of C99 that needs nothing but the standard library. Tables are static and constant,
 * nothing is allocated, and a method takes one row. Warnings of `-Wall -Wextra -pedantic` are errors to its tests.
 *
 * Refused: texts of X that would be answers, texts with a NUL, and what `terms.ts` says.
 */
import type { Known, Printer, Program, TextMap } from "../program.js";
import { head } from "./head.js";
import { bytesOf, textLiteral } from "./literals.js";
import { type File, RoutinePrinter } from "./routine.js";
import { helpersFor } from "./runtime.js";
import { numbers, table } from "./tables.js";
import { TermTables } from "./terms.js";
import { Texts } from "./texts.js";

/** Texts as an array of pointers; a long one has an array of its own, as no compiler must take a long literal. */
function* textTable(declaration: string, name: string, all: readonly string[]): Generator<string> {
  const literals: string[] = [];
  for (const [at, text] of all.entries()) {
    const literal = textLiteral(text);
    literals.push(literal ?? `(const char *)${name}_${at}`);
    if (literal === null) yield `static const unsigned char ${name}_${at}[] = {${[...bytesOf(text), 0].join(", ")}};\n`;
  }
  yield `${declaration}[] = {\n`;
  for (const literal of literals) yield `  ${literal},\n`;
  yield "};\n";
}

/** A look-up: numbers of texts in ascending order, and what each becomes. */
function* mapTable(name: string, { keys, values }: TextMap, texts: Texts): Generator<string> {
  const pairs = keys.map((key, at) => [texts.number(key), values[at] ?? 0] as const).sort(([a], [b]) => a - b);
  yield* numbers(
    `${name}_keys`,
    "int32_t",
    pairs.map(([number]) => number),
  );
  yield* numbers(
    `${name}_values`,
    "int64_t",
    pairs.map(([, value]) => value),
  );
}

/** Values that a column may have: texts by their numbers. */
function* knownTable(name: string, values: Known["values"], texts: Texts): Generator<string> {
  const items = values.map((value) => (typeof value === "string" ? texts.number(value) : value));
  if (values.some((value) => typeof value === "string")) yield* numbers(name, "int32_t", items);
  else yield* table(name, { type: "f64", data: Float64Array.from(items) }, texts);
}

function* textTables({ program, texts, name, helpers }: File): Generator<string> {
  if (program.routines.some(({ output }) => output.type === "str")) {
    yield `extern const char *const ${name}_classes[];\n`;
    yield* textTable(`const char *const ${name}_classes`, `${name}_class`, texts.all.slice(0, texts.classes));
  }
  if (!helpers.has("number_of_text")) return;
  yield* textTable("static const char *const model_texts", "model_text", texts.all.length === 0 ? [""] : texts.all);
  yield* numbers("model_order", "int32_t", texts.sorted());
}

/** Names of columns, for whoever puts a row together. */
function* featureTable({ names }: Program, name: string): Generator<string> {
  if (names === null || names.length === 0) return;
  yield `extern const char *const ${name}_features[];\n`;
  yield* textTable(`const char *const ${name}_features`, `${name}_feature`, names);
}

/** Prints a program as C. */
export const printC: Printer = function* (program, told, name) {
  const texts = new Texts(program);
  const terms = new TermTables(program, texts);
  const file: File = { program, texts, terms, name, helpers: new Set(), tables: new Set(), known: new Map() };
  // Everything is refused before anything is written.
  const functions = program.routines.map((routine) => new RoutinePrinter(file, routine).print());
  yield* head(file, told);
  yield* featureTable(program, name);
  yield* textTables(file);
  for (const [own, constant] of program.constants) if (file.tables.has(own)) yield* table(own, constant, file.texts);
  for (const [own, map] of program.maps) if (file.tables.has(own)) yield* mapTable(own, map, file.texts);
  for (const [own, values] of file.known) yield* knownTable(own, values, file.texts);
  for (const helper of helpersFor(file.helpers)) yield `\n${helper}\n`;
  yield* terms.print();
  for (const text of functions) yield `\n${text}`;
};
