/** `cornichon convert`: artifacts to neutral JSON or coefficients. */

import type { Command } from "commander";
import { CornichonError, joinShown, sentence, showList, showPath, showText } from "../errors.js";
import { type ConvertSummary, type ConvertTask, convertAll } from "../index.js";
import { tellFile, Unwritten } from "./convert-told.js";
import { EXIT, worstExit } from "./exit.js";
import { memberOptions } from "./model-input.js";
import { error, openOutput, say } from "./output.js";
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

function conversionOptions(flags: Flags) {
  const repair = textFlag(flags, "repair");
  if (repair !== undefined && repair !== "crlf") throw new CornichonError("usage", sentence`--repair is crlf`);
  return {
    to: choice(flags, "to", ["json", "coefficients"] as const, "json"),
    skipExisting: flags["skipExisting"] === true,
    arrays: choice(flags, "arrays", ARRAYS, "auto"),
    view: choice(flags, "view", ["stored", "upgrade"] as const, "stored"),
    ...memberOptions(flags),
    all: flags["all"] === true,
    placeholders: flags["placeholders"] === true,
    repairCrlf: repair === "crlf",
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
  const codes: number[] = [];
  const unwritten = new Unwritten();
  const how = { quiet: flags["quiet"] === true, placeholders: flags["placeholders"] === true };
  const summary = await convertAll(tasks, options, (file) => {
    unwritten.add(file);
    codes.push(tellFile(file, how));
  });
  // Of one file all is said already.
  if (!how.quiet && (codes.length > 1 || summary.existing + summary.skipped + summary.excluded > 0)) say(unwritten.line(summary));
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
    .description("write the neutral JSON of artifacts, or the coefficients of a linear model")
    .argument("<path...>", "files, folders (their artifacts, with --output-dir), or - for standard input")
    .option("--to <target>", "json or coefficients", "json")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--output-dir <dir>", "write <name>.json of each file into this folder, below a folder by its relative path")
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
