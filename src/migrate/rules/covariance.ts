/** Covariances: GraphLasso is GraphicalLasso since 0.20, its cross-validation a dict of columns since 0.24. */
import { own } from "../../neutral/document.js";
import { defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { doubles } from "../numbers.js";

const renamed = (from: string, to: string): MigrationRule =>
  defineMigration({ classes: [`sklearn.covariance.${from}`], doc: "its class has another name", becomes: `sklearn.covariance.${to}` });

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function columnsOf(stored: Migrating): Record<string, unknown> | null {
  const alphas = stored.items("cv_alphas_");
  const scores = stored.array("grid_scores_");
  const [rows = 0, folds = 0] = scores?.shape ?? [];
  if (alphas === null || scores === null || alphas.length !== rows) return null;
  const row = (i: number): number[] => Array.from(scores.data.slice(i * folds, (i + 1) * folds), Number);
  const each = (of: (values: readonly number[]) => number): object => doubles(Array.from({ length: rows }, (_, i) => of(row(i))));
  const splits = Array.from({ length: folds }, (_, k) => [`split${k}_test_score`, each((values) => values[k] ?? Number.NaN)] as const);
  return {
    alphas: doubles(alphas.map((alpha) => Number(own(alpha, "value") ?? alpha))),
    ...Object.fromEntries(splits),
    mean_test_score: each(mean),
    std_test_score: each((values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)))),
  };
}

const RESULTS = defineMigration({
  classes: ["sklearn.covariance.GraphicalLassoCV"],
  before: [0, 24],
  doc: "scores of the cross-validation are columns of a dict",
  migrate: (stored) => {
    const columns = stored.has("cv_results_") ? null : columnsOf(stored);
    if (columns !== null) stored.set("cv_results_", columns);
  },
});

const isPair = (pair: unknown): pair is readonly [string, unknown] => Array.isArray(pair) && typeof pair[0] === "string";

/** Columns under today's keys: 0.24 had the older ones only, 1.0 both. */
function columnPairs(pairs: readonly unknown[]): readonly (readonly [string, unknown])[] {
  const columns = new Map<string, unknown>();
  for (const [key, column] of pairs.filter(isPair)) {
    const today = key.replace(/^(split\d{1,4}|mean|std)_score$/, "$1_test_score");
    if (today === key || !columns.has(today)) columns.set(today, column);
  }
  return [...columns];
}

/** A dict of a class that warned of old names (0.24 to 1.0). */
const PLAIN = defineMigration({
  classes: ["sklearn.covariance.GraphicalLassoCV"],
  before: [1, 2],
  doc: "a plain dict, which knew old names of its keys",
  migrate: (stored) => {
    const results = stored.get("cv_results_");
    const pairs = own(results, "pairs") ?? Object.entries(Object(results ?? {}));
    if (stored.has("cv_results_") && Array.isArray(pairs)) stored.set("cv_results_", { $type: "dict", items: columnPairs(pairs) });
  },
});

export const COVARIANCE: readonly MigrationRule[] = [
  renamed("GraphLasso", "GraphicalLasso"),
  renamed("GraphLassoCV", "GraphicalLassoCV"),
  RESULTS,
  PLAIN,
];
