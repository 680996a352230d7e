/**
 * Keeps a small part of a run in `fixtures/options/`, so that the suite compares without a Python: of each class one model in
 * turn over the versions, few kinds of rows, X and the pickle beside the answers. Models are taken that agree when it is
 * written: what does not is told by the run itself.
 *
 *     npx tsx test/options/sample.ts WORK        (WORK: what `npm run options -- --work WORK` left)
 *     npx tsx test/options/sample.ts WORK --add  (only adds what was a fault, `FAULTS`, to the samples of the versions that WORK has)
 *     npx tsx test/options/sample.ts WORK --add neighbors  (the same in files of their own, `1.2.2-neighbors.ndjson.gz`)
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { FIXTURES } from "../support/shared.js";
import { isBad } from "./cells.js";
import { type Ask, type Case, cellsOf, versionOf } from "./made.js";

export const SAMPLE = join(FIXTURES, "options");

/** The version that a file of the sample is of. */
export const sampleVersion = (name: string): string => name.replace(/(?:-\w+)?\.ndjson\.gz$/, "");

/** A case with all that it needs. */
export interface KeptCase extends Case {
  readonly pickle: string;
}

/** One class in this many is taken of a version, another one of the next. */
const EVERY = 12;
/** One option, a number or a truth value: old versions take any text, and look when it is too late. */
const ONE_CHANGE = /^\w+=(?:True|False|[\d.]+)$/;
const MOST_BYTES = 20_000;
const MOST_ASKS = 12;

/** Models that once answered otherwise than Python: class, option, data, and the version where it was in one alone. */
const FAULTS: readonly (readonly [string, string, string, string?])[] = [
  ["LinearSVC", "loss='epsilon_insensitive'", "multiint"],
  ["SelectFromModel", "estimator=SVC(kernel='linear')", "multi"],
  ["RadiusNeighborsTransformer", "radius=None", "multi"],
  ["NearestNeighbors", "precomputed", "dist"],
  ["RadiusNeighborsClassifier", "default", "binstr"],
  ["RadiusNeighborsRegressor", "default", "regint"],
  ["MissingIndicator", "default", "csr"],
  ["TfidfTransformer", "default", "posf32"],
  ["TfidfTransformer", "sublinear_tf=True", "poscsr"],
  ["DummyClassifier", "default", "multistr"],
  ["LabelBinarizer", "default", "labelbig"],
  ["LabelBinarizer", "default", "labelml"],
  ["VotingRegressor", "default", "regf32"],
  ["Birch", "n_clusters=1", "none"],
  ["SelectFromModel", "default", "df4"],
  ["ColumnTransformer", "strslice", "df4"],
  ["NearestNeighbors", "default", "csrf32", "1.2.2"],
  ["NearestNeighbors", "metric='manhattan'", "csrf32", "1.9.1"],
  ["NearestNeighbors", "metric='infinity'", "wide", "1.2.2"],
  ["RadiusNeighborsTransformer", "metric='sqeuclidean'", "multi", "1.5.2"],
  ["RadiusNeighborsClassifier", "metric='sqeuclidean'", "multi", "0.24.2"],
  ["RadiusNeighborsClassifier", "p=0.55", "multi", "1.2.2"],
  ["RadiusNeighborsClassifier", "outlier_label='most_frequent'", "multilabel", "0.20.4"],
  ["NearestCentroid", "metric='haversine'", "df4str", "1.2.2"],
  ["NearestCentroid", "metric='hamming'", "csrbin", "1.2.2"],
  ["NearestCentroid", "metric='braycurtis'", "binneg", "1.2.2"],
  ["NearestCentroid", "metric='nan_euclidean'", "df4", "0.20.4"],
  ["NearestCentroid", "default", "wide", "1.9.1"],
  ["LocalOutlierFactor", "algorithm='brute'", "scale", "1.5.2"],
  ["Isomap", "default", "csrf32", "0.24.2"],
  ["AdaBoostRegressor", "base_estimator=PLSRegression()", "reg", "1.2.2"],
  ["BaggingClassifier", "bootstrap_features=True", "multi", "1.2.2"],
  ["BaggingClassifier", "estimator=SGDClassifier()", "multif32", "1.5.2"],
  ["Birch", "default", "csrf32", "1.2.2"],
  ["KMeans", "default", "csrf32", "0.20.4"],
  ["FeatureAgglomeration", "max", "none", "1.9.1"],
  ["GaussianProcessClassifier", "binstr", "binstr", "1.9.1"],
  ["GaussianProcessRegressor", "dot", "reg", "0.24.2"],
  ["HistGradientBoostingClassifier", "categorical_features=[1]", "multi", "1.9.1"],
  ["HistGradientBoostingClassifier", "categorical_features=[0]", "scale", "1.2.2"],
  ["IsolationForest", "default", "csr", "1.9.1"],
  ["SVC", "callable", "multi", "1.9.1"],
];

function whole(folder: string, ask: Ask): Ask {
  if (ask.x === null || ask.inline !== undefined) return ask;
  return { ...ask, inline: JSON.parse(readFileSync(join(folder, "inputs", `${ask.x}.json`), "utf8")) };
}

function caseOf(folder: string, name: string): KeptCase | null {
  const lines = readFileSync(join(folder, name, "cases.ndjson"), "utf8")
    .trim()
    .split("\n");
  const cases = lines.filter((line) => line !== "").map((line): Case => JSON.parse(line)); // make.py's own
  const changed = cases.filter(({ option }) => ONE_CHANGE.test(option));
  for (const one of [...changed, ...cases]) {
    const pickle = readFileSync(join(folder, one.file));
    if (pickle.length > MOST_BYTES) continue;
    const kept = { ...one, asks: one.asks.slice(0, MOST_ASKS).map((ask) => whole(folder, ask)) };
    const cells = [...cellsOf("", kept, pickle, null)];
    if (cells.length > MOST_ASKS && cells.every(({ cell }) => !isBad(cell.outcome))) return { ...kept, pickle: pickle.toString("base64") };
  }
  return null;
}

function write(work: string): void {
  mkdirSync(SAMPLE, { recursive: true });
  for (const [i, place] of readdirSync(work).sort().entries()) {
    const folder = join(work, place);
    const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "cases.ndjson")));
    const kept = names.sort().flatMap((name, k) => (k % EVERY === i ? [caseOf(folder, name)] : []));
    const lines = kept.flatMap((one) => (one === null ? [] : [JSON.stringify(one)]));
    writeFileSync(join(SAMPLE, `${versionOf(folder)}.ndjson.gz`), gzipSync(lines.join("\n"), { level: 9 }));
  }
}

/** Those of `FAULTS` in a folder, without what is still not as Python's. */
function faultsIn(folder: string): KeptCase[] {
  const here = versionOf(folder);
  return FAULTS.flatMap(([name, option, data, version = here]) => {
    if (version !== here) return [];
    const path = join(folder, name, "cases.ndjson");
    if (!existsSync(path)) return [];
    const cases = readFileSync(path, "utf8").trim().split("\n");
    const one = cases.map((line): Case => JSON.parse(line)).find((each) => each.option === option && each.data === data); // make.py's own
    if (one === undefined) return [];
    const pickle = readFileSync(join(folder, one.file));
    const asks = one.asks.map((ask) => whole(folder, ask));
    const agreeing = asks.filter((ask) =>
      [...cellsOf("", { ...one, asks: [ask] }, pickle, null)].every(({ cell }) => !isBad(cell.outcome)),
    );
    return pickle.length > 2 * MOST_BYTES ? [] : [{ ...one, asks: agreeing, pickle: pickle.toString("base64") }];
  });
}

const linesOf = (path: string): string[] => gunzipSync(readFileSync(path)).toString().split("\n");

function add(work: string, apart: string | undefined): void {
  for (const place of readdirSync(work)) {
    const folder = join(work, place);
    if (!existsSync(join(folder, "run.json"))) continue;
    const version = versionOf(folder);
    const path = join(SAMPLE, `${version}${apart === undefined ? "" : `-${apart}`}.ndjson.gz`);
    const others = readdirSync(SAMPLE).filter((name) => sampleVersion(name) === version && join(SAMPLE, name) !== path);
    const there = existsSync(path) ? linesOf(path) : [];
    const all = [...there, ...others.flatMap((name) => linesOf(join(SAMPLE, name)))];
    const names = new Set(all.map((line): Case => JSON.parse(line)).map(({ file }) => file)); // written above
    const added = faultsIn(folder).filter(({ file }) => !names.has(file));
    if (there.length + added.length > 0)
      writeFileSync(path, gzipSync([...there, ...added.map((one) => JSON.stringify(one))].join("\n"), { level: 9 }));
  }
}

const [, script = "", work, how, apart] = process.argv;
if (script.endsWith("sample.ts") && work !== undefined) {
  if (how === "--add") add(work, apart);
  else write(work);
}
