/** A head start for the command: a child boots while the rest of the program loads. */
import { closeSync, constants, fstatSync, openSync, statSync } from "node:fs";
import { startAhead } from "./ahead.js";
import { HELD_BYTES } from "./types.js";

const READING = new Set(["scan", "inspect", "convert", "predict", "verify"]);

/** Options with which no child may be needed, or none of the default size. */
const WITHOUT = ["--max-memory", "--cache", "--changed-since", "--list-files", "--explain"];

/** Without waiting for a pipe's other end. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Starts a child for a regular file; a long one's descriptor goes with it, since what is not kept in memory the child reads
 * by itself. What is no such file is not even opened: a pipe's writer would notice.
 */
function startFor(file: string, maxMemory: number): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return;
  const fd = openSync(file, READ);
  try {
    const facts = fstatSync(fd);
    const { size } = facts;
    if (facts.isFile()) startAhead(maxMemory, { size, fd: size > HELD_BYTES ? fd : null });
  } finally {
    closeSync(fd);
  }
}

/** Starts a child of the default size when the arguments name a file and nothing that goes without. */
export function warmUp(argv: readonly string[], maxMemory: number): void {
  const [command = "", ...rest] = argv;
  if (!READING.has(command) || rest.some((arg) => WITHOUT.some((option) => arg.startsWith(option)) || arg === "--help" || arg === "-h"))
    return;
  const file = rest.find((arg) => !arg.startsWith("-"));
  try {
    if (file !== undefined) startFor(file, maxMemory);
  } catch {
    // What keeps a file from being looked at, or a child from starting, is told when one is needed.
  }
}
