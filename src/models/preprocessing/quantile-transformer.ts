/**
 * sklearn.preprocessing.QuantileTransformer (_data 1.9): each value's place among the fitted quantiles, both ways where
 * quantiles repeat; `normal` goes on through the normal quantile, clipped. Sparse rows: only stored values move. To 0.20
 * `uniform` was clipped, too, and values within 1e-7 of a bound counted as the bound.
 */

import { CornichonError, sentence } from "../../errors.js";
import { interpolate } from "../../numeric/interpolate.js";
import type { Matrix } from "../../numeric/ndarray.js";
import { normalCumulative, normalQuantile } from "../../numeric/normal-quantile.js";
import type { Sparse } from "../../numeric/sparse.js";
import { defineModel, type Method } from "../define.js";
import { columnTransformer, type Step, step } from "../parts/columns/columns.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

const NEAR = 1e-7;
const LEAST = NEAR - 2 ** -52;

/** What happens beside the interpolation: `normal` and 0.19 have soft bounds and clip. */
interface Output {
  readonly soft: boolean;
  readonly low: number;
  readonly high: number;
  readonly ppf: (p: number) => number;
  readonly cdf: (x: number) => number;
}

const same = (x: number): number => x;
const clip = (x: number, { low, high }: Output): number => (x < low ? low : x > high ? high : x);

function outputOf(state: State): Output {
  if (state.text("output_distribution") === "normal")
    return { soft: true, low: normalQuantile(LEAST), high: normalQuantile(1 - LEAST), ppf: normalQuantile, cdf: normalCumulative };
  const old = state.before(0, 21);
  return { soft: old, low: old ? LEAST : Number.NEGATIVE_INFINITY, high: old ? 1 - LEAST : Number.POSITIVE_INFINITY, ppf: same, cdf: same };
}

const isLow = (x: number, bound: number, soft: boolean): boolean => (soft ? x - NEAR < bound : x === bound);
const isHigh = (x: number, bound: number, soft: boolean): boolean => (soft ? x + NEAR > bound : x === bound);

/** Quantiles of one column and the references, and both negated in reverse: the interpolation from the other side. */
interface Column {
  readonly quantiles: Float64Array;
  readonly mirrored: Float64Array;
}

function columnsOf(quantiles: Matrix): Column[] {
  return Array.from({ length: quantiles.cols }, (_, j) => {
    const column = Float64Array.from({ length: quantiles.rows }, (_q, i) => quantiles.data[i * quantiles.cols + j]);
    return { quantiles: column, mirrored: column.map((q) => -q).reverse() };
  });
}

/** Sparse rows below zero are refused unless their zeros were left out of the quantiles. @throws CornichonError `input.malformed` */
function checkSigns(state: State, x: Sparse | null): void {
  if (x === null || state.flag("ignore_implicit_zeros", false)) return;
  if (Array.from(x.data, Number).some((value) => value < 0))
    throw new CornichonError("input.malformed", sentence`QuantileTransformer only accepts non-negative sparse matrices.`);
}

export const QuantileTransformer = defineModel({
  class: "sklearn.preprocessing.QuantileTransformer",
  build: (state) => {
    const references = state.vector("references_");
    const quantiles = state.matrix("quantiles_", references.length);
    if (references.length === 0) throw state.inconsistent("it has no quantiles");
    const mirrored = references.map((r) => -r).reverse();
    const columns = columnsOf(quantiles);
    const output = outputOf(state);
    const last = references.length - 1;

    // Places of float32 are float32 before they go on through the normal quantile.
    const place = (x: number, j: number, round: (y: number) => number): number => {
      const column = columns[j];
      if (column === undefined || Number.isNaN(x)) return x;
      const { quantiles: q } = column;
      let y = 0.5 * (interpolate(x, q, references) - interpolate(-x, column.mirrored, mirrored));
      if (isHigh(x, q[last], output.soft)) y = 1;
      if (isLow(x, q[0] ?? 0, output.soft)) y = 0;
      return clip(output.ppf(round(y)), output);
    };
    const forth: Step = (cells) => {
      const round = cells.data instanceof Float32Array ? Math.fround : Number;
      step((x, j) => place(x, j, round))(cells);
    };
    const back = step((x, j) => {
      const q = columns[j]?.quantiles;
      if (q === undefined || Number.isNaN(x)) return x;
      const p = output.cdf(x);
      if (isLow(p, 0, output.soft)) return q[0] ?? 0;
      return isHigh(p, 1, output.soft) ? q[last] : interpolate(p, references, q);
    });
    const model = columnTransformer(state, quantiles.cols, [forth], [back], "stored");
    const transform: Method = (x, options) => {
      checkSigns(state, x.sparse(expectationOf(state, quantiles.cols)));
      return model.methods.get("transform")?.(x, options) ?? null;
    };
    return { ...model, methods: new Map([...model.methods, ["transform", transform]]) };
  },
});
