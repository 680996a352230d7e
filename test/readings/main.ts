/**
 * False alarms of side readings, measured: `npm run readings -- arrays [COUNT]`, `-- unlucky [COUNT]`, `-- files DIR`.
 *
 * `arrays`: random arrays of every dtype, each in the place of an array of a real joblib file (our own fixtures), judged
 * as all loaders read it. One file a random array: a reading ends in the first array's bytes nearly always.
 * `unlucky`: the same with arrays that end in opcodes, which one file in many thousands has by chance.
 * `files`: every file below a folder, as `scan` judges it.
 *
 * Prints each kind of alarm with its count. Exit 1 when `arrays` or `files` gave any.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { BytesSource } from "../../sandbox/container/plain-source.js";
import { Findings } from "../../sandbox/finding/findings.js";
import { readPickles } from "../../sandbox/judge/pickles.js";
import { judgeOtherReadings } from "../../sandbox/judge/readings.js";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import { limitsWith } from "../../src/limits.js";
import { DEFAULT_OPTIONS } from "../../src/options.js";
import { defaultPolicy } from "../../src/policy/index.js";
import { Random } from "../fuzz/random.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { FILLERS, UNLUCKY } from "./arrays.js";

const policy = defaultPolicy();
const limits = limitsWith();

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

interface Template {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where the arrays' data lies, padding left out. */
  readonly arrays: readonly { readonly from: number; readonly to: number }[];
}

const inputOf = (bytes: Uint8Array) => ({
  source: new BytesSource(bytes),
  policy,
  limits,
  options: DEFAULT_OPTIONS,
  findings: new Findings(1000),
  reading: "joblib" as const,
});

/** A real file of which all is safe and which holds plain arrays; null for others. */
function templateOf(path: string): Template | null {
  const bytes = new Uint8Array(readFileSync(path));
  if (bytes.length > 20_000 || bytes[0] !== 0x80) return null;
  const input = inputOf(bytes);
  const read = readPickles(input);
  if (read.machine.wrapperModules.size === 0 || input.findings.bad) return null;
  const arrays = read.machine.payloads.map(({ offset, end }) => {
    const length = bytes[offset] ?? 0;
    const isPadding = length <= 16 && bytes.subarray(offset + 1, offset + 1 + length).every((b) => b === 255);
    return { from: isPadding ? offset + 1 + length : offset, to: end };
  });
  return arrays.every(({ from, to }) => to - from < 1) ? null : { name: path.slice(ROOT.length + 1), bytes, arrays };
}

function alarmsOf(bytes: Uint8Array): readonly GuestFinding[] {
  const input = inputOf(bytes);
  judgeOtherReadings(input, readPickles(input));
  return input.findings.list().filter((f) => !f.code.startsWith("note."));
}

const labelOf = (f: GuestFinding): string =>
  `${f.args?.["reading"] ?? ""}: ${f.args?.["what"] ?? f.code} ${f.opcode ?? ""} ${f.global ?? ""} ${f.args?.["why"] ?? ""}`;

function told(counts: ReadonlyMap<string, number>): void {
  for (const [label, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 60))
    process.stdout.write(`${String(count).padStart(8)}  ${label}\n`);
}

function randomArrays(fillers: typeof FILLERS, count: number, folder: string): number {
  const templates = filesBelow(folder).flatMap((path) => templateOf(path) ?? []);
  process.stdout.write(`${templates.length} templates\n`);
  const random = new Random(Number(process.env["SEED"] ?? 1));
  const counts = new Map<string, number>();
  let alarms = 0;
  for (let i = 0; i < count; i++) {
    const template = templates[random.below(templates.length)];
    if (template === undefined) break;
    const bytes = template.bytes.slice();
    const [kind, fill] = fillers[i % fillers.length] ?? ["", () => undefined];
    for (const { from, to } of template.arrays) fill(bytes.subarray(from, to), random);
    const [first] = alarmsOf(bytes);
    if (first === undefined) continue;
    alarms++;
    const label = `${kind}  ${labelOf(first)}`;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  told(counts);
  process.stdout.write(`${count} arrays, ${alarms} files with an alarm\n`);
  return alarms;
}

function realFiles(folder: string): number {
  const counts = new Map<string, number>();
  let files = 0;
  let alarms = 0;
  for (const path of filesBelow(folder)) {
    files++;
    const { report } = runGuest(new Uint8Array(readFileSync(path)), "scan");
    const found = report.artifacts.flatMap((a) => a.findings).filter((f) => f.code.startsWith("joblib."));
    if (found[0] === undefined) continue;
    alarms++;
    process.stdout.write(`${path}\n`);
    counts.set(labelOf(found[0]), (counts.get(labelOf(found[0])) ?? 0) + 1);
  }
  told(counts);
  process.stdout.write(`${files} files, ${alarms} with an alarm\n`);
  return alarms;
}

function main([verb, argument, folder = join(ROOT, "fixtures")]: readonly string[]): number {
  if (verb === "arrays") return randomArrays(FILLERS, Number(argument ?? 1_000_000), folder) === 0 ? 0 : 1;
  if (verb === "unlucky") return randomArrays(UNLUCKY, Number(argument ?? 100_000), folder) < 0 ? 1 : 0;
  if (verb === "files" && argument !== undefined) return realFiles(argument) === 0 ? 0 : 1;
  process.stderr.write("usage: npm run readings -- arrays [COUNT] | unlucky [COUNT] | files DIR\n");
  return 2;
}

process.exitCode = main(process.argv.slice(2));
