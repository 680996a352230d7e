/** `cornichon predict`: a model asked about the rows of a file. */
import type { Command } from "commander";
import { CornichonError, sentence, showPath, showText } from "../errors.js";
import type { Finding, Verdict } from "../report/scan-report.js";
import { worstFinding } from "../report/worst.js";
import { predict, type XFile } from "../verbs/predict.js";
import { formatOf, writeAnswer } from "./answer-output.js";
import { EXIT, EXIT_OF } from "./exit.js";
import { memberOptions, modelInput, ofModel, withMemberOptions } from "./model-input.js";
import { error, warning } from "./output.js";
import { progressFor } from "./progress.js";
import { readGiven } from "./read-file.js";
import { type Flags, readingOptions, type Start, textFlag, withReadingOptions } from "./shared.js";
import { inputOptions, isStream, MAX_X } from "./x-flags.js";

async function predictRun(path: string, flags: Flags, signal: AbortSignal): Promise<number> {
  const input = textFlag(flags, "input");
  const method = textFlag(flags, "method") ?? "predict";
  if (input === undefined) throw new CornichonError("usage", sentence`--input is needed: a .csv, .json or .npy file`);
  const format = formatOf(flags);
  const select = textFlag(flags, "select");
  const x = async (): Promise<Buffer | XFile> => (isStream(input) ? readGiven(input, MAX_X, signal) : { file: input });
  const progress = progressFor(flags);
  const options = {
    ...(await readingOptions(flags, signal)),
    ...memberOptions(flags),
    ...inputOptions(flags),
    ...(select === undefined ? {} : { select }),
    method,
    inputName: input,
    progress: (rows: number, all: number) => progress.tell(sentence`${showPath(input)}: ${rows} of ${all} rows`),
  };
  const {
    result,
    verdict,
    findings,
    warnings,
    columns,
    classes,
    input: given,
  } = await ofModel(path, predict(modelInput(path, input), x, options)).finally(() => progress.end());
  if (verdict !== "safe") return refuse(path, verdict, findings);
  if (flags["quiet"] !== true) for (const one of warnings) warning(one);
  const beside = flags["withInput"] === true ? (given?.() ?? null) : null;
  if (flags["withInput"] === true && beside === null)
    throw new CornichonError("usage", sentence`${showPath(input)}: it has no rows that could stand beside the answers`);
  await writeAnswer({ method, result, columns, classes, input: beside }, format, textFlag(flags, "output"), [path, input]);
  return EXIT.ok;
}

function refuse(path: string, verdict: Verdict, findings: readonly Finding[]): number {
  const worst = worstFinding(findings);
  const why = worst === undefined ? sentence`` : sentence`: ${worst.message}`;
  error(sentence`${showPath(path)}: ${showText(verdict)}${why}`);
  return EXIT_OF[verdict];
}

const HELP = `
X: .csv or .tsv (what pandas reads as missing, as True and False and as numbers
is so here; delimiter and header are found out), .txt (a text a line, for a
model that takes texts), .json and JSON Lines (rows, rows by name, one row,
columns, {columns, rows}, DataFrame.to_json of every orient, bodies of MLflow
and of the Open Inference Protocol), .npy, .npz, a pickle of an array. Columns
that have names are put into the model's order; a missing or surplus one is an
error.

Example:
  cornichon predict model.joblib --input factors.csv --method predict
  cornichon predict model.joblib --input factors.csv --method predict_proba \\
    --with-input --output answers.csv
  tail -n 100 rows.jsonl | cornichon predict model.joblib --input - -f ndjson

Exit: 0 done, 1 the artifact was refused, 2 it could not be done`;

export function predictCommand(program: Command, start: Start): void {
  const command = program
    .command("predict")
    .description("predict with an artifact or a neutral JSON")
    .argument("<model>", "artifact or neutral JSON (- for standard input)")
    .option("--input <file>", "X: .csv, .json, .npy … (- for standard input)")
    .option("--method <name>", "predict, predict_proba, decision_function, transform …", "predict")
    .option("--format <format>", "csv, json, ndjson or npy (default: by the ending of --output, else csv)")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--with-input", "the columns of X before those of the answer")
    .option("--delimiter <char>", "of a CSV: , ; tab … (default: found out)")
    .option("--header", "the first line of a CSV names the columns, though it looks like a row")
    .option("--no-header", "the first line of a CSV is a row")
    .option("--keep-text", "NA, null, an empty field … are texts in columns of texts")
    .option("--select <path>", "the estimator where the artifact holds several");
  withReadingOptions(withMemberOptions(command).addHelpText("after", HELP)).action((path: string, flags: Flags) =>
    start((signal) => predictRun(path, flags, signal), flags),
  );
}
