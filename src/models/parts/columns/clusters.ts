/** Columns by their clusters (`labels_` of sklearn.cluster.FeatureAgglomeration). */
import type { State } from "../../state.js";

/** Columns of each cluster, clusters in ascending order. */
export function groups(state: State): { readonly clusters: readonly number[][]; readonly of: readonly number[] } {
  const labels = Array.from(state.vector("labels_"));
  const places = new Map([...new Set(labels)].sort((a, b) => a - b).map((label, at) => [label, at]));
  const of = labels.map((label) => places.get(label) ?? 0);
  const clusters: number[][] = Array.from(places, () => []);
  of.forEach((cluster, column) => {
    clusters[cluster]?.push(column);
  });
  return { clusters, of };
}
