/**
 * Encoders of sklearn.preprocessing: categories as columns, as codes, or as means of the target. A row with a value
 * that is no category, an error in Python, is one here (`knownPlaces`).
 */
import { sentence } from "../../errors.js";
import { allCategories, type Categories } from "../../models/parts/columns/categories.js";
import { dtypeParameter } from "../../models/parts/columns/dtype-parameter.js";
import { encodingsOf } from "../../models/parts/columns/encodings.js";
import { type Legacy, legacyOf } from "../../models/parts/columns/legacy-categories.js";
import { columnOf, oneHotFeatures, unknownIsInfrequent } from "../../models/parts/columns/one-hot.js";
import { codeOf, codesOf, ordinalFeatures } from "../../models/parts/columns/ordinal.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { inDtype } from "../parts/dtypes.js";
import { knownPlaces, marks, orError, placeOf } from "../parts/places.js";
import { columnAt, widthOf } from "../parts/rows.js";

const transformer = (transform: () => Value): Lowered => ({ kind: "transformer", methods: makes({ transform }) });

/** Places plus one of all columns: [N, features]; `isStrict`: what is no category is an error. */
function placesOf(context: Context, all: readonly Categories[], isStrict: boolean): Value {
  const { ops, rows } = context;
  if (widthOf(rows) !== all.length) throw context.state.inconsistent("it is given another number of columns");
  const places = ops.concat(all.map((categories, j) => placeOf(context, columnAt(ops, rows, j), categories)));
  return isStrict ? knownPlaces(ops, places) : places;
}

/** A table's value for each place plus one of feature j; tables stand one after the other. */
function looked(context: Context, places: Value, sizes: readonly number[], data: Value): Value {
  const { ops } = context;
  let start = 0;
  const starts = sizes.map((size) => {
    const own = start;
    start += size;
    return own;
  });
  return ops.gather(data, ops.add(places, ops.longs(starts)));
}

/** sklearn.preprocessing.OneHotEncoder: a column a category (sklearn.preprocessing._encoders). */
const oneHotEncoder = defineLowering({
  class: "sklearn.preprocessing.OneHotEncoder",
  lower: (context) => {
    const { state, ops } = context;
    const legacy = legacyOf(state);
    const dtype = dtypeParameter(state, "dtype", "float64");
    if (legacy !== null) return transformer(() => inDtype(context, legacyMarks(context, legacy), dtype));
    const features = oneHotFeatures(state);
    const infrequent = unknownIsInfrequent(state);
    return transformer(() => {
      const places = placesOf(
        context,
        features.map(({ categories }) => categories),
        (state.text("handle_unknown") ?? "error") === "error",
      );
      const columns = features.map((feature) =>
        Array.from({ length: feature.categories.values.length + 1 }, (_, place) => columnOf(feature, place - 1, infrequent)),
      );
      const own = looked(
        context,
        places,
        columns.map(({ length }) => length),
        ops.longs(columns.flat()),
      );
      const of = features.flatMap((feature, j) => feature.columns.map(() => j));
      const is = features.flatMap((feature) => feature.columns.map((_, k) => k));
      if (of.length === 0) throw unsupported(context.at, state.className, sentence`no column comes out`);
      return inDtype(context, marks(ops, own, of, is), dtype);
    });
  },
});

/** Whole numbers below a limit, until 0.21: negative ones are an error, others where they are not ignored; other columns follow as they are. */
function legacyMarks({ ops, rows, at, state }: Context, { sizes, starts, active, selected }: Legacy): Value {
  const x = rows.x;
  const all = Array.from({ length: widthOf(rows) }, (_, j) => j);
  const taken = all.filter((j) => selected?.[j] ?? selected === null);
  const others = all.filter((j) => !taken.includes(j));
  if (taken.length !== sizes.length) throw state.inconsistent("it is given another number of columns");
  const width = starts[sizes.length] ?? 0;
  const columns = active === null ? Array.from({ length: width }, (_, k) => k) : Array.from(active);
  if (columns.length === 0) throw unsupported(at, state.className, sentence`no column comes out`);
  const values = ops.columns(x, taken);
  const isKnown = ops.and(ops.greater(values, ops.double(-1)), ops.less(values, ops.row(sizes)));
  const isTaken = state.text("handle_unknown") === "ignore" ? ops.greater(values, ops.double(-1)) : isKnown;
  const numbers = orError(
    ops,
    ops.where(isKnown, ops.cast(ops.where(isKnown, values, ops.double(0)), "int64"), ops.long(-1)),
    ops.greater(ops.least(ops.cast(isTaken, "int64")), ops.long(0)),
  );
  const of = columns.map((k) => sizes.findIndex((_, j) => k >= (starts[j] ?? 0) && k < (starts[j + 1] ?? 0)));
  const found = marks(
    ops,
    numbers,
    of,
    columns.map((k, at) => k - (starts[of[at] ?? 0] ?? 0)),
  );
  return others.length === 0 ? found : ops.concat([found, ops.columns(x, others)]);
}

/** sklearn.preprocessing.OrdinalEncoder: codes of categories, of missing and of unknown values. */
const ordinalEncoder = defineLowering({
  class: "sklearn.preprocessing.OrdinalEncoder",
  lower: (context) => {
    const { state, ops } = context;
    const features = ordinalFeatures(state);
    const codes = codesOf(state);
    const dtype = dtypeParameter(state, "dtype", "float64");
    return transformer(() => {
      const places = placesOf(
        context,
        features.map(({ categories }) => categories),
        codes.unknown === null,
      );
      const tables = features.map((feature) =>
        Array.from({ length: feature.categories.values.length + 1 }, (_, place) => codeOf(feature, place - 1, codes)),
      );
      const data = ops.row(Float64Array.from(tables.flat()));
      return inDtype(
        context,
        looked(
          context,
          places,
          tables.map(({ length }) => length),
          data,
        ),
        dtype,
      );
    });
  },
});

/** sklearn.preprocessing.TargetEncoder: means of the target, one a class where there are several. */
const targetEncoder = defineLowering({
  class: "sklearn.preprocessing.TargetEncoder",
  lower: (context) => {
    const { state, ops } = context;
    const all = allCategories(state);
    const classes = state.text("target_type_") === "multiclass" ? state.array("classes_").data.length : 1;
    const means = state.vector("target_mean_", classes);
    const encodings = encodingsOf(
      state,
      all.map(({ values }) => values.length),
      classes,
    );
    return transformer(() => {
      const places = placesOf(context, all, false);
      const outputs = encodings.map((_, k) => Math.floor(k / classes));
      const tables = encodings.map((values, k) => [means[k % classes] ?? 0, ...values]);
      const data = ops.row(Float64Array.from(tables.flat()));
      return looked(
        context,
        ops.columns(places, outputs),
        tables.map(({ length }) => length),
        data,
      );
    });
  },
});

export const ENCODERS: readonly Lowering[] = [oneHotEncoder, ordinalEncoder, targetEncoder];
