/**
 * KBinsDiscretizer before 1.1 (sklearn.preprocessing._discretization): a value was moved up by 1e-8 + 1e-5 · |x| before it was
 * compared with the edges. Moving is monotone in doubles, so for each edge there is a smallest double that reaches it: with
 * that as its edge, today's rule puts every double into the bin where it was.
 *
 * The middle of a bin, which `inverse_transform` answers, is that of the old edges. So there are two steps today: one of
 * three bins for each old one, whose middle bin is nothing but the old middle, and one that takes three for one and
 * answers the middle one. Refused: bins that are narrower than the tolerance. (X of float32 was moved in float32: a value
 * that is nearer to an edge than its own last bit may change its bin.)
 */
import { sentence } from "../../errors.js";
import { edgesOf } from "../../models/parts/columns/bin-edges.js";
import { dtypeParameter } from "../../models/parts/columns/dtype-parameter.js";
import { State } from "../../models/state.js";
import type { JsonObject } from "../../neutral/document.js";
import { at, defineMigration, int64Value, type Migrating, type MigrationRule } from "../define.js";
import { estimatorValue, pipelineValue } from "../estimators.js";
import { doubles } from "../numbers.js";

const CLASS = "sklearn.preprocessing.KBinsDiscretizer";

/** Beyond it the tolerance's ends are no numbers. */
const LARGEST = 1e300;

type Round = (x: number) => number;

/** What was compared with the edges. */
const moved = (x: number, round: Round): number => round(x + round(1e-8 + round(1e-5 * Math.abs(x))));

/** The smallest number that reaches an edge: `below` does not, `at` does, and nothing is between them. */
function thresholdOf(edge: number, round: Round): number {
  let below = round(edge - 2e-8 - 2e-5 * Math.abs(edge));
  let reached = round(edge + 1e-8 + 1e-5 * Math.abs(edge));
  for (;;) {
    const middle = round(below / 2 + reached / 2);
    if (!(middle > below && middle < reached)) return reached;
    if (moved(middle, round) >= edge) reached = middle;
    else below = middle;
  }
}

const middleOf = (edges: Float64Array, k: number): number => ((edges[k + 1] ?? 0) + (edges[k] ?? 0)) * 0.5;

/** Edges of three bins for each: to the middle, the middle, from it on. Null where they would not be in order. */
function threefold(edges: Float64Array, round: Round): Float64Array | null {
  const bins = edges.length - 1;
  if (bins < 2) return edges;
  if (edges.some((edge) => !(Math.abs(edge) <= LARGEST))) return null;
  const found: number[] = [edges[0] ?? 0];
  for (let k = 0; k < bins; k++) {
    const middle = middleOf(edges, k);
    const last = k + 1 === bins;
    const next = last ? (edges[bins] ?? 0) : thresholdOf(edges[k + 1] ?? 0, round);
    if (!last && middle > next) return null;
    found.push(middle, middle, next);
  }
  return Float64Array.from(found);
}

/** Edges between threes: their middle is the middle one of three. */
const ofThrees = (bins: number): readonly number[] => Array.from({ length: bins + 1 }, (_, k) => (bins < 2 ? k : 3 * k) - 0.5);

const arrays = (items: readonly object[]): JsonObject => ({ $type: "ndarray", dtype: "object", shape: [items.length], data: items });

const kept = (stored: Migrating, names: string): Record<string, unknown> =>
  Object.fromEntries(
    names.split(" ").flatMap((name) => (stored.attributes.has(name) ? [[name, stored.attributes.get(name)] as const] : [])),
  );

function finer(stored: Migrating, edges: readonly Float64Array[]): JsonObject {
  const round: Round =
    dtypeParameter(new State(stored.value, stored.references, stored.version), "dtype", "") === "float32" ? Math.fround : Number;
  const fine = edges.map((own) => {
    const found = threefold(own, round);
    if (found === null)
      throw stored.refusal(sentence`values a little below an edge were taken for the edge, and its bins are too narrow to keep that.`);
    return found;
  });
  return estimatorValue(stored, CLASS, {
    ...kept(stored, "strategy dtype quantile_method subsample random_state n_features_in_ feature_names_in_"),
    encode: "ordinal",
    bin_edges_: arrays(fine.map((own) => doubles(own))),
    n_bins_: int64Value(fine.map(({ length }) => length - 1)),
  });
}

function coarser(stored: Migrating, edges: readonly Float64Array[]): JsonObject {
  const { feature_names_in_: _, bin_edges_: __, ...others } = Object.fromEntries(stored.attributes);
  return estimatorValue(stored, CLASS, { ...others, bin_edges_: arrays(edges.map(({ length }) => doubles(ofThrees(length - 1)))) });
}

export const BINS: readonly MigrationRule[] = [
  defineMigration({
    classes: at("preprocessing", "KBinsDiscretizer"),
    before: [1, 1],
    doc: "values a little below an edge were taken for the edge: edges are moved to the first of them, and middles of bins are kept apart",
    replace: (stored) => {
      if (!stored.has("bin_edges_")) return null;
      const edges = edgesOf(new State(stored.value, stored.references, stored.version));
      stored.note("replaced", "", "a pipeline of two steps");
      return pipelineValue(stored, [
        ["edges", finer(stored, edges)],
        ["bins", coarser(stored, edges)],
      ]);
    },
  }),
];
