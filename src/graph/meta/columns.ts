/** ColumnTransformer and FeatureUnion: what several transformers give, side by side, each times its weight. */
import { sentence } from "../../errors.js";
import { columnChoice } from "../../models/parts/columns/choice.js";
import { fittedNames, indexNames } from "../../models/parts/columns/frame-names.js";
import { type Step, stepsOf } from "../../models/parts/meta/steps.js";
import { transformerWeights } from "../../models/parts/meta/weights.js";
import { below, type Context, defineLowering, type Lowered, type Lowering, makes, type Rows, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { asOne, columnAt, selected, sideBySide, widthOf } from "../parts/rows.js";

const passes = (value: unknown): boolean => value === null || value === "passthrough";

/** What one part gives of its columns, times its weight. */
function given(context: Context, { name, value }: Step, rows: Rows, weight: number | null): Value {
  const { ops, inner, at, state } = context;
  const transform = passes(value) ? () => asOne(context, rows) : inner(value, rows, below(at, name)).methods.get("transform");
  if (transform === undefined) throw unsupported(at, state.className, sentence`a part has no transform`);
  const found = transform();
  if (found.shape.length !== 2) throw unsupported(at, state.className, sentence`a part gives no columns`);
  if (weight === null) return found;
  if (found.dtype === "string") throw unsupported(at, state.className, sentence`texts times a weight`);
  return ops.mul(ops.cast(found, "float64"), ops.double(weight));
}

const transformer = (transform: () => Value): Lowered => ({ kind: "transformer", methods: makes({ transform }) });

/** sklearn.compose.ColumnTransformer: columns by their places at fitting. */
const columnTransformer = defineLowering({
  class: "sklearn.compose.ColumnTransformer",
  lower: (context) => {
    const { state, ops, rows } = context;
    const weights = transformerWeights(state);
    const steps = stepsOf(state, "transformers_", 3).filter(({ value, rest }) => value !== "drop" && rest.length > 0 && rest[0] !== null);
    return transformer(() => {
      const names = fittedNames(state) ?? indexNames(state);
      const parts = steps.flatMap((step) => {
        const choice = columnChoice(state, step.rest[0]);
        if (choice === null) throw unsupported(context.at, state.className, sentence`a function that chooses columns`);
        const places = choice.places(names, widthOf(rows));
        const [first] = places;
        if (first === undefined) return [];
        const isText = choice.single && columnAt(ops, rows, first).dtype === "string" && !passes(step.value);
        const own: Rows = selected(ops, rows, places);
        return [given(context, step, isText ? axisOf(context, own) : own, weights.get(step.name) ?? null)];
      });
      return sideBySide(context, parts);
    });
  },
});

/** One column as one axis, as vectorizers take it. */
function axisOf({ ops }: Context, rows: Rows): Rows {
  const column = columnAt(ops, rows, 0);
  return {
    single: ops.flat(column),
    get x(): Value {
      return rows.x;
    },
  };
}

/** sklearn.pipeline.FeatureUnion: all parts of the same X. */
const featureUnion = defineLowering({
  class: "sklearn.pipeline.FeatureUnion",
  lower: (context) => {
    const { state, rows } = context;
    const weights = transformerWeights(state);
    const steps = stepsOf(state, "transformer_list", 2).filter(({ value }) => value !== null && value !== "drop");
    return transformer(() =>
      sideBySide(
        context,
        steps.map((step) => given(context, step, rows, weights.get(step.name) ?? null)),
      ),
    );
  },
});

export const COLUMNS: readonly Lowering[] = [columnTransformer, featureUnion];
