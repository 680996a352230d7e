/** Distances by sklearn's names in a graph, as `numeric/distances.ts` has them: those that are sums or maxima over features. */
import type { Matrix } from "../../numeric/ndarray.js";
import type { Value } from "../ir.js";
import type { Ops } from "../ops.js";
import { manhattanDistances, overFeatures, squaredDistances } from "./distances.js";

type Distances = (ops: Ops, x: Value, y: Matrix) => Value;

const euclidean: Distances = (ops, x, y) => ops.sqrt(squaredDistances(ops, x, y));
const chebyshev: Distances = (ops, x, y) => overFeatures(ops, x, y, (a, b) => ops.abs(ops.sub(a, b)), ops.max);

export const METRICS: ReadonlyMap<string, Distances> = new Map<string, Distances>([
  ["euclidean", euclidean],
  ["l2", euclidean],
  ["sqeuclidean", squaredDistances],
  ["manhattan", manhattanDistances],
  ["cityblock", manhattanDistances],
  ["l1", manhattanDistances],
  ["chebyshev", chebyshev],
  ["infinity", chebyshev],
]);
