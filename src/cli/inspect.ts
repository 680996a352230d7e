/** `cornichon inspect`: the opcodes with their offsets, as text or JSON. */
import type { Command } from "commander";
import type { Input } from "../artifact/input.js";
import { isStandardInput } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showData, showText, showWhole } from "../errors.js";
import { Spool } from "../output/spool.js";
import { indented } from "../report/indented.js";
import type { ArtifactReport } from "../report/scan-report.js";
import { artifactText } from "../report/text.js";
import { type InspectedInstruction, type InspectOptions, inspect } from "../verbs/inspect.js";
import { EXIT } from "./exit.js";
import { isStandardOutput, type Output, openReport } from "./output.js";
import { type Flags, readingOptions, type Start, textFlag, withReadingOptions } from "./shared.js";
import { lookFor } from "./style.js";

/** What has no protocol is an array or an archive, or was not read. */
const exitCode = ({ protocol, verdict }: ArtifactReport): number =>
  protocol === null && (verdict === "malformed" || verdict === "unsupported" || verdict === "limit") ? EXIT.failed : EXIT.ok;

/** The guest has escaped and cut the argument. */
function instructionLine({ offset, opcode, argument }: InspectedInstruction): Shown {
  const given = argument === null ? sentence`` : sentence` ${showWhole(argument)}`;
  return sentence`${showText(String(offset).padStart(9))}: ${showText(opcode.padEnd(17))}${given}\n`;
}

/** Instructions that JSON has. */
const MOST_INSTRUCTIONS = 100_000;

/** As JSON: the artifact comes first and is known last, so its instructions wait in a temporary file. */
async function inspectJson(input: Input, options: InspectOptions, output: Output): Promise<number> {
  const waiting = new Spool();
  let count = 0;
  const onInstruction = (one: InspectedInstruction): void => {
    if (count++ < MOST_INSTRUCTIONS) waiting.write(showData(`${count === 1 ? "" : ","}${indented(one, 2)}`));
  };
  try {
    const { artifact } = await inspect(input, { ...options, onInstruction });
    output.data(showData(`{\n  "artifact":${indented(artifact, 1).replace(/^\s+/, " ")},\n  "instructions": [`));
    for (const piece of waiting.pieces()) output.data(piece);
    output.data(`${count === 0 ? "" : "\n  "}],\n  "more": ${Math.max(0, count - MOST_INSTRUCTIONS)}\n}\n`);
    await output.end();
    return exitCode(artifact);
  } finally {
    waiting.close();
  }
}

async function inspectRun(path: string, flags: Flags, signal: AbortSignal): Promise<number> {
  const outputPath = textFlag(flags, "output");
  const output = openReport(outputPath, [path]);
  const format = textFlag(flags, "format") ?? "text";
  if (format !== "text" && format !== "json") throw new CornichonError("usage", sentence`--format is text or json`);
  try {
    const options = await readingOptions(flags, signal);
    const input = isStandardInput(path) ? process.stdin : path;
    if (format === "json") return await inspectJson(input, options, output);
    const { artifact } = await inspect(input, {
      ...options,
      onInstruction: (i) => output.write(instructionLine(i)),
    });
    output.write(sentence`\n${artifactText(artifact, lookFor(isStandardOutput(outputPath) ? 1 : "file"))}`);
    for (const g of artifact.globals)
      output.write(
        sentence`    ${showText(g.use.padEnd(9))} ${showText(`${g.module}.${g.name}`)}${g.listed ? sentence`` : sentence`  (not listed)`}\n`,
      );
    await output.end();
    return exitCode(artifact);
  } finally {
    output.discard();
  }
}

export function inspectCommand(program: Command, start: Start): void {
  const command = program
    .command("inspect")
    .description("list the opcodes with their offsets, and the names they ask for")
    .argument("<file>", "file, or - for standard input")
    .option("--format <format>", "text or json", "text")
    .option("--output <file>", "write to this file instead of standard output")
    .addHelpText("after", "\nExample:\n  cornichon inspect upload.pkl\n\nExit: 0 listed, 2 it could not be read");
  withReadingOptions(command).action((path: string, flags: Flags) => start((signal) => inspectRun(path, flags, signal), flags));
}
