/**
 * Recorded labels as code: each written in one language, with the rows that Python was asked and what it answered, so that
 * a whole version runs in few processes. What the target refuses is counted, by its reason.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { CornichonError } from "../../src/errors.js";
import { type CodeReport, toCode } from "../../src/targets/code/index.js";
import type { CodeLanguage } from "../../src/targets/code/languages.js";
import { runGuest } from "./guest.js";
import { recordedOf, type Tolerance, tensorDifference } from "./ort.js";
import { documentOf } from "./outputs.js";
import type { ExpectedLabel, SharedVersion } from "./shared.js";

type Cell = number | string | null;

export interface CodeCase {
  readonly label: string;
  readonly className: string;
  readonly code: string;
  readonly report: CodeReport;
  /** X by rows; they are lists but where X has one axis. */
  readonly rows: readonly (readonly Cell[])[];
  readonly single: boolean;
  readonly tolerance: Tolerance;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface CodeCases {
  readonly cases: readonly CodeCase[];
  /** Why labels were refused. */
  readonly refused: readonly { readonly label: string; readonly why: string }[];
}

const cellOf = (value: unknown): Cell => (value === null || typeof value === "string" ? value : Number(value));

/** Rows of recorded X; null where a value is of another kind than its column. */
function rowsOf(x: NonNullable<ReturnType<typeof recordedOf>>, { inputs }: CodeReport): readonly (readonly Cell[])[] | null {
  const [count = 0, cols = 1] = x.shape;
  const rows = Array.from({ length: count }, (_, i) => x.values.slice(i * cols, (i + 1) * cols).map(cellOf));
  const [first] = inputs;
  const isWhole = inputs.length === 1 && first?.name === "X";
  const fits = (cell: Cell, dtype: string | undefined): boolean =>
    dtype === undefined || (dtype === "string" ? typeof cell === "string" : typeof cell !== "string");
  const dtypeAt = (j: number): string | undefined =>
    isWhole ? first.dtype : inputs.find(({ name }) => name === (x.columns?.includes(name) === true ? x.columns[j] : `x${j}`))?.dtype;
  return rows.every((row) => row.every((cell, j) => fits(cell, dtypeAt(j)))) ? rows : null;
}

/** One model with recorded rows; null where these are no array, or nothing was converted. @throws CornichonError where it is refused */
export function caseOf(name: string, root: unknown, label: ExpectedLabel, language: CodeLanguage): CodeCase | null {
  const x = recordedOf(label.input);
  if (x === null || root === undefined || label.outputs === undefined) return null;
  const { bytes, report } = toCode(documentOf(root), undefined, { language, name: `m_${name.toLowerCase()}` });
  const rows = rowsOf(x, report);
  if (rows === null) return null;
  const single = report.inputs[0]?.shape.length === 1;
  const code = new TextDecoder().decode(bytes);
  return { label: name, className: label.class, code, report, rows, single, tolerance: x.tolerance, outputs: label.outputs };
}

/** All labels of a version in one language. */
export function codeCases({ folder, expected }: SharedVersion, language: CodeLanguage): CodeCases {
  const cases: CodeCase[] = [];
  const refused: { label: string; why: string }[] = [];
  for (const [name, label] of Object.entries(expected)) {
    if (label.outputs === undefined) continue;
    const { root } = runGuest(readFileSync(join(folder, `${name}.pkl`)));
    try {
      const made = caseOf(name, root, label, language);
      if (made !== null) cases.push(made);
    } catch (error) {
      if (!(error instanceof CornichonError) || !/^(?:target\.unsupported|model\.)/.test(error.code)) throw error;
      refused.push({ label: name, why: error.message });
    }
  }
  return { cases, refused };
}

/** A label's root, as it is or with another text in place of a part. */
export function rootOf({ folder }: SharedVersion, label: string, part = "", otherwise = ""): unknown {
  const { text } = runGuest(readFileSync(join(folder, `${label}.pkl`)));
  if (!text.includes(part)) throw new Error(`${label} has no ${part}`);
  return JSON.parse(text.replace(part, () => otherwise));
}

/** The same code, asked about other rows. */
export const askedAbout = (one: CodeCase, rows: CodeCase["rows"]): CodeCase => ({ ...one, rows });

/** Answers of one method, row after row. */
export interface Answer {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean)[];
}

function tensorOf({ dtype, shape, data }: Answer): ort.Tensor {
  if (dtype === "string") return new ort.Tensor("string", data.map(String), shape);
  return new ort.Tensor("float64", Float64Array.from(data, Number), shape);
}

/** What differs from the recorded answers, a line each; methods that the file has not are no difference. */
function codeDifferences({ label, outputs, tolerance }: CodeCase, answers: Readonly<Record<string, Answer>>): readonly string[] {
  return Object.entries(answers).flatMap(([method, answer]) => {
    if (!Object.hasOwn(outputs, method)) return [];
    const difference = tensorDifference(tensorOf(answer), outputs[method], tolerance);
    return difference === null ? [] : [`${label} ${method}: ${difference}`];
  });
}

/** Classes of which a label is right, and what differs. */
export function judged(answers: Iterable<readonly [CodeCase, Readonly<Record<string, Answer>>]>): {
  readonly right: ReadonlySet<string>;
  readonly wrong: readonly string[];
} {
  const right = new Set<string>();
  const wrong: string[] = [];
  for (const [one, answer] of answers) {
    const own = codeDifferences(one, answer);
    if (own.length === 0) right.add(one.className);
    wrong.push(...own);
  }
  return { right, wrong };
}
