/** Scalers of sklearn.preprocessing: each column by a number or two of its own, or each row by its norm. */
import { sentence } from "../../errors.js";
import { columnsOf } from "../../models/parts/columns/columns.js";
import { numberOf } from "../../neutral/document.js";
import { type Context, defineLowering, type Lowered, type Lowering, type Make, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { leastNorm, overNorm, rowNorm } from "../parts/norms.js";

const transformer = (transform: Make, inverse?: Make): Lowered => ({
  kind: "transformer",
  methods: makes({ transform, inverse_transform: inverse }),
});

/** (X − center) / scale; either part may be off. */
function shifted({ ops, rows }: Context, center: Float64Array | null, scale: Float64Array | null): Lowered {
  const moved = (): Value => (center === null ? rows.x : ops.sub(rows.x, ops.row(center)));
  const back = (): Value => (scale === null ? rows.x : ops.mul(rows.x, ops.row(scale)));
  return transformer(
    () => (scale === null ? moved() : ops.div(moved(), ops.row(scale))),
    () => (center === null ? back() : ops.add(back(), ops.row(center))),
  );
}

const standardScaler = defineLowering({
  class: "sklearn.preprocessing.StandardScaler",
  lower: (context) => {
    const { state } = context;
    const count = columnsOf(state, "mean_", "scale_", "var_");
    const mean = state.flag("with_mean", true) ? state.vector("mean_", count) : null;
    return shifted(context, mean, state.flag("with_std", true) ? state.vector("scale_", count) : null);
  },
});

const robustScaler = defineLowering({
  class: "sklearn.preprocessing.RobustScaler",
  lower: (context) => {
    const { state } = context;
    const count = columnsOf(state, "center_", "scale_");
    const center = state.flag("with_centering", true) ? state.vector("center_", count) : null;
    return shifted(context, center, state.flag("with_scaling", true) ? state.vector("scale_", count) : null);
  },
});

const maxAbsScaler = defineLowering({
  class: "sklearn.preprocessing.MaxAbsScaler",
  lower: (context) => {
    const { state } = context;
    const { ops, rows } = context;
    const scale = ops.row(state.vector("scale_", columnsOf(state, "scale_", "max_abs_")));
    const plain = (): Value => ops.div(rows.x, scale);
    return transformer(
      () => (state.flag("clip", false) ? ops.min(ops.max(plain(), ops.double(-1)), ops.double(1)) : plain()),
      () => ops.mul(rows.x, scale),
    );
  },
});

/** X · scale_ + min_, within `feature_range` where it clips. */
const minMaxScaler = defineLowering({
  class: "sklearn.preprocessing.MinMaxScaler",
  lower: ({ state, ops, rows }) => {
    const count = columnsOf(state, "scale_", "min_");
    const scale = ops.row(state.vector("scale_", count));
    const least = ops.row(state.vector("min_", count));
    const [low = 0, high = 1] = state.has("feature_range") ? state.items("feature_range").map(numberOf) : [];
    const plain = (): Value => ops.add(ops.mul(rows.x, scale), least);
    return transformer(
      () => (state.flag("clip", false) ? ops.min(ops.max(plain(), ops.double(low)), ops.double(high)) : plain()),
      () => ops.div(ops.sub(rows.x, least), scale),
    );
  },
});

/** 1 where a value is above the threshold. */
const binarizer = defineLowering({
  class: "sklearn.preprocessing.Binarizer",
  lower: ({ state, ops, rows }) => transformer(() => ops.cast(ops.greater(rows.x, ops.double(state.number("threshold") ?? 0)), "float64")),
});

/** Rows by their norm; one below ten epsilons counts as 1 (until 0.24 only zero). */
const normalizer = defineLowering({
  class: "sklearn.preprocessing.Normalizer",
  lower: ({ state, ops, rows, at }) => {
    const { x } = rows;
    return transformer(() => {
      const length = rowNorm(ops, x, state.text("norm") ?? "l2", state.before(0, 23));
      if (length === null) throw unsupported(at, state.className, sentence`a norm that is not known`);
      return overNorm(ops, x, length, leastNorm(state.before(1, 0)));
    });
  },
});

export const SCALERS: readonly Lowering[] = [standardScaler, robustScaler, maxAbsScaler, minMaxScaler, binarizer, normalizer];
