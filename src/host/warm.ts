/**
 * A head start for the command: a child boots while the rest of the program loads. Kept apart from the front door, so
 * that it loads next to nothing.
 */
import { statSync } from "node:fs";
import { AHEAD_BYTES, startAhead } from "./index.js";

const READING = new Set(["scan", "inspect", "convert", "predict", "verify"]);

/** Options with which no child may be needed, or none of the default size. */
const WITHOUT = ["--max-memory", "--cache", "--changed-since", "--list-files", "--explain"];

/** Starts a child of the default size when the arguments name one short file and nothing that goes without. */
export function warmUp(argv: readonly string[], maxMemory: number): void {
  const [command = "", ...rest] = argv;
  if (!READING.has(command) || rest.some((arg) => WITHOUT.some((option) => arg.startsWith(option)) || arg === "--help" || arg === "-h"))
    return;
  const file = rest.find((arg) => !arg.startsWith("-"));
  try {
    const facts = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
    if (facts?.isFile() === true && facts.size <= AHEAD_BYTES) startAhead(maxMemory);
  } catch {
    // What keeps a file from being looked at, or a child from starting, is told when one is needed.
  }
}
