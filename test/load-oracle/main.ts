/**
 * The load oracle (`npm run load-oracle`): every fixture of our own generator that we call safe is loaded in real Python
 * by `pickle.load`, `joblib.load` and `numpy.load` under an audit hook, and nothing may be seen. What is refused for a
 * rule that closes a real hole is loaded too, and there something must be seen: the hook can tell.
 *
 *     npm run load-oracle            # both Pythons, then every environment that is here
 *     npm run load-oracle -- --quick # one fixture in five
 *
 * The environments (`test/genuine/pythons.ts`; CPython 3.8 to 3.13 with libraries of five years) load what is safe only.
 *
 * Exit 0: nothing was seen that must not be, everything that must. Files that others made are never loaded.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPolicy } from "../../src/policy/index.js";
import { Farm, type Answer as FarmAnswer } from "../attack/farm.js";
import { writingPythons } from "../genuine/pythons.js";
import { HOSTILE, type HostileFacts, INDEX, verdictOf } from "../support/hostile.js";
import { type OraclePython, oraclePythons } from "./python.js";
import { RULES } from "./rules.js";

const LOADERS = ["pickle", "joblib", "numpy"] as const;
/** With a suffix: only in that Python. */
type Loader = (typeof LOADERS)[number] | `${(typeof LOADERS)[number]}-${OraclePython["name"]}`;

interface Job {
  readonly file: string;
  readonly loader: string;
}

interface Answer extends Job {
  readonly loaded: boolean;
  readonly error: string | null;
  readonly events: readonly string[];
}

interface OracleFacts extends HostileFacts {
  readonly rule?: string;
  readonly loaders?: readonly Loader[];
  readonly fires?: readonly Loader[];
  readonly allow?: readonly string[];
}

const quick = process.argv.includes("--quick");
const index: Readonly<Record<string, OracleFacts>> = INDEX;
const pathOf = (file: string): string => join(HOSTILE, file);

/** Safe files, without those that are only safe by an option; and refused files that run something somewhere. */
const SAFE = Object.keys(index).filter((file) => verdictOf(file) === "safe" && index[file]?.options === undefined);
const FIRES = Object.keys(index).filter((file) => (index[file]?.fires ?? []).length > 0);

function jobsFor(python: OraclePython): Job[] {
  const jobs: Job[] = [];
  const some = (files: readonly string[]): readonly string[] => (quick ? files.filter((_, i) => i % 5 === 0) : files);
  for (const file of some(SAFE)) {
    for (const loader of LOADERS) jobs.push({ file: pathOf(file), loader });
  }
  for (const file of some(FIRES)) {
    for (const loader of index[file]?.fires ?? []) {
      const [plain = "", only = python.name] = loader.split("-");
      if (only === python.name) jobs.push({ file: pathOf(file), loader: plain });
    }
  }
  return jobs;
}

function ask(python: OraclePython, jobs: readonly Job[]): Answer[] {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-oracle-"));
  try {
    const modules = join(folder, "modules.json");
    const listed = new Set(Object.keys(defaultPolicy().entries).map((key) => key.slice(0, key.indexOf(" "))));
    writeFileSync(modules, JSON.stringify([...listed]));
    const done = spawnSync(python.command, [join(import.meta.dirname, "load.py"), modules], {
      input: JSON.stringify(jobs),
      maxBuffer: 2 ** 28,
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (done.status !== 0) throw new Error(`load.py ended with ${done.status}`);
    return done.stdout
      .toString()
      .trim()
      .split("\n")
      .map((line): Answer => JSON.parse(line)); // load.py's own lines
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const nameOf = (answer: Answer): string => answer.file.slice(HOSTILE.length + 1);

/** Events beside those that a fixture's index allows, by all that is told of them or by their first words. */
const unexpected = (file: string, events: readonly string[]): readonly string[] =>
  events.filter((event) => !(index[file]?.allow ?? []).some((one) => event === one || event.startsWith(`${one} `)));

/** What was seen although nothing may be. */
function seenWrongly(answers: readonly Answer[]): string[] {
  const wrong: string[] = [];
  for (const answer of answers) {
    const file = nameOf(answer);
    if (verdictOf(file) !== "safe") continue;
    const events = unexpected(file, answer.events);
    if (events.length > 0) wrong.push(`${file} by ${answer.loader}: ${events.join(", ").slice(0, 200)}`);
  }
  return wrong;
}

/** Files that ran nothing although they must. */
function notSeen(answers: readonly Answer[]): string[] {
  return answers
    .filter((answer) => verdictOf(nameOf(answer)) !== "safe" && answer.events.length === 0)
    .map((answer) => `${nameOf(answer)} by ${answer.loader}: ${answer.error ?? "loaded"}`);
}

/** Safe files that no loader of this Python takes, for people: versions differ in the classes that they have. */
function unloaded(answers: readonly Answer[]): string[] {
  const loaded = new Set(answers.filter((answer) => answer.loaded).map(nameOf));
  return SAFE.filter((file) => answers.some((a) => nameOf(a) === file) && !loaded.has(file) && index[file]?.loaders?.length !== 0);
}

function ruleTable(answers: readonly Answer[]): string[] {
  const problems: string[] = [];
  for (const { rule, what, silent } of RULES) {
    const files = Object.keys(index).filter((file) => index[file]?.rule === rule);
    const fired = new Set(answers.filter((a) => files.includes(nameOf(a)) && a.events.length > 0).map(nameOf));
    process.stdout.write(
      `  ${rule.padEnd(20)} ${String(files.length).padStart(3)} fixtures, ${String(fired.size).padStart(3)} seen   ${what}\n`,
    );
    if (files.length === 0) problems.push(`${rule}: no fixture`);
    else if (fired.size === 0 && silent === undefined && !quick) problems.push(`${rule}: nothing was seen`);
    else if (fired.size === 0 && silent !== undefined) process.stdout.write(`  ${"".padEnd(20)} not seen: ${silent}\n`);
  }
  return problems;
}

/** Environments by their names: Python's version behind a letter. */
const ENVIRONMENTS = ["d38", "b38", "f39", "p310", "a311", "e312", "c313"];

/** The safe fixtures in every environment, in throw-away children: nothing may be seen, and nothing may crash. */
async function everywhere(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-oracle-"));
  const problems: string[] = [];
  try {
    const files = SAFE.filter((_, i) => !quick || i % 5 === 0).map(pathOf);
    const jobs = files.flatMap((file) => LOADERS.map((loader) => ({ file, loader })));
    for (const { name, command } of writingPythons(ENVIRONMENTS)) {
      const farm = new Farm(name, command, folder);
      const wrong = (await farm.load(jobs)).flatMap((answer) => acted(name, answer));
      farm.close();
      process.stdout.write(`${name}: ${jobs.length} loads, ${wrong.length} seen to act or to crash\n`);
      problems.push(...wrong);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return problems;
}

function acted(python: string, { file, loader, events }: FarmAnswer): string[] {
  const name = file.slice(HOSTILE.length + 1);
  return unexpected(name, events).map((event) => `${python}: safe, but ${name} by ${loader}: ${event}`);
}

async function main(): Promise<number> {
  const pythons = oraclePythons();
  const problems: string[] = [];
  const all: Answer[] = [];
  for (const python of pythons) {
    const answers = ask(python, jobsFor(python));
    all.push(...answers);
    const wrong = seenWrongly(answers);
    const silent = notSeen(answers);
    const missing = unloaded(answers);
    process.stdout.write(
      `${python.name}: ${answers.length} loads, ${wrong.length} safe files seen to act, ${silent.length} hostile files not seen\n`,
    );
    problems.push(
      ...wrong.map((line) => `${python.name}: safe, but ${line}`),
      ...silent.map((line) => `${python.name}: not seen: ${line}`),
    );
    for (const file of missing) process.stdout.write(`  (${python.name} cannot load ${file})\n`);
  }
  if (pythons.length > 0) problems.push(...ruleTable(all));
  problems.push(...(await everywhere()));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await main();
