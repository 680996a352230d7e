/** `cornichon convert`: artifacts to neutral JSON or coefficients. */

import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showList, shownJson, showPath, showText } from "../errors.js";
import {
  type ArtifactReport,
  type Coefficients,
  type ConvertAllOptions,
  type ConvertedFile,
  type ConvertTask,
  coefficients,
  convertAll,
  type Finding,
  type MetadataConflict,
  readDocument,
} from "../index.js";
import { KeptText } from "../output/kept-text.js";
import { isNote, worstFinding } from "../report/worst.js";
import { EXIT, EXIT_OF, worstExit } from "./exit.js";
import { memberOptions } from "./model-input.js";
import { openOutput, say } from "./output.js";
import { batchOptions, type Flags, readingOptions, readJson, type Start, textFlag, withReadingOptions } from "./shared.js";

const TARGETS = ["json", "coefficients"] as const;
const ARRAYS = ["auto", "inline", "base64", "sidecar"] as const;

/** Where each file goes. Names that would meet are a usage error before any work. */
function tasksOf(files: readonly string[], flags: Flags): ConvertTask[] {
  const folder = textFlag(flags, "outputDir");
  const output = textFlag(flags, "output");
  if (folder === undefined) {
    if (files.length > 1) throw new CornichonError("usage", sentence`several files need --output-dir`);
    return files.map((path) => ({ path, output: output === "-" ? null : (output ?? null) }));
  }
  if (output !== undefined) throw new CornichonError("usage", sentence`--output and --output-dir exclude each other`);
  const tasks = files.map((path) => ({ path, output: join(folder, `${isStandardInput(path) ? "stdin" : basename(path)}.json`) }));
  const names = new Set(tasks.map((task) => task.output));
  if (names.size !== tasks.length) throw new CornichonError("usage", sentence`two of the files would get the same name in --output-dir`);
  try {
    mkdirSync(systemPath(folder), { recursive: true });
  } catch (cause) {
    throw new CornichonError("output.exists", sentence`${showPath(folder)}: the folder could not be made`, { cause });
  }
  return tasks;
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
    arrays: choice(flags, "arrays", ARRAYS, "auto"),
    view: choice(flags, "view", ["stored", "upgrade"] as const, "stored"),
    ...memberOptions(flags),
    all: flags["all"] === true,
    placeholders: flags["placeholders"] === true,
    repairCrlf: repair === "crlf",
  };
}

function conflictText({ key, kept, keptFrom, dropped, droppedFrom }: MetadataConflict): Shown {
  const [one, other] = [showText(JSON.stringify(kept)), showText(JSON.stringify(dropped))];
  return sentence`metadata ${showText(key)}: ${showText(keptFrom)} says ${one}, ${showText(droppedFrom)} said ${other}`;
}

/** What no placeholder stands for. */
const isBroken = ({ severity }: Finding): boolean => severity !== "high";

function whyNothing(artifact: ArtifactReport | undefined, placeholders: boolean): Shown {
  const bad = (artifact?.findings ?? []).filter((one) => !isNote(one));
  // Where placeholders would stand for what is not listed, what else kept the file from being written.
  const worst = worstFinding(placeholders ? bad.filter(isBroken) : bad) ?? worstFinding(bad);
  const count = bad.length;
  const more = count > 1 ? sentence` (and ${count - 1} more; cornichon scan lists them)` : sentence``;
  if (worst === undefined) return sentence`it was not read to its end`;
  return sentence`${worst.message} [${showText(worst.code)} at byte ${worst.offset}]${more}`;
}

/** What is said of one file, and the exit code that it asks for. */
function tell(
  { path, output, converted, failure }: ConvertedFile,
  { quiet, placeholders }: { quiet: boolean; placeholders: boolean },
): number {
  const { artifacts, verdict, written, conflicts } = converted;
  const about = (what: Shown): void => say(sentence`cornichon: ${showPath(path)}: ${what}`);
  if (failure !== undefined) about(sentence`nothing written: ${failure.message}`);
  if (failure !== undefined) return EXIT.failed;
  for (const conflict of conflicts) about(conflictText(conflict));
  if (written && verdict === "unlisted")
    about(sentence`written with placeholders for what is not listed; predict refuses where it would need one`);
  if (written) {
    if (!quiet && output !== null) say(sentence`${showPath(path)} → ${showPath(output)}`);
    return EXIT.ok;
  }
  about(sentence`${showText(verdict)}, nothing written: ${whyNothing(artifacts[0], placeholders)}`);
  return EXIT_OF[verdict];
}

async function writeCoefficients(made: Coefficients, task: ConvertTask, files: readonly string[]): Promise<void> {
  const output = openOutput(task.output ?? undefined, files);
  try {
    output.write(sentence`${shownJson(made, 2)}\n`);
    await output.end();
  } finally {
    output.discard();
  }
}

/** What is to be written, and who is told of it. */
interface Conversion {
  readonly tasks: readonly ConvertTask[];
  readonly files: readonly string[];
  readonly common: Omit<ConvertAllOptions, "text">;
  readonly flags: Flags;
  readonly note: (file: ConvertedFile) => void;
  readonly codes: number[];
}

async function toJson({ tasks, common, note }: Conversion): Promise<void> {
  const stdout = openOutput(undefined);
  const text = (piece: Uint8Array): Promise<void> => {
    stdout.data(piece);
    return stdout.ready();
  };
  await convertAll(tasks, { ...common, text }, note);
}

async function toCoefficients({ tasks, files, common, flags, note, codes }: Conversion): Promise<void> {
  for (const task of tasks) {
    const text = new KeptText();
    await convertAll([{ path: task.path, output: null }], { ...common, arrays: "auto", text: (piece) => text.take(piece) }, note);
    if (codes[codes.length - 1] !== EXIT.ok) continue;
    try {
      const made = await coefficients(readDocument(text.bytes(), common.limits?.maxOutput), textFlag(flags, "select"));
      await writeCoefficients(made, task, files);
    } catch (error) {
      // One file's model or output is no reason to leave out the others.
      if (!(error instanceof CornichonError)) throw error;
      say(sentence`cornichon: ${showPath(task.path)}: ${error.message}`);
      codes.push(EXIT.failed);
    }
  }
}

/** How each target is written. One that is not here does not compile. */
const WRITERS: Readonly<Record<(typeof TARGETS)[number], (conversion: Conversion) => Promise<void>>> = {
  json: toJson,
  coefficients: toCoefficients,
};

async function run(files: readonly string[], flags: Flags, signal: AbortSignal): Promise<number> {
  const target = choice(flags, "to", TARGETS, "json");
  const tasks = tasksOf(files, flags);
  const arrays = textFlag(flags, "arrays");
  if (arrays === "sidecar" && tasks.some((task) => task.output === null))
    throw new CornichonError("usage", sentence`--arrays sidecar needs --output or --output-dir`);
  const common = {
    ...(await readingOptions(flags, signal)),
    ...batchOptions(flags),
    ...conversionOptions(flags),
    metadata: await metadataOf(flags, signal),
  };
  const codes: number[] = [];
  const note = (file: ConvertedFile): void =>
    void codes.push(tell(file, { quiet: flags["quiet"] === true, placeholders: flags["placeholders"] === true }));
  await WRITERS[target]({ tasks, files, common, flags, note, codes });
  return worstExit(codes);
}

export function convertCommand(program: Command, start: Start): void {
  const command = program
    .command("convert")
    .description("write the neutral JSON of artifacts, or the coefficients of a linear model")
    .argument("<file...>", "files, or - for standard input")
    .option("--to <target>", "json or coefficients", "json")
    .option("--output <file>", "write to this file instead of standard output")
    .option("--output-dir <dir>", "write <name>.json of each file into this folder")
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
      "\nExample:\n  cornichon convert model_v1.0.0_2024-01-15.joblib.gz --output model.json\n\nExit: 0 all written, 1 one was refused, 2 one could not be read",
    );
  withReadingOptions(command).action((files: string[], flags: Flags) => start((signal) => run(files, flags, signal), flags));
}
