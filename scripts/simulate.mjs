/**
 * A plan for ten million files in a bucket, from figures that are measured here: files a second of one child over small real
 * models, what a line of a report takes, and how long a page of keys takes to be hashed into a shard. What it assumes beside
 * them is printed with it. `npm run simulate [-- FILES MACHINES CORES]`.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [files = 10_000_000, machines = 20, cores = 4] = process.argv.slice(2).map(Number);

/** Copies of each model, and the longest that is small. */
const COPIES = 20;
const SMALL = 16 * 1024;
const PAGE = 1000;
/** Prices that the plan assumes, in dollars: requests of S3 (us-east-1), and an hour of a core. */
const LIST = 0.005 / 1000;
const GET = 0.0004 / 1000;
const CORE_HOUR = 0.04;
/** A store's answer to a request, in seconds: sixteen are under way at a time. */
const ANSWER = 0.03;
const AHEAD = 16;

const { scanAll } = await import(pathToFileURL(join(root, "dist/index.js")).href);

/** Small safe models of the fixtures, many times over. */
function models(folder) {
  const from = join(root, "fixtures/models/1.9.1");
  const names = readdirSync(from).filter((name) => /\.(?:pkl|joblib)$/.test(name) && statSync(join(from, name)).size <= SMALL);
  for (let copy = 0; copy < COPIES; copy++) {
    mkdirSync(join(folder, String(copy)));
    for (const name of names.slice(0, 50)) cpSync(join(from, name), join(folder, String(copy), name));
  }
}

async function measured() {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-simulate-"));
  try {
    models(folder);
    let [count, bytes, lines] = [0, 0, 0];
    let began = 0;
    await scanAll([folder], { jobs: 1, stdin: process.stdin }, ({ own }) => {
      // The first file waits for its child: that is no rate.
      began ||= performance.now();
      count++;
      bytes += own.bytes ?? 0;
      lines += JSON.stringify(own).length + 1;
    });
    return { rate: (count - 1) / ((performance.now() - began) / 1000), count, bytes: bytes / count, line: lines / count };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const number = (value) => Math.round(value).toLocaleString("en");
const time = (seconds) => (seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`);
const money = (dollars) => `$${dollars.toFixed(2)}`;

const { rate, count, bytes, line } = await measured();
const pages = Math.ceil(files / PAGE);
const perMachine = files / machines;
const judging = perMachine / (rate * cores);
const fetching = (perMachine * ANSWER) / AHEAD;
const listing = pages * ANSWER;
const total = Math.max(judging, fetching) + listing;
const package_ = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const rows = [
  [
    "measured here",
    `${number(count)} models of ${number(bytes)} bytes by one child: ${number(rate)} files/s; ${number(line)} bytes a line`,
  ],
  ["plan", `${number(files)} files, ${machines} machines of ${cores} cores: --shard 1/${machines} to ${machines}/${machines}`],
  ["pages of keys", `${number(pages)}, which each machine lists: ${time(listing)} of it, ${number(pages * machines)} requests in all`],
  ["a machine", `${number(perMachine)} files: ${time(judging)} to judge, ${time(fetching)} to fetch beside it, ${time(total)} in all`],
  ["reports", `${number((files * line) / 1e9)} GB in ${machines} files; a part of an upload is 8 MiB, and 10,000 are the most: 80 GB each`],
  ["requests", `${money(pages * machines * LIST)} to list, ${money(files * GET)} to read`],
  ["machines", `${money((total / 3600) * machines * cores * CORE_HOUR)} at ${money(CORE_HOUR)} a core and hour`],
  ["assumed", `a store answers in ${ANSWER * 1000} ms, ${AHEAD} requests under way; files like these`],
  ["it breaks", `at ${number((judging / ANSWER / pages) * machines)} machines listing takes as long as judging: shard by prefixes then`],
];
process.stdout.write(`cornichon ${package_.version}\n${rows.map(([name, text]) => `${name.padEnd(14)} ${text}`).join("\n")}\n`);
