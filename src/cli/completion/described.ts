/**
 * The command as data, for what is made of it: completions of shells and the man page. Everything comes from commander's
 * own program, so neither can know an option that there is not. What a word may be is told by its name in the usage
 * (`<file>`, `<dir>`), and where it is one of a few by the table below.
 */
import type { Argument, Command, Option } from "commander";
import { FAIL_ON } from "../../policy/fail-on.js";
import { FINDING_CODES } from "../../report/explain.js";
import { REPORT_FORMATS } from "../../report/writer.js";
import { LOG_LEVELS } from "../../server/options.js";
import { TARGETS } from "../../targets/index.js";
import { SCHEMAS } from "../schema-names.js";

/** What may stand for a value: some words, names in the file system, or anything (null). */
export type Proposal = readonly string[] | "files" | "folders" | null;

export interface DescribedOption {
  /** As they are typed, the long one last: `-f`, `--format`. */
  readonly names: readonly string[];
  readonly description: string;
  /** How the usage names its value, empty for a switch. */
  readonly value: string;
  readonly proposal: Proposal;
  readonly repeatable: boolean;
}

export interface DescribedArgument {
  /** `<file...>`, `[code]`. */
  readonly usage: string;
  readonly description: string;
  readonly proposal: Proposal;
}

export interface DescribedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly DescribedOption[];
  readonly arguments: readonly DescribedArgument[];
}

const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];
export const shellOf = (name: string): Shell | undefined => SHELLS.find((shell) => shell === name);

/** Words that an option or argument takes, by option, or by command and option where they differ. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  "scan --format": REPORT_FORMATS,
  "predict --format": ["csv", "json", "ndjson", "npy"],
  "verify --format": ["text", "json"],
  "diff --format": ["text", "json", "markdown"],
  "inspect --format": ["text", "json"],
  "manifest --format": ["text", "json"],
  "--fail-on": FAIL_ON,
  "--explain": FINDING_CODES,
  "--log": LOG_LEVELS,
  "--no-family": ["xgboost", "lightgbm", "catboost"],
  "--py2-strings": ["latin1", "utf8", "bytes"],
  "--to": TARGETS,
  "--arrays": ["auto", "inline", "base64", "sidecar"],
  "--repair": ["crlf"],
  "--view": ["stored", "upgrade"],
  "--color": ["auto", "always", "never"],
  "--method": [
    "predict",
    "predict_proba",
    "predict_log_proba",
    "decision_function",
    "transform",
    "inverse_transform",
    "score_samples",
    "kneighbors",
    "apply",
  ],
  "explain code": FINDING_CODES,
  "schema name": SCHEMAS,
  "completion shell": SHELLS,
};

const FILES = /file|path|model|artifact|manifest|input|output|baseline|config|^a$|^b$/i;
const FOLDERS = /dir|folder/i;

function proposalFor(command: string, name: string, value: string): Proposal {
  const words = WORDS[`${command} ${name}`] ?? WORDS[name];
  if (words !== undefined) return words;
  if (FOLDERS.test(value)) return "folders";
  return FILES.test(value) ? "files" : null;
}

/** `--without-family` is what commander calls `--no-family`. */
const typed = (name: string): string => name.replace(/^--without-/, "--no-");

function optionOf(command: string, option: Option): DescribedOption {
  const names = [option.short, option.long].filter((name) => name !== undefined && name !== null).map(typed);
  const value = /[<[](.*)[\]>]/.exec(option.flags)?.[1] ?? "";
  const long = names.at(-1) ?? "";
  // A select path is inside a model, not in the file system.
  const proposal = value === "" || long === "--select" ? null : (option.argChoices ?? proposalFor(command, long, value));
  const { description } = option;
  return {
    names,
    description: description === "" && long === "--no-family" ? "switch a family of classes off (repeatable)" : description,
    value,
    proposal,
    repeatable: option.variadic || /\(repeatable\)/.test(description) || long === "--no-family",
  };
}

function argumentOf(command: string, argument: Argument): DescribedArgument {
  const name = argument.name();
  const [open, close] = argument.required ? ["<", ">"] : ["[", "]"];
  return {
    usage: `${open}${name}${argument.variadic ? "..." : ""}${close}`,
    description: argument.description,
    proposal: argument.argChoices ?? proposalFor(command, name, name),
  };
}

const HELP: DescribedOption = {
  names: ["-h", "--help"],
  description: "display help for command",
  value: "",
  proposal: null,
  repeatable: false,
};

/** An option that is told nowhere, or that old command lines alone have, is not proposed. */
const isTold = ({ names, description }: DescribedOption): boolean => description !== "" && !names.includes("--family");

/** Options that are told nowhere are not there; those that are only left out of `--help` for its length are. */
function commandOf(command: Command): DescribedCommand {
  const name = command.name();
  return {
    name,
    description: command.description(),
    options: [...command.options.map((option) => optionOf(name, option)).filter(isTold), HELP],
    arguments: command.registeredArguments.map((argument) => argumentOf(name, argument)),
  };
}

export interface DescribedProgram {
  readonly own: DescribedCommand;
  readonly commands: readonly DescribedCommand[];
}

export const describedProgram = (program: Command): DescribedProgram => ({
  own: commandOf(program),
  commands: program.commands.map(commandOf),
});
