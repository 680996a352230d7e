/** `cornichon scan`: judges, converts nothing. */
import { statSync } from "node:fs";
import type { Command } from "commander";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { CornichonError, joinShown, sentence, showList, showPath, showText, showWhole } from "../errors.js";
import { type Summary, scanAll, TOOL_FOLDERS } from "../index.js";
import { makingOf } from "../report/policy-used.js";
import { TextReport } from "../report/text-report.js";
import { REPORT_FORMATS, ReportWriter } from "../report/writer.js";
import { EXIT, EXIT_OF, VERDICTS, worstExit } from "./exit.js";
import { explainRun } from "./explain.js";
import { OtherReports } from "./other-reports.js";
import { error, isStandardOutput, note, openOutput, say } from "./output.js";
import { scanProgress } from "./progress.js";
import { collect, type Flags, judgingOptions, type Start, textFlag, texts, withReadingOptions } from "./shared.js";
import { lookFor } from "./style.js";

function exitCode(summary: Summary, failOn: "unlisted" | "dangerous"): number {
  const met = VERDICTS.filter((verdict) => summary[verdict] > 0).map((verdict) => [verdict, EXIT_OF[verdict]] as const);
  return worstExit(met.map(([verdict, code]) => (verdict === "unlisted" && failOn === "dangerous" ? EXIT.ok : code)));
}

/** How many files there are, null where only a walk will tell. */
function countOf(paths: readonly string[]): number | null {
  const isFolder = (path: string): boolean => {
    try {
      return !isStandardInput(path) && statSync(systemPath(path)).isDirectory();
    } catch {
      return false;
    }
  };
  return paths.some(isFolder) ? null : paths.length;
}

/** How directories are walked. */
const treeOptions = (flags: Flags) => ({
  include: texts(flags["include"]),
  exclude: texts(flags["exclude"]),
  gitignore: flags["gitignore"] === true,
  allFolders: flags["allFolders"] === true,
  follow: flags["follow"] !== false,
});

const sayOfSkipped = (path: string, kind: string): void => say(sentence`skipped     ${showWhole(path)}  (${showText(kind)})`);

function tellNothing(paths: readonly string[], flags: Flags): void {
  const nothing = sentence`${joinShown(paths.map(showPath), ", ")}: nothing was recognised`;
  if (flags["allowEmpty"] !== true) error(sentence`${nothing}; --allow-empty lets that pass`);
  else if (flags["quiet"] !== true) note(nothing);
}

async function run(paths: readonly string[], flags: Flags, signal: AbortSignal): Promise<number> {
  if (flags["explain"] !== undefined) return explainRun(textFlag(flags, "explain") ?? null, textFlag(flags, "output"));
  if (paths.length === 0) throw new CornichonError("usage", sentence`name the files or directories to scan, or - for standard input`);
  const format = REPORT_FORMATS.find((f) => f === (flags["format"] ?? "text"));
  if (format === undefined) throw new CornichonError("usage", sentence`--format is one of ${showList(REPORT_FORMATS)}`);
  const path = textFlag(flags, "output");
  const others = new OtherReports(texts(flags["also"]), { paths, first: path, all: flags["all"] === true });
  const output = openOutput(path, paths);
  const text = new TextReport({ paths, all: flags["all"] === true, look: lookFor(isStandardOutput(path) ? 1 : "file") });
  const writer = new ReportWriter(format, output, text.print);
  const progress = scanProgress(flags, countOf(paths));
  try {
    const { failOn, reading } = await judgingOptions(flags, signal);
    const skip = (met: string, kind: string): void => {
      writer.skip(met, kind);
      others.skip(met, kind);
      if (flags["showSkipped"] === true) sayOfSkipped(met, kind);
    };
    const options = { ...reading, ...treeOptions(flags), skip, deep: flags["deep"] === true };
    const summary = await scanAll(
      paths,
      options,
      (judgement) => {
        writer.add(judgement);
        others.add(judgement);
        text.add(judgement);
        return output.ready();
      },
      progress,
    );
    progress.end();
    const isNothing = summary.artifacts === 0;
    const code = isNothing && flags["allowEmpty"] !== true ? EXIT.failed : exitCode(summary, failOn);
    writer.end(summary, code, await makingOf(reading));
    await output.end();
    await others.end(summary, code);
    if (format === "text" && flags["quiet"] !== true) say(text.closing(summary, lookFor(2)));
    if (isNothing) tellNothing(paths, flags);
    return code;
  } finally {
    progress.end();
    others.close();
    writer.close();
    output.discard();
  }
}

export function scanCommand(program: Command, start: Start): void {
  const command = program
    .command("scan")
    .description("judge files and directories; convert nothing")
    .argument("[path...]", "files, directories, or - for standard input")
    .option("--format <format>", new Intl.ListFormat("en", { type: "disjunction" }).format(REPORT_FORMATS), "text")
    .option("--output <file>", "write the report to a file")
    .option("--also <format=file>", "write the same report to a file in this format, too (repeatable)", collect)
    .option("--fail-on <verdict>", "exit 1 from unlisted (default) or from dangerous on")
    .option("--deep", "judge bytes and texts that spell a pickle, too")
    .option("--all", "a line for each safe file of a directory, too")
    .option("--include <glob>", "of a directory, only files that match (repeatable)", collect)
    .option("--exclude <glob>", "of a directory, no files or folders that match (repeatable)", collect)
    .option("--gitignore", "leave out what .gitignore files in a directory exclude")
    .option("--all-folders", `walk folders of tools, too (${TOOL_FOLDERS.join(", ")})`)
    .option("--no-follow", "name symbolic links instead of following them inside the directory")
    .option("--show-skipped", "list what is no artifact, with its kind")
    .option("--explain [code]", "tell what a finding's code means and what to do, and scan nothing; without a code, list all")
    .option("--allow-empty", "exit 0 when a directory holds nothing to judge")
    .addHelpText(
      "after",
      "\nExample:\n  cornichon scan models/ --format sarif --output cornichon.sarif\n\nExit: 0 all safe, 1 unlisted or dangerous, 2 could not be judged",
    );
  withReadingOptions(command).action((paths: string[], flags: Flags) => start((signal) => run(paths, flags, signal), flags));
}
