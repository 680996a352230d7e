/**
 * The command. It parses what the user typed, calls the library, prints, and sets the exit code. No stack trace
 * reaches a user unless --debug is given; a signal ends the command at once, with its children and unfinished files.
 */

import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { givenArguments } from "../artifact/path.js";
import { CornichonError, sentence, showLines, showText } from "../errors.js";
import { VERSION } from "../version.js";
import { EXIT } from "./exit.js";
import { namesOfHook } from "./hook-names.js";
import { error, printLines, say, sayLines, settled } from "./output.js";
import { type Flags, readableArguments, type Start } from "./shared.js";
import { addShortOptions } from "./short-options.js";
import { hearingSignals } from "./signals.js";
import { chooseColor } from "./style.js";

/** Runs a command's work, which Ctrl-C, SIGTERM and a terminal that is closed end at once. */
async function start(work: (signal: AbortSignal) => Promise<number>, flags: Flags): Promise<void> {
  process.exitCode = await hearingSignals(() => run(work, flags));
}

async function run(work: (signal: AbortSignal) => Promise<number>, flags: Flags): Promise<number> {
  try {
    chooseColor(flags["color"]);
    const code = await work(new AbortController().signal);
    await settled();
    return code;
  } catch (failure) {
    // What was said before it stands before it.
    await settled().catch(() => undefined);
    tell(failure, flags["debug"] === true);
    return EXIT.failed;
  }
}

/**
 * For commands that compute in this very thread, where no signal is heard: they hold no unfinished files while they do, and
 * children end with their parent, so the system may end them at once.
 */
async function startPlainly(work: (signal: AbortSignal) => Promise<number>, flags: Flags): Promise<void> {
  process.exitCode = await run(work, flags);
}

/** Somebody removed the folder that the command runs in: no relative path leads anywhere. */
const isWithoutFolder = (failure: unknown): boolean => failure instanceof Error && "syscall" in failure && failure.syscall === "uv_cwd";

function tell(failure: unknown, debug: boolean): void {
  if (debug) say(showLines(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)));
  else if (failure instanceof CornichonError) error(failure.message);
  else if (isWithoutFolder(failure)) error(sentence`the working directory is no longer there: change into one that is (cd)`);
  else {
    const what = showText(failure instanceof Error ? failure.message : String(failure));
    error(sentence`an unexpected failure (${what}); --debug shows where`);
  }
}

/** What was typed, byte by byte. */
const typed = (argv: readonly string[]): string[] => givenArguments(argv, () => readFileSync("/proc/self/cmdline"));

/** Adds a command to the program. */
type Add = (program: Command, start: Start) => void;

/** A command that is loaded and made when it is typed: to load and define them all takes longer than to judge a small file. */
interface Entry {
  readonly name: string;
  readonly load: () => Promise<Add>;
  /** It computes in this very thread. */
  readonly isPlain?: boolean;
  /** What it prints is made of the other commands. */
  readonly tellsOfAll?: boolean;
}

/** In the order of `--help`. */
const COMMANDS: readonly Entry[] = [
  { name: "scan", load: async () => (await import("./scan.js")).scanCommand },
  { name: "inspect", load: async () => (await import("./inspect.js")).inspectCommand },
  { name: "convert", load: async () => (await import("./convert.js")).convertCommand },
  { name: "explain", load: async () => (await import("./explain.js")).explainCommand },
  { name: "manifest", load: async () => (await import("./manifest.js")).manifestCommand },
  { name: "schema", load: async () => (await import("./schema.js")).schemaCommand, tellsOfAll: true },
  { name: "completion", load: async () => (await import("./completion/command.js")).completionCommand, tellsOfAll: true },
  { name: "predict", load: async () => (await import("./predict.js")).predictCommand, isPlain: true },
  { name: "verify", load: async () => (await import("./verify.js")).verifyCommand, isPlain: true },
  { name: "diff", load: async () => (await import("./diff.js")).diffCommand, isPlain: true },
  { name: "serve", load: async () => (await import("./serve.js")).serveCommand, isPlain: true },
  { name: "worker", load: async () => (await import("./worker.js")).workerCommand, isPlain: true },
];

/** The command that was typed; all of them for anything else, and for what tells of all of them. */
function wanted(typed: string | undefined): readonly Entry[] {
  const own = COMMANDS.filter(({ name, tellsOfAll }) => name === typed && tellsOfAll !== true);
  return own.length > 0 ? own : COMMANDS;
}

/** The program without its commands. */
function bareProgram(): Command {
  const program = new Command("cornichon")
    .description("Gets models out of Python pickles safely: no Python runs, and nothing from the file runs.")
    .version(VERSION, "-v, --version")
    .addOption(new Option("-V").hideHelp())
    .configureOutput({ writeOut: printLines, writeErr: sayLines })
    .showHelpAfterError("(cornichon --help shows how)")
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.failed);
    });
  // The letter that most programs have for it.
  program.on("option:V", () => {
    printLines(`${VERSION}\n`);
    process.exit(EXIT.ok);
  });
  return program;
}

/** The command and all that it does, with what runs a command's work (the man page is made of it as well); of `typed` alone where it is a command's name. */
export async function programWith(whole: Start, plain: Start, typed?: string): Promise<Command> {
  const program = bareProgram();
  const commands = await Promise.all(wanted(typed).map(async ({ load, isPlain }) => ({ add: await load(), isPlain })));
  for (const { add, isPlain } of commands) add(program, isPlain === true ? plain : whole);
  addShortOptions(program);
  return program;
}

/** Parses the arguments and runs the command. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  const program = await programWith(start, startPlainly, argv[2]);
  await program.parseAsync(readableArguments([...argv.slice(0, 2), ...namesOfHook(typed(argv.slice(2)))]));
}
