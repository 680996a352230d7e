/** `cornichon serve`: the gate in front of a model registry. It ends when it is told to. */
import { availableParallelism } from "node:os";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { CornichonError, sentence, showList, showText } from "../errors.js";
import { letGo, onNewerNode, toldToEnd } from "../host/newer-node.js";
import { LOG_LEVELS, SERVE_DEFAULTS, type ServeOptions } from "../server/options.js";
import { anyOf } from "./any-of.js";
import { EXIT } from "./exit.js";
import { say } from "./output.js";
import { readGiven } from "./read-file.js";
import { type Flags, readingOptions, type Start, textFlag, withReadingOptions } from "./shared.js";

const LONGEST_KEYS = 1024 * 1024;

const whole =
  (from: number, to: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) throw new InvalidArgumentError(`It is no whole number from ${from} to ${to}.`);
    return value;
  };

/** Keys from the file that is named, or from the environment. */
async function keysOf(flags: Flags, signal: AbortSignal): Promise<ServeOptions["keys"]> {
  const from = textFlag(flags, "apiKeys");
  if (from !== undefined) return { text: (await readGiven(from, LONGEST_KEYS, signal)).toString(), from };
  const text = process.env["CORNICHON_API_KEYS"];
  return text === undefined || text === "" ? null : { text: text.replaceAll(",", "\n"), from: "CORNICHON_API_KEYS" };
}

const numberFlag = (flags: Flags, name: string, otherwise: number): number => (typeof flags[name] === "number" ? flags[name] : otherwise);

function levelOf(text: string | undefined): ServeOptions["log"] {
  if (text === undefined) return SERVE_DEFAULTS.log;
  const level = LOG_LEVELS.find((one) => one === text);
  if (level === undefined) throw new CornichonError("usage", sentence`--log is ${showList(LOG_LEVELS)}`);
  return level;
}

async function optionsOf(flags: Flags, signal: AbortSignal): Promise<ServeOptions> {
  const { signal: _signal, ...reading } = await readingOptions(flags, signal);
  const log = levelOf(textFlag(flags, "log"));
  return {
    host: textFlag(flags, "host") ?? SERVE_DEFAULTS.host,
    port: numberFlag(flags, "port", SERVE_DEFAULTS.port),
    models: textFlag(flags, "models") ?? null,
    database: textFlag(flags, "database") ?? null,
    queue: textFlag(flags, "queue") ?? null,
    spool: textFlag(flags, "spool") ?? null,
    keys: await keysOf(flags, signal),
    reading,
    jobs: numberFlag(flags, "jobs", Math.min(4, availableParallelism())),
    maxQueue: numberFlag(flags, "maxQueue", SERVE_DEFAULTS.maxQueue),
    maxPerClient: numberFlag(flags, "maxPerClient", SERVE_DEFAULTS.maxPerClient),
    idleTimeout: numberFlag(flags, "idleTimeout", SERVE_DEFAULTS.idleTimeout),
    retention: numberFlag(flags, "retention", SERVE_DEFAULTS.retention),
    log: flags["quiet"] === true ? "silent" : log,
  };
}

async function run(flags: Flags, signal: AbortSignal): Promise<number> {
  const options = await optionsOf(flags, signal);
  const { serve } = await import("../server/serve.js");
  const serving = await serve(options);
  const told = toldToEnd();
  try {
    const isReady = await Promise.race([serving.ready.then(() => true), told.then(() => false)]);
    if (isReady) say(sentence`listening on ${showText(serving.address)}`);
    if (isReady) await told;
  } finally {
    await serving.stop();
  }
  letGo(EXIT.ok);
  return EXIT.ok;
}

export function serveCommand(program: Command, start: Start): void {
  const command = program
    .command("serve")
    .description("run a service that judges uploads, converts them, and serves models")
    .option("--host <address>", "address to listen at", SERVE_DEFAULTS.host)
    .option("--port <n>", "port to listen at; 0 takes a free one", whole(0, 65_535), SERVE_DEFAULTS.port)
    .option("--models <dir>", "serve the safe models of this folder")
    .option("--database <url>", "sqlite:FILE or postgres://… (default: a file in your state folder)")
    .option("--queue <url>", "redis://… or postgres://…: jobs go to workers on other machines as well")
    .option("--spool <place>", "folder for uploads, or s3://bucket/prefix (default: a folder in your state folder)")
    .option("--api-keys <file>", "who may ask: lines of name:sha256 of the key; read when it starts")
    .option("--max-queue <n>", "requests that may wait for a child", whole(0, 1_000_000), SERVE_DEFAULTS.maxQueue)
    .option("--max-per-client <n>", "requests of one client under way", whole(1, 1_000_000), SERVE_DEFAULTS.maxPerClient)
    .option("--idle-timeout <seconds>", "give an upload up when nothing comes for so long", whole(1, 86_400), SERVE_DEFAULTS.idleTimeout)
    .option("--retention <days>", "keep results and the audit log so long; 0 for good", whole(0, 36_500), SERVE_DEFAULTS.retention)
    .option("--log <level>", anyOf(LOG_LEVELS), SERVE_DEFAULTS.log)
    .addHelpText("after", "\nExample:\n  cornichon serve --models models/ --port 8080\n\nExit: 0 after a clean stop, 2 it could not start");
  withReadingOptions(command).action((flags: Flags) => start((signal) => onNewerNode(() => run(flags, signal)), flags));
}
