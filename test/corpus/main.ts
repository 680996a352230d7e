/**
 * `npm run corpus -- DIR`: judges and converts every real file below DIR with the built library, prints the share that
 * is safe and converts, and for every other file the reason. Ends with 1 when a file is kept out by a name that should
 * be read. What xgboost or lightgbm wrote is judged once more with that family switched on.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ROOT } from "../support/cli.js";
import { type LaidFile, layOut } from "./layout.js";
import { foreignNames, isGap, type Outcome, reasonOf } from "./outcome.js";

const library: typeof import("../../src/index.js") = await import(join(ROOT, "dist", "index.js"));

const OPTIONAL = ["xgboost", "lightgbm"] as const;
const JOBS = 2;

/** One run over `files`: reports and whether each was written. */
async function convertAll(files: readonly LaidFile[], scratch: string, families: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  mkdirSync(scratch, { recursive: true });
  const tasks = files.map(({ path }, index) => ({ path, output: join(scratch, `${index}.json`) }));
  const options = {
    jobs: JOBS,
    metadata: {},
    stdin: process.stdin,
    text: () => undefined,
    policy: { families },
  };
  await library.convertAll(tasks, options, ({ output, converted }) => {
    const report = converted.artifacts[0];
    const name = files[outcomes.length]?.name ?? "";
    if (report !== undefined) outcomes.push({ name, report, family: families[0] ?? null, converted: converted.written });
    if (output !== null) rmSync(output, { force: true });
  });
  return outcomes;
}

/** True for what `scan` of the folder would skip. */
const isNoArtifact = ({ report, name }: Outcome): boolean =>
  !/\.(?:pkl|pickle|joblib|npy|npz)(?:\.\w+)?$/.test(name) && report.findings.some((f) => f.code === "artifact.unrecognised");

/** Families switched on that a file's names ask for. */
function familiesOf({ report }: Outcome): string[] {
  return OPTIONAL.filter((family) => report.findings.some((f) => f.global?.startsWith(`${family}.`)));
}

/** Only those whose every other name is read: a wrapper of another library stays unlisted with or without. */
const needsOnly = (outcome: Outcome, families: readonly string[]): boolean =>
  foreignNames(outcome.report).every((name) => families.some((family) => name.startsWith(`${family}.`)));

async function withFamilies(files: readonly LaidFile[], outcomes: readonly Outcome[], scratch: string): Promise<Outcome[]> {
  const again: Outcome[] = [];
  for (const outcome of outcomes) {
    const families = familiesOf(outcome);
    const file = files.find(({ name }) => name === outcome.name);
    const worth = families.length > 0 && file !== undefined && needsOnly(outcome, families);
    again.push(...(worth ? await convertAll([file], scratch, families) : [outcome]));
  }
  return again;
}

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / Math.max(whole, 1)).toFixed(1)} %)`;

function tell(outcomes: readonly Outcome[]): void {
  const good = outcomes.filter(({ report, converted }) => report.verdict === "safe" && converted);
  const verdicts = new Map<string, Outcome[]>();
  for (const outcome of outcomes)
    if (!good.includes(outcome)) verdicts.set(outcome.report.verdict, [...(verdicts.get(outcome.report.verdict) ?? []), outcome]);
  for (const [verdict, list] of [...verdicts].sort()) {
    console.log(`\n${verdict}: ${list.length}`);
    for (const outcome of list) {
      const names = foreignNames(outcome.report);
      const more = names.length > 1 ? ` (and ${names.length - 1} more such names)` : "";
      console.log(`  ${isGap(outcome) ? "GAP " : ""}${outcome.name}\n      ${reasonOf(outcome)}${more}`);
    }
  }
  const byFamily = good.filter(({ family }) => family !== null);
  console.log(
    `\nsafe and converted: ${share(good.length, outcomes.length)}${byFamily.length === 0 ? "" : `, ${byFamily.length} with --family`}`,
  );
  const read = outcomes.filter((o) => good.includes(o) || isGap(o));
  console.log(`of those that name only what is read: ${share(good.length, read.length)}`);
}

const folder = resolve(process.env["INIT_CWD"] ?? process.cwd(), process.argv[2] ?? "");
if (process.argv[2] === undefined || !existsSync(folder)) {
  console.error("usage: npm run corpus -- DIR");
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), "cornichon-corpus-"));
try {
  const files = layOut(folder, scratch);
  const first = (await convertAll(files, join(scratch, "out"), [])).filter((outcome) => !isNoArtifact(outcome));
  const outcomes = await withFamilies(files, first, join(scratch, "out"));
  tell(outcomes);
  process.exitCode = outcomes.some(isGap) ? 1 : 0;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
