/**
 * `npm run fuzz -- --rediscover`: with the fix of each kind switched off, our own generators find the kind again. First the
 * fixtures that are not safe (`scripts/hostile`): one must become safe. Then mutants (`test/attack`): of those that
 * nothing but the switched-off findings refuses, some are loaded for real, and what they do is told.
 *
 *     npm run fuzz -- --rediscover [--mutants 20000] [--seed S] [--packs DIR] [--pythons b38,a311,c313]
 *
 * Ends with 1 when a kind was found by neither.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CODES, isFindingCode } from "../../sandbox/finding/codes.js";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import { isReasonCode, reasonWords } from "../../src/report/reasons.js";
import { Farm, type Job, LOADERS } from "../attack/farm.js";
import { attackOf } from "../attack/inputs.js";
import { Pool } from "../attack/pool.js";
import { writingPythons } from "../genuine/pythons.js";
import { runGuest } from "../support/guest.js";
import { HOSTILE, INDEX, verdictOf } from "../support/hostile.js";
import { say, textOption } from "../support/options.js";
import { FIXTURES } from "../support/shared.js";
import { KINDS, type Kind } from "./kinds.js";
import { patchedGuest, Stale } from "./patched.js";

/** Mutants of a kind that are loaded, and larger fixtures that are left out. */
const LOADED = 60;
const MOST_BYTES = 200_000;

/** A finding's facts, reasons in the host's words. */
function words({ code, args = {}, global = "" }: GuestFinding): string {
  const fact = (name: string): string => String(args[name] ?? "");
  const facts = Object.keys(args)
    .map(fact)
    .map((text) => (isReasonCode(text) ? reasonWords(text, fact) : text));
  return [code, ...facts, global].join(" ");
}

const refusals = (findings: readonly GuestFinding[]): GuestFinding[] =>
  findings.filter(({ code }) => !isFindingCode(code) || CODES[code].verdict !== "safe");

function findingsBy(guest: typeof runGuest, bytes: Uint8Array): GuestFinding[] {
  const { report } = guest(bytes, "scan", {}, { maxDecoded: 32 * 1024 * 1024, maxFindings: 1000 });
  return refusals(report.artifacts.flatMap(({ findings }) => findings));
}

interface Bad {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly findings: readonly GuestFinding[];
}

/** What is refused now. */
function fixtures(): Bad[] {
  const files = Object.keys(INDEX).filter((file) => verdictOf(file) !== "safe" && INDEX[file]?.options === undefined);
  return files
    .map((name) => ({ name, bytes: readFileSync(join(HOSTILE, name)) }))
    .filter(({ bytes }) => bytes.length <= MOST_BYTES)
    .map(({ name, bytes }) => ({ name, bytes, findings: findingsBy(runGuest, bytes) }))
    .filter(({ findings }) => findings.length > 0);
}

function mutants(): Bad[] {
  const pool = new Pool(textOption("packs", "").split(",").filter(Boolean), [join(FIXTURES, "hostile")]);
  const first = Number(textOption("seed", "0"));
  const made: Bad[] = [];
  for (let seed = first; seed < first + Number(textOption("mutants", "20000")); seed++) {
    const attack = attackOf(seed, pool);
    if (attack === null) continue;
    const findings = findingsBy(runGuest, attack.bytes);
    if (findings.length > 0) made.push({ name: `${attack.name} seed ${seed}`, bytes: attack.bytes, findings });
  }
  return made;
}

const without = (pattern: RegExp, all: readonly Bad[]): Bad[] =>
  all.filter(({ findings }) => findings.every((finding) => pattern.test(words(finding))));

/** The files that a kind's fix alone refuses. */
async function foundAgain(kind: Kind, all: readonly Bad[], folder: string): Promise<Bad[]> {
  if (kind.without !== undefined) return without(kind.without, all);
  const guest = await patchedGuest(kind.patches ?? [], folder, kind.find.slice(0, 2));
  return all.filter(({ bytes }) => findingsBy(guest, bytes).length === 0);
}

/** What real loaders do with some of them: how often each thing was seen. */
async function acts(files: readonly Bad[], farms: readonly Farm[], folder: string): Promise<string> {
  if (farms.length === 0 || files.length === 0) return "";
  const some = files.slice(0, LOADED).map(({ name, bytes }, i) => {
    const file = join(folder, `${i}${name.replace(/^[^.]*/, "")}`.slice(0, 60).replaceAll("/", "_"));
    writeFileSync(file, bytes);
    return file;
  });
  const jobs: Job[] = some.flatMap((file) => LOADERS.map((loader) => ({ file, loader })));
  const seen = new Map<string, number>();
  for (const answers of await Promise.all(farms.map((farm) => farm.load(jobs)))) {
    for (const { events } of answers)
      for (const event of events) {
        const what = event.split(" ").slice(0, 2).join(" ").slice(0, 40);
        seen.set(what, (seen.get(what) ?? 0) + 1);
      }
  }
  return [...seen]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4)
    .map(([what, count]) => `${what} ${count}`)
    .join(", ");
}

async function rediscover(folder: string): Promise<number> {
  const farms = writingPythons(textOption("pythons", "b38,a311,c313").split(",")).map(
    ({ name, command }) => new Farm(name, command, folder),
  );
  const [known, made] = [fixtures(), mutants()];
  say(`${known.length} refused fixtures, ${made.length} refused mutants`);
  let missing = 0;
  for (const kind of KINDS) {
    if (kind.heldBy !== undefined) {
      say(`${kind.find.padEnd(34)} no file's verdict: held by ${kind.heldBy}`);
      continue;
    }
    try {
      const [files, mutated] = [await foundAgain(kind, known, folder), await foundAgain(kind, made, folder)];
      const what = await acts([...files, ...mutated], farms, folder);
      say(`${kind.find.padEnd(34)} ${files.length} fixtures, ${mutated.length} mutants; seen when loaded: ${what || "nothing"}`);
      if (files.length + mutated.length === 0) missing++;
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
      say(`${kind.find.padEnd(34)} STALE: ${error.message}`);
      missing++;
    }
  }
  for (const farm of farms) farm.close();
  return missing;
}

export async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-rediscover-"));
  try {
    const missing = await rediscover(folder);
    say(missing === 0 ? "every kind was found again" : `${missing} kinds were not found again`);
    process.exitCode = missing === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
