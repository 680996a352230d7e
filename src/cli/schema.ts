/** `cornichon schema`: the published schemas and codes. */
import type { Command } from "commander";
import { CornichonError, sentence, shownJson, showText } from "../errors.js";
import { schemaOf } from "../verbs/schema.js";
import { anyOf } from "./any-of.js";
import { configSchema } from "./config.js";
import { EXIT } from "./exit.js";
import { openOutput } from "./output.js";
import { SCHEMAS } from "./schema-names.js";
import type { Flags, Start } from "./shared.js";

const NAMES = anyOf(SCHEMAS);

async function schemaRun(name: string, program: Command): Promise<number> {
  const scan = program.commands.find((command) => command.name() === "scan");
  if (name === "config" && scan !== undefined) {
    return print(configSchema(scan));
  }
  const known = SCHEMAS.find((one) => one === name);
  if (known === undefined || known === "config") throw new CornichonError("usage", sentence`schema is ${showText(NAMES)}`);
  return print(await schemaOf(known));
}

async function print(schema: object): Promise<number> {
  const output = openOutput(undefined);
  output.write(sentence`${shownJson(schema, 2)}\n`);
  await output.end();
  return EXIT.ok;
}

export function schemaCommand(program: Command, start: Start): void {
  program
    .command("schema")
    .description("JSON Schema of the neutral format, of the scan report, of policy and configuration files, or the published codes")
    .argument("[name]", NAMES, "neutral")
    .addHelpText("after", "\nExample:\n  cornichon schema report > report.schema.json")
    .action((name: string, flags: Flags) => start(() => schemaRun(name, program), flags));
}
