/** `cornichon worker`: takes the jobs of a service from its queue, on any machine. It ends when it is told to. */
import type { Command } from "commander";
import { CornichonError, sentence, showText } from "../errors.js";
import { letGo, onNewerNode, toldToEnd } from "../host/newer-node.js";
import { EXIT } from "./exit.js";
import { say } from "./output.js";
import { passing } from "./passing.js";
import { batchOptions, type Flags, readingOptions, type Start, textFlag, withReadingOptions } from "./shared.js";

function needed(flags: Flags, name: string, what: string): string {
  const text = textFlag(flags, name);
  if (text === undefined) throw new CornichonError("usage", sentence`a worker needs --${showText(name)}: ${showText(what)}`);
  return text;
}

async function run(flags: Flags, signal: AbortSignal): Promise<number> {
  const { signal: _signal, ...reading } = await readingOptions(flags, signal);
  const queue = needed(flags, "queue", "redis://… or postgres://…, as the service has it");
  const database = needed(flags, "database", "postgres://…, or the sqlite:FILE of a service on this machine");
  const spool = needed(flags, "spool", "s3://bucket/prefix or the folder that the service has");
  const { work } = await import("../server/worker.js");
  const stop = await work({ queue, database, spool, reading, jobs: batchOptions(flags).jobs, told: passing() });
  say(sentence`working`);
  await toldToEnd();
  await stop();
  letGo(EXIT.ok);
  return EXIT.ok;
}

export function workerCommand(program: Command, start: Start): void {
  const command = program
    .command("worker")
    .description("take jobs of a service from its queue, on any machine")
    .option("--queue <url>", "redis://… or postgres://…, as the service has it")
    .option("--database <url>", "the service's: postgres://…, or sqlite:FILE on the same machine")
    .option("--spool <place>", "the service's: s3://bucket/prefix, or a folder that both have")
    .addHelpText(
      "after",
      "\nExample:\n  cornichon worker --queue redis://queue --database postgres://db/cornichon --spool s3://spool/uploads\n\nExit: 0 after a clean stop, 2 it could not start",
    );
  withReadingOptions(command).action((flags: Flags) => start((signal) => onNewerNode(() => run(flags, signal)), flags));
}
