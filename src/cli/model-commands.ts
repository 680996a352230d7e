/** `cornichon predict` and `cornichon verify`: what works on a model. */
import type { Command } from "commander";
import { isStandardInput } from "../artifact/path.js";
import { CornichonError, sentence, shownJson, showPath, showText } from "../errors.js";
import { type Check, type Finding, type Input, predict, resultCsv, resultJson, type Verdict, verify } from "../index.js";
import { worstFinding } from "../report/worst.js";
import { EXIT, EXIT_OF } from "./exit.js";
import { openOutput, say } from "./output.js";
import { readGiven } from "./read-file.js";
import { type Flags, readingOptions, readJson, type Start, textFlag, withReadingOptions } from "./shared.js";

/** Longest X: what one array of numbers can hold is far below. */
const MAX_X = 2 ** 31;

/** The model's file or standard input, which only one can have. */
function modelInput(path: string, input?: string): Input {
  if (!isStandardInput(path)) return path;
  if (input !== undefined && isStandardInput(input))
    throw new CornichonError("usage", sentence`model and --input cannot both be standard input`);
  return process.stdin;
}

async function predictRun(path: string, flags: Flags, signal: AbortSignal): Promise<number> {
  const input = textFlag(flags, "input");
  const method = textFlag(flags, "method") ?? "predict";
  const format = textFlag(flags, "format") ?? "csv";
  if (input === undefined) throw new CornichonError("usage", sentence`--input is needed: a .csv, .json or .npy file`);
  if (format !== "csv" && format !== "json") throw new CornichonError("usage", sentence`--format is csv or json`);
  const select = textFlag(flags, "select");
  const x = (): Promise<Buffer> => readGiven(input, MAX_X, signal);
  const options = { ...(await readingOptions(flags, signal)), ...(select === undefined ? {} : { select }), method };
  const { result, verdict, findings } = await predict(modelInput(path, input), x, options).catch((error: unknown) => {
    throw aboutInput(error) ? new CornichonError(error.code, sentence`${showPath(input)}: ${error.message}`, { cause: error }) : error;
  });
  if (verdict !== "safe") return refuse(path, verdict, findings);
  const output = openOutput(textFlag(flags, "output"), [path, input]);
  output.data(format === "json" ? resultJson(result) : resultCsv(method, result));
  output.end();
  return EXIT.ok;
}

/** True for what is wrong with X, of which only we know where it stood. */
const aboutInput = (error: unknown): error is CornichonError =>
  error instanceof CornichonError && error.code.startsWith("input.") && error.code !== "input.unreadable";

function refuse(path: string, verdict: Verdict, findings: readonly Finding[]): number {
  const worst = worstFinding(findings);
  const why = worst === undefined ? sentence`` : sentence`: ${worst.message}`;
  say(sentence`cornichon: ${showPath(path)}: ${showText(verdict)}${why}`);
  return EXIT_OF[verdict];
}

export function predictCommand(program: Command, start: Start): void {
  const command = program
    .command("predict")
    .description("predict with an artifact or a neutral JSON")
    .argument("<model>", "artifact or neutral JSON")
    .option("--input <file>", "X: .csv with a header, .json or .npy (- for standard input)")
    .option("--method <name>", "predict, predict_proba, decision_function, transform …", "predict")
    .option("--format <format>", "csv or json", "csv")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--select <path>", "the estimator where the artifact holds several")
    .addHelpText(
      "after",
      "\nExample:\n  cornichon predict model.joblib --input factors.csv --method predict\n\nExit: 0 done, 1 the artifact was refused, 2 it could not be done",
    );
  withReadingOptions(command).action((path: string, flags: Flags) => start((signal) => predictRun(path, flags, signal), flags));
}

function tolerance(flags: Flags, name: string): number | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value >= 0)) throw new CornichonError("usage", sentence`--${showText(name)} is a number`);
  return value;
}

async function verifyRun(path: string, flags: Flags, signal: AbortSignal): Promise<number> {
  const expectFile = textFlag(flags, "expect");
  const select = textFlag(flags, "select");
  const [rtol, atol] = [tolerance(flags, "rtol"), tolerance(flags, "atol")];
  const options = {
    ...(await readingOptions(flags, signal)),
    ...(expectFile === undefined ? {} : { expect: await readJson(expectFile, "input.malformed", signal, (text) => text) }),
    ...(select === undefined ? {} : { select }),
    ...(rtol === undefined ? {} : { rtol }),
    ...(atol === undefined ? {} : { atol }),
  };
  let checks: readonly Check[];
  try {
    checks = await verify(modelInput(path), options);
  } catch (error) {
    if (!(error instanceof CornichonError) || error.code !== "artifact.refused") throw error;
    say(sentence`cornichon: ${error.message}`);
    return error.verdict === null ? EXIT.failed : EXIT_OF[error.verdict];
  }
  const output = openOutput(textFlag(flags, "output"), [path]);
  const ok = checks.every((c) => c.ok);
  if (textFlag(flags, "format") === "json") output.write(sentence`${shownJson({ ok, checks }, 2)}\n`);
  else
    for (const c of checks) output.write(sentence`${c.ok ? sentence`ok  ` : sentence`FAIL`} ${showText(c.name)}: ${showText(c.detail)}\n`);
  output.end();
  return ok ? EXIT.ok : EXIT.refused;
}

export function verifyCommand(program: Command, start: Start): void {
  const command = program
    .command("verify")
    .description("the checks a careful person makes after loading a model")
    .argument("<model>", "artifact or neutral JSON")
    .option("--expect <file>", "JSON: features, n_features_in, coefficients, intercept, predictions {input, outputs}, or {input, outputs}")
    .option("--rtol <x>", "relative tolerance (default 1e-9, and 1e-5 for answers in float32)")
    .option("--atol <x>", "absolute tolerance", "1e-12")
    .option("--format <format>", "text or json", "text")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--select <path>", "the estimator where the artifact holds several")
    .addHelpText(
      "after",
      `
Example:
  Can a version warning be ignored? Record in Python, where the model still answers, what it says to a few rows:
  X = X_test[:20]
  json.dump({"input": X.tolist(), "outputs": {"predict": model.predict(X).tolist(), "predict_proba": model.predict_proba(X).tolist()}}, open("expected.json", "w"))
and hold it against what is read here:
  cornichon verify model.joblib --expect expected.json
  ok   predict: 20 values agree to the last digit
  ok   predict_proba: 60 values agree to 15 digits or more, least at [4, 1]: 0.62 here, 0.6200000000000001 recorded
  ok   version warning: written by sklearn 1.2.2; predict, predict_proba agree with Python to 15 digits or more: it can be ignored for this model

Outputs are by method: lists, lists of arrays, {shape, data} as predict --format json has it, sparse rows {shape, data, indices, indptr}.

Exit: 0 all checks hold, 1 one does not (or the artifact was refused), 2 it could not be done`,
    );
  withReadingOptions(command).action((path: string, flags: Flags) => start((signal) => verifyRun(path, flags, signal), flags));
}
