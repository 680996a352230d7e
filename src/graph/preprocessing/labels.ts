/** LabelEncoder and LabelBinarizer over labels of one axis. An unknown label is an error to the encoder, and marks nothing to the binarizer. */
import { sentence } from "../../errors.js";
import { categoriesOf } from "../../models/parts/columns/categories.js";
import { type Context, defineLowering, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { knownPlaces, marks, placeOf } from "../parts/places.js";

/** Place of each label plus one, [N, 1]. */
function places(context: Context): Value {
  const { state, ops, rows, at } = context;
  const { single } = rows;
  if (single === undefined) throw unsupported(at, state.className, sentence`it takes labels of one axis`);
  return placeOf(context, ops.column(single), categoriesOf(state.array("classes_")));
}

const labelEncoder = defineLowering({
  class: "sklearn.preprocessing.LabelEncoder",
  lower: (context) => {
    const { ops } = context;
    return { kind: "transformer", methods: makes({ transform: () => ops.flat(ops.sub(knownPlaces(ops, places(context)), ops.long(1))) }) };
  },
});

/** A column a class, one column for two classes; `pos_label` and `neg_label` are the marks. */
const labelBinarizer = defineLowering({
  class: "sklearn.preprocessing.LabelBinarizer",
  lower: (context) => {
    const { state, ops, at } = context;
    if (state.text("y_type_")?.startsWith("multilabel") === true) throw unsupported(at, state.className, sentence`several labels a row`);
    const count = state.array("classes_").data.length;
    // A single class has a column that nothing marks; of two the second is marked.
    const is = count > 2 ? Array.from({ length: count }, (_, k) => k + 1) : [2];
    const [yes, no] = [state.number("pos_label") ?? 1, state.number("neg_label") ?? 0];
    const transform = (): Value => {
      const isYes = ops.equal(
        marks(
          ops,
          places(context),
          is.map(() => 0),
          is,
        ),
        ops.double(1),
      );
      return ops.cast(ops.where(isYes, ops.double(yes), ops.double(no)), "int64");
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});

export const LABELS: readonly Lowering[] = [labelEncoder, labelBinarizer];
