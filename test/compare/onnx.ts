/**
 * `npm run compare:onnx`: the recorded labels of sklearn 1.9.1 written as ONNX by us and by skl2onnx, and answered by
 * onnxruntime: right, wrong, or refused. Prints Markdown. skl2onnx needs a Python that has it, with sklearn 1.9.1 and
 * onnxruntime: `--python FILE`, else `.python-env/bin/python`; without one it says so, and ours is all there is.
 *
 * Each is held against what Python recorded. Ours is asked for every method (`--outputs all`) and held to 1e-9 (1e-6 where X
 * or the answer is float32; in float to 1e-4); of skl2onnx's default outputs label and the numbers beside it count, to 1e-6 in
 * double and 1e-4 in float. `--all` prints every label; `--write` puts the table into `docs/onnx.md`; `--forest` compares time
 * and memory instead (`onnx-forest.ts`).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { onnxDifferences } from "../support/onnx-labels.js";
import { type SharedVersion, sharedVersions } from "../support/shared.js";
import { compareForest } from "./onnx-forest.js";

const ANSWERS = ["right", "wrong", "refused", "no converter"] as const;
type Answer = (typeof ANSWERS)[number];
/** A column of the table: what became of each label. */
type Column = ReadonlyMap<string, Answer>;

const { values: flags } = parseArgs({
  options: {
    python: { type: "string" },
    all: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    forest: { type: "boolean", default: false },
  },
});
const python = flags.python ?? join(ROOT, ".python-env", "bin", "python");

async function ours({ folder, expected }: SharedVersion, names: readonly string[], single: boolean): Promise<Column> {
  const column = new Map<string, Answer>();
  for (const name of names) {
    const label = expected[name];
    if (label === undefined) continue;
    const { root } = runGuest(readFileSync(join(folder, `${name}.pkl`)));
    const found = await onnxDifferences(root, label, single).catch((error: unknown) => [String(error)]);
    column.set(name, found === null ? "refused" : found.length === 0 ? "right" : "wrong");
  }
  return column;
}

const VERSIONS = `
import onnxruntime, skl2onnx, sklearn
print(f"skl2onnx {skl2onnx.__version__}, onnxruntime {onnxruntime.__version__}")
`;

/** What the Python has; null where there is none. */
function peer(): string | null {
  if (!existsSync(python)) return null;
  const done = spawnSync(python, ["-c", VERSIONS], { cwd: ROOT, encoding: "utf8" });
  return done.status === 0 ? done.stdout.trim() : null;
}

/** skl2onnx's in double and in float; null where it could not be run. */
function theirs({ folder, expected }: SharedVersion, names: readonly string[]): { readonly double: Column; readonly float: Column } | null {
  const work = mkdtempSync(join(tmpdir(), "cornichon-compare-"));
  try {
    const tasks = names.map((name) => ({
      name,
      path: join(folder, `${name}.pkl`),
      input: expected[name]?.input,
      outputs: expected[name]?.outputs,
    }));
    writeFileSync(join(work, "tasks.json"), JSON.stringify(tasks));
    const done = spawnSync(python, [join(ROOT, "test", "compare", "skl2onnx_labels.py"), join(work, "tasks.json")], {
      cwd: work,
      maxBuffer: 2 ** 28,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (done.status !== 0) return null;
    const lines: readonly { readonly name: string; readonly dtype: string; readonly answer: Answer }[] = done.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const of = (dtype: string): Column => new Map(lines.filter((line) => line.dtype === dtype).map(({ name, answer }) => [name, answer]));
    return { double: of("double"), float: of("float") };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const lines: string[] = [];

/** Shown, and kept for `--write`. */
function print(line: string): void {
  console.log(line);
  lines.push(line);
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

function printTable(columns: ReadonlyMap<string, Column>): void {
  print(row(["", ...ANSWERS]));
  print(row(["---", ...ANSWERS.map(() => "---:")]));
  for (const [title, column] of columns)
    print(row([title, ...ANSWERS.map((answer) => [...column.values()].filter((one) => one === answer).length)]));
}

function printLabels(names: readonly string[], columns: ReadonlyMap<string, Column>): void {
  console.log(`\n${row(["label", ...columns.keys()])}\n${row(["---", ...[...columns].map(() => "---")])}`);
  for (const name of names) console.log(row([name, ...[...columns.values()].map((column) => column.get(name) ?? "")]));
}

const PAGE = join(ROOT, "docs", "onnx.md");
const [BEGIN, END] = ["<!-- compare:onnx -->\n", "<!-- /compare:onnx -->"];

/** Puts what was printed between the marks of the page. */
function writePage(): void {
  const page = readFileSync(PAGE, "utf8");
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for the table`);
  writeFileSync(PAGE, `${page.slice(0, from + BEGIN.length)}${lines.join("\n")}\n${page.slice(to)}`);
}

async function compareLabels(version: SharedVersion): Promise<number> {
  const names = Object.keys(version.expected).filter((name) => version.expected[name]?.outputs !== undefined);
  const has = peer();
  const mine = await ours(version, names, false);
  const other = has === null ? null : theirs(version, names);
  const columns = new Map([
    ["cornichon, double", mine],
    ["cornichon, float", await ours(version, names, true)],
  ]);
  if (other !== null) columns.set("skl2onnx, double", other.double).set("skl2onnx, float", other.float);
  print(`${names.length} labels of sklearn ${version.version}${other === null ? "" : `, beside ${has}`}\n`);
  printTable(columns);
  for (const [title, column] of columns) {
    const wrong = names.filter((name) => column.get(name) === "wrong");
    if (wrong.length > 0) print(`\nWrong, ${title}: ${wrong.join(", ")}`);
  }
  if (other === null)
    console.log(`\nskl2onnx was not run: ${python} does not have it (skl2onnx, onnxruntime, scikit-learn 1.9.1); --python names another.`);
  if (flags.all) printLabels(names, columns);
  if (flags.write && other !== null) writePage();
  return [...columns].some(([title, column]) => title.startsWith("cornichon") && [...column.values()].includes("wrong")) ? 1 : 0;
}

async function main(): Promise<number> {
  if (flags.forest && peer() !== null) return compareForest(python);
  const version = [...sharedVersions()].find((one) => one.version === "1.9.1");
  if (!flags.forest && version !== undefined) return compareLabels(version);
  console.log(flags.forest ? `${python} has no skl2onnx, onnxruntime and sklearn.` : "The shared fixtures are not here.");
  return 2;
}

process.exit(await main());
