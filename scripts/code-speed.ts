/**
 * One row's answer by JavaScript code and by onnxruntime-node, side by side: `npx tsx scripts/code-speed.ts FILE…`, each a
 * pickle of one model over numbers. Both are asked 10,000 times, row by row, for each method that `--to onnx` answers by default; only
 * their ratio tells anything, and it is to be 2 at least. Ends with 1 where one is less.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as ort from "onnxruntime-node";
import type { NeutralDocument } from "../src/neutral/document.js";
import { toCode } from "../src/targets/code/index.js";
import { toOnnx } from "../src/targets/onnx/index.js";
import { runGuest } from "../test/support/guest.js";
import { documentOf } from "../test/support/outputs.js";

const CALLS = 10_000;
const ROWS = 64;
const LEAST_RATIO = 2;

type Answer = (rows: readonly ArrayLike<number>[]) => unknown[];

/** Rows that differ, alike each time. */
const rowsOf = (width: number): readonly Float64Array[] =>
  Array.from({ length: ROWS }, (_, i) => Float64Array.from({ length: width }, (_, j) => Math.sin(i * 12.9898 + j * 78.233) * 2));

/** The better of two runs in microseconds a call: what else the machine does only adds. */
async function perCall(work: () => Promise<void> | void): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    await work();
    // The first run is the compiler's.
    if (run > 0) best = Math.min(best, ((performance.now() - start) / CALLS) * 1000);
  }
  return best;
}

async function onnxTime(bytes: Uint8Array, rows: readonly Float64Array[], width: number): Promise<number> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1, interOpNumThreads: 1 });
  const time = await perCall(async () => {
    for (let i = 0; i < CALLS; i++) await session.run({ X: new ort.Tensor("float64", rows[i % ROWS] ?? [], [1, width]) });
  });
  await session.release();
  return time;
}

async function codeTime(bytes: Uint8Array, method: string, rows: readonly Float64Array[]): Promise<number> {
  const file = join(folder, `${randomUUID()}.mjs`);
  writeFileSync(file, bytes);
  const loaded: Readonly<Record<string, Answer>> = await import(pathToFileURL(file).href);
  const call = loaded[method];
  if (call === undefined) throw new Error(`no ${method}`);
  let answers = 0;
  const time = await perCall(() => {
    for (let i = 0; i < CALLS; i++) answers += call([rows[i % ROWS] ?? []]).length;
  });
  if (answers === 0) throw new Error("nothing was answered");
  return time;
}

/** The least ratio of the methods that ONNX has by default, each written alone. */
async function ratioOf(name: string, document: NeutralDocument): Promise<number> {
  const ratios: number[] = [];
  for (const { method } of toOnnx(document, undefined, {}).report.outputs) {
    const onnx = toOnnx(document, undefined, { outputs: [method] });
    const code = toCode(document, undefined, { language: "js", outputs: [method] });
    const width = Number(onnx.report.inputs[0]?.shape[1]);
    const rows = rowsOf(width);
    const [theirs, ours] = [await onnxTime(onnx.bytes, rows, width), await codeTime(code.bytes, method, rows)];
    const sizes = `${code.bytes.length} bytes of code, ${onnx.bytes.length} of ONNX`;
    const times = `${theirs.toFixed(2)} / ${ours.toFixed(2)} µs = ${(theirs / ours).toFixed(1)}`;
    process.stdout.write(`${name}.${method}: ${times} times faster (${sizes})\n`);
    ratios.push(theirs / ours);
  }
  return Math.min(...ratios);
}

const folder = mkdtempSync(join(tmpdir(), "cornichon-speed-"));
try {
  for (const path of process.argv.slice(2)) {
    const document = documentOf(runGuest(readFileSync(path)).root);
    if ((await ratioOf(basename(path, ".pkl"), document)) < LEAST_RATIO) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
