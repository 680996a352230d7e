/**
 * The command. It parses what the user typed, calls the library, prints, and sets the exit code. No stack trace
 * reaches a user unless --debug is given; Ctrl-C ends children and removes temporary files.
 */
import { Command } from "commander";
import { CornichonError, VERSION } from "../lean.js";
import { convertCommand } from "./convert.js";
import { inspectCommand, schemaCommand } from "./inspect.js";
import { predictCommand, verifyCommand } from "./model-commands.js";
import { say } from "./output.js";
import { scanCommand } from "./scan.js";
import { EXIT, type Flags, readableArguments } from "./shared.js";

/** Runs a command's work with a signal that Ctrl-C and SIGTERM abort. */
async function start(work: (signal: AbortSignal) => Promise<number>, flags: Flags): Promise<void> {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => {
    process.exitCode = name === "SIGINT" ? 130 : 143;
    controller.abort(new CornichonError("host.closed", "interrupted"));
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, stop);
  try {
    const code = await work(controller.signal);
    if (!controller.signal.aborted) process.exitCode = code;
  } catch (error) {
    if (controller.signal.aborted) return;
    process.exitCode = EXIT.failed;
    tell(error, flags["debug"] === true);
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
  }
}

function tell(error: unknown, debug: boolean): void {
  if (debug) say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  else if (error instanceof CornichonError) say(`cornichon: ${error.message}`);
  else say(`cornichon: an unexpected failure (${error instanceof Error ? error.message : String(error)}); --debug shows where`);
}

/** Parses the arguments and runs the command. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  const program = new Command("cornichon")
    .description("Gets models out of Python pickles safely: no Python runs, and nothing from the file runs.")
    .version(VERSION)
    .showHelpAfterError("(cornichon --help shows how)")
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.failed);
    });

  for (const add of [scanCommand, inspectCommand, convertCommand, predictCommand, verifyCommand, schemaCommand]) add(program, start);
  await program.parseAsync(readableArguments(argv));
}
