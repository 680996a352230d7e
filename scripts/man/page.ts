/**
 * The man page, made of the command's own program: what `--help` says, in the words and the order of `--help`, and the
 * limits that it leaves out. Roff takes lines that begin with a dot or a quote for requests and a backslash for an
 * escape; all text goes through `text`, so none of ours can become one.
 */
import type { DescribedArgument, DescribedCommand, DescribedOption, DescribedProgram } from "../../src/cli/completion/described.js";

/** A line of text: hyphens stay what they are (a man page is copied from), and no line is a request. */
function text(words: string): string {
  const plain = words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/[^ -~]/g, (c) => `\\[u${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`);
  return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}

const bold = (words: string): string => `\\fB${text(words)}\\fR`;
const italic = (words: string): string => `\\fI${text(words)}\\fR`;

function optionLines({ names, value, description }: DescribedOption): readonly string[] {
  const spelled = names.map(bold).join(", ");
  return [".TP", value === "" ? spelled : `${spelled} ${italic(value)}`, text(description)];
}

const argumentLines = ({ usage, description }: DescribedArgument): readonly string[] =>
  description === "" ? [] : [".TP", italic(usage), text(description)];

const usageOf = ({ name, arguments: args }: DescribedCommand): string =>
  [bold(`cornichon ${name}`), "[options]", ...args.map(({ usage }) => italic(usage))].join(" ");

/** Options that most commands have are told once. */
function sharedOptions(commands: readonly DescribedCommand[]): readonly DescribedOption[] {
  const count = (wanted: string): number => commands.filter(({ options }) => options.some((one) => keyOf(one) === wanted)).length;
  const first = commands.find(({ name }) => name === "scan");
  return (first?.options ?? []).filter((option) => count(keyOf(option)) > commands.length / 2);
}

const keyOf = ({ names, value, description }: DescribedOption): string => [...names, value, description].join("\0");

/** What is true of all commands. */
const CLOSING = [
  ["EXIT STATUS", "0: all is well. 1: something was refused, or does not hold. 2: something could not be judged, read or understood."],
  ["ENVIRONMENT", "CORNICHON_CACHE: the folder in which the start of the child is kept for Nodes that the package has none for, or off."],
  ["SEE ALSO", "https://cornichon.dev, and the folder docs of the package."],
] as const;

/** `closing`: what stands at the end of a command's `--help`. */
export function manPage(program: DescribedProgram, version: string, closing: ReadonlyMap<string, string>): string {
  const { own, commands } = program;
  const shared = sharedOptions(commands);
  const isShared = (option: DescribedOption): boolean => shared.some((one) => keyOf(one) === keyOf(option));
  const section = (command: DescribedCommand): readonly string[] => [
    `.SS ${text(command.name)}`,
    usageOf(command),
    ".PP",
    text(sentence(command.description)),
    ...command.arguments.flatMap(argumentLines),
    ...command.options.filter((option) => !isShared(option)).flatMap(optionLines),
    ...verbatim(closing.get(command.name) ?? ""),
  ];
  const lines = [
    `.TH CORNICHON 1 "" "cornichon ${version}" "User Commands"`,
    ".SH NAME",
    "cornichon \\- get models out of Python pickles safely",
    ".SH SYNOPSIS",
    `${bold("cornichon")} ${italic("command")} [options] [${italic("arguments")}]`,
    ".SH DESCRIPTION",
    text(own.description),
    ".SH COMMANDS",
    ...commands.flatMap(section),
    ".SH COMMON OPTIONS",
    "Most commands take these.",
    ...shared.flatMap(optionLines),
    ...own.options.filter((option) => !isShared(option)).flatMap(optionLines),
    ...CLOSING.flatMap(([title, words]) => [`.SH ${title}`, text(words)]),
  ];
  return `${lines.join("\n")}\n`;
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** Lines as they stand, such as examples. */
function verbatim(words: string): readonly string[] {
  const lines = words.trim() === "" ? [] : words.trim().split("\n");
  return lines.length === 0 ? [] : [".PP", ".nf", ...lines.map((line) => (line === "" ? "\\&" : text(line))), ".fi"];
}
