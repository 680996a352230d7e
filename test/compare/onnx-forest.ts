/**
 * `npm run compare:onnx -- --forest`: a forest of 60 MB (30 trees of about 834,000 nodes) to ONNX, by our command and by
 * skl2onnx, in turn and in one run: wall time, processor time and the resident memory of all processes at its highest. skl2onnx
 * writes it in float, since what it writes in double does not load. Both files are asked by onnxruntime beside sklearn.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measured, measure, median } from "../bench/measure.js";
import { ROOT } from "../support/cli.js";

const RUNS = 3;
const COLS = 10;
/** The bars: parts of skl2onnx's. */
const MOST = { wall: 0.12, peak: 0.3 } as const;

const FIT = `
import sys, joblib, numpy as np
from sklearn.ensemble import RandomForestRegressor
rng = np.random.RandomState(0)
X = rng.normal(size=(22000, ${COLS}))
y = 2 * X[:, 0] + np.sin(3 * X[:, 1]) + rng.normal(size=22000)
model = RandomForestRegressor(30, random_state=0, n_jobs=1).fit(X, y)
joblib.dump(model, sys.argv[1])
print(sum(tree.tree_.node_count for tree in model.estimators_))
`;

const THEIRS = `
import sys, joblib
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
model = joblib.load(sys.argv[1])
open(sys.argv[2], "wb").write(convert_sklearn(model, initial_types=[("X", FloatTensorType([None, ${COLS}]))]).SerializeToString())
`;

/** Largest relative difference from sklearn on 1,000 rows of float32. */
const ASK = `
import sys, joblib, numpy as np, onnxruntime
model = joblib.load(sys.argv[1])
session = onnxruntime.InferenceSession(sys.argv[2])
one = session.get_inputs()[0]
X = np.random.RandomState(1).normal(size=(1000, ${COLS})).astype(np.float32)
found = session.run(None, {one.name: X.astype(np.float64 if "double" in one.type else np.float32)})[0].reshape(-1)
wanted = model.predict(X)
print(np.max(np.abs(found - wanted) / np.abs(wanted)))
`;

interface Side {
  readonly name: string;
  readonly file: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly runs: Measured[];
}

const of = ({ runs }: Side, key: "wall" | "cpu" | "peak"): number => median(runs.map((run) => run[key] ?? Number.NaN));

function python(command: string, code: string, ...args: readonly string[]): string {
  const done = spawnSync(command, ["-c", code, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (done.status !== 0) throw new Error(`${command} could not do its part`);
  return done.stdout.trim();
}

function row(command: string, forest: string, side: Side): void {
  const cells = [of(side, "wall").toFixed(1), of(side, "cpu").toFixed(1), of(side, "peak").toFixed(0)];
  const megabytes = (statSync(side.file).size / 1e6).toFixed(1);
  console.log(`| ${[side.name, ...cells, megabytes, Number(python(command, ASK, forest, side.file)).toExponential(1)].join(" | ")} |`);
}

/** Prints the table; the exit code is 1 where a bar is missed. */
export async function compareForest(command: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-forest-"));
  try {
    const path = (name: string): string => join(folder, name);
    const [forest, mine, other] = [path("forest.joblib"), path("mine.onnx"), path("theirs.onnx")];
    const nodes = Number(python(command, FIT, forest));
    const cli = [join(ROOT, "dist", "cli.js"), "convert", forest, "--to", "onnx", "--quiet", "--output", mine];
    const ours: Side = { name: "cornichon", file: mine, command: process.execPath, args: cli, runs: [] };
    const theirs: Side = { name: "skl2onnx", file: other, command, args: ["-c", THEIRS, forest, other], runs: [] };
    for (let run = 0; run < RUNS; run++)
      for (const side of [ours, theirs]) {
        const done = await measure(side.command, side.args);
        if (done.code !== 0) throw new Error(`${side.name}: ${done.err}`);
        side.runs.push(done);
      }
    console.log(
      `A forest of ${nodes.toLocaleString("en-US")} nodes, ${(statSync(forest).size / 1e6).toFixed(1)} MB; medians of ${RUNS} runs in turn\n`,
    );
    console.log("|  | wall s | CPU s | memory MB | file MB | from sklearn's |\n| --- | ---: | ---: | ---: | ---: | ---: |");
    for (const side of [ours, theirs]) row(command, forest, side);
    const [wall, peak] = [of(ours, "wall") / of(theirs, "wall"), of(ours, "peak") / of(theirs, "peak")];
    console.log(`\nOurs / skl2onnx's: wall ${wall.toFixed(3)} (at most ${MOST.wall}), memory ${peak.toFixed(3)} (at most ${MOST.peak})`);
    return wall <= MOST.wall && peak <= MOST.peak ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
