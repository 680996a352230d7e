/**
 * Models: ours in this process, sklearn in a Python that stays (`peers/models.py`), what skl2onnx makes of them in
 * onnxruntime-node. A model that answers otherwise than sklearn is not clocked.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import * as ort from "onnxruntime-node";
import { type Model, modelFromDocument, type X } from "../../src/model/all.js";
import { isArrayResult } from "../../src/models/define.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import type { Inputs } from "./inputs.js";
import type { Cost } from "./measure.js";
import { NotHere, ONE_THREAD, peerPython } from "./peers.js";
import type { Clock, Side } from "./sides.js";

const COLS = 20;

/** sklearn in a process of its own; it fits a model once. */
class Sklearn {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  readonly #fitted = new Set<string>();

  constructor(folder: string) {
    const script = join(ROOT, "test", "bench", "peers", "models.py");
    this.#child = spawn(peerPython(), ["-B", script, folder], { stdio: ["pipe", "pipe", "inherit"], env: ONE_THREAD });
    this.#reader = createInterface(this.#child.stdout);
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async ask(job: "onnx" | "run", name: string): Promise<Cost> {
    await this.fit(name);
    return this.#told(`${job} ${name}`);
  }

  async fit(name: string): Promise<void> {
    if (this.#fitted.has(name)) return;
    await this.#told(`fit ${name}`);
    this.#fitted.add(name);
  }

  async #told(line: string): Promise<Cost> {
    this.#child.stdin.write(`${line}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new NotHere("scikit-learn");
    const told: Cost & { readonly error?: string } = JSON.parse(value);
    if (told.error === undefined) return told;
    throw told.error.startsWith("ModuleNotFoundError") ? new NotHere("skl2onnx") : new Error(`${line}: ${told.error}`);
  }

  end(): void {
    this.#child.stdin.end();
    this.#reader.close();
  }
}

let running: Sklearn | null = null;
/** The one of this run. */
function sklearnOf(inputs: Inputs): Sklearn {
  running ??= new Sklearn(inputs.folder);
  return running;
}

/** Ends the Python that stays. */
export const endSklearn = (): void => running?.end();

function doublesOf(path: string): Float64Array {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

const isText = (name: string): boolean => name.startsWith("text");

const textsOf = (folder: string, name: string): string[] => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

/** What Python asked its model: rows of a table, or texts. */
function inputOf(folder: string, name: string): X {
  if (isText(name)) return textsOf(folder, name);
  const data = doublesOf(join(folder, `${name}.rows`));
  return { dtype: "float64", shape: [data.length / COLS, COLS], data };
}

function agrees(model: Model, x: X, wanted: Float64Array): boolean {
  const found = model.call("predict", x);
  if (!isArrayResult(found) || found.data.length !== wanted.length) return false;
  return wanted.every((value, i) => Math.abs(Number(found.data[i]) - value) <= 1e-12 + 1e-9 * Math.abs(value));
}

/** The model that Python pickled, read here, and what it is asked. */
async function modelOf(inputs: Inputs, name: string): Promise<() => void> {
  await sklearnOf(inputs).fit(name);
  const model = modelFromDocument(documentOf(runGuest(readFileSync(join(inputs.folder, `${name}.pkl`))).root));
  const x = inputOf(inputs.folder, name);
  if (!agrees(model, x, doublesOf(join(inputs.folder, `${name}.answer`)))) throw new Error(`${name}: another answer than sklearn's`);
  return () => void model.call("predict", x);
}

/** What `count` times of a work take each. */
function clocked(work: () => void, count: number): Cost {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  for (let i = 0; i < count; i++) work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1e3 / count, cpu: (user + system) / 1e6 / count };
}

const inProcess = (name: string, count: number): Side => ({
  who: "cornichon",
  open: async (inputs) => {
    const work = await modelOf(inputs, name);
    clocked(work, count); // compiled before it is clocked
    return { once: () => clocked(work, count) };
  },
});

/** Ours, asked for many rows at once. */
export const asked = (name: string): Side => inProcess(name, 1);

const SINGLE = 20_000;
/** Ours, asked for one row often. */
export const single = (name: string): Side => inProcess(name, SINGLE);

/** sklearn, asked for many rows at once. */
export const sklearn = (name: string): Side => ({
  who: "sklearn, n_jobs=1",
  open: async (inputs) => {
    const peer = sklearnOf(inputs);
    await peer.ask("run", name);
    return { once: () => peer.ask("run", name) };
  },
});

function feedsOf(folder: string, name: string): Record<string, ort.Tensor> {
  if (isText(name)) return { X: new ort.Tensor("string", textsOf(folder, name), [1]) };
  return { X: new ort.Tensor("float32", Float32Array.from(doublesOf(join(folder, `${name}.rows`))), [1, COLS]) };
}

const ORT_SINGLE = 2000;
/** onnxruntime-node, asked for one row often, of the model that skl2onnx made. */
export const singleOrt = (name: string): Side => ({
  who: "onnxruntime-node",
  open: async (inputs): Promise<Clock> => {
    await sklearnOf(inputs).ask("onnx", name);
    const options = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
    const session = await ort.InferenceSession.create(join(inputs.folder, `${name}.onnx`), options);
    const feeds = feedsOf(inputs.folder, name);
    const wanted = session.outputNames.slice(0, 1);
    const once = async (): Promise<Cost> => {
      const [wall, cpu] = [performance.now(), process.cpuUsage()];
      for (let i = 0; i < ORT_SINGLE; i++) await session.run(feeds, wanted);
      const { user, system } = process.cpuUsage(cpu);
      return { wall: (performance.now() - wall) / 1e3 / ORT_SINGLE, cpu: (user + system) / 1e6 / ORT_SINGLE };
    };
    await once();
    return { once };
  },
});
