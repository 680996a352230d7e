/** Encoders that find what they need by the category itself: means with and without smoothing, and counts. */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { entriesOf } from "../../../neutral/attributes.js";
import type { State } from "../../state.js";
import { keyOf } from "../columns/categories.js";
import { newCategory } from "./codes.js";
import type { Before, Encodings } from "./encoding.js";
import { type Find, isGone, rowFinder, seriesFinder, tableAt } from "./labels.js";

/** A category's sum of the target and how often it was there. */
type Mean = (sum: number, count: number) => number;

function column(state: State, label: unknown, mapping: unknown, mean: Mean): Find<number> {
  const frame = tableAt(state, mapping, "a column's mapping");
  const find = rowFinder(state, frame);
  const [sums, counts] = ["sum", "count"].map((name) => frame.values[frame.columns.indexOf(name)]);
  if (sums === undefined || counts === undefined) throw state.inconsistent("a column's mapping has no sums and counts");
  const [prior, unknown, missing] = [state.amount("_mean"), state.text("handle_unknown"), state.text("handle_missing")];
  const absent = (isMissing: boolean): number => {
    if (isMissing) return missing === "value" ? prior : Number.NaN;
    if (unknown === "error") throw newCategory(label);
    return unknown === "value" ? prior : Number.NaN;
  };
  return (value, written) => {
    const row = find(value, written);
    if (row < 0) return absent(isGone(value));
    if (isGone(value) && missing === "return_nan") return Number.NaN;
    const [sum, count] = [sums[row] ?? Number.NaN, counts[row] ?? Number.NaN];
    return count > 1 ? mean(sum, count) : prior;
  };
}

const means = (state: State, mean: Mean): Encodings =>
  new Map(
    state.entries("mapping").map(([key, mapping]) => {
      const label = keyOf(state.plain(key));
      const find = column(state, label, mapping, mean);
      return [label, { names: [label], encode: (value: unknown, written?: string) => [find(value, written)] }];
    }),
  );

export const leaveOneOut = (state: State): Encodings => means(state, (sum, count) => sum / count);

/** Until 2.3 the prior was not weighed by `a`, which 2.0 had not. @throws CornichonError `model.unsupported-class` where nothing tells */
export function ordered(state: State): Encodings {
  const [prior, a] = [state.amount("_mean"), state.number("a") ?? 1];
  if (a !== 1 && state.get("drop_cols") !== undefined)
    throw new CornichonError(
      "model.unsupported-class",
      sentence`${showText(state.name)} with another a than 1 answers otherwise until category_encoders 2.3 than after, and the file does not tell of which version it is.`,
    );
  return means(state, (sum, count) => (sum + prior * a) / (count + a));
}

/** An option of one column, in the dict that fitting makes of it. */
const optionOf = (state: State, key: string, label: unknown): unknown =>
  state.plain(new Map(state.entries(key).map(([name, value]) => [keyOf(state.plain(name)), value])).get(label));

/** A category without a count. */
function noCount(state: State, label: unknown, unknown: unknown): number {
  if (typeof unknown === "number" && Number.isInteger(unknown)) return unknown;
  if (unknown === "error") throw newCategory(label);
  if (unknown !== "value" || optionOf(state, "_handle_missing", label) === "return_nan") return Number.NaN;
  if (state.get("drop_cols") === undefined || state.get("handle_missing") === "value") return 0;
  throw new CornichonError(
    "input.value",
    sentence`What becomes of a category that ${showText(state.name)} has not seen was changed by category_encoders 2.3, and the file does not tell of which version it is.`,
  );
}

export function counts(state: State): Encodings {
  return new Map(
    state.entries("mapping").map(([key, mapping]) => {
      const label = keyOf(state.plain(key));
      const find = seriesFinder(state, tableAt(state, mapping, "a column's mapping"));
      const unknown = optionOf(state, "_handle_unknown", label);
      const encode: Find<readonly number[]> = (value, written) => {
        const count = find(value, written) ?? Number.NaN;
        return [Number.isNaN(count) ? noCount(state, label, unknown) : count];
      };
      return [label, { names: [label], encode }];
    }),
  );
}

/** Categories that were put together, by column: a dict of dicts. A value that is not in it stays what it is. */
export function groups(state: State, key: string): Before {
  if (!state.has(key)) return new Map();
  return new Map(
    state.entries(key).map(([name, table]) => {
      const entries = entriesOf(table, state.references);
      if (entries === null) throw state.inconsistent(`${key} holds what is no dict`);
      const found = new Map(entries.map(([from, to]) => [keyOf(state.plain(from)), state.plain(to)]));
      return [keyOf(state.plain(name)), (value: unknown) => found.get(isGone(value) ? Number.NaN : keyOf(value))];
    }),
  );
}
