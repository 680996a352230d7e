/** `cornichon predict`: a model asked about the rows of a file. */
import type { Command } from "commander";
import { CornichonError, sentence, showPath, showText } from "../errors.js";
import { type Finding, predict, resultCsv, resultJson, type Verdict } from "../index.js";
import { worstFinding } from "../report/worst.js";
import { EXIT, EXIT_OF } from "./exit.js";
import { modelInput } from "./model-input.js";
import { openOutput, say } from "./output.js";
import { readGiven } from "./read-file.js";
import { type Flags, readingOptions, type Start, textFlag, withReadingOptions } from "./shared.js";

/** Longest X: what one array of numbers can hold is far below. */
const MAX_X = 2 ** 31;

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
