/**
 * What was made of a model, held against it: by what both answer to rows made of what they were fitted to, and to how many
 * digits; an ONNX file that cornichon wrote by its graph too. What was not compared is no check that holds.
 */
import { type AnswerDiff, compare, type DiffResult } from "../diff/index.js";
import { digitsOf } from "../diff/told.js";
import type { NeutralDocument } from "../neutral/document.js";
import type { Agreement } from "../verify/agreement.js";
import { type Check, check, compared } from "../verify/check.js";
import { compareOptions, readSide } from "./diff.js";
import type { Loadable, LoadOptions } from "./load.js";

/** How far two answers agree, in the words of the other checks. */
function agreementOf({ numbers, problem }: AnswerDiff): Agreement {
  if (numbers === null) return { values: 0, differing: 0, digits: 0, worst: null, problem };
  const { count, differing, at, a, b } = numbers;
  const digits = digitsOf(numbers);
  return { values: count, differing, digits, worst: numbers.unequal === 0 ? null : { at, ours: a, theirs: b }, problem };
}

const asTarget = ({ detail, ...one }: Check): Check => ({ ...one, detail: detail.replace(/ recorded$/, " in the target") });

function answerChecks({ answers, rows, notes }: DiffResult): Check[] {
  if (answers.length === 0) return [check("target", false, notes.join("; ") || "no answers were compared")];
  const checks = answers.map((one) => asTarget(compared(`target: ${one.method}`, agreementOf(one))));
  return checks.map((one) => ({ ...one, detail: `${one.detail} (${rows ?? "no rows"})` }));
}

/** The graph, where it was compared. */
function graphChecks({ graph, differences, more }: DiffResult): Check[] {
  if (!graph) return [];
  const own = differences.filter(({ part }) => part === "graph");
  const [first] = own;
  if (first === undefined) return [check("target: graph", true, "the graph is what the model is written as")];
  const told = `first ${first.path}: ${first.what} (${first.a ?? "nothing"} here, ${first.b ?? "nothing"} in the target)`;
  return [check("target: graph", false, `${own.length + more} differences, ${told}`)];
}

/** An ONNX file's: what was not asked is left to its graph, where that is the model's. */
function onnxChecks(result: DiffResult): Check[] {
  const graph = graphChecks(result);
  const isHeld = graph.some(({ ok }) => ok);
  const answers = isHeld
    ? result.answers.filter(({ numbers, problem }) => numbers !== null || problem?.startsWith("not compared") !== true)
    : result.answers;
  return [...(isHeld && answers.length === 0 ? [] : answerChecks({ ...result, answers })), ...graph];
}

/** The checks of a target. @throws CornichonError `artifact.refused`, `usage`, `input.*`, `document.*`, `model.*`, `target.unsupported`, `host.*` */
export async function targetChecks(
  document: NeutralDocument,
  target: Loadable,
  { rtol, atol, ...options }: LoadOptions & { readonly rtol?: number; readonly atol?: number },
  own: Parameters<typeof readSide>[2],
): Promise<readonly Check[]> {
  const side = await readSide(target, options, own);
  const tolerances = { ...(rtol === undefined ? {} : { rtol }), ...(atol === undefined ? {} : { atol }) };
  const select = options.select === undefined ? {} : { select: options.select };
  const result = await compare({ document }, side, { ...compareOptions({ ...select, ...tolerances }), answersOnly: true });
  return "onnx" in side ? onnxChecks(result) : answerChecks(result);
}
