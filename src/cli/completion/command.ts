/** `cornichon completion`: what a shell needs to complete commands, options and their values, made of the program itself. */
import type { Command } from "commander";
import { CornichonError, sentence, showText } from "../../errors.js";
import { EXIT } from "../exit.js";
import { openOutput } from "../output.js";
import { type Flags, type Start, textFlag } from "../shared.js";
import { bashCompletion } from "./bash.js";
import { type DescribedProgram, describedProgram, type Shell, shellOf } from "./described.js";
import { fishCompletion } from "./fish.js";
import { zshCompletion } from "./zsh.js";

export const COMPLETIONS: Readonly<Record<Shell, (program: DescribedProgram) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

function run(program: Command, name: string, flags: Flags): number {
  const shell = shellOf(name);
  if (shell === undefined)
    throw new CornichonError("usage", sentence`there is a completion for bash, zsh and fish, none for ${showText(name)}`);
  const output = openOutput(textFlag(flags, "output"));
  try {
    output.data(COMPLETIONS[shell](describedProgram(program)));
    output.end();
  } finally {
    output.discard();
  }
  return EXIT.ok;
}

export function completionCommand(program: Command, start: Start): void {
  program
    .command("completion")
    .description("print what a shell needs to complete commands, options and values")
    .argument("<shell>", "bash, zsh or fish")
    .option("--output <file>", "write it to a file")
    .option("--debug", "stack traces of our own failures")
    .addHelpText(
      "after",
      `
bash:  eval "$(cornichon completion bash)"  in ~/.bashrc
zsh:   cornichon completion zsh > "\${fpath[1]}/_cornichon"
fish:  cornichon completion fish > ~/.config/fish/completions/cornichon.fish`,
    )
    .action((shell: string, flags: Flags) => start(async () => run(program, shell, flags), flags));
}
