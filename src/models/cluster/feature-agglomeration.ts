/**
 * sklearn.cluster.FeatureAgglomeration: pools the columns of each cluster, and writes a pooled value back to all of them
 * (sklearn.cluster._feature_agglomeration 0.17 to 1.9). Pooling functions of numpy and Python are known by name; any
 * other is code.
 */

import { floatType, type Matrix, matrix, type NDArray } from "../../numeric/ndarray.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, type Method, methods, needsCode } from "../define.js";
import { unnamed } from "../input/x.js";
import { groups } from "../parts/columns/clusters.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

type Pool = (values: Float64Array) => number;

const sum: Pool = (values) => values.reduce((total, value) => total + value, 0);
const mean: Pool = (values) => sum(values) / values.length;
const most: Pool = (values) => values.reduce((top, value) => Math.max(top, value), Number.NEGATIVE_INFINITY);
const least: Pool = (values) => values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
const variance: Pool = (values) => {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
};
const median: Pool = (values) => {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const POOLS: ReadonlyMap<string, Pool> = new Map([
  ["mean", mean],
  ["average", mean],
  ["max", most],
  ["amax", most],
  ["min", least],
  ["amin", least],
  ["sum", sum],
  ["prod", (values) => values.reduce((product, value) => product * value, 1)],
  ["median", median],
  ["var", variance],
  ["std", (values) => Math.sqrt(variance(values))],
  ["ptp", (values) => most(values) - least(values)],
]);

const PICKS = /max|min|ptp/;
const ADDS = /sum|prod/;

/** dtype of what is pooled: whole numbers and booleans stay themselves where one is picked, sums of them are int64. From 0.20 on means are doubles. */
function pooledType(name: string, dtype: string): string {
  if (!/^(?:u?int\d+|bool)$/.test(dtype)) return floatType(dtype);
  if (PICKS.test(name)) return dtype;
  return ADDS.test(name) ? (dtype.startsWith("uint") ? "uint64" : "int64") : "float64";
}

/** Whole numbers of which a double does not hold all; null for other X. */
function wholeRows(x: Samples, expected: Expectation): readonly (readonly bigint[])[] | null {
  if (!/^u?int64$/.test(x.dtype) || x.sparse(expected) !== null) return null;
  const { rows } = x.table(expected);
  if (!rows.some((row) => row.some((value) => typeof value === "bigint"))) return null;
  return rows.map((row) => row.map((value) => (typeof value === "bigint" ? value : BigInt(Number(value)))));
}

/** What is the largest (`most`) or smallest of the picked ones. */
const picked = (values: readonly bigint[], places: readonly number[], most: boolean): bigint =>
  places.map((j) => values[j] ?? 0n).reduce((best, value) => (value > best === most ? value : best));

function pooled(x: Matrix, clusters: readonly number[][], pool: Pool): Matrix {
  const out = matrix(x.rows, clusters.length);
  for (let i = 0; i < x.rows; i++)
    clusters.forEach((columns, k) => {
      out.data[i * clusters.length + k] = pool(Float64Array.from(columns, (j) => x.data[i * x.cols + j]));
    });
  return out;
}

/** Every column gets its cluster's value back. */
function spread(state: State, count: number, of: readonly number[]): Method {
  const expected = unnamed(state.name, count);
  return (x): NDArray => {
    const whole = wholeRows(x, expected);
    if (whole !== null) {
      const data = whole.flatMap((row) => of.map((cluster) => row[cluster] ?? 0n));
      return { dtype: x.dtype, shape: [whole.length, of.length], data };
    }
    const m = x.matrix(expected);
    const data = Float64Array.from({ length: m.rows * of.length }, (_, at) => {
      const row = Math.floor(at / of.length);
      return m.data[row * count + of[at - row * of.length]];
    });
    return typed(/^float16$|^object$/.test(x.dtype) ? "float64" : x.dtype, [m.rows, of.length], data);
  };
}

export const FeatureAgglomeration = defineModel({
  class: "sklearn.cluster.FeatureAgglomeration",
  build: (state) => {
    const { clusters, of } = groups(state);
    const expected = expectationOf(state, of.length);
    const name = state.global("pooling_func") ?? "numpy.mean";
    const pool = /^(?:numpy\.)?[a-z]+$/.test(name) ? POOLS.get(name.replace("numpy.", "")) : undefined;
    const double = pool === mean && state.since(0, 20);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          if (pool === undefined) throw needsCode("FeatureAgglomeration.transform", name);
          const whole = /^(?:numpy\.)?a?(?:max|min)$/.test(name) ? wholeRows(x, expected) : null;
          if (whole !== null) {
            const data = whole.flatMap((row) => clusters.map((columns) => picked(row, columns, pool === most)));
            return { dtype: x.dtype, shape: [whole.length, clusters.length], data };
          }
          const m = pooled(x.matrix(expected), clusters, pool);
          return typed(double ? "float64" : pooledType(name, x.dtype), [m.rows, m.cols], m.data);
        },
        inverse_transform: spread(state, clusters.length, of),
        get_feature_names_out: prefixedNames(state, clusters.length),
      }),
    };
  },
});
