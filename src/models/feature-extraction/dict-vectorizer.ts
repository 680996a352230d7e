/**
 * sklearn.feature_extraction.DictVectorizer (0.17 to 1.9): a column a name, or for texts a column `name=text`; names that
 * were not met in the fit are left out.
 */

import { CornichonError, sentence, showText } from "../../errors.js";
import { texts } from "../../numeric/ndarray.js";
import { type Sparse, toDense } from "../../numeric/sparse.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, methods, NO_COLUMNS, type Result } from "../define.js";
import { unnamed } from "../input/x.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { castTo } from "../parts/columns/whole-cast.js";
import { pythonText } from "../parts/text/python-text.js";
import { type Vocabulary, vocabularyOf } from "../parts/text/vocabulary.js";
import type { Samples } from "../samples.js";

/** How names are put together; `lists`: values may be lists of texts (0.24 on). */
interface Form {
  readonly separator: string;
  readonly lists: boolean;
}

/** An item of a list of texts. @throws CornichonError `input.malformed` */
function textOf(name: string, item: unknown, lists: boolean): string {
  if (lists && typeof item === "string") return item;
  throw new CornichonError(
    "input.malformed",
    sentence`Unsupported type in iterable value. Only iterables of string are supported. (${showText(JSON.stringify(name))})`,
  );
}

/** Names with values: one for a number, one for each text. */
function* featuresOf(name: string, value: unknown, { separator, lists }: Form): Generator<readonly [string, number]> {
  if (typeof value === "string") yield [name + separator + value, 1];
  else if (Array.isArray(value)) for (const item of value) yield [name + separator + textOf(name, item, lists), 1];
  else if (value === null || value === undefined) yield [name, Number.NaN];
  else if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") yield [name, Number(value)];
  else
    throw new CornichonError(
      "input.malformed",
      sentence`Unsupported value for ${showText(JSON.stringify(name))}: neither a number nor a text.`,
    );
}

const isOfNumbers = (dtype: string): boolean => /^(?:u?int|float|bool$)/.test(dtype);

function encode(
  samples: readonly (readonly (readonly [string, unknown])[])[],
  { columns, terms }: Vocabulary,
  form: Form,
  dtype: string,
  cast: (value: number) => number,
): Sparse {
  const builder = new RowBuilder(terms.length, samples.length * 4);
  for (const sample of samples) {
    const row: [number, number][] = [];
    for (const [name, value] of sample)
      for (const [feature, number] of featuresOf(name, value, form)) {
        const column = columns.get(feature);
        if (column !== undefined) row.push([column, cast(number)]);
      }
    for (const [column, value] of row.sort(([a], [b]) => a - b)) builder.put(column, value);
    builder.endRow();
  }
  return builder.end(dtype);
}

/** A dict a row, of what is not zero. */
function decode(x: Samples, name: string, names: readonly string[]): Result {
  const m = x.matrix(unnamed(name, names.length));
  if (m.data.some(Number.isNaN)) throw new CornichonError("input.value", sentence`Input contains NaN.`);
  return Array.from({ length: m.rows }, (_, i) =>
    Object.fromEntries(
      names.flatMap((key, j) => {
        const value = m.data[i * m.cols + j];
        return value === 0 ? [] : [[key, value] as const];
      }),
    ),
  );
}

export const DictVectorizer = defineModel({
  class: "sklearn.feature_extraction.DictVectorizer",
  build: (state) => {
    const vocabulary = vocabularyOf(state);
    const names = state.items("feature_names_").map((name) => pythonText(name, "object"));
    if (names.length !== vocabulary.terms.length) throw state.inconsistent("feature_names_ do not fit vocabulary_");
    const form = { separator: state.text("separator") ?? "=", lists: state.since(0, 24) };
    const dtype = dtypeParameter(state, "dtype", "float64");
    const cast = castTo(state, dtype);
    const sparse = state.flag("sparse", true);
    return {
      ...NO_COLUMNS,
      methods: methods({
        transform: (x) => {
          if (!isOfNumbers(dtype) || state.get("dtype") === null)
            throw new CornichonError("model.method", sentence`${showText(state.name)}: its dtype ${showText(dtype)} takes no numbers.`);
          // Of no samples sklearn made dense rows before 1.0.
          const samples = x.rows === 0 && !sparse && state.before(1, 0) ? [] : x.records(state.name);
          const rows = encode(samples, vocabulary, form, dtype, cast);
          return sparse ? rows : typed(dtype, rows.shape, toDense(rows).data);
        },
        inverse_transform: (x) => decode(x, state.name, names),
        get_feature_names_out: () => texts(names),
      }),
    };
  },
});
