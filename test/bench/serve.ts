/**
 * `npm run bench:serve`: the service under load, on this machine with whatever else runs here, as a Markdown table with the
 * bar of each figure: many tiny models, many large uploads at once (and the memory of all its processes), one-row questions.
 * With `CORNICHON_CLIENTS` (a folder of virtual environments with mlserver and mlflow) their own servers answer the same
 * model beside ours. `-- tiny|uploads|infer|others` runs one part. A figure under its bar ends with 1.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import autocannon from "autocannon";
import { ROOT } from "../support/cli.js";
import { median, watch } from "./measure.js";
import { makeModel, type Other, others } from "./serve-others.js";
import { type Started, startOurs } from "./serve-start.js";

const NAME = "model_v1.0.0_2024-01-15.joblib.gz";
const MODEL = join(ROOT, "fixtures", "seed", NAME);
const TINY = join(ROOT, "fixtures", "seed", "1.9.1", "ridge.pkl");
const ROW = [0.4, -0.6, 2.9];
const SECONDS = 10;
/** Beside another: how often each has its turn, and how long that is. */
const ROUNDS = 5;
const ROUND_SECONDS = 3;

const folder = mkdtempSync(join(tmpdir(), "cornichon-bench-serve-"));
const rows: string[] = [];
const failures: string[] = [];

/** A line of the table; a bar is the least, or the most. */
function told(what: string, value: number, unit: string, bar?: { readonly least?: number; readonly most?: number }): void {
  const { least, most } = bar ?? {};
  const holds = (least === undefined || value >= least) && (most === undefined || value <= most);
  const text = least !== undefined ? `≥ ${least}` : most !== undefined ? `≤ ${most}` : "";
  rows.push(
    `| ${what} | ${value.toFixed(value < 10 ? 2 : 0)} ${unit} | ${text} | ${bar === undefined ? "" : holds ? "holds" : "**under it**"} |`,
  );
  if (!holds) failures.push(what);
}

/** A pickle of a model with more behind it to tell it from the others: its own bytes, its own hash. */
function tinyModels(count: number): readonly Buffer[] {
  const model = readFileSync(TINY);
  const at = model.indexOf(Buffer.from("alpha"));
  if (at < 0) throw new Error("ridge.pkl has no alpha");
  return Array.from({ length: count }, (_, i) => {
    // `alpha`'s double follows its name: another number in it is another model.
    const copy = Buffer.from(model);
    const double = copy.indexOf(0x47, at);
    copy.writeDoubleBE(i + 0.5, double + 1);
    return copy;
  });
}

async function tiny({ address, pid }: Started): Promise<void> {
  const models = tinyModels(500);
  const run = (amount: number) =>
    autocannon({
      url: address,
      connections: 8,
      amount,
      timeout: 60,
      requests: models.map((body, i) => ({ method: "POST" as const, path: `/v1/scan?name=m${i}.pkl`, body })),
    });
  await run(50);
  const watched = watch(pid);
  const result = await run(500);
  const { cpu } = watched.end();
  const wall = (result.finish.getTime() - result.start.getTime()) / 1000;
  told("500 tiny models over 8 connections, scanned", result["2xx"] / wall, "files/s", { least: 100 });
  told("the same, CPU of the service and its children", (cpu / 500) * 1000, "ms a file");
  told("the same, lost", 500 - result["2xx"], "files", { most: 0 });
}

/** Sends a body, again where it is told to come back. @returns how often it was sent */
async function upload(address: string, agent: Agent, body: Buffer, path: string): Promise<number> {
  for (let tries = 1; ; tries++) {
    const { status, after } = await new Promise<{ status: number; after: number }>((resolve, reject) => {
      const asked = request(address + path, { method: "POST", agent, headers: { "content-length": body.length } }, (response) => {
        response.resume().once("end", () => resolve({ status: response.statusCode ?? 0, after: Number(response.headers["retry-after"]) }));
      });
      asked.once("error", reject);
      for (let from = 0; from < body.length; from += 65_536) asked.write(body.subarray(from, from + 65_536));
      asked.end();
    });
    if (status === 200) return tries;
    if ((status !== 429 && status !== 503) || !(after >= 0)) throw new Error(`upload: ${status} without a time to try again`);
    await wait(after * 1000);
  }
}

/** A protocol 4 pickle of bytes: ten megabytes that are read to their end. */
function large(): Buffer {
  const bytes = 10_000_000;
  const head = Buffer.alloc(7);
  head.set([0x80, 4, 0x42]);
  head.writeUInt32LE(bytes, 3);
  return Buffer.concat([head, Buffer.alloc(bytes), Buffer.from(".")]);
}

async function uploads({ address, pid }: Started): Promise<void> {
  const body = large();
  const agent = new Agent({ maxSockets: 200 });
  const watched = watch(pid);
  const began = performance.now();
  const ended = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => upload(address, agent, body, `/v1/scan?name=u${i}.pkl`)));
  const { peak } = watched.end();
  agent.destroy();
  const lost = ended.filter(({ status }) => status === "rejected");
  for (const one of lost.slice(0, 3)) if (one.status === "rejected") console.error(one.reason);
  told("200 uploads of 10 MB at once, lost", lost.length, "uploads", { most: 0 });
  told("the same, resident memory of all processes at its highest", peak / 1024, "MB", { most: 600 });
  told("the same, from the first byte to the last answer", (performance.now() - began) / 1000, "s");
}

const QUESTIONS = {
  infer: {
    path: "/v2/models/model/infer",
    body: JSON.stringify({ inputs: [{ name: "X", datatype: "FP64", shape: [1, 3], data: ROW }] }),
  },
  invocations: { path: "/invocations", body: JSON.stringify({ dataframe_split: { columns: ["MKT", "SMB", "HML"], data: [ROW] } }) },
} as const;

interface Rate {
  readonly rate: number;
  readonly p99: number;
  /** Microseconds of CPU an answer. */
  readonly cpu: number;
}

/** Questions a second, how long the slowest of a hundred took, and what an answer cost. */
async function questions(
  { address, pid }: Started,
  { path, body }: { readonly path: string; readonly body: string },
  seconds = SECONDS,
): Promise<Rate> {
  const asked = { url: address + path, method: "POST" as const, connections: 8, body, headers: { "content-type": "application/json" } };
  await autocannon({ ...asked, duration: 2 });
  const watched = watch(pid);
  const result = await autocannon({ ...asked, duration: seconds });
  const { cpu } = watched.end();
  if (result.non2xx > 0 || result.errors > 0) failures.push(`${path}: ${result.non2xx} answers are no 2xx, ${result.errors} failed`);
  return { rate: result["2xx"] / result.duration, p99: result.latency.p99, cpu: (cpu / result["2xx"]) * 1e6 };
}

async function infer(ours: Started): Promise<void> {
  for (const question of Object.values(QUESTIONS)) {
    const { rate, p99, cpu } = await questions(ours, question);
    told(`${question.path}, one row, 8 connections`, rate, "a second", { least: 3000 });
    told("the same, the slowest of a hundred", p99, "ms", { most: 10 });
    told("the same, CPU of the service", cpu, "µs an answer");
  }
}

/** Ours and another in turns, because a machine's speed is another one minute later. The middle of what each round says. */
async function beside(ours: Started, { name, protocol, start }: Other): Promise<void> {
  const theirs = await start();
  try {
    const rounds: { readonly ours: Rate; readonly theirs: Rate }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        ours: await questions(ours, QUESTIONS[protocol], ROUND_SECONDS),
        theirs: await questions(theirs, QUESTIONS[protocol], ROUND_SECONDS),
      });
    }
    told(`${name}, the same model and row`, median(rounds.map((round) => round.theirs.rate)), "a second");
    told("the same, the slowest of a hundred", median(rounds.map((round) => round.theirs.p99)), "ms");
    told("the same, CPU of its processes", median(rounds.map((round) => round.theirs.cpu)), "µs an answer");
    told("ours in the same minutes", median(rounds.map((round) => round.ours.rate)), "a second");
    told(`ours beside ${name}`, median(rounds.map((round) => round.ours.rate / round.theirs.rate)), "×", { least: 10 });
  } finally {
    await theirs.stop();
  }
}

async function main(part: string | undefined): Promise<void> {
  const wants = (name: string): boolean => part === undefined || part === name;
  const models = join(folder, "models");
  mkdirSync(models);
  if (!wants("others") || !makeModel(join(models, "model.joblib"))) await copyFile(MODEL, join(models, NAME));
  const ours = await startOurs(folder, models);
  try {
    if (wants("tiny")) await tiny(ours);
    if (wants("infer")) await infer(ours);
    if (wants("uploads")) await uploads(ours);
    if (wants("others")) for (const other of others(folder)) await beside(ours, other);
  } finally {
    await ours.stop();
  }
}

try {
  await main(process.argv[2]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(
  `\nload of the machine before: ${loadavg()
    .map((n) => n.toFixed(1))
    .join(" ")}\n`,
);
console.log(["| what | measured | bar | |", "|---|---|---|---|", ...rows].join("\n"));
if (failures.length > 0) {
  console.error(`\nunder the bar: ${failures.join("; ")}`);
  process.exitCode = 1;
}
