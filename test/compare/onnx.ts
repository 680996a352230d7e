/**
 * `npm run compare:onnx`: the recorded labels of sklearn 1.9.1 written as ONNX by us and by skl2onnx, and answered by
 * onnxruntime: right, wrong, or refused. Prints Markdown. skl2onnx needs a Python that has it, with sklearn 1.9.1 and
 * onnxruntime: `--python FILE`, else `.python-env/bin/python`; without one it says so, and ours is all there is.
 *
 * Each is held against what Python recorded. Ours has every method that was recorded and can be written, within 1e-9 (1e-6
 * where X or the answer is float32; in float within 1e-4); of skl2onnx's default outputs label and the numbers beside it, within 1e-6 in double and
 * 1e-4 in float. `--all` prints every label.
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

const ANSWERS = ["right", "wrong", "refused", "no converter"] as const;
type Answer = (typeof ANSWERS)[number];
/** A column of the table: what became of each label. */
type Column = ReadonlyMap<string, Answer>;

const { values: flags } = parseArgs({ options: { python: { type: "string" }, all: { type: "boolean", default: false } } });
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

/** skl2onnx's in double and in float; null without a Python that has it. */
function theirs({ folder, expected }: SharedVersion, names: readonly string[]): { readonly double: Column; readonly float: Column } | null {
  if (!existsSync(python) || spawnSync(python, ["-c", "import skl2onnx, onnxruntime, sklearn"], { cwd: ROOT }).status !== 0) return null;
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

const print = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(" | ")} |`);

function printTable(columns: ReadonlyMap<string, Column>): void {
  print(["", ...ANSWERS]);
  print(["---", ...ANSWERS.map(() => "---:")]);
  for (const [title, column] of columns)
    print([title, ...ANSWERS.map((answer) => [...column.values()].filter((one) => one === answer).length)]);
}

function printLabels(names: readonly string[], columns: ReadonlyMap<string, Column>): void {
  console.log("");
  print(["label", ...columns.keys()]);
  print(["---", ...[...columns].map(() => "---")]);
  for (const name of names) print([name, ...[...columns.values()].map((column) => column.get(name) ?? "")]);
}

const version = [...sharedVersions()].find((one) => one.version === "1.9.1");
if (version === undefined) {
  console.log("The shared fixtures are not here: there is nothing to compare.");
  process.exit(2);
}
const names = Object.keys(version.expected).filter((name) => version.expected[name]?.outputs !== undefined);
const mine = await ours(version, names, false);
const other = theirs(version, names);
const columns = new Map([
  ["cornichon, double", mine],
  ["cornichon, float", await ours(version, names, true)],
]);
if (other !== null) columns.set("skl2onnx, double", other.double).set("skl2onnx, float", other.float);
console.log(`${names.length} labels of sklearn ${version.version}\n`);
printTable(columns);
for (const [title, column] of columns) {
  const wrong = names.filter((name) => column.get(name) === "wrong");
  if (wrong.length > 0) console.log(`\nWrong, ${title}: ${wrong.join(", ")}`);
}
if (other === null)
  console.log(`\nskl2onnx was not run: ${python} does not have it (skl2onnx, onnxruntime, scikit-learn 1.9.1); --python names another.`);
if (flags.all) printLabels(names, columns);
process.exit([...mine.values()].includes("wrong") ? 1 : 0);
