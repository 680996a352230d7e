/**
 * sklearn.preprocessing.KBinsDiscretizer (_discretization 1.9): the bin of each value, as a number or as a column a bin.
 * Until 1.0 values were moved up by a tolerance before they were compared with the edges.
 */
import { countUpTo } from "../../numeric/interpolate.js";
import { type Matrix, type NDArray, texts } from "../../numeric/ndarray.js";
import { toDense } from "../../numeric/sparse.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, type FittedModel, type MakeModel, methods } from "../define.js";
import { edgesOf } from "../parts/columns/bin-edges.js";
import { namesIn } from "../parts/columns/columns.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { expectationOf } from "../parts/expectation.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

type BinOf = (x: number, edges: Float64Array, single: boolean) => number;

const between: BinOf = (x, edges) => countUpTo(edges, x, 1, edges.length - 1) - 1;

/** sklearn 0.20 to 1.0: numpy.digitize of x + 1e-8 + 1e-5 · |x|. */
const tolerant: BinOf = (x, edges, single) => {
  const round = single ? Math.fround : Number;
  const moved = round(x + round(1e-8 + round(1e-5 * Math.abs(x))));
  return Math.min(countUpTo(edges, moved, 1) - 1, edges.length - 2);
};

function bins(x: Matrix, edges: readonly Float64Array[], binOf: BinOf, single: boolean): Float64Array {
  return x.data.map((value, at) => binOf(single ? Math.fround(value) : value, edges[at % x.cols] ?? new Float64Array(2), single));
}

/** First columns of the features' bins, and the number of all. */
function starts(edges: readonly Float64Array[]): number[] {
  const out = [0];
  for (const { length } of edges) out.push(out[out.length - 1] + length - 1);
  return out;
}

function oneHot(places: Float64Array, edges: readonly Float64Array[], dtype: string) {
  const first = starts(edges);
  const builder = new RowBuilder(first[edges.length], places.length);
  for (let at = 0; at < places.length; ) {
    for (let j = 0; j < edges.length; j++, at++) builder.put(first[j] + places[at], 1);
    builder.endRow();
  }
  return builder.end(dtype);
}

/** Bins by the largest of a feature's columns. */
function fromOneHot(m: Matrix, edges: readonly Float64Array[]): Float64Array {
  const first = starts(edges);
  const out = new Float64Array(m.rows * edges.length);
  for (let at = 0; at < out.length; at++) {
    const j = at % edges.length;
    const from = Math.floor(at / edges.length) * m.cols + first[j];
    let best = 0;
    for (let k = 1; k < first[j + 1] - first[j]; k++) if (m.data[from + k] > m.data[from + best]) best = k;
    out[at] = best;
  }
  return out;
}

function inverse(x: Samples, state: State, edges: readonly Float64Array[], isOneHot: boolean): NDArray {
  const nFeatures = isOneHot ? starts(edges)[edges.length] : edges.length;
  const m = x.matrix({ name: state.name, nFeatures, featureNames: null });
  const places = isOneHot ? fromOneHot(m, edges) : m.data;
  // The inner encoder's categories are doubles, whatever its columns are.
  const dtype = !isOneHot && x.dtype === "float32" ? "float32" : "float64";
  return typed(
    dtype,
    [m.rows, edges.length],
    Float64Array.from(places, (place, at) => {
      const of = edges[at % edges.length];
      const bin = Math.trunc(place) + (place < 0 ? (of?.length ?? 1) - 1 : 0);
      return ((of?.[bin + 1] ?? Number.NaN) + (of?.[bin] ?? Number.NaN)) * 0.5;
    }),
  );
}

/** The names of the bins' columns are those of the encoder that it holds. */
const encoderOf = (state: State, make: MakeModel): FittedModel | null => (state.has("_encoder") ? make(state.get("_encoder")) : null);

export const KBinsDiscretizer = defineModel({
  class: "sklearn.preprocessing.KBinsDiscretizer",
  build: (state, make) => {
    const edges = edgesOf(state);
    const expected = expectationOf(state, edges.length);
    const encode = state.text("encode") ?? "onehot";
    const isOneHot = encode !== "ordinal";
    const encoder = isOneHot ? encoderOf(state, make) : null;
    const old = state.before(0, 24);
    const dtypeOf = (x: Samples): string => dtypeParameter(state, "dtype", x.dtype === "float32" ? "float32" : "float64");
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const m = x.matrix(expected);
          const dtype = dtypeOf(x);
          const places = bins(m, edges, state.before(1, 1) ? tolerant : between, dtype === "float32");
          if (!isOneHot) return typed(dtype, [m.rows, m.cols], places);
          const rows = oneHot(places, edges, old ? "float64" : dtype);
          return encode === "onehot" ? rows : typed(rows.dtype, rows.shape, toDense(rows).data);
        },
        inverse_transform: (x) => inverse(x, state, edges, isOneHot),
        get_feature_names_out: (x, options) => {
          const names = namesIn(expected.featureNames, edges.length, options);
          const named = encoder?.methods.get("get_feature_names_out");
          return named === undefined ? texts(names) : named(x, { input_features: names });
        },
      }),
    };
  },
});
