/** Code that targets wrote, run in a process of its own, and what comes out held against what Python recorded. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isClose } from "../../src/numeric/ndarray.js";
import { denseOf, recordedOf, type Tolerance } from "./ort.js";
import { isObject, type Json, plain } from "./outputs.js";

/** What one function answered: its values one after the other, or what it threw. */
export interface Ran {
  readonly values?: readonly unknown[];
  readonly error?: string;
}

/** A module, and which of its functions are asked about which rows. */
export interface Asked {
  readonly bytes: Uint8Array;
  readonly methods: readonly string[];
  readonly rows: readonly unknown[];
}

const MOST_OUTPUT = 1 << 29;
const spell = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value;
const unspelled = (_key: string, value: unknown): unknown => (isObject(value) && "number" in value ? Number(value["number"]) : value);

/** Answers of JavaScript modules under a policy without `eval`, method by method. */
export function runModules(asked: readonly Asked[]): readonly (readonly Ran[])[] {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-code-"));
  try {
    const lines = asked.map(({ bytes, methods, rows }, i) => {
      const file = join(folder, `${i}.mjs`);
      writeFileSync(file, bytes);
      return JSON.stringify({ file, methods, rows }, spell);
    });
    const runner = join(import.meta.dirname, "run-modules.mjs");
    const done = spawnSync(process.execPath, ["--disallow-code-generation-from-strings", runner], {
      input: lines.join("\n"),
      encoding: "utf8",
      maxBuffer: MOST_OUTPUT,
    });
    if (done.status !== 0) throw new Error(`modules did not run: ${done.stderr}`);
    return done.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line, unspelled) as readonly Ran[]); // our own runner's lines
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Recorded X as rows of plain values, `single`: of one text or label each; null where it is no array. */
export function rowsOf(input: Json, single = false): { readonly rows: readonly unknown[]; readonly tolerance: Tolerance } | null {
  const x = recordedOf(input);
  if (x === null) return null;
  const values = x.values.map((value) => (value === null ? Number.NaN : typeof value === "bigint" ? Number(value) : value));
  const [count = 0, width] = x.shape;
  const rows =
    width === undefined
      ? values.map((value) => (single ? value : [value]))
      : Array.from({ length: count }, (_, i) => values.slice(i * width, (i + 1) * width));
  return { rows, tolerance: x.tolerance };
}

/** What differs of one method, null when nothing does; labels exactly, numbers within the tolerance, or that of float32 answers. */
export function codeDifference({ values, error }: Ran, theirs: Json, given: Tolerance): string | null {
  if (values === undefined) return error ?? "no answer";
  if (!isObject(theirs) || !Array.isArray(theirs["data"])) return "Python gives no array";
  const dtype = String(theirs["dtype"]);
  const isText = /^[<>|=]?[OUS]|object|str/.test(dtype);
  const { rtol, atol } = /f4$|float32/.test(dtype) ? { rtol: 1e-6, atol: 1e-6 } : given;
  const wanted = denseOf(theirs).map((value) => plain(value, !isText));
  if (wanted.length !== values.length) return `${values.length} values, Python has ${wanted.length}`;
  const at = wanted.findIndex((value, i) =>
    typeof value === "string" ? values[i] !== value : !isClose(Number(values[i]), Number(value), rtol, atol),
  );
  return at < 0 ? null : `value ${at} is ${String(values[at])}, Python says ${String(wanted[at])}`;
}
