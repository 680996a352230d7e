/**
 * False alarms of side readings, measured: `npm run readings -- arrays [COUNT [TEMPLATES [KEPT]]]`, `-- unlucky` (likewise), `-- files DIR`.
 *
 * `arrays`: random arrays of every dtype, each in the place of an array of a real joblib file (our own fixtures), judged
 * as all loaders read it. One file a random array: a reading ends in the first array's bytes nearly always.
 * `unlucky`: the same with arrays that end in opcodes, which one file in many thousands has by chance.
 * `files`: every file below a folder, as `scan` judges it.
 *
 * `loaders PYTHON DIR COUNT [SCRATCH]`: unlucky files made of the real ones below DIR (COUNT 0: the files below DIR as they
 * are, so what `arrays` kept), read by that Python's own loaders: our side readings must ask for the same names in the same
 * order. What a loader asks for and we do not is a hole (exit 1), and where we go further the alarm may be a false one (or that
 * Python lacks a module or memory). Files of sklearn's own joblib differ where that Python knows it as another name of joblib.
 * `programs PYTHON COUNT`: the same with random programs that only one reading runs.
 *
 * Prints each kind of alarm with its count. Exit 1 when `arrays` or `files` gave any.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BytesSource } from "../../sandbox/container/plain-source.js";
import { Findings } from "../../sandbox/finding/findings.js";
import { type ContentRead, readPickles } from "../../sandbox/judge/pickles.js";
import { judgeOtherReadings } from "../../sandbox/judge/readings.js";
import { machineFor, runStream } from "../../sandbox/machine/index.js";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../src/verbs/options.js";
import { Random } from "../fuzz/random.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { policyOf } from "../support/policy.js";
import { FILLERS, UNLUCKY } from "./arrays.js";
import { forOldJoblib, forPickle, program } from "./programs.js";

const policy = policyOf();
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
  /** The artifact's own reading, which skips the arrays' data. */
  readonly read: ContentRead;
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
  if (read.machine.wrapperModules.size === 0 || input.findings.bad || alarmsOf(bytes, read).length > 0) return null;
  const arrays = read.machine.payloads.map(({ offset, end }) => {
    const length = bytes[offset] ?? 0;
    const isPadding = length <= 16 && bytes.subarray(offset + 1, offset + 1 + length).every((b) => b === 255);
    return { from: isPadding ? offset + 1 + length : offset, to: end };
  });
  return arrays.every(({ from, to }) => to - from < 1) ? null : { name: path.slice(ROOT.length + 1), bytes, read, arrays };
}

function alarmsOf(bytes: Uint8Array, read: ContentRead): readonly GuestFinding[] {
  const input = inputOf(bytes);
  judgeOtherReadings(input, read);
  return input.findings.list().filter((f) => !f.code.startsWith("note."));
}

const labelOf = (f: GuestFinding): string =>
  `${f.args?.["reading"] ?? ""}: ${f.args?.["what"] ?? f.code} ${f.opcode ?? ""} ${f.global ?? ""} ${f.args?.["why"] ?? ""}`;

function told(counts: ReadonlyMap<string, number>): void {
  for (const [label, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 60))
    process.stdout.write(`${String(count).padStart(8)}  ${label}\n`);
}

function randomArrays(fillers: typeof FILLERS, count: number, folder: string, keep: string | undefined): number {
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
    const [first] = alarmsOf(bytes, template.read);
    if (first === undefined) continue;
    alarms++;
    if (keep !== undefined) writeFileSync(join(keep, `${i}.joblib`), bytes);
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

/** Names that our side reading asks for, in order. */
function namesAsked(bytes: Uint8Array, reading: "pickle" | "joblib-old"): readonly string[] {
  const variant = { takes: reading === "pickle" ? null : "joblib.numpy_pickle", behindStop: null };
  const machine = machineFor({ ...inputOf(bytes), reading, variant });
  const asked: string[] = [];
  const resolve = machine.names.resolve.bind(machine.names);
  machine.names.resolve = (module, name, protocol, place) => {
    asked.push(`${module} ${name}`);
    return resolve(module, name, protocol, place);
  };
  runStream(machine);
  return asked;
}

interface RealAnswer {
  readonly names: readonly string[];
  readonly end: string;
}

/** How the two lists differ: `hole` when a loader goes further than we do. A last name that it could not find is none of ours. */
function difference(ours: readonly string[], real: RealAnswer): "same" | "hole" | "further" {
  const failed = /^(?:Module|Import|Attribute|Value|Elsewhere|Unicode)/.test(real.end);
  const names = failed && real.names.length === ours.length + 1 ? real.names.slice(0, -1) : real.names;
  if (names.some((name, i) => ours[i] !== name)) return "hole";
  return ours.length > names.length ? "further" : "same";
}

interface Made {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly of: string;
}

/** Real arrays with opcodes at their ends. */
function unluckyFiles(folder: string, count: number, scratch: string): Made[] {
  const templates = filesBelow(folder).flatMap((path) => templateOf(path) ?? []);
  const random = new Random(Number(process.env["SEED"] ?? 1));
  const [[, fill] = ["", () => undefined]] = UNLUCKY;
  return Array.from({ length: count }, (_, i) => {
    const template = random.pick(templates);
    const bytes = template.bytes.slice();
    for (const { from, to } of template.arrays) fill(bytes.subarray(from, to), random);
    const path = join(scratch, `${i}.joblib`);
    writeFileSync(path, bytes);
    return { path, bytes, of: template.name };
  });
}

/** Files as they are. */
const filesAsTheyAre = (folder: string): Made[] =>
  filesBelow(folder).map((path) => ({ path, bytes: new Uint8Array(readFileSync(path)), of: "as it is" }));

/** Programs that only one reading runs. */
function programFiles(count: number, scratch: string): Made[] {
  const random = new Random(Number(process.env["SEED"] ?? 1));
  return Array.from({ length: count }, (_, i) => {
    const code = program(random);
    const bytes = i % 2 === 0 ? forPickle(code) : forOldJoblib(code);
    const path = join(scratch, `${i}.joblib`);
    writeFileSync(path, bytes);
    return { path, bytes, of: JSON.stringify(code) };
  });
}

function againstLoaders(python: string, made: readonly Made[]): number {
  const { stdout } = spawnSync(python, [join(import.meta.dirname, "load.py")], {
    input: JSON.stringify(made.map(({ path }) => path)),
    maxBuffer: 2 ** 30,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = stdout
    .toString()
    .trim()
    .split("\n")
    .map((line): Record<"pickle" | "joblib-old", RealAnswer> => JSON.parse(line)); // load.py's own lines
  const counts = new Map<string, number>();
  let holes = 0;
  for (const [i, answer] of answers.entries()) {
    for (const reading of ["pickle", "joblib-old"] as const) {
      const { path, bytes, of } = made[i] ?? { path: "", bytes: new Uint8Array(), of: "" };
      const ours = namesAsked(bytes, reading);
      const kind = difference(ours, answer[reading]);
      if (kind === "hole") holes++;
      if (kind !== "same")
        process.stdout.write(
          `${kind} ${reading} ${path} (${of}): we ${ours.length}, ${ours.at(-1)}; it ${answer[reading].names.length}, ${answer[reading].names.at(-1)}, ${answer[reading].end}\n`,
        );
      counts.set(`${reading}: ${kind}`, (counts.get(`${reading}: ${kind}`) ?? 0) + 1);
    }
  }
  told(counts);
  return holes;
}

function main([verb, argument, folder = join(ROOT, "fixtures"), count, scratch]: readonly string[]): number {
  if (verb === "arrays") return randomArrays(FILLERS, Number(argument ?? 1_000_000), folder, count) === 0 ? 0 : 1;
  if (verb === "unlucky") return randomArrays(UNLUCKY, Number(argument ?? 100_000), folder, count) < 0 ? 1 : 0;
  const room = scratch ?? mkdtempSync(join(tmpdir(), "readings-"));
  if (verb === "loaders" && argument !== undefined) {
    const files = count === "0" ? filesAsTheyAre(folder) : unluckyFiles(folder, Number(count ?? 1000), room);
    return againstLoaders(argument, files) === 0 ? 0 : 1;
  }
  if (verb === "programs" && argument !== undefined) return againstLoaders(argument, programFiles(Number(folder), room)) === 0 ? 0 : 1;
  if (verb === "files" && argument !== undefined) return realFiles(argument) === 0 ? 0 : 1;
  process.stderr.write(
    "usage: npm run readings -- arrays|unlucky [COUNT [TEMPLATES [KEPT]]] | files DIR | loaders PYTHON DIR COUNT | programs PYTHON COUNT\n",
  );
  return 2;
}

process.exitCode = main(process.argv.slice(2));
