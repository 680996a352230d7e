/**
 * What a model takes, found by asking it: a graph answers anything, and code must not where sklearn raises. Questions start
 * from a row that the model answers: zeros, and where that is none, categories and numbers that its program knows.
 */
import { CornichonError } from "../../errors.js";
import type { Model, X } from "../../model/all.js";
import type { Constant, Input, Program } from "./program.js";

/** Asks a model about one row; what it says where it raises, null where it answers. */
export type Ask = (row: readonly unknown[]) => string | null;

export interface Asking {
  readonly ask: Ask;
  /** A row that is answered, or the nearest to it that was found. */
  readonly base: readonly unknown[];
  /** Values that a column may be held to. */
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

/** Numbers that no one fitted. Where a whole number is taken and another one not, it is no matter of categories. */
export const STRANGE_NUMBERS: readonly number[] = [0.123456789012345, 918_273_645];

/** Values of one kind that are asked about. */
const MOST_VALUES = 20_000;
/** Tables that are no list of categories. */
const MOST_CATEGORIES = 4096;

function asker(
  model: Model,
  method: string,
  { inputs, names, width, single }: Pick<Program, "inputs" | "names" | "width" | "single">,
): Ask {
  const isPlain = inputs.every(({ type, column }) => type !== "str" && column === null);
  const columns = names ?? Array.from({ length: width }, (_, j) => `x${j}`);
  const asX = (row: readonly unknown[]): X => {
    if (single) return row.map((value) => (typeof value === "string" ? value : Number(value))) as string[] | number[] as X;
    if (isPlain) return { dtype: "float64", shape: [1, row.length], data: Float64Array.from(row, Number) };
    return { columns, rows: [row] };
  };
  return (row) => {
    try {
      model.call(method, asX(row));
      return null;
    } catch (error) {
      if (error instanceof CornichonError) return error.message;
      throw error;
    }
  };
}

/** Places of inputs that are texts, or are none. */
export const placesWhere = (inputs: readonly Input[], isText: boolean): readonly number[] =>
  inputs.flatMap(({ type, place, size }) => ((type === "str") === isText ? Array.from({ length: size }, (_, j) => place + j) : []));

const isNumbers = ({ type, data }: Constant): boolean => (type === "int" || type === "f64") && data.length <= MOST_CATEGORIES;

function numbersOf(constants: Iterable<Constant>): readonly number[] {
  const all = new Set<number>([0, 1]);
  for (const constant of constants)
    if (isNumbers(constant))
      for (const value of constant.data) if (Number.isFinite(value) && all.size < MOST_VALUES) all.add(Number(value));
  return [...all];
}

function textsOf({ constants, maps }: Pick<Program, "constants" | "maps">): readonly string[] {
  const all = new Set<string>();
  for (const { keys } of maps.values()) for (const key of keys) all.add(key);
  for (const { type, data } of constants.values()) if (type === "str") for (const text of data) all.add(String(text));
  return [...all].slice(0, MOST_VALUES);
}

/** What is said, without the values that it quotes in brackets. */
const gist = (said: string | null): string | null => said?.slice(0, 400).replace(/\[[^[\]]*\]/g, "[]") ?? null;

/** A row that is answered: one column after the other takes the first value after which something else is said. */
function answered(
  ask: Ask,
  start: readonly unknown[],
  choices: readonly (readonly [place: number, values: readonly unknown[]])[],
): readonly unknown[] {
  const row = [...start];
  let said = ask(row);
  for (const _ of choices)
    for (const [place, values] of choices) {
      const old = row[place];
      for (const value of said === null ? [] : values) {
        row[place] = value;
        const now = ask(row);
        if (gist(now) !== gist(said)) {
          said = now;
          break;
        }
        row[place] = old;
      }
    }
  return row;
}

/** Columns of numbers that are tried with other numbers than zero. */
const MOST_TRIED = 64;

/** How to ask a method of a model. */
export function askingOf(model: Model, method: string, program: Omit<Program, "routines">): Asking {
  const { inputs, width } = program;
  const ask = asker(model, method, program);
  const [texts, numbers] = [textsOf(program), numbersOf(program.constants.values())];
  const [ofTexts, ofNumbers] = [placesWhere(inputs, true), placesWhere(inputs, false)];
  const zeros: unknown[] = new Array(width).fill(null);
  for (const place of ofTexts) zeros[place] = "";
  for (const place of ofNumbers) zeros[place] = 0;
  if (ask(zeros) === null) return { ask, base: zeros, texts, numbers };
  const ones = zeros.map((value) => (value === 0 ? 1 : value));
  const start = ask(ones) === null ? ones : zeros;
  const tried = ofNumbers.length <= MOST_TRIED ? ofNumbers.map((place) => [place, numbers] as const) : [];
  return { ask, base: answered(ask, start, [...ofTexts.map((place) => [place, texts] as const), ...tried]), texts, numbers };
}
