/** Completion for zsh: a file `_cornichon` in a folder of `fpath`, or evaluated after `compinit`. */
import type { DescribedArgument, DescribedCommand, DescribedOption, DescribedProgram, Proposal } from "./described.js";

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** Text inside the brackets of a specification. */
const inBrackets = (text: string): string => text.replace(/[\\[\]]/g, "\\$&");
/** Text between its colons. */
const betweenColons = (text: string): string => text.replace(/[\\:]/g, "\\$&");

function action(proposal: Proposal): string {
  if (proposal === "files") return "_files";
  if (proposal === "folders") return "_files -/";
  return proposal === null ? " " : `(${proposal.join(" ")})`;
}

function optionSpecs({ names, description, value, proposal, repeatable }: DescribedOption): readonly string[] {
  const told = `[${inBrackets(description)}]`;
  const takes = value === "" ? "" : `:${betweenColons(value)}:${action(proposal)}`;
  const excluded = repeatable ? "*" : `(${names.join(" ")})`;
  return names.map((name) => quoted(`${excluded}${name}${value === "" ? "" : name.startsWith("--") ? "=" : "+"}${told}${takes}`));
}

const argumentSpec = ({ usage, proposal }: DescribedArgument): string => {
  const name = betweenColons(usage.replace(/[<>[\].]/g, ""));
  return quoted(`${usage.includes("...") ? "*" : "1"}:${name}:${action(proposal)}`);
};

function commandCase({ name, options, arguments: args }: DescribedCommand): string {
  const specs = [...options.flatMap(optionSpecs), ...args.map(argumentSpec)];
  return `        ${name})\n          _arguments -S ${specs.join(" \\\n            ")} ;;`;
}

export const zshCompletion = ({ own, commands }: DescribedProgram): string => `#compdef cornichon
# zsh completion of cornichon
_cornichon() {
  local curcontext=$curcontext state state_descr line
  typeset -A opt_args
  local -a commands=(
${[...commands.map(({ name, description }) => ({ name, description })), { name: "help", description: "display help for command" }]
  .map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`)
  .join("\n")}
  )
  _arguments -C ${own.options.flatMap(optionSpecs).join(" ")} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
        help) _describe -t commands command commands ;;
${commands.map(commandCase).join("\n")}
      esac ;;
  esac
}

if [ "$funcstack[1]" = _cornichon ]; then _cornichon "$@"; else compdef _cornichon cornichon; fi
`;
