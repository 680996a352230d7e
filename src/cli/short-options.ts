/** One letter for the options that are typed most, on every command that has them. */
import { type Command, Option } from "commander";

const SHORT: Readonly<Record<string, string>> = { "--format": "-f", "--output": "-o", "--quiet": "-q" };

/** Gives a program's commands their short options, and `--color`. To be called when all commands are there. */
export function addShortOptions(program: Command): void {
  for (const command of program.commands) {
    for (const option of command.options) {
      const short = SHORT[option.long ?? ""];
      if (short === undefined || option.short !== undefined) continue;
      option.short = short;
      option.flags = `${short}, ${option.flags}`;
    }
    command.addOption(new Option("--color <when>", "auto, always or never").default("auto"));
  }
}
