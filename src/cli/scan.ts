/** `cornichon scan`: judges, converts nothing. */
import { statSync } from "node:fs";
import type { Command } from "commander";
import { isStandardInput, systemPath } from "../artifact/path.js";
import { CornichonError, joinShown, reportPath, type Shown, sentence, showList, showPath, showText, showWhole } from "../errors.js";
import type { Judgement } from "../report/judgement.js";
import { Places } from "../report/places.js";
import { makingOf } from "../report/policy-used.js";
import type { Summary } from "../report/summary.js";
import { TextReport } from "../report/text-report.js";
import { REPORT_FORMATS, ReportWriter } from "../report/writer.js";
import { listFiles } from "../verbs/list-files.js";
import { scanAll } from "../verbs/scan-all.js";
import { Accepting } from "./accepting.js";
import { anyOf } from "./any-of.js";
import { bucketAsked, openScanReport, withBucketOptions } from "./bucket-scan.js";
import { ByWorkers } from "./by-workers.js";
import { CONFIG_NAME, type Configured, configured } from "./config.js";
import { EXIT } from "./exit.js";
import { explainRun } from "./explain.js";
import { Gate } from "./gate.js";
import { OtherReports } from "./other-reports.js";
import { error, isStandardOutput, note, openReport, say } from "./output.js";
import { type Named, scanProgress } from "./progress.js";
import { batchOptions, collect, type Flags, judgingOptions, type Start, textFlag, texts, withReadingOptions } from "./shared.js";
import { lookFor } from "./style.js";
import { treeOptions, withTreeOptions } from "./tree-options.js";

/** How many files were named, and how many directories. */
function countOf(paths: readonly string[]): Named {
  const isFolder = (path: string): boolean => {
    try {
      return !isStandardInput(path) && statSync(systemPath(path)).isDirectory();
    } catch {
      return false;
    }
  };
  const folders = paths.filter(isFolder).length;
  return { files: paths.length - folders, folders };
}

/** How directories are walked, and what is looked at of what is met. */
const walkOptions = (flags: Flags) => ({
  ...treeOptions(flags),
  ...(typeof flags["changedSince"] === "string" ? { changedSince: flags["changedSince"] } : {}),
  ...(typeof flags["cache"] === "string" ? { cache: flags["cache"] } : {}),
});

const sayOfSkipped = (path: string, kind: string): void => say(sentence`skipped     ${showWhole(path)}  (${showText(kind)})`);

/** `--list-files`: a line each, and nothing is judged. */
async function list(paths: readonly string[], flags: Flags, signal: AbortSignal): Promise<number> {
  const output = openReport(textFlag(flags, "output"), paths);
  try {
    for await (const path of listFiles(paths, { ...batchOptions(flags), ...walkOptions(flags), signal }))
      output.write(sentence`${showWhole(reportPath(path))}\n`);
    await output.end();
    return EXIT.ok;
  } finally {
    output.discard();
  }
}

/** An option whose file may be left out takes the path that was meant to be scanned. */
const nothingNamed = (flags: Flags): Shown =>
  textFlag(flags, "writeBaseline") === undefined
    ? sentence`name the files or directories to scan, or - for standard input`
    : sentence`name the files or directories to scan before --write-baseline, or write --write-baseline=FILE`;

/** Where nothing changed, nothing is to be found. */
const isFailure = (flags: Flags): boolean => flags["allowEmpty"] !== true && flags["changedSince"] === undefined;

function tellNothing(paths: readonly string[], flags: Flags, isFailure: boolean): void {
  const nothing = sentence`${joinShown(paths.map(showPath), ", ")}: nothing was recognised`;
  if (isFailure) error(sentence`${nothing}; --allow-empty lets that pass`);
  else if (flags["quiet"] !== true) note(nothing);
}

/** A resumed run of which nothing is left to do. */
function alreadyWhole(path: string, code: number, flags: Flags): number {
  if (flags["quiet"] !== true) note(sentence`${showPath(path)} is whole already: nothing is left to scan`);
  return code;
}

async function run(paths: readonly string[], { flags, used }: Configured, signal: AbortSignal): Promise<number> {
  if (flags["explain"] !== undefined) return explainRun(textFlag(flags, "explain") ?? null, textFlag(flags, "output"));
  if (paths.length === 0) throw new CornichonError("usage", nothingNamed(flags));
  if (flags["listFiles"] === true) return list(paths, flags, signal);
  const format = REPORT_FORMATS.find((f) => f === (flags["format"] ?? "text"));
  if (format === undefined) throw new CornichonError("usage", sentence`--format is one of ${showList(REPORT_FORMATS)}`);
  const path = textFlag(flags, "output");
  // What a new baseline accepts is to be looked at.
  const shown = { paths, all: flags["all"] === true, accepting: (flags["writeBaseline"] ?? false) !== false };
  const bucket = bucketAsked(paths, flags, format);
  const { failOn, exceptions, reading } = await judgingOptions(flags, signal);
  const { output, resumed } = await openScanReport(path, paths, bucket, { failOn, reading, flags });
  if (resumed !== null && resumed.exit !== null) return alreadyWhole(path ?? "", resumed.exit, flags);
  const others = new OtherReports(texts(flags["also"]), { ...shown, first: path });
  const text = new TextReport({ ...shown, look: lookFor(isStandardOutput(path) ? 1 : "file") });
  const writer = new ReportWriter(format, output, text.print, new Places(), format === "ndjson" && bucket !== null);
  const progress = scanProgress(flags, countOf(paths));
  let workers: ByWorkers | null = null;
  try {
    const accepting = await Accepting.from(flags, exceptions, signal);
    const gate = new Gate(failOn, resumed?.codes);
    const mayBeEmpty = !isFailure(flags) || bucket?.part.shard !== undefined;
    const codeOf = ({ artifacts }: Summary): number => (artifacts === 0 && !mayBeEmpty ? EXIT.failed : gate.code);
    resumed?.tellBy(() => ({ codes: [...gate.codes], exit: codeOf(resumed.summary) }));
    const skip = (met: string, kind: string): void => {
      writer.skip(met, kind);
      others.skip(met, kind);
      resumed?.skipped(met, kind);
      if (flags["showSkipped"] === true) sayOfSkipped(met, kind);
    };
    const part = bucket === null ? {} : { bucket: { ...bucket.part, ...(resumed === null ? {} : { after: resumed.after }) } };
    const options = { ...reading, ...walkOptions(flags), ...part, skip, deep: flags["deep"] === true };
    const take = (judgement: Judgement, met: string): Promise<void> => {
      const marked = accepting.mark(judgement);
      gate.add(marked, accepting.isOn);
      writer.add(marked);
      others.add(marked);
      text.add(marked);
      resumed?.judged(marked, met);
      return output.ready();
    };
    workers = await ByWorkers.of(bucket, options, resumed);
    const found = await (workers === null ? scanAll(paths, options, take, progress) : workers.scanAll(take, progress));
    progress.end();
    const counted = resumed?.summary ?? found;
    const summary = accepting.isOn ? { ...counted, accepted: accepting.count } : counted;
    const code = codeOf(summary);
    const making = await makingOf(reading, used);
    writer.end(summary, code, making);
    await output.end();
    await workers?.close(true);
    await others.end(summary, code, making);
    await accepting.end(paths);
    if (format === "text" && flags["quiet"] !== true) say(text.closing(counted, lookFor(2)));
    if (summary.artifacts === 0) tellNothing(paths, flags, !mayBeEmpty);
    return code;
  } finally {
    progress.end();
    others.close();
    writer.close();
    output.discard();
    await workers?.close(false);
  }
}

export function scanCommand(program: Command, start: Start): void {
  const command = program
    .command("scan")
    .description("judge files and directories; convert nothing")
    .argument("[path...]", "files, directories, s3://bucket/prefix, or - for standard input")
    .option("--format <format>", anyOf(REPORT_FORMATS), "text")
    .option("--output <file>", "write the report to a file, or to s3://bucket/name")
    .option("--also <format=file>", "write the same report to a file in this format, too (repeatable)", collect)
    .option(
      "--fail-on <what>",
      "exit 1 from this verdict (dangerous, unlisted, limit, malformed, unsupported) or severity (critical, high, medium, low) on, or never (default unlisted)",
    )
    .option("--baseline <file>", "accept the findings of this file: by sha256 and code")
    .option("--write-baseline [file]", "write what is found now to it, and accept it (default --baseline's, or cornichon-baseline.json)")
    .option("--deep", "judge bytes and texts that spell a pickle, too")
    .option("--all", "a line for each safe or accepted file of a directory, too")
    .option("--cache <dir>", "keep what is found in this folder of your own, and look again only at what changed")
    .option("--changed-since <rev>", "only files that git does not know to be the same as in this revision (main, HEAD~1)")
    .option("--list-files", "list the files that would be looked at, and judge none");
  withBucketOptions(command);
  withTreeOptions(command)
    .option("--show-skipped", "list what is no artifact, with its kind")
    .option("--config <file>", `options from this JSON file (default: the nearest ${CONFIG_NAME} upwards, outside of what is scanned)`)
    .option("--no-config", "from no file")
    .option("--explain [code]", "tell what a finding's code means and what to do, and scan nothing; without a code, list all")
    .option("--allow-empty", "exit 0 when a directory holds nothing to judge")
    .addHelpText(
      "after",
      "\nExample:\n  cornichon scan models/ --format sarif --output cornichon.sarif\n\nExit: 0 all safe, 1 unlisted or dangerous, 2 could not be judged",
    );
  withReadingOptions(command).action((paths: string[], flags: Flags) =>
    start(async (signal) => {
      const all = flags["explain"] === undefined ? await configured(command, flags, paths, signal) : { flags, used: null };
      return run(paths, all, signal);
    }, flags),
  );
}
