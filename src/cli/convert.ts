/** `cornichon convert`: artifacts to neutral JSON, and to every other target. */

import { statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { CornichonError, joinShown, sentence, showList, shownJson, showPath, showText } from "../errors.js";
import { CODE_LANGUAGES } from "../targets/code/languages.js";
import { DTYPES, extensionOf, refuseOptions, TARGETS, targetOf } from "../targets/index.js";
import { type ConvertSummary, convertAll } from "../verbs/convert-all.js";
import type { ConvertTask } from "../verbs/convert-tasks.js";
import { tellFile, Unwritten } from "./convert-told.js";
import { EXIT, worstExit } from "./exit.js";
import { memberOptions } from "./model-input.js";
import { error, isStandardOutput, openOutput, openReport, say } from "./output.js";
import { placeOf } from "./place-of.js";
import { batchOptions, type Flags, readingOptions, readJson, type Start, textFlag, withReadingOptions } from "./shared.js";
import { treeOptions, withTreeOptions } from "./tree-options.js";

const ARRAYS = ["auto", "inline", "base64", "sidecar"] as const;

/** Where each file goes. */
function tasksOf(files: readonly string[], flags: Flags): ConvertTask[] {
  const folder = textFlag(flags, "outputDir");
  const output = textFlag(flags, "output");
  if (folder !== undefined && output !== undefined)
    throw new CornichonError("usage", sentence`--output and --output-dir exclude each other`);
  if (folder !== undefined) return files.map((path) => ({ path, outputDir: folder }));
  if (files.length > 1) throw new CornichonError("usage", sentence`several files need --output-dir`);
  const { binary } = targetOf(choice(flags, "to", TARGETS, "json"));
  if (binary !== undefined && (output ?? "-") === "-" && process.stdout.isTTY)
    throw new CornichonError("usage", sentence`${showText(binary)} is nothing for a terminal: --output names a file`);
  return files.map((path) => ({ path, output: output === "-" ? null : (output ?? null) }));
}

async function metadataOf(flags: Flags, signal: AbortSignal): Promise<Record<string, unknown>> {
  const path = textFlag(flags, "metadata");
  if (path === undefined) return {};
  const parsed = await readJson(path, "input.malformed", signal);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new CornichonError("input.malformed", sentence`${showPath(path)}: metadata is a JSON object`);
  return Object.fromEntries(Object.entries(parsed));
}

function choice<T extends string>(flags: Flags, name: string, values: readonly T[], fallback: T): T {
  const given = textFlag(flags, name) ?? fallback;
  const found = values.find((value) => value === given);
  if (found === undefined) throw new CornichonError("usage", sentence`--${showText(name)} is one of ${showList(values)}`);
  return found;
}

/** Names between commas, of which none is empty. */
function methodsIn(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes(""))
    throw new CornichonError("usage", sentence`--outputs is names of methods with commas, such as predict,predict_proba`);
  return names;
}

const OPSET = /^\d{1,3}$/;

/** What is written, and how: as far as the target takes it. */
function targetOptions(flags: Flags) {
  const to = choice(flags, "to", TARGETS, "json");
  const [outputs, opset, dtype, name, language] = ["outputs", "opset", "dtype", "name", "language"].map((key) => textFlag(flags, key));
  refuseOptions({ to, outputs, opset, dtype, name, language, report: textFlag(flags, "report") });
  if (opset !== undefined && !OPSET.test(opset)) throw new CornichonError("usage", sentence`--opset is a whole number`);
  return {
    to,
    ...(outputs === undefined ? {} : { outputs: methodsIn(outputs) }),
    ...(opset === undefined ? {} : { opset: Number(opset) }),
    ...(name === undefined ? {} : { name }),
    ...(to === "code" ? { language: choice(flags, "language", CODE_LANGUAGES, "js") } : {}),
    ...(dtype === undefined ? {} : { dtype: choice(flags, "dtype", DTYPES, "float64") }),
  };
}

function conversionOptions(flags: Flags) {
  const repair = textFlag(flags, "repair");
  if (repair !== undefined && repair !== "crlf") throw new CornichonError("usage", sentence`--repair is crlf`);
  return {
    ...targetOptions(flags),
    skipExisting: flags["skipExisting"] === true,
    arrays: choice(flags, "arrays", ARRAYS, "auto"),
    view: choice(flags, "view", ["stored", "upgrade"] as const, "stored"),
    ...memberOptions(flags),
    all: flags["all"] === true,
    placeholders: flags["placeholders"] === true,
    repairCrlf: repair === "crlf",
  };
}

const isFolder = (path: string): boolean =>
  !isStandardInput(path) && statSync(systemPath(path), { throwIfNoEntry: false })?.isDirectory() === true;

/** The file that a task makes of a file; undefined where that is standard output. */
function outputOf(task: ConvertTask | undefined, flags: Flags): string | undefined {
  if (task === undefined || !("outputDir" in task)) return task?.output ?? undefined;
  const { to, ...options } = targetOptions(flags);
  return join(task.outputDir, `${isStandardInput(task.path) ? "stdin" : basename(task.path)}.${extensionOf(to, options)}`);
}

/** Where the report goes: of one file, and none of the files that are read or written. */
function reportPathOf(files: readonly string[], tasks: readonly ConvertTask[], flags: Flags): string | undefined {
  const path = textFlag(flags, "report");
  if (path === undefined) return undefined;
  if (files.length !== 1 || (textFlag(flags, "outputDir") !== undefined && files.some(isFolder)))
    throw new CornichonError("usage", sentence`--report is for one file`);
  const output = outputOf(tasks[0], flags);
  const isOne = output === undefined || isStandardOutput(output) ? isStandardOutput(path) : placeOf(output) === placeOf(path);
  if (isOne) throw new CornichonError("usage", sentence`${showPath(path)}: output and report cannot be one file`);
  return path;
}

/** What a target says of itself: its place is opened before any work, and filled once there is something. */
function reportOf(files: readonly string[], tasks: readonly ConvertTask[], flags: Flags) {
  const path = reportPathOf(files, tasks, flags);
  const output = path === undefined ? null : openReport(path, files);
  let told: object | null = null;
  return {
    take: (report: object): void => {
      told = report;
    },
    write: async (): Promise<void> => {
      if (output === null || told === null) return;
      output.write(sentence`${shownJson(told, 2)}\n`);
      await output.end();
    },
    discard: (): void => output?.discard(),
  };
}

async function run(files: readonly string[], flags: Flags, signal: AbortSignal): Promise<number> {
  const tasks = tasksOf(files, flags);
  const stdout = openOutput(undefined);
  const select = textFlag(flags, "select");
  const options = {
    ...(await readingOptions(flags, signal)),
    ...batchOptions(flags),
    ...treeOptions(flags),
    ...conversionOptions(flags),
    ...(select === undefined ? {} : { select }),
    metadata: await metadataOf(flags, signal),
    text: (piece: Uint8Array): Promise<void> => {
      stdout.data(piece);
      return stdout.ready();
    },
  };
  const report = reportOf(files, tasks, flags);
  const codes: number[] = [];
  const unwritten = new Unwritten();
  const how = { quiet: flags["quiet"] === true, placeholders: flags["placeholders"] === true };
  let summary: ConvertSummary;
  try {
    summary = await convertAll(tasks, { ...options, report: report.take }, (file) => {
      unwritten.add(file);
      codes.push(tellFile(file, how));
    });
    await report.write();
  } finally {
    report.discard();
  }
  // Of one file all is said already.
  if (!how.quiet && (codes.length > 1 || summary.existing + summary.skipped + summary.outputs + summary.excluded > 0))
    say(unwritten.line(summary));
  return worstExit([...codes, ...emptyExit(files, flags, summary)]);
}

/** Where nothing was an artifact, somebody was mistaken. */
function emptyExit(files: readonly string[], flags: Flags, { written, refused, failed, existing }: ConvertSummary): number[] {
  if (written + refused + failed + existing > 0 || flags["allowEmpty"] === true) return [];
  error(sentence`nothing was recognised in ${joinShown(files.map(showPath), ", ")}; --allow-empty lets that pass`);
  return [EXIT.failed];
}

export function convertCommand(program: Command, start: Start): void {
  const command = program
    .command("convert")
    .description("write the neutral JSON of artifacts, ONNX, a pickle or skops file for today's sklearn, arrays, or source code")
    .argument("<path...>", "files, folders (their artifacts, with --output-dir), or - for standard input")
    .option("--to <target>", "json, coefficients, onnx, skops, pickle, safetensors, npz, csv, arrow, parquet or code", "json")
    .option(
      "--outputs <methods>",
      "of --to onnx and code: sklearn's methods with commas, or all; default of onnx: label, probabilities, scores, variable",
    )
    .option("--opset <n>", "of --to onnx: operator set of ai.onnx (18 to 26; default: 18)")
    .option("--dtype <dtype>", "of --to onnx: float64 (default), or float32 with the measured difference in the report")
    .option("--language <language>", "of --to code: js, ts, c or python (default: js)")
    .option("--name <name>", "of --to code: what the names of C's functions begin with (default: the class)")
    .option("--report <file>", "JSON of what was written, changed, renamed, defaulted and dropped (one input)")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--output-dir <dir>", "write <name>.json (or .onnx, …) of each file into this folder, below a folder by its relative path")
    .option("--skip-existing", "leave alone what has its output already: resumes a run that was ended")
    .option("--allow-empty", "exit 0 when a folder holds nothing to convert");
  withTreeOptions(command)
    .option("--arrays <mode>", "inline, base64, sidecar (safetensors beside the output) or auto", "auto")
    .option("--metadata <file>", "JSON with metadata to put into the document")
    .option("--select <path>", "the estimator: where the artifact holds several, or a step of one (models.ridge, scaler, best_estimator_)")
    .option("--index <n>", "which pickle of a file with several", "0")
    .option("--all", "all pickles of a file, as a list")
    .option("--member <name>", "this member of an archive")
    .option("--placeholders", "keep classes that are not listed as inert placeholders")
    .option("--repair <what>", "crlf: read a protocol 0 file whose line ends were changed")
    .option("--view <view>", "stored or upgrade", "stored")
    .addHelpText(
      "after",
      "\nExample:\n  cornichon convert model_v1.0.0_2024-01-15.joblib.gz --output model.json\n  cornichon convert models/ --output-dir neutral/ --skip-existing\n\nExit: 0 all written, 1 one was refused, 2 one could not be read",
    );
  withReadingOptions(command).action((files: string[], flags: Flags) => start((signal) => run(files, flags, signal), flags));
}
