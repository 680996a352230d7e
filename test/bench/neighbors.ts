/**
 * Nearest neighbours by brute force beside sklearn's, one thread each, on the same rows:
 *
 *     npx tsx test/bench/neighbors.ts [--python path/to/python] [--fitted 5000] [--queries 1000] [--features 20]
 *
 * Python fits, pickles and is timed first; the same pickle is loaded here. Best of several runs each, in
 * processor time: both use one thread, and a busy machine does not count. Only the ratio matters.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { modelFromDocument } from "../../src/model/all.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";

const { values } = parseArgs({
  options: {
    python: { type: "string", default: "python3" },
    fitted: { type: "string", default: "5000" },
    queries: { type: "string", default: "1000" },
    features: { type: "string", default: "20" },
  },
});
const RUNS = 12;
const LIMIT = 3;

const PYTHON = `
import sys, time, pickle, json
import numpy as np
from sklearn.neighbors import KNeighborsClassifier
out, n, q, m = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
r = np.random.RandomState(0)
X, Q = r.normal(size=(n, m)), r.normal(size=(q, m))
est = KNeighborsClassifier(algorithm="brute").fit(X, (X[:, 0] > 0).astype(int))
times = []
for _ in range(${RUNS}):
    t = time.process_time(); d, i = est.kneighbors(Q); times.append(time.process_time() - t)
pickle.dump(est, open(out + "/model.pkl", "wb"))
Q.tofile(out + "/queries.f8"); i.astype("<i4").tofile(out + "/indices.i4")
print(json.dumps(min(times) * 1000))
`;

const folder = mkdtempSync(join(tmpdir(), "cornichon-neighbors-"));
try {
  const sizes = [values.fitted, values.queries, values.features];
  const python = spawnSync(values.python, ["-c", PYTHON, folder, ...sizes], {
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  });
  if (python.status !== 0) throw new Error(`${values.python} has no sklearn: ${python.stderr.slice(-200)}`);
  const theirs: number = JSON.parse(python.stdout);
  const model = modelFromDocument(documentOf(runGuest(readFileSync(join(folder, "model.pkl"))).root));
  const doubles = readFileSync(join(folder, "queries.f8"));
  const data = new Float64Array(doubles.buffer.slice(doubles.byteOffset, doubles.byteOffset + doubles.length));
  const x = { dtype: "float64", shape: [Number(values.queries), Number(values.features)], data };
  let [ours, found]: [number, unknown] = [Number.POSITIVE_INFINITY, null];
  for (let run = 0; run < RUNS; run++) {
    const start = process.cpuUsage();
    found = model.call("kneighbors", x);
    ours = Math.min(ours, process.cpuUsage(start).user / 1000);
  }
  const wanted = readFileSync(join(folder, "indices.i4"));
  const indices: ArrayLike<number> = Array.isArray(found) ? found[1].data : [];
  for (let i = 0; i < indices.length; i++) if (indices[i] !== wanted.readInt32LE(4 * i)) throw new Error(`neighbour ${i} is another one`);
  const ratio = ours / theirs;
  process.stdout.write(
    `${sizes.join(" x ")}: sklearn ${theirs.toFixed(1)} ms, here ${ours.toFixed(1)} ms, ${ratio.toFixed(2)} times (at most ${LIMIT})\n`,
  );
  process.exitCode = ratio <= LIMIT ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
