/** What the command prints: results to standard output or a file, everything else to standard error. */
import { writeSync } from "node:fs";
import { CornichonError } from "../errors.js";
import { AtomicFile } from "../output/atomic.js";

/** Exit code when nobody reads on. */
const EXIT_UNTOLD = 2;

/**
 * Writes all of it, waiting where a pipe is full: nothing piles up here for a slow reader. A reader that went away ends the
 * command quietly, but not as if all were well: what was not told may be the worst.
 */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at, bytes.length - at);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EPIPE") process.exit(process.exitCode ?? EXIT_UNTOLD);
      if (code !== "EAGAIN")
        throw new CornichonError("output.exists", `standard output could not be written (${String(code)})`, { cause: error });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

/** A place for results: `text` may be called many times, `end` once. */
export interface Output {
  write(text: string | Uint8Array): void;
  end(): void;
  discard(): void;
}

/** Standard output, or a file that appears whole. */
export function openOutput(path: string | undefined): Output {
  if (path === undefined || path === "-")
    return {
      write: (text) => writeAll(1, typeof text === "string" ? Buffer.from(text) : text),
      end: () => undefined,
      discard: () => undefined,
    };
  const file = new AtomicFile(path);
  return {
    write: (text) => file.write(typeof text === "string" ? Buffer.from(text) : text),
    end: () => file.commit(),
    discard: () => file.discard(),
  };
}

/** A message to the user. */
export function say(text: string): void {
  try {
    writeAll(2, Buffer.from(`${text}\n`));
  } catch {
    // Nobody is left to be told, and the exit code says it as well.
  }
}
