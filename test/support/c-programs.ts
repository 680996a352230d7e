/** C files of cases, compiled many at a time under the strictest warnings, and what their functions answer. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { doubleLiteral, textLiteral } from "../../src/targets/code/c/literals.js";
import type { Answer, CodeCase } from "./code-cases.js";

/** What the files promise to compile under without a word. */
const FLAGS = ["-Wall", "-Wextra", "-Werror", "-std=c99", "-pedantic"] as const;

/** The compiler that is here, null without one. */
export const cc: string | null = ["cc", "gcc", "clang"].find((name) => spawnSync(name, ["--version"]).status === 0) ?? null;

if (cc === null) process.stderr.write("\n*** no C compiler here: code in C is SKIPPED ***\n\n");

const SHOW = `static double out[65536];
static void show(int code, size_t size, const char *const *classes) {
  size_t i;
  printf("%d", code);
  for (i = 0; code == 0 && i < size; i++) {
    const char *text = classes == NULL ? NULL : classes[(int)out[i]];
    if (text == NULL) printf(" %.17g", out[i]);
    else for (printf(" \\""); *text; text++) printf("%02x", (unsigned)(unsigned char)*text);
  }
  printf("\\n");
}
`;

const prefixOf = ({ label }: CodeCase): string => `m_${label.toLowerCase()}`;
const hasTexts = ({ report }: CodeCase): boolean => report.inputs.some(({ dtype }) => dtype === "string");

function* declarations(one: CodeCase, at: number): Generator<string> {
  const texts = hasTexts(one) ? "const char *const *texts, " : "";
  for (const { method } of one.report.functions) yield `extern int ${prefixOf(one)}_${method}(const double *x, ${texts}double *out);\n`;
  if (one.report.functions.some(({ dtype }) => dtype === "string")) yield `extern const char *const ${prefixOf(one)}_classes[];\n`;
  const cells = one.rows.flat();
  yield `static const double x${at}[] = {${cells.map((cell) => (typeof cell === "number" ? doubleLiteral(cell) : "NAN")).join(", ")}};\n`;
  if (hasTexts(one))
    yield `static const char *const t${at}[] = {${cells.map((cell) => (typeof cell === "string" ? textLiteral(cell) : "NULL")).join(", ")}};\n`;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1);

function* calls(one: CodeCase, at: number): Generator<string> {
  const width = one.rows[0]?.length ?? 1;
  const texts = hasTexts(one) ? `t${at} + i * ${width}, ` : "";
  for (const { method, dtype, shape } of one.report.functions) {
    const classes = dtype === "string" ? `${prefixOf(one)}_classes` : "NULL";
    yield `  for (i = 0; i < ${one.rows.length}; i++) show(${prefixOf(one)}_${method}(x${at} + i * ${width}, ${texts}out), ${sizeOf(shape)}, ${classes});\n`;
  }
}

function driver(cases: readonly CodeCase[]): string {
  const heads = cases.flatMap((one, at) => [...declarations(one, at)]);
  const all = cases.flatMap((one, at) => [...calls(one, at)]);
  return `#include <math.h>\n#include <stdio.h>\n${SHOW}${heads.join("")}int main(void) {\n  size_t i;\n${all.join("")}  return 0;\n}\n`;
}

const WORDS = new Map([
  ["nan", Number.NaN],
  ["-nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

const answerIn = (text: string): number | string =>
  text.startsWith('"') ? Buffer.from(text.slice(1), "hex").toString() : (WORDS.get(text) ?? Number(text));

/** What functions of each case answered; a row that was refused is its code as a text. */
export type CAnswers = ReadonlyMap<CodeCase, Readonly<Record<string, Answer>>>;

/** Compiles and runs. @throws Error with the compiler's words */
export function runC(cases: readonly CodeCase[], flags: readonly string[] = ["-O0"]): CAnswers {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-c-"));
  try {
    const files = cases.map((one, at) => {
      writeFileSync(join(folder, `m${at}.c`), one.code);
      return `m${at}.c`;
    });
    writeFileSync(join(folder, "driver.c"), driver(cases));
    const made = spawnSync(cc ?? "cc", [...FLAGS, ...flags, "-o", "program", ...files, "driver.c", "-lm"], {
      cwd: folder,
      encoding: "utf8",
    });
    if (made.status !== 0) throw new Error(`cc: ${made.stderr.slice(0, 4000)}`);
    const done = spawnSync(join(folder, "program"), { encoding: "utf8", maxBuffer: 2 ** 28 });
    if (done.status !== 0) throw new Error(`the program ended with ${done.status ?? done.signal}`);
    return answersOf(cases, done.stdout.trimEnd().split("\n"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answersOf(cases: readonly CodeCase[], lines: readonly string[]): CAnswers {
  let next = 0;
  return new Map(
    cases.map((one) => {
      const answers = one.report.functions.map(({ method, dtype, shape }): [string, Answer] => {
        const rows = one.rows.map(() => (lines[next++] ?? "").split(" "));
        const data = rows.flatMap(([code, ...values]) => (code === "0" ? values.map(answerIn) : [`code ${code}`]));
        return [method, { dtype, shape: [rows.length, ...shape], data }];
      });
      return [one, Object.fromEntries(answers)];
    }),
  );
}
