/** `cornichon diff`: two models side by side. */
import type { Command } from "commander";
import { isStandardInput } from "../artifact/path.js";
import { diffMarkdown } from "../diff/markdown.js";
import { diffText } from "../diff/text.js";
import { CornichonError, type Shown, sentence, shownJson, showText } from "../errors.js";
import { wrapped } from "../report/width.js";
import { type DiffResult, diff } from "../verbs/diff.js";
import { EXIT } from "./exit.js";
import { memberOptions, modelInput, withMemberOptions } from "./model-input.js";
import { isStandardOutput, openReport } from "./output.js";
import { readGiven } from "./read-file.js";
import { type Flags, readingOptions, type Start, textFlag, withReadingOptions } from "./shared.js";
import { hearingSignals } from "./signals.js";
import { lookFor } from "./style.js";
import { inputOptions, isStream, MAX_X, toleranceFlag } from "./x-flags.js";

const FORMATS = ["text", "json", "markdown"] as const;
type Format = (typeof FORMATS)[number];

/** Columns that what does not fit a line is moved in by. */
const DEEPER = 4;

function formatOf(flags: Flags): Format {
  const given = textFlag(flags, "format") ?? "text";
  const format = FORMATS.find((one) => one === given);
  if (format === undefined) throw new CornichonError("usage", sentence`--format is text, json or markdown, not ${showText(given)}`);
  return format;
}

/** Standard input can only be one of them. */
function refuseTwice(...given: readonly (string | undefined)[]): void {
  if (given.filter((path) => path !== undefined && isStandardInput(path)).length > 1)
    throw new CornichonError("usage", sentence`the two models and --input cannot both be standard input`);
}

function printed(result: DiffResult, names: readonly [string, string], format: Format, columns: number | null): Shown {
  if (format === "json") return sentence`${shownJson({ names, ...result }, 2)}\n`;
  return format === "markdown" ? diffMarkdown(result, names) : wrapped(diffText(result, names), columns, DEEPER);
}

async function diffRun(a: string, b: string, flags: Flags, signal: AbortSignal): Promise<number> {
  const format = formatOf(flags);
  const input = textFlag(flags, "input");
  refuseTwice(a, b, input);
  const select = textFlag(flags, "select");
  const [rtol, atol] = [toleranceFlag(flags, "rtol"), toleranceFlag(flags, "atol")];
  const x = input === undefined ? undefined : isStream(input) ? await readGiven(input, MAX_X, signal) : { file: input };
  const result = await diff(modelInput(a), modelInput(b), {
    ...(await readingOptions(flags, signal)),
    ...memberOptions(flags),
    ...(select === undefined ? {} : { select }),
    ...(rtol === undefined ? {} : { rtol }),
    ...(atol === undefined ? {} : { atol }),
    ...(x === undefined || input === undefined ? {} : { input: x, inputName: input, ...inputOptions(flags) }),
  });
  const outputPath = textFlag(flags, "output");
  const { columns } = lookFor(isStandardOutput(outputPath) ? 1 : "file");
  await hearingSignals(async () => {
    const output = openReport(outputPath, [a, b, ...(input === undefined ? [] : [input])]);
    output.write(printed(result, [a, b], format, columns));
    await output.end();
  });
  return result.same ? EXIT.ok : EXIT.refused;
}

const HELP = `
Each side is an artifact, a neutral JSON or an ONNX file. Compared are classes
and what is there, parameters, attributes (with the largest difference), and what
both answer to --input, or to rows made of what they were fitted to: kept samples,
means and scales, thresholds, edges of bins, categories. Numbers are the same
within --rtol and --atol; whole numbers, texts and classes only when they are
equal. The version of sklearn that wrote a model is told, and no difference. An
ONNX file is asked too, as far as its operators are known, and where cornichon
wrote it its graph is held against what the model is written as.

Example:
  cornichon diff model.pkl migrated.pkl
  cornichon diff main.joblib branch.joblib --input factors.csv -f markdown
  cornichon diff model.joblib model.onnx

Exit: 0 the same, 1 they differ, 2 it could not be done (or an artifact was
refused)`;

export function diffCommand(program: Command, start: Start): void {
  const command = program
    .command("diff")
    .description("two models side by side: what they are, and what they answer")
    .argument("<a>", "artifact, neutral JSON or ONNX file (- for standard input)")
    .argument("<b>", "the other one")
    .option("--input <file>", "X for both: .csv, .json, .npy … (default: rows made of what they were fitted to)")
    .option("--rtol <x>", "relative tolerance (default: 1e-9; 1e-5 for answers of an ONNX file in float32)")
    .option("--atol <x>", "absolute tolerance (default: 1e-12)")
    .option("--format <format>", "text, json or markdown", "text")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--delimiter <char>", "of a CSV: , ; tab … (default: found out)")
    .option("--header", "the first line of a CSV names the columns, though it looks like a row")
    .option("--no-header", "the first line of a CSV is a row")
    .option("--keep-text", "NA, null, an empty field … are texts in columns of texts")
    .option("--select <path>", "compare this part of both (models.ridge, scaler)");
  withReadingOptions(withMemberOptions(command).addHelpText("after", HELP)).action((a: string, b: string, flags: Flags) =>
    start((signal) => diffRun(a, b, flags, signal), flags),
  );
}
