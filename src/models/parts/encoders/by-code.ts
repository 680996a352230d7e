/** Encoders that find a row or a number by a category's code: one-hot, base-N, contrasts, ranks, and means of the target. */
import type { State } from "../../state.js";
import { keyOf } from "../columns/categories.js";
import type { StoredFrame } from "../stored/frames.js";
import { codesOf, innerCodes, MISSING, newCategory, switchesOf, UNKNOWN } from "./codes.js";
import type { Encoding, Encodings } from "./encoding.js";
import { type Find, rowFinder, seriesFinder, tableAt } from "./labels.js";

const single = (label: unknown, encode: Find<unknown>): Encoding => ({
  names: [label],
  encode: (value, written) => [encode(value, written)],
});

/** Codes themselves. */
export const ordinal = (state: State): Encodings => new Map([...codesOf(state)].map(([label, find]) => [label, single(label, find)]));

/** A row's values by its label, NaN in all columns for one that is not there. */
function rowsOf(state: State, frame: StoredFrame): Find<readonly number[]> {
  const find = rowFinder(state, frame);
  return (code) => {
    const row = find(code);
    return frame.values.map((values) => values[row] ?? Number.NaN);
  };
}

/** A frame a column, whose labels are codes; a column without one keeps its codes. `gone`: the label of a code that is none. */
function byFrames(state: State, gone: number): Encodings {
  const frames = new Map(switchesOf(state).map(({ label, mapping }) => [label, tableAt(state, mapping, "a column's mapping")]));
  return new Map(
    [...innerCodes(state)].map(([label, find]) => {
      const frame = frames.get(label);
      if (frame === undefined) return [label, single(label, find)] as const;
      const row = rowsOf(state, frame);
      const encode: Find<readonly number[]> = (value, written) => {
        const code = find(value, written);
        return row(Number.isNaN(code) ? gone : code);
      };
      return [label, { names: frame.columns, encode }] as const;
    }),
  );
}

export const oneHot = (state: State): Encodings => byFrames(state, MISSING);

export const positional = (state: State): Encodings => byFrames(state, Number.NaN);

/** A Series a column, whose labels are codes, in a dict by column. */
export function byNumbers(state: State): Encodings {
  const codes = innerCodes(state);
  return new Map(
    state.entries("mapping").flatMap(([key, mapping]) => {
      const label = keyOf(state.plain(key));
      const find = codes.get(label);
      // Levels of a hierarchy stand beside the columns, and nothing asks for them.
      if (find === undefined) return [];
      const numbers = seriesFinder(state, tableAt(state, mapping, "a column's mapping"));
      return [[label, single(label, (value, written) => numbers(find(value, written)) ?? Number.NaN)] as const];
    }),
  );
}

/** What a rank that is not there becomes: as many values as there are ranks. */
function noRank(state: State, label: unknown, code: number, width: number): readonly number[] {
  const unknown = state.text("handle_unknown");
  if (!["value", "return_nan", "error"].includes(unknown ?? "")) throw state.inconsistent("handle_unknown is no option of ranks");
  if (unknown === "error" && code === UNKNOWN) throw newCategory(label);
  const isNone = Number.isNaN(code) && state.text("handle_missing") === "return_nan";
  return new Array<number>(width).fill(isNone || unknown === "return_nan" ? Number.NaN : 0);
}

/** Ones up to a category's rank. */
export function ranks(state: State): Encodings {
  const codes = innerCodes(state);
  return new Map(
    switchesOf(state).map(({ label, mapping }) => {
      const frame = tableAt(state, mapping, "a column's mapping");
      const [row, find] = [rowFinder(state, frame), codes.get(label)];
      if (find === undefined) throw state.inconsistent("a column has ranks and no codes");
      const encode: Find<readonly number[]> = (value, written) => {
        const code = find(value, written);
        const place = Number.isNaN(code) ? -1 : row(code);
        return place < 0 ? noRank(state, label, code, frame.columns.length) : frame.values.map((values) => values[place] ?? 0);
      };
      return [label, { names: frame.columns, encode }] as const;
    }),
  );
}

/** Several encoders side by side: a column's encodings one behind the other, named by each quantile. */
export function summaries(state: State): Encodings {
  const encoders = state.items("encoder_list").map((item) => {
    const inner = state.inner(item);
    return { encodings: byNumbers(inner), quantile: inner.amount("quantile") };
  });
  const [first] = encoders;
  if (first === undefined) throw state.inconsistent("it has no quantiles");
  return new Map(
    [...first.encodings.keys()].map((label) => {
      const parts = encoders.map(({ encodings }) => encodings.get(label));
      return [
        label,
        {
          names: encoders.map(({ quantile }) => `${String(label)}_${rounded(100 * quantile)}`),
          encode: (value: unknown, written?: string) => parts.flatMap((part) => part?.encode(value, written) ?? []),
        },
      ] as const;
    }),
  );
}

/** Python's round: a half goes to the even number. */
function rounded(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
