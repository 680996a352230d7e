/**
 * `npm run bench`: our figures beside others', in one run on one machine. Makes all inputs and installs the others
 * (`peers.ts`). Prints Markdown; ends with 1 where a bar is not met or could not be measured.
 *
 *     npm run bench                          all rows but those of `memory`
 *     npm run bench -- pickles tiny          rows by name or group
 *       --list                               their names
 *       --large                              growth up to 1 GB
 *       --runs N                             turns, where the row has five
 *       --inputs FOLDER                      keeps inputs there for the next run
 *       --json                               JSON instead of Markdown
 *       --readme                             puts the results into docs/bench.json, of which the README's table is made
 *       --ci [--against DIST, TARBALL or REV]   only ratios against pickleparser and another build of ours (ci.ts)
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../support/cli.js";
import { ciRows } from "./ci.js";
import { Inputs } from "./inputs.js";
import { endSklearn } from "./model-sides.js";
import { installPeers, peerVersions } from "./peers.js";
import { merged, type Result, type Results } from "./results.js";
import { GROUPS, ONLY_BY_NAME, ROWS, type Row } from "./rows.js";
import { resultOf } from "./runner.js";
import { markdown } from "./table.mjs";

const { values: flags, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: "boolean", default: false },
    large: { type: "boolean", default: false },
    runs: { type: "string" },
    inputs: { type: "string" },
    json: { type: "boolean", default: false },
    readme: { type: "boolean", default: false },
    ci: { type: "boolean", default: false },
    against: { type: "string" },
  },
});
class Unknown extends Error {}
const RESULTS = join(ROOT, "docs", "bench.json");

/** Rows by name or group; without a word all that need not be named. */
function chosen(): readonly Row[] {
  const unknown = names.filter((name) => !ROWS.some((row) => row.name === name || row.group === name));
  if (unknown.length > 0) throw new Unknown(`no row or group is called ${unknown.join(", ")}: --list tells their names`);
  return ROWS.filter(({ name, group }) =>
    names.length === 0 ? !ONLY_BY_NAME.includes(group) : names.includes(name) || names.includes(group),
  );
}

const machine = (): Results["machine"] => ({
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  node: process.versions.node,
  peers: peerVersions(),
});

/** Runs rows one after the other and tells each as it ends. */
async function measured(rows: readonly Row[], inputs: Inputs, ended: (result: Result) => void): Promise<Result[]> {
  const choice = { runs: flags.runs === undefined ? null : Number(flags.runs), large: flags.large };
  const results: Result[] = [];
  for (const row of rows) {
    const result = await resultOf(row, inputs, choice);
    console.error(
      `${result.met === null ? "*** NOT MEASURED " : ""}${row.name}: ${result.value?.toFixed(3) ?? ""} ${result.note ?? ""}`.trimEnd(),
    );
    results.push(result);
    ended(result);
  }
  return results;
}

/** Row by row: a run that is ended early keeps what it has. */
function record(results: Results): void {
  const before: Results | null = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : null;
  const all = merged(
    before,
    results,
    ROWS.map(({ name }) => name),
  );
  writeFileSync(RESULTS, `${JSON.stringify(all, null, 2)}\n`);
}

function tell(results: Results): void {
  console.log(flags.json ? JSON.stringify(results, null, 2) : markdown(results));
  const count = (met: boolean | null): number => results.rows.filter((row) => row.met === met).length;
  console.error(`\n${count(true)} met, ${count(false)} not met, ${count(null)} not measured`);
  if (results.rows.some(({ met }) => met !== true)) process.exitCode = 1;
}

async function main(): Promise<void> {
  if (flags.list) return console.log(ROWS.map(({ name, group, what }) => `${group.padEnd(9)} ${name.padEnd(28)} ${what}`).join("\n"));
  const folder = flags.inputs ?? mkdtempSync(join(tmpdir(), "cornichon-bench-"));
  try {
    const inputs = new Inputs(folder);
    if (!flags.ci) installPeers();
    const rows = flags.ci ? ciRows(flags.against ?? null, folder) : chosen();
    const about = { machine: machine(), groups: GROUPS };
    const results = { ...about, rows: await measured(rows, inputs, (row) => flags.readme && record({ ...about, rows: [row] })) };
    tell(results);
  } finally {
    endSklearn();
    if (flags.inputs === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Unknown)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
