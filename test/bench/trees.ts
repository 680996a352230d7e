/**
 * Forests and histogram boosting beside sklearn on the same rows: `npx tsx test/bench/trees.ts [PYTHON]`, where PYTHON
 * (or CORNICHON_PYTHON, else python3) has a newest sklearn. Both run on one thread and one machine, the best of five CPU
 * times counts; only their ratio is held against the limit of 1.5.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelFromDocument } from "../../src/model/all.js";
import { isArrayResult } from "../../src/models/define.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";

const LIMIT = 1.5;
const ROWS = 100_000;
const COLS = 20;

const FIT = `
import json, pickle, sys, time
import numpy as np
from sklearn.ensemble import *
rng = np.random.RandomState(0)
X = rng.normal(size=(4000, ${COLS}))
y = X[:, 0] * 2 + np.sin(3 * X[:, 1]) + X[:, 2] * X[:, 3] + 0.1 * rng.normal(size=4000)
c = np.digitize(y, [-1, 1])
Q = rng.normal(size=(${ROWS}, ${COLS}))
Q.tofile(sys.argv[1] + "/X")
jobs = {
    "RandomForestRegressor": (RandomForestRegressor(100, random_state=0, n_jobs=1), y),
    "RandomForestRegressor max_depth=10": (RandomForestRegressor(100, max_depth=10, random_state=0, n_jobs=1), y),
    "RandomForestClassifier": (RandomForestClassifier(100, random_state=0, n_jobs=1), c),
    "RandomForestClassifier max_depth=10": (RandomForestClassifier(100, max_depth=10, random_state=0, n_jobs=1), c),
    "GradientBoostingRegressor": (GradientBoostingRegressor(random_state=0), y),
    "HistGradientBoostingRegressor": (HistGradientBoostingRegressor(max_iter=100, early_stopping=False, random_state=0), y),
    "HistGradientBoostingClassifier": (HistGradientBoostingClassifier(max_iter=100, early_stopping=False, random_state=0), (y > 0).astype(int)),
}
out = {}
for name, (model, target) in jobs.items():
    model.fit(X, target)
    pickle.dump(model, open(sys.argv[1] + "/" + name, "wb"))
    best = 1e9
    for _ in range(5):
        start = time.process_time()
        answer = model.predict(Q)
        best = min(best, time.process_time() - start)
    answer.astype(float).tofile(sys.argv[1] + "/" + name + ".answer")
    out[name] = best
print(json.dumps(out))
`;

const folder = mkdtempSync(join(tmpdir(), "cornichon-trees-"));
const doubles = (name: string): Float64Array => {
  const bytes = readFileSync(join(folder, name));
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

/** CPU seconds of `work`, the best of five. */
function cpu(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

/** One line for a model; true when it keeps the limit and agrees. */
function compare(name: string, theirs: number, x: Float64Array): boolean {
  const { root } = runGuest(readFileSync(join(folder, name)));
  const model = modelFromDocument(documentOf(root));
  const X = { dtype: "float64", shape: [ROWS, COLS], data: x };
  let data: ArrayLike<unknown> = [];
  const ours = cpu(() => {
    const found = model.call("predict", X);
    if (isArrayResult(found)) data = found.data;
  });
  const odd = doubles(`${name}.answer`).findIndex((value, i) => !(Math.abs(Number(data[i]) - value) <= 1e-12 + 1e-9 * Math.abs(value)));
  const row = cpu(() => void model.call("predict", { dtype: "float64", shape: [1, COLS], data: x.subarray(0, COLS) }));
  const ratio = ours / theirs;
  process.stdout.write(
    `${name.padEnd(36)} ours ${ours.toFixed(3)} s, sklearn ${theirs.toFixed(3)} s: ${ratio.toFixed(2)} of it; ` +
      `one row ${(row * 1e6).toFixed(0)} µs${odd < 0 ? "" : `; row ${odd} DIFFERS`}\n`,
  );
  return ratio <= LIMIT && odd < 0;
}

const python = process.argv[2] ?? process.env["CORNICHON_PYTHON"] ?? "python3";
const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
try {
  const done = spawnSync(python, ["-c", FIT, folder], { encoding: "utf8", env });
  if (done.status !== 0) process.stdout.write(`*** SKIPPED: ${python} has no sklearn\n`);
  else {
    const times: Record<string, number> = JSON.parse(done.stdout);
    const x = doubles("X");
    const bad = Object.entries(times).filter(([name, theirs]) => !compare(name, theirs, x));
    if (bad.length > 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
