/**
 * Columns by name, in the model's order; what is missing or too much is told with sklearn's own words
 * (sklearn.utils.validation._check_feature_names and _check_n_features 1.6).
 */
import { CornichonError, joinShown, type Shown, sentence, showText } from "../../errors.js";
import type { Expectation, Table } from "./x.js";

const MOST_LISTED = 5;

const list = (names: readonly string[]): Shown[] => [
  ...names.slice(0, MOST_LISTED).map((name) => sentence`- ${showText(name)}`),
  ...(names.length > MOST_LISTED ? [sentence`- ...`] : []),
];

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, j) => name === b[j]);

/** Positions of the model's columns among X's; without names in the model, X's own order. @throws CornichonError `input.columns` */
export function columnOrder(columns: readonly string[], { featureNames }: Expectation): readonly number[] {
  if (featureNames !== null && sameNames(columns, featureNames)) return columns.map((_, i) => i);
  if (new Set(columns).size !== columns.length) throw new CornichonError("input.columns", sentence`Two columns of X have the same name.`);
  if (featureNames === null) return columns.map((_, i) => i);
  const places = new Map(columns.map((name, i) => [name, i]));
  const wanted = new Set(featureNames);
  const unseen = columns.filter((name) => !wanted.has(name));
  const missing = featureNames.filter((name) => !places.has(name));
  if (unseen.length > 0 || missing.length > 0) {
    const lines = [
      sentence`The feature names should match those that were passed during fit.`,
      ...(unseen.length > 0 ? [sentence`Feature names unseen at fit time:`, ...list(unseen)] : []),
      ...(missing.length > 0 ? [sentence`Feature names seen at fit time, yet now missing:`, ...list(missing)] : []),
    ];
    throw new CornichonError("input.columns", joinShown(lines, "\n"), { args: { unseen: unseen.length, missing: missing.length } });
  }
  return featureNames.map((name) => places.get(name) ?? 0);
}

/** X has another number of columns than the model. @throws CornichonError `input.shape` */
export function checkFeatures(count: number, { name, nFeatures }: Expectation): void {
  if (nFeatures !== null && count !== nFeatures)
    throw new CornichonError(
      "input.shape",
      sentence`X has ${count} features, but ${showText(name)} is expecting ${nFeatures} features as input.`,
      { args: { features: count, expected: nFeatures } },
    );
}

/** Rows must be as long as there are columns. @throws CornichonError `input.shape` */
export function checkRows({ columns, rows }: Table): void {
  const odd = rows.findIndex((row) => row.length !== columns.length);
  if (odd >= 0)
    throw new CornichonError("input.shape", sentence`Row ${odd} of X has ${rows[odd]?.length ?? 0} values for ${columns.length} columns.`);
}

const valuesOf = (record: object): unknown[] => Object.values(record);

/** Rows by name as a table: all rows have the columns of the first. @throws CornichonError `input.columns` */
export function tableOfRecords(records: readonly object[]): Table {
  const columns = Object.keys(records[0] ?? {});
  const known = new Set(columns);
  const rows = records.map((record, i) => {
    if (i === 0 || sameNames(Object.keys(record), columns)) return valuesOf(record);
    const values = new Map<string, unknown>(Object.entries(record));
    const odd = [...values.keys()].find((key) => !known.has(key)) ?? columns.find((key) => !values.has(key));
    if (odd !== undefined)
      throw new CornichonError("input.columns", sentence`Row ${i} of X has other columns than the first: ${showText(odd)}`);
    return columns.map((key) => values.get(key));
  });
  return { columns, rows };
}
