/**
 * Who computes distances to fitted rows: sklearn's reductions (sklearn.metrics._pairwise_distances_reduction, 1.1 on), its
 * own functions, or scipy, which refuses sparse rows and knows other names of metrics.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import type { Sparse } from "../../../numeric/sparse.js";
import type { Expectation, Samples } from "../../samples.js";
import type { State } from "../../state.js";

/** Metrics whose nearest are found while distances are computed (ArgKmin.valid_metrics, 1.1 on). */
export const REDUCED = new Set(
  "euclidean sqeuclidean l2 minkowski p wminkowski manhattan cityblock l1 chebyshev infinity seuclidean canberra braycurtis haversine".split(
    " ",
  ),
);

/** Metrics that sklearn computes itself over sparse rows. */
const SPARSE = new Set(["euclidean", "l2", "cosine", "manhattan", "cityblock", "l1"]);

/** An array of objects becomes one of doubles. */
const numeric = (dtype: string): string => (dtype === "object" ? "float64" : dtype);

/** Distances that are sums of products, in the reductions (`modern`) or outside them. */
export const isEuclidean = (name: string | null, modern: boolean): boolean =>
  name === "euclidean" || name === (modern ? "sqeuclidean" : "l2");

/** The fitted rows. */
interface Fitted {
  readonly name: string | null;
  readonly expected: Expectation;
  /** The version 1.x from which on it asks reductions. */
  readonly since: number;
  readonly sparse: boolean;
  /** It holds a value beside zeros. */
  readonly filled: boolean;
  /** null: X and the fitted rows are brought to one. */
  readonly dtype: string | null;
}

export interface Reductions {
  reduces(samples: Samples): boolean;
  /** @throws CornichonError `model.method`, `input.malformed` for what no one else computes */
  checkScipys(samples: Samples): void;
}

export function reductionsOf(state: State, { name, expected, since, sparse, filled, dtype }: Fitted): Reductions {
  /** Sparse rows from 1.2 on; in 1.2 not beside dense ones where the metric is called Euclidean, since 1.4 not on both sides for it. */
  const takes = (other: Sparse | null): boolean => {
    if (!sparse && other === null) return true;
    if (state.before(1, 2) || !filled || other?.data.length === 0) return false;
    const both = sparse && other !== null;
    if (state.before(1, 3)) return both || !/euclidean/.test(name ?? "");
    return !(both && isEuclidean(name, true) && state.since(1, 4));
  };
  const floats = (given: string): boolean => {
    if (dtype === null) return true;
    return given === dtype && (dtype.startsWith("float64") || (dtype.startsWith("float32") && state.since(1, 2)));
  };
  const able = state.since(1, since) && REDUCED.has(name ?? "");
  const reduces = (samples: Samples): boolean => able && floats(numeric(samples.dtype)) && takes(samples.sparse(expected));
  const checkScipys = (samples: Samples): void => {
    if (reduces(samples)) return;
    const isSparse = sparse || samples.sparse(expected) !== null;
    if (name === "infinity" || name === "p" || (name === "nan_euclidean" && state.before(0, 22)))
      throw new CornichonError("model.method", sentence`Unknown metric ${showText(name)}.`);
    if (isSparse && name === "nan_euclidean")
      throw new CornichonError("input.malformed", sentence`A sparse matrix was passed, but dense data is required.`);
    if (isSparse && name !== null && name !== "precomputed" && name !== "haversine" && !SPARSE.has(name))
      throw new CornichonError("input.malformed", sentence`scipy distance metrics do not support sparse matrices.`);
  };
  return { reduces, checkScipys };
}
