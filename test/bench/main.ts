/**
 * `npm run bench`: our figures beside Python's and pickleparser's, in one run on one machine. Ratios are asserted,
 * seconds are only shown. Inputs are made here; python3 and picklescan are used where they are.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Parser } from "pickleparser";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { containers } from "./containers.js";
import { measure, median } from "./measure.js";
import { models } from "./models.js";

const folder = mkdtempSync(join(tmpdir(), "cornichon-bench-"));
const CLI = join(ROOT, "dist", "cli.js");
const DICTS = 1_000_000;
const failures: string[] = [];

const hasPython = spawnSync("python3", ["-c", "0"]).status === 0;

/** A list of small dicts under protocol 4, as Python writes it (memoised keys, batches of 1,000). */
function writeDicts(path: string): void {
  const fd = openSync(path, "w");
  const key = (text: string): number[] => [0x8c, text.length, ...Buffer.from(text), 0x94];
  writeSync(fd, Uint8Array.from([0x80, 4, 0x5d, 0x94]));
  for (let from = 0; from < DICTS; from += 1000) {
    const bytes: number[] = [0x28];
    for (let i = from; i < from + 1000; i++) {
      const name = Buffer.from(`name${i}`);
      const score = Buffer.alloc(8);
      score.writeDoubleBE(i * 0.5);
      const int = Buffer.alloc(4);
      int.writeInt32LE(i);
      const keys =
        i === 0
          ? [key("id"), key("name"), key("score")]
          : [
              [0x68, 2],
              [0x68, 3],
              [0x68, 5],
            ];
      bytes.push(
        0x7d,
        0x94,
        0x28,
        ...(keys[0] ?? []),
        0x4a,
        ...int,
        ...(keys[1] ?? []),
        0x8c,
        name.length,
        ...name,
        0x94,
        ...(keys[2] ?? []),
        0x47,
        ...score,
        0x75,
      );
    }
    bytes.push(0x65);
    writeSync(fd, Uint8Array.from(bytes));
  }
  writeSync(fd, Uint8Array.of(0x2e));
  closeSync(fd);
}

function python(code: string): number | null {
  if (!hasPython) return null;
  const done = spawnSync("python3", ["-c", code], { encoding: "utf8" });
  return done.status === 0 ? Number(done.stdout.trim()) : null;
}

/** CPU milliseconds of `work`, the best of three: other work on the machine only adds. */
function cpu(work: () => void): number {
  return Math.min(
    ...[0, 1, 2].map(() => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}

const show = (label: string, value: number | null, unit: string): void =>
  console.log(`${label.padEnd(64)} ${value === null ? "not here" : `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`}`);

function assertRatio(what: string, ratio: number | null, most: number): void {
  if (ratio === null) return;
  console.log(`${`  → ${what}`.padEnd(64)} ${ratio.toFixed(2)} (at most ${most})`);
  if (ratio > most) failures.push(`${what}: ${ratio.toFixed(2)} is more than ${most}`);
}

/** Resident memory of the command and its children at its highest, in MB (Linux). */
const peak = async (args: readonly string[]): Promise<number | null> => (await measure(process.execPath, [CLI, ...args])).peak;

const wall = (command: string, args: readonly string[]): number =>
  median(
    Array.from({ length: 9 }, () => {
      const began = performance.now();
      spawnSync(command, args, { stdio: "ignore" });
      return performance.now() - began;
    }),
  );

async function dicts(): Promise<void> {
  const path = join(folder, "dicts.pkl");
  writeDicts(path);
  const bytes = readFileSync(path);
  console.log(`\na list of ${DICTS.toLocaleString("en-US")} dicts, protocol 4, ${(bytes.length / 1e6).toFixed(0)} MB`);
  const ours = cpu(() => void runGuest(bytes, "scan"));
  const load = `import pickle,time\nb=[]\nfor _ in range(3):\n f=open(${JSON.stringify(path)},'rb');t=time.process_time();x=pickle.load(f);b.append(time.process_time()-t);del x\nprint(min(b)*1000)`;
  const theirs = python(load);
  show("cornichon: the guest reads and judges it, CPU", ours, "ms");
  show("python3: pickle.load, CPU", theirs, "ms");
  show(
    "pickleparser, CPU",
    cpu(() => void new Parser().parse(bytes)),
    "ms",
  );
  assertRatio("guest / pickle.load", theirs === null ? null : ours / theirs, 0.6);
}

async function array(): Promise<void> {
  const path = join(folder, "array.pkl");
  const made = python(
    `import pickle\ntry:\n import numpy as np\n pickle.dump(np.arange(25_000_000,dtype='f8'),open(${JSON.stringify(path)},'wb'),protocol=4);print(1)\nexcept ImportError:\n print(0)`,
  );
  if (made !== 1) writeArray(path);
  console.log("\na float64 array, 200 MB");
  const began = performance.now();
  spawnSync(process.execPath, [CLI, "scan", path], { stdio: "ignore" });
  show("scan, wall", performance.now() - began, "ms");
  const inspected = await peak(["inspect", path]);
  const scanned = await peak(["scan", path]);
  show("inspect, resident memory of all processes", inspected, "MB");
  show("scan, resident memory of all processes", scanned, "MB");
  if (inspected !== null && inspected > 160) failures.push(`inspect takes ${inspected.toFixed(0)} MB, more than 160`);
}

/** The same array as numpy 2 pickles it. */
function writeArray(path: string): void {
  const fd = openSync(path, "w");
  const short = (text: string): number[] => [0x8c, text.length, ...Buffer.from(text)];
  writeSync(
    fd,
    Uint8Array.from([
      0x80,
      4,
      ...short("numpy._core.multiarray"),
      ...short("_reconstruct"),
      0x93,
      ...short("numpy"),
      ...short("ndarray"),
      0x93,
      0x4b,
      0,
      0x85,
      0x43,
      1,
      0x62,
      0x87,
      0x52,
      0x28,
      0x4b,
      1,
    ]),
  );
  const count = Buffer.alloc(4);
  count.writeInt32LE(25_000_000);
  writeSync(
    fd,
    Uint8Array.from([
      0x4a,
      ...count,
      0x85,
      ...short("numpy"),
      ...short("dtype"),
      0x93,
      ...short("f8"),
      0x89,
      0x88,
      0x87,
      0x52,
      0x28,
      0x4b,
      3,
      ...short("<"),
      0x4e,
      0x4e,
      0x4e,
      0x4a,
      255,
      255,
      255,
      255,
      0x4a,
      255,
      255,
      255,
      255,
      0x4b,
      0,
      0x74,
      0x62,
      0x89,
    ]),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(200_000_000);
  writeSync(fd, Uint8Array.from([0x42, ...length]));
  const block = Buffer.alloc(1_000_000);
  for (let i = 0; i < 200; i++) writeSync(fd, block);
  writeSync(fd, Uint8Array.from([0x74, 0x62, 0x2e]));
  closeSync(fd);
}

function tiny(): void {
  console.log("\na tiny model, the whole command");
  const model = join(ROOT, "fixtures", "seed", "1.9.1", "ridge.pkl");
  const ours = wall(process.execPath, [CLI, "convert", model]);
  show("cornichon convert, wall", ours, "ms");
  const scanner = spawnSync("picklescan", ["--help"]).status === 0 ? wall("picklescan", ["-p", model]) : null;
  show("picklescan, wall", scanner, "ms");
  if (scanner !== null) assertRatio("convert / picklescan", ours / scanner, 1.5);
}

/** `npm run bench -- NAME` runs one part. */
const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  dicts,
  array,
  tiny,
  models: () => models({ folder, show, assertRatio, fail: (why) => failures.push(why) }),
  containers: () => containers({ cli: CLI, folder, show, assertRatio, fail: (why) => failures.push(why) }),
};

try {
  for (const [name, run] of Object.entries(PARTS)) if ([undefined, name].includes(process.argv[2])) await run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) {
  console.error(`\n${failures.join("\n")}`);
  process.exitCode = 1;
}
