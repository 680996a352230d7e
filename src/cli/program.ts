/**
 * The command. It parses what the user typed, calls the library, prints, and sets the exit code. No stack trace
 * reaches a user unless --debug is given; Ctrl-C ends children and removes temporary files.
 */

import { readFileSync } from "node:fs";
import { Command } from "commander";
import { givenArguments } from "../artifact/path.js";
import { CornichonError, sentence, showLines, showText } from "../errors.js";
import { VERSION } from "../index.js";
import { completionCommand } from "./completion/command.js";
import { convertCommand } from "./convert.js";
import { EXIT } from "./exit.js";
import { explainCommand } from "./explain.js";
import { namesOfHook } from "./hook-names.js";
import { inspectCommand } from "./inspect.js";
import { say, sayLines } from "./output.js";
import { predictCommand } from "./predict.js";
import { scanCommand } from "./scan.js";
import { schemaCommand } from "./schema.js";
import { type Flags, readableArguments, type Start } from "./shared.js";
import { verifyCommand } from "./verify.js";

/** How long a command that was interrupted may take to end its children and remove its files. */
const GRACE_MS = 2000;
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type Stop = keyof typeof SIGNALS;
const isStop = (name: string): name is Stop => Object.hasOwn(SIGNALS, name);
const STOPS = Object.keys(SIGNALS).filter(isStop);

/** Runs a command's work with a signal that Ctrl-C and SIGTERM abort. */
async function start(work: (signal: AbortSignal) => Promise<number>, flags: Flags): Promise<void> {
  const controller = new AbortController();
  const stop = (name: Stop): void => {
    // Who signals a group (timeout, npm) does it twice. Leaving removes unfinished files and ends children all the same.
    if (controller.signal.aborted) process.exit();
    process.exitCode = SIGNALS[name];
    controller.abort(new CornichonError("host.closed", sentence`interrupted`));
    setTimeout(() => process.exit(), GRACE_MS).unref();
  };
  for (const name of STOPS) process.on(name, stop);
  try {
    const code = await work(controller.signal);
    if (!controller.signal.aborted) process.exitCode = code;
  } catch (error) {
    if (controller.signal.aborted) return;
    process.exitCode = EXIT.failed;
    tell(error, flags["debug"] === true);
  } finally {
    for (const name of STOPS) process.off(name, stop);
    // Standard input may still be waited for, by nobody.
    if (controller.signal.aborted) process.exit();
  }
}

/**
 * For commands that compute in this very thread, where no signal is heard: they hold no unfinished files, and children
 * end with their parent, so the system may end them at once.
 */
async function startPlainly(work: (signal: AbortSignal) => Promise<number>, flags: Flags): Promise<void> {
  try {
    process.exitCode = await work(new AbortController().signal);
  } catch (error) {
    process.exitCode = EXIT.failed;
    tell(error, flags["debug"] === true);
  }
}

function tell(error: unknown, debug: boolean): void {
  if (debug) say(showLines(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  else if (error instanceof CornichonError) say(sentence`cornichon: ${error.message}`);
  else {
    const what = showText(error instanceof Error ? error.message : String(error));
    say(sentence`cornichon: an unexpected failure (${what}); --debug shows where`);
  }
}

/** What was typed, byte by byte. */
const typed = (argv: readonly string[]): string[] => givenArguments(argv, () => readFileSync("/proc/self/cmdline"));

/** The command and all that it does, with what runs a command's work; the man page is made of it as well. */
export function programWith(whole: Start, plain: Start): Command {
  const program = new Command("cornichon")
    .description("Gets models out of Python pickles safely: no Python runs, and nothing from the file runs.")
    .version(VERSION)
    .configureOutput({ writeErr: sayLines })
    .showHelpAfterError("(cornichon --help shows how)")
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.failed);
    });

  for (const add of [scanCommand, inspectCommand, convertCommand, explainCommand, schemaCommand, completionCommand]) add(program, whole);
  for (const add of [predictCommand, verifyCommand]) add(program, plain);
  return program;
}

/** Parses the arguments and runs the command. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  const program = programWith(start, startPlainly);
  await program.parseAsync(readableArguments([...argv.slice(0, 2), ...namesOfHook(typed(argv.slice(2)))]));
}
