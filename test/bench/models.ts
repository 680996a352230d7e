/**
 * Models beside sklearn's, in one run on one machine, one thread each and the same rows. Python (CORNICHON_PYTHON or
 * python3, where it has sklearn) fits, pickles, is timed and writes what it answered; the same pickle is read here, has to
 * answer the same, and is timed. Both sides have one thread, so processor time is wall time on a quiet machine, and a
 * busy one does not count; the best of several runs is taken. A ratio is held against its limit where both sides ran.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Model, modelFromDocument, type X } from "../../src/model/all.js";
import { isArrayResult } from "../../src/models/define.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { median, pythonWith } from "./measure.js";

const ROWS = 100_000;
const COLS = 20;
const TEXTS = 20_000;
const RUNS = 5;
const SINGLE_RUNS = 20_000;

/** Times are seconds of processor time, of wall time for `one`, a single row that is asked often. */
const FIT = `
import json, pickle, sys, time
import numpy as np
from sklearn.ensemble import *
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
folder = sys.argv[1]
rng = np.random.RandomState(0)
X = rng.normal(size=(4000, ${COLS}))
y = X[:, 0] * 2 + np.sin(3 * X[:, 1]) + X[:, 2] * X[:, 3] + 0.1 * rng.normal(size=4000)
c = np.digitize(y, [-1, 1])
Q = rng.normal(size=(${ROWS}, ${COLS}))
Q.tofile(folder + "/rows")
words = ["%s%d" % (w, i) for w in ("market", "bond", "rate", "yield", "share") for i in range(1000)]
p = 1 / (np.arange(len(words)) + 10.0); p /= p.sum()
texts = [" ".join(rng.choice(words, rng.randint(20, 60), p=p)) for _ in range(${TEXTS})]
label = np.array(["market1" in t for t in texts]).astype(int)
json.dump(texts, open(folder + "/texts.json", "w"))
def clock(work, runs, now):
    times = []
    for _ in range(runs):
        start = now(); answer = work(); times.append(now() - start)
    return min(times), answer
jobs = {
    "one": (make_pipeline(StandardScaler(), Ridge()).fit(X, y), Q[:1], 500),
    "forest-regressor": (RandomForestRegressor(100, random_state=0, n_jobs=1).fit(X, y), Q, ${RUNS}),
    "forest-classifier": (RandomForestClassifier(100, max_depth=10, random_state=0, n_jobs=1).fit(X, c), Q, ${RUNS}),
    "histogram": (HistGradientBoostingRegressor(max_iter=100, early_stopping=False, random_state=0).fit(X, y), Q, ${RUNS}),
    "neighbors": (KNeighborsClassifier(algorithm="brute").fit(rng.normal(size=(5000, ${COLS})), rng.randint(0, 2, 5000)), Q[:2000], 3 * ${RUNS}),
    "texts": (make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(texts[:2000], label[:2000]), texts, 3),
}
out = {}
for name, (model, rows, runs) in jobs.items():
    pickle.dump(model, open(folder + "/" + name + ".pkl", "wb"))
    out[name], answer = clock(lambda: model.predict(rows), runs, time.perf_counter if name == "one" else time.process_time)
    answer.astype(float).tofile(folder + "/" + name + ".answer")
print(json.dumps(out))
`;

/** What a part is given by \`main.ts\`. */
export interface Bench {
  readonly folder: string;
  readonly show: (label: string, value: number | null, unit: string) => void;
  readonly assertRatio: (what: string, ratio: number | null, most: number) => void;
  readonly fail: (why: string) => void;
}

interface Job {
  readonly name: string;
  readonly what: string;
  readonly most: number;
  readonly runs: number;
}

const JOBS: readonly Job[] = [
  { name: "one", what: "one row, StandardScaler and Ridge", most: 1 / 50, runs: SINGLE_RUNS },
  { name: "forest-regressor", what: "100 trees, 100,000 rows x 20", most: 1.5, runs: RUNS },
  { name: "forest-classifier", what: "100 trees of depth 10, 3 classes, 100,000 rows", most: 1.5, runs: RUNS },
  { name: "histogram", what: "HistGradientBoosting of 100, 100,000 rows", most: 1.5, runs: RUNS },
  { name: "neighbors", what: "5 nearest of 5,000 by brute force, 2,000 rows", most: 3, runs: 3 * RUNS },
  { name: "texts", what: "TF-IDF and LogisticRegression, 20,000 texts", most: 1, runs: 3 },
];

function doublesOf(path: string): Float64Array {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Milliseconds of the process's own time. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds, the best. */
function clock(work: () => void, runs: number, now: () => number): number {
  work();
  return Math.min(
    ...Array.from({ length: runs }, () => {
      const began = now();
      work();
      return now() - began;
    }),
  );
}

/** X of a job: rows of the table that Python wrote, or its texts. */
function inputOf(folder: string, name: string): X {
  if (name === "texts") {
    const texts: string[] = JSON.parse(readFileSync(join(folder, "texts.json"), "utf8"));
    return texts;
  }
  const rows = name === "one" ? 1 : name === "neighbors" ? 2000 : ROWS;
  return { dtype: "float64", shape: [rows, COLS], data: doublesOf(join(folder, "rows")).subarray(0, rows * COLS) };
}

/** True when the model answers what sklearn did. */
function agrees(model: Model, x: X, wanted: Float64Array): boolean {
  const found = model.call("predict", x);
  if (!isArrayResult(found) || found.data.length !== wanted.length) return false;
  return wanted.every((value, i) => Math.abs(Number(found.data[i]) - value) <= 1e-12 + 1e-9 * Math.abs(value));
}

function compare({ folder, show, assertRatio, fail }: Bench, { name, what, most, runs }: Job, theirs: number): void {
  const model = modelFromDocument(documentOf(runGuest(readFileSync(join(folder, `${name}.pkl`))).root));
  const x = inputOf(folder, name);
  if (!agrees(model, x, doublesOf(join(folder, `${name}.answer`)))) fail(`${what}: another answer than sklearn's`);
  const ours = clock(() => void model.call("predict", x), runs, name === "one" ? () => performance.now() : processorTime);
  const unit = name === "one" ? "us" : "ms";
  const scale = unit === "us" ? 1000 : 1;
  show(`${what}: cornichon`, ours * scale, unit);
  show(`${what}: sklearn`, theirs * 1000 * scale, unit);
  assertRatio("cornichon / sklearn", ours / (theirs * 1000), most);
}

/** A process that imports, then loads a tiny neutral document and asks it once. */
const FIRST = `
import { readFileSync } from "node:fs";
const { load } = await import(process.argv[1]);
const text = readFileSync(process.argv[2]);
const began = performance.now();
const { model } = await load(JSON.parse(text));
model.predict([[0.4, -0.6, 2.9]]);
console.log(performance.now() - began);
`;

function firstAnswer({ folder, show, fail }: Bench): void {
  const { root } = runGuest(readFileSync(join(ROOT, "fixtures", "seed", "1.9.1", "ridge.pkl")));
  const path = join(folder, "tiny.json");
  writeFileSync(path, JSON.stringify(documentOf(root)));
  const times = Array.from({ length: 7 }, () => {
    const done = spawnSync(process.execPath, ["--input-type=module", "-e", FIRST, join(ROOT, "dist", "index.js"), path], {
      encoding: "utf8",
    });
    return done.status === 0 ? Number(done.stdout) : Number.NaN;
  });
  const first = median(times);
  show("a tiny neutral document: load and the first predict", first, "ms");
  if (!(first <= 5)) fail(`load and the first predict take ${first.toFixed(2)} ms, more than 5`);
}

/** All of it. */
export function models(bench: Bench): void {
  console.log("\nmodels, one thread, the best of several runs");
  firstAnswer(bench);
  const python = pythonWith("sklearn");
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const done = python === null ? null : spawnSync(python, ["-c", FIT, bench.folder], { encoding: "utf8", env });
  if (done !== null && done.status !== 0) bench.fail(`Python could not fit the models: ${done.stderr.slice(-300)}`);
  const times: Record<string, number> | null = done?.status === 0 ? JSON.parse(done.stdout) : null;
  for (const job of JOBS) {
    const theirs = times?.[job.name];
    if (theirs === undefined) bench.show(`${job.what}: sklearn`, null, "");
    else compare(bench, job, theirs);
  }
}
