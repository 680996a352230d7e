/** KBinsDiscretizer, PolynomialFeatures and SplineTransformer: each column as several others. */
import { sentence } from "../../errors.js";
import { edgesOf } from "../../models/parts/columns/bin-edges.js";
import { dtypeParameter } from "../../models/parts/columns/dtype-parameter.js";
import { keptTerms, MOST_TERMS } from "../../models/parts/columns/polynomial-terms.js";
import { type Context, defineLowering, type Lowering, makes, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { inDtype, toSingle } from "../parts/dtypes.js";
import { ones } from "../parts/functions.js";
import { countUpTo, marks } from "../parts/places.js";

/** sklearn 0.20 to 1.0 move values up by a tolerance, in the type of the answer. */
function moved({ ops }: Context, x: Value, single: boolean): Value {
  const own = single ? "float32" : "float64";
  const by = (value: number): Value => ops.cast(ops.double(value), own);
  const value = ops.cast(x, own);
  return ops.cast(ops.add(value, ops.add(by(1e-8), ops.mul(by(1e-5), ops.abs(value)))), "float64");
}

/** sklearn.preprocessing.KBinsDiscretizer: the bin of each value, as a number or a column a bin. */
const kBinsDiscretizer = defineLowering({
  class: "sklearn.preprocessing.KBinsDiscretizer",
  lower: (context) => {
    const { state, ops, rows } = context;
    const edges = edgesOf(state);
    const dtype = dtypeParameter(state, "dtype", "float64");
    const isSingle = dtype === "float32";
    const bins = (): Value => {
      const x = isSingle ? toSingle(context, rows.x) : rows.x;
      return countUpTo(
        ops,
        state.before(1, 1) ? moved(context, x, isSingle) : x,
        edges.map((own) => own.slice(1, -1)),
      );
    };
    const of = edges.flatMap(({ length }, j) => new Array<number>(length - 1).fill(j));
    const is = edges.flatMap(({ length }) => Array.from({ length: length - 1 }, (_, k) => k));
    const isOrdinal = state.text("encode") === "ordinal";
    const transform = (): Value => inDtype(context, isOrdinal ? ops.cast(bins(), "float64") : marks(ops, bins(), of, is), dtype);
    return { kind: "transformer", methods: makes({ transform }) };
  },
});

/** sklearn.preprocessing.PolynomialFeatures: each term of a degree is one of the degree below times a feature. */
const polynomialFeatures = defineLowering({
  class: "sklearn.preprocessing.PolynomialFeatures",
  lower: (context) => {
    const { state, ops, rows } = context;
    const features = state.whole("n_features_in_", 0, MOST_TERMS);
    const { terms, columns, outputs } = keptTerms(state, features);
    if (outputs === 0 || features === 0) throw unsupported(context.at, state.className, sentence`no column comes out`);
    const transform = (): Value => {
      const levels: Value[] = [ones(ops, rows.x)];
      for (let d = 1; d + 1 < terms.degrees.length; d++) {
        const [below = 0, from = 0, to = 0] = terms.degrees.slice(d - 1, d + 2);
        if (from === to) break;
        const parents = Array.from(terms.parents.slice(from, to), (parent) => parent - below);
        const factors = ops.columns(rows.x, Array.from(terms.features.slice(from, to)));
        levels.push(d === 1 ? factors : ops.mul(ops.columns(levels[d - 1] ?? factors, parents), factors));
      }
      const kept = Array.from(columns).flatMap((column, term) => (column < 0 ? [] : [term]));
      return ops.columns(ops.concat(levels), kept);
    };
    return { kind: "transformer", methods: makes({ transform }) };
  },
});

export const BINS: readonly Lowering[] = [kBinsDiscretizer, polynomialFeatures];
