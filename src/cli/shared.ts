/** Options that several commands share, and how they become the library's. */

import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { CornichonError, sentence, showList, showPath, showText } from "../errors.js";
import { FAIL_ON, type FailOn, isFailOn } from "../policy/fail-on.js";
import type { PolicyFile } from "../policy/file.js";
import { LIMIT_NAMES, LIMITS, type LimitName, limitOption, limitText, parseLimit } from "../policy/limits.js";
import { readGiven } from "./read-file.js";

/** Options as commander collects them: names in camelCase, values as text, flags or lists. */
export type Flags = Readonly<Record<string, unknown>>;

/** Runs a command's work and sets the exit code that it ends with. */
export type Start = (work: (signal: AbortSignal) => Promise<number>, flags: Flags) => Promise<void>;

/** Limits that are worth a line in `--help`; the others are there all the same. */
const SHOWN: readonly LimitName[] = ["maxBytes", "maxDecoded", "maxMemory", "timeout"];

function limit(text: string): number {
  const value = parseLimit(text);
  if (value === null) throw new InvalidArgumentError("It is no size or number, such as 256MiB or 120.");
  return value;
}

export const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** `--no-family NAME` under a name that commander does not take for a negation. */
const WITHOUT_FAMILY = "--without-family";

/** The command line as commander understands it. */
export const readableArguments = (argv: readonly string[]): string[] =>
  argv.map((arg) => arg.replace(/^--no-family(?==|$)/, WITHOUT_FAMILY));

function jobs(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) throw new InvalidArgumentError("It is no number from 1 to 64.");
  return value;
}

/** Adds the options that every reading command takes. */
export function withReadingOptions(command: Command): Command {
  command
    .option("--policy <file>", "policy file (JSON)")
    .option("--allow <module.qualname>", "take this class as inert data (repeatable)", collect)
    .option("--family <name>", "without effect, as every family is on: --no-family <name> switches one off (repeatable)", collect)
    .addOption(new Option(`${WITHOUT_FAMILY} <name>`).argParser(collect).hideHelp())
    .option("--py2-strings <encoding>", "Python 2 strings: latin1, utf8 or bytes", "latin1")
    .option("--allow-trailing", "let bytes after the pickle pass with a note")
    .addOption(new Option("--jobs <n>", "children at a time").argParser(jobs))
    .option("--quiet", "no progress and no notes")
    .option("--debug", "stack traces of our own failures");
  for (const name of LIMIT_NAMES) {
    const { value, unit, doc } = LIMITS[name];
    const option = new Option(`--${limitOption(name)} <n>`, `${doc} (default ${limitText(value, unit)})`).argParser(limit);
    command.addOption(SHOWN.includes(name) ? option : option.hideHelp());
  }
  return command;
}

export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The policy file that the user names; null when there is none. Its schema is only loaded when there is. */
async function policyFile(flags: Flags, signal: AbortSignal): Promise<PolicyFile | null> {
  const path = textFlag(flags, "policy");
  if (path === undefined) return null;
  const { readPolicyFile } = await import("../policy/file.js");
  return readPolicyFile(await readJson(path, "policy.malformed", signal), path);
}

/** Longest JSON that is read: a V8 string holds twice as much. */
const MAX_JSON = 256 * 1024 * 1024;

/** Reads a JSON file that the user names; `read` is its dialect. */
export async function readJson(
  path: string,
  code: "policy.malformed" | "input.malformed",
  signal: AbortSignal,
  read: (text: string) => unknown = JSON.parse,
): Promise<unknown> {
  const text = (await readGiven(path, MAX_JSON, signal)).toString();
  try {
    return read(text);
  } catch (cause) {
    throw new CornichonError(code, sentence`${showPath(path)}: it is no JSON`, { cause });
  }
}

const encoding = (value: unknown): "latin1" | "utf8" | "bytes" => {
  if (value === "latin1" || value === "utf8" || value === "bytes") return value;
  throw new CornichonError("usage", sentence`--py2-strings is latin1, utf8 or bytes, not ${showText(String(value))}`);
};

/** From what on `scan` exits with 1. */
function failOn(value: string): FailOn {
  if (isFailOn(value)) return value;
  throw new CornichonError("usage", sentence`--fail-on is a verdict or a severity: ${showList(FAIL_ON)}`);
}

/** The library's options from the command's; what is typed counts beside what the policy file says, and before it. */
export async function readingOptions(flags: Flags, signal: AbortSignal) {
  return readingWith(await policyFile(flags, signal), flags, signal);
}

/** The same for a judge, with what it fails from and what the policy lets pass. */
export async function judgingOptions(flags: Flags, signal: AbortSignal) {
  const file = await policyFile(flags, signal);
  return {
    failOn: failOn(textFlag(flags, "failOn") ?? file?.failOn ?? "unlisted"),
    exceptions: file?.exceptions ?? [],
    reading: { ...readingWith(file, flags, signal), ...batchOptions(flags) },
  };
}

function readingWith(file: PolicyFile | null, flags: Flags, signal: AbortSignal) {
  const given = Object.fromEntries(LIMIT_NAMES.flatMap((name) => (typeof flags[name] === "number" ? [[name, flags[name]] as const] : [])));
  return {
    policy: {
      allow: [...(file?.allow ?? []), ...texts(flags["allow"])],
      families: [...(file?.families ?? []), ...texts(flags["family"])],
      noFamilies: [...(file?.noFamilies ?? []), ...texts(flags["withoutFamily"])],
    },
    limits: { ...file?.limits, ...given },
    py2Strings: encoding(flags["py2Strings"] ?? "latin1"),
    allowTrailing: flags["allowTrailing"] === true,
    signal,
  };
}

/** Standard input, made when somebody reads it: that takes 10 ms. */
const STDIN: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() };

/** What runs over many files takes beside them. */
export const batchOptions = (flags: Flags) => ({
  stdin: STDIN,
  jobs: typeof flags["jobs"] === "number" ? flags["jobs"] : Math.min(4, availableParallelism()),
});

/** A flag's text, undefined when it was not given. */
export const textFlag = (flags: Flags, name: string): string | undefined => (typeof flags[name] === "string" ? flags[name] : undefined);
