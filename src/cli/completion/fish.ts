/** Completion for fish, from 3.1 on. */
import type { DescribedArgument, DescribedCommand, DescribedOption, DescribedProgram, Proposal } from "./described.js";

const quoted = (text: string): string => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** How a value is completed; `-x` takes the names of files away. */
function taking(proposal: Proposal): string {
  if (proposal === "files") return "-r -F";
  if (proposal === "folders") return "-x -a '(__fish_complete_directories)'";
  return proposal === null ? "-x" : `-x -a ${quoted(proposal.join(" "))}`;
}

function optionLine(where: string, { names, description, value, proposal }: DescribedOption): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const takes = value === "" ? [] : [taking(proposal)];
  return ["complete -c cornichon", where, ...flags, ...takes, `-d ${quoted(description)}`].filter((part) => part !== "").join(" ");
}

function argumentLine(where: string, { proposal, description }: DescribedArgument): string {
  if (proposal === "files" || proposal === "folders") return `complete -c cornichon ${where} -F`;
  return proposal === null ? "" : `complete -c cornichon ${where} -a ${quoted(proposal.join(" "))} -d ${quoted(description)}`;
}

function commandLines({ name, description, options, arguments: args }: DescribedCommand): readonly string[] {
  const where = `-n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c cornichon -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ...options.map((option) => optionLine(where, option)),
    ...args.slice(0, 1).map((argument) => argumentLine(where, argument)),
  ];
}

export const fishCompletion = ({ own, commands }: DescribedProgram): string => {
  const names = commands.map(({ name }) => name).join(" ");
  const lines = [
    "# fish completion of cornichon",
    "complete -c cornichon -f",
    ...own.options.map((option) => optionLine("-n __fish_use_subcommand", option)),
    "complete -c cornichon -n __fish_use_subcommand -a help -d 'display help for command'",
    `complete -c cornichon -n '__fish_seen_subcommand_from help' -a ${quoted(names)}`,
    ...commands.flatMap(commandLines),
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
};
