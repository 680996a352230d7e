/**
 * sklearn.preprocessing.PolynomialFeatures (_polynomial 1.7): products of features, by degree and then in lexicographic
 * order. Each term is an earlier one times a feature, so a row costs one product a term; sparse rows cost only the terms
 * of their stored values.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import type { Matrix, NDArray } from "../../numeric/ndarray.js";
import { texts } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { RowBuilder, sortedRows } from "../../numeric/sparse-rows.js";
import { defineModel, methods } from "../define.js";
import { floating, namesIn } from "../parts/columns/columns.js";
import { firstChild, type Kept, keptTerms, MOST_TERMS, type Terms } from "../parts/columns/polynomial-terms.js";
import { expectationOf } from "../parts/expectation.js";
import type { State } from "../state.js";

/** A term's value with each product rounded to float32, from its last factor to its first, as sklearn multiplies since 0.22. */
function fromLast({ parents, features }: Terms, term: number, x: Matrix, i: number): number {
  let value = 1;
  for (let t = term; t > 0; t = parents[t]) value = Math.fround(value * x.data[i * x.cols + features[t]]);
  return value;
}

function dense(x: Matrix, dtype: string, { terms, columns, outputs }: Kept, backward: boolean): NDArray {
  const single = dtype === "float32";
  const out = single ? new Float32Array(x.rows * outputs) : new Float64Array(x.rows * outputs);
  const row = single ? new Float32Array(columns.length) : new Float64Array(columns.length);
  row[0] = 1;
  for (let i = 0; i < x.rows; i++) {
    for (let t = 1; t < row.length; t++)
      row[t] = single && backward ? fromLast(terms, t, x, i) : row[terms.parents[t]] * x.data[i * x.cols + terms.features[t]];
    for (let t = 0; t < row.length; t++) {
      const column = columns[t];
      if (column >= 0) out[i * outputs + column] = row[t];
    }
  }
  return floating([x.rows, outputs], out);
}

/** A term on its way to higher degrees: the position in the row from which its next factor comes. */
interface Product {
  readonly term: number;
  readonly value: number;
  readonly from: number;
}

function sparse(given: Sparse, dtype: string, kept: Kept): Sparse {
  const x = sortedRows(given);
  const builder = new RowBuilder(kept.outputs, x.data.length);
  const round = dtype === "float32" ? Math.fround : Number;
  for (let i = 0; i < x.shape[0]; i++) {
    const end = x.indptr[i + 1];
    let products: Product[] = [{ term: 0, value: 1, from: x.indptr[i] }];
    for (let d = 0; products.length > 0; d++) {
      for (const { term, value } of products) if (kept.columns[term] >= 0) builder.put(kept.columns[term], value);
      products = d < kept.degree ? products.flatMap((product) => multiplied(product, x, end, kept, round)) : [];
    }
    builder.endRow();
  }
  return builder.end(dtype === "float32" ? dtype : "float64");
}

function multiplied({ term, value, from }: Product, x: Sparse, end: number, kept: Kept, round: (x: number) => number): Product[] {
  const out: Product[] = [];
  const first = firstChild(kept.terms.features[term], kept.interaction);
  for (let at = from; at < end; at++) {
    const child = kept.terms.children[term] + x.indices[at] - first;
    out.push({ term: child, value: round(value * Number(x.data[at])), from: kept.interaction ? at + 1 : at });
  }
  return out;
}

/** The features of a term with their powers, the last feature first. */
function powersIn({ parents, features }: Terms, term: number): Map<number, number> {
  const powers = new Map<number, number>();
  for (let t = term; t > 0; t = parents[t]) powers.set(features[t], (powers.get(features[t]) ?? 0) + 1);
  return powers;
}

/** `powers_`: a row a term that comes out, a column a feature. @throws CornichonError `model.inconsistent` */
export function powersOf(state: State): readonly (readonly number[])[] {
  const features = state.whole("n_features_in_", 0, MOST_TERMS);
  const { terms, columns } = keptTerms(state, features);
  return Array.from(columns).flatMap((column, term) => {
    if (column < 0) return [];
    const row = new Array<number>(features).fill(0);
    for (const [feature, power] of powersIn(terms, term)) row[feature] = power;
    return [row];
  });
}

/** `x0^2 x1`: the features of a term with their powers; `1` for the constant. */
function nameOf(terms: Terms, term: number, names: readonly string[]): string {
  const parts = [...powersIn(terms, term)].reverse().map(([j, power]) => (power === 1 ? (names[j] ?? "") : `${names[j] ?? ""}^${power}`));
  return parts.join(" ") || "1";
}

/** Dense rows that its own sklearn has no memory for: of an unknown order, and before 1.0 of degree 0. @throws CornichonError `model.method` */
function checkDense(state: State, { degree }: Kept, features: number): void {
  if (state.before(0, 21)) return;
  const order = state.text("order") ?? "C";
  if (!/^[CF]$/i.test(order))
    throw new CornichonError("model.method", sentence`order must be one of 'C', 'F', 'A', or 'K' (got ${showText(`'${order}'`)})`);
  if (degree === 0 && features !== 1 && state.before(1, 0))
    throw new CornichonError(
      "model.method",
      sentence`could not broadcast input array from ${features} columns into 0: before sklearn 1.0 a degree of 0 transforms nothing.`,
    );
}

export const PolynomialFeatures = defineModel({
  class: "sklearn.preprocessing.PolynomialFeatures",
  build: (state) => {
    const features = state.whole("n_features_in_", 0, MOST_TERMS);
    const expected = expectationOf(state, features);
    const kept = keptTerms(state, features);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const rows = x.sparse(expected);
          if (rows !== null) return sparse(rows, x.dtype, kept);
          const given = x.matrix(expected);
          checkDense(state, kept, features);
          return dense(given, x.dtype, kept, state.since(0, 22));
        },
        get_feature_names_out: (_x, options) => {
          const names = namesIn(expected.featureNames, features, options);
          return texts(Array.from(kept.columns).flatMap((column, term) => (column < 0 ? [] : [nameOf(kept.terms, term, names)])));
        },
      }),
    };
  },
});
