/** What stands at the head of a C file: what it is, how it is called and built, and what it answers. */
import { togetherIn } from "../flow.js";
import { takesTexts } from "../places.js";
import type { Program, Told } from "../program.js";
import { commentText } from "./literals.js";
import { CODES, type File, isStatic, prototype, sizeOf } from "./routine.js";

/** Text of the comment, a line each. */
function* sentences({ program, name, texts }: File, told: Told): Generator<string> {
  yield `${commentText(told.modelType)} as C99, written by ${commentText(told.producer)}`;
  if (told.sklearnVersion !== null) yield `of an estimator of scikit-learn ${commentText(told.sklearnVersion)}`;
  if (told.sha256 !== null) yield `sha256 of what it was read from: ${commentText(told.sha256)}`;
  yield "";
  yield `Build: cc -std=c99 -O2 -c FILE.c, and link with -lm. It needs IEEE doubles; not for -ffast-math.`;
  yield `One row a call. x: ${rowOf(program)}. out: the answer, in C order:`;
  for (const routine of program.routines) {
    const { method, output } = routine;
    const what = output.type === "str" ? `a place in ${name}_classes` : output.type === "int" ? "whole numbers" : "numbers";
    yield `  ${name}_${method}: ${sizeOf(routine)} (${what})${isStatic(routine) ? "; static scratch: one call at a time" : ""}`;
  }
  const together = program.routines.filter((routine) => togetherIn(routine).length > 0).map(({ method }) => method);
  if (together.length > 0)
    yield `scikit-learn lets all rows of X decide something of ${together.join(", ")}; here each row is an X of its own.`;
  if (takesTexts(program)) yield "texts: the row's texts (UTF-8), each at its column's place; x[j] of such a column is not read.";
  if (texts.classes > 0 && program.routines.some(({ output }) => output.type === "str"))
    yield `Labels are texts: ${name}_classes[(int)out[0]].`;
  yield "Functions are reentrant where nothing else is said, and take no memory but the stack's.";
  yield "";
  yield "They return 0, or why there is no answer (out is then not to be read):";
  yield `  ${CODES.nan}: NaN where scikit-learn refuses it   ${CODES.infinite}: an infinite number where it is refused`;
  yield `  ${CODES.large}: a number above the largest float   ${CODES.low}: a number below the least that is taken`;
  yield `  ${CODES.unknown}: a category or a label that was not there when it was fitted`;
  yield `  ${CODES.odd}: a label that is no whole number, or a text that is NULL or no UTF-8   ${CODES.fault}: a row without an exact answer`;
}

const rowOf = ({ width, single }: Program): string => (single ? "the label" : `${width} numbers, columns in the order of fitting`);

/** Compilers may join a product and a sum, which rounds once instead of twice. */
const EXACT = `#if defined(__FAST_MATH__)
#error "this file needs the arithmetic of IEEE 754: compile it without -ffast-math"
#endif
#if defined(__clang__) || !defined(__GNUC__)
#pragma STDC FP_CONTRACT OFF
#else
#pragma GCC optimize ("fp-contract=off")
#endif
`;

/** Everything before the tables. */
export function* head(file: File, told: Told): Generator<string> {
  yield "/*\n";
  for (const line of sentences(file, told)) yield line === "" ? " *\n" : ` * ${line}\n`;
  yield " */\n#include <math.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <string.h>\n\n";
  yield `${EXACT}\n`;
  for (const routine of file.program.routines) yield `${prototype(file, routine)};\n`;
  yield "\n";
}
