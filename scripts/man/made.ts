/** The man page of this version, made anew. */
import type { Command } from "commander";
import { describedProgram } from "../../src/cli/completion/described.js";
import { programWith } from "../../src/cli/program.js";
import { VERSION } from "../../src/version.js";
import { manPage } from "./page.js";

/** What a command's `--help` says behind its options. */
function closingOf(command: Command): string {
  const said: string[] = [];
  command.configureOutput({ writeOut: (text) => void said.push(text) }).outputHelp();
  return said.join("").slice(command.helpInformation().length);
}

export async function madePage(): Promise<string> {
  const nothing = async (): Promise<void> => undefined;
  const program = await programWith(nothing, nothing);
  return manPage(describedProgram(program), VERSION, new Map(program.commands.map((one) => [one.name(), closingOf(one)])));
}
