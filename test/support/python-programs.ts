/** Python files of cases, run in one process, and what their functions answer. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer, CodeCase } from "./code-cases.js";

/** The Python that is here, null without one. */
export const python: string | null =
  ["python3", "python"].find((name) => spawnSync(name, ["-c", "import sys; assert sys.version_info >= (3, 6)"]).status === 0) ?? null;

if (python === null) process.stderr.write("\n*** no Python 3.6 or newer here: code in Python is SKIPPED ***\n\n");

/** Asks each module for each of its methods; what is raised is its answer. Numbers that JSON has not are texts. */
const DRIVER = `
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
def plain(value):
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return {"word": repr(value)}
    return value
def given(value):
    if isinstance(value, list):
        return [given(item) for item in value]
    return float(value["word"]) if isinstance(value, dict) else value
for line in sys.stdin:
    case = json.loads(line)
    module = importlib.import_module("models." + case["module"])
    answers = {}
    for method in case["methods"]:
        try:
            answers[method] = {"value": plain(getattr(module, method)(given(case["rows"])))}
        except Exception as error:
            answers[method] = {"error": type(error).__name__ + ": " + str(error)}
    print(json.dumps(answers))
`;

type Given = number | string | null | { readonly word: string };

const given = (cell: number | string | null): Given =>
  typeof cell !== "number" || Number.isFinite(cell) ? cell : { word: String(cell).replace("Infinity", "inf") };

const WORDS: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY };

function flat(value: unknown): (number | string | boolean)[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  if (typeof value === "object" && value !== null && "word" in value) return [WORDS[String(value.word)] ?? 0];
  return [value as number | string | boolean]; // JSON's own
}

/** Lengths of nested lists. */
function shapeOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

const dtypeOf = (data: readonly unknown[], dtype: string): string => {
  const kind = { string: "string", bool: "boolean" }[dtype] ?? "number";
  // Whole numbers are those of Python; a double is written with a point, which JSON's reader here does not tell.
  return data.every((value) => typeof value === kind) ? dtype : "odd";
};

function answerOf(found: { readonly value?: unknown; readonly error?: string }, dtype: string): Answer {
  if (found.error !== undefined) return { dtype: "string", shape: [], data: [found.error] };
  const data = flat(found.value);
  return { dtype: dtypeOf(data, dtype), shape: shapeOf(found.value), data };
}

/** Runs all cases. @throws Error with Python's words */
export function runPython(
  cases: readonly CodeCase[],
  command = python ?? "python3",
): ReadonlyMap<CodeCase, Readonly<Record<string, Answer>>> {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-python-"));
  try {
    const models = join(folder, "models");
    mkdirSync(models);
    const lines = cases.map((one, at) => {
      writeFileSync(join(models, `m${at}.py`), one.code);
      const rows = one.rows.map((row) => (one.single ? given(row[0] ?? null) : row.map(given)));
      return JSON.stringify({ module: `m${at}`, methods: one.report.functions.map(({ method }) => method), rows });
    });
    const done = spawnSync(command, ["-c", DRIVER, folder], { cwd: folder, encoding: "utf8", input: lines.join("\n"), maxBuffer: 2 ** 28 });
    if (done.status !== 0) throw new Error(`python: ${done.stderr.slice(-4000)}`);
    const answers = done.stdout.trimEnd().split("\n");
    return new Map(
      cases.map((one, at) => {
        const found = JSON.parse(answers[at] ?? "{}");
        return [one, Object.fromEntries(one.report.functions.map(({ method, dtype }) => [method, answerOf(found[method] ?? {}, dtype)]))];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
