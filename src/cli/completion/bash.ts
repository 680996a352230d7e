/**
 * Completion for bash, 3.2 of macOS included: one function, nothing that it would have to load, and no process of ours at
 * each key. What it proposes are words of ours; names of files are readline's own, which quotes them.
 */
import type { DescribedCommand, DescribedProgram, Proposal } from "./described.js";

const words = (list: readonly string[]): string => `_cornichon_words '${list.join(" ")}'`;

function proposing(proposal: Proposal): string {
  if (proposal === "files") return ":";
  if (proposal === "folders") return "compopt -o dirnames +o default 2>/dev/null || :";
  return proposal === null ? "compopt +o default 2>/dev/null || :" : words(proposal);
}

/** One line of the case for options with values: those of one command that propose the same. */
function valueCases({ name, options }: DescribedCommand): readonly string[] {
  return options
    .filter(({ value }) => value !== "")
    .map(({ names, proposal }) => `    ${names.map((option) => `'${name} ${option}'`).join("|")}) ${proposing(proposal)}; return ;;`);
}

const optionCase = ({ name, options }: DescribedCommand): string =>
  `      ${name}) ${words(options.flatMap(({ names }) => [...names]))} ;;`;

const argumentCase = ({ name, arguments: args }: DescribedCommand): string => `    ${name}) ${proposing(args[0]?.proposal ?? null)} ;;`;

export const bashCompletion = ({ own, commands }: DescribedProgram): string => `# bash completion of cornichon
_cornichon_words() {
  compopt +o default 2>/dev/null || :
  local IFS=$' \\t\\n'
  COMPREPLY=($(compgen -P "$prefix" -W "$1" -- "$cur")) || :
}

_cornichon() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} prefix= command= ended= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      --) ended=1; break ;;
      -*) ;;
      *) [ -n "$command" ] || command=\${COMP_WORDS[i]} ;;
    esac
  done
  # --format=json is three words, or one where = does not part words.
  if [ "$cur" = = ]; then cur=
  elif [ "$prev" = = ]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  elif [[ $cur == --*=* ]]; then prev=\${cur%%=*} prefix=$prev= cur=\${cur#*=}
  fi
  [ -z "$ended" ] || return
  case "$command $prev" in
${commands.flatMap(valueCases).join("\n")}
  esac
  if [ -z "$command" ]; then
    ${words([...commands.map(({ name }) => name), "help", ...own.options.flatMap(({ names }) => [...names])])}
    return
  fi
  if [[ $cur == -* ]]; then
    case $command in
${commands.map(optionCase).join("\n")}
    esac
    return
  fi
  case $command in
    help) ${words(commands.map(({ name }) => name))} ;;
${commands.map(argumentCase).join("\n")}
  esac
}

complete -o default -F _cornichon cornichon
`;
