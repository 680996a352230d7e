/** What the command prints: results to standard output or a file, everything else to standard error. */
import { writeSync } from "node:fs";
import { AtomicFile } from "../output/atomic.js";

/** Writes all of it, waiting where a pipe is full. A reader that went away ends the command quietly. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at, bytes.length - at);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "EPIPE") process.exit(process.exitCode ?? 0);
      if (code !== "EAGAIN") throw error;
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
export const say = (text: string): void => writeAll(2, Buffer.from(`${text}\n`));
