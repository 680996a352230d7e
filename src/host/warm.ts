/**
 * A head start for the command: a child boots while the rest of the program loads. Kept apart from the front door, so
 * that it loads next to nothing.
 */
import { statSync } from "node:fs";
import { startAhead } from "./index.js";

/** Longer artifacts are better off with a child that inherits their descriptor. */
const SHORT = 4 * 1024 * 1024;
const DEFAULT_MEMORY = 1024 ** 3;
const READING = new Set(["scan", "inspect", "convert", "predict", "verify"]);

/** Starts a child when the arguments name one short file and no limit that would change the child. */
export function warmUp(argv: readonly string[]): void {
  const [command = "", ...rest] = argv;
  if (!READING.has(command) || rest.some((arg) => arg.startsWith("--max-memory") || arg === "--help" || arg === "-h")) return;
  const file = rest.find((arg) => !arg.startsWith("-"));
  try {
    const facts = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
    if (facts?.isFile() === true && facts.size <= SHORT) startAhead(DEFAULT_MEMORY);
  } catch {
    // What keeps a file from being looked at, or a child from starting, is told when one is needed.
  }
}
