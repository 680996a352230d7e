/**
 * What the command prints: results to standard output or a file, everything else to standard error. Sentences are
 * `Shown` text; data is what it is, but a terminal gets it with what it would obey escaped.
 */
import { isatty } from "node:tty";
import { CornichonError, type Shown, sentence, showData, showLines, showText } from "../errors.js";
import { AtomicFile, Inputs, writeAll } from "../output/atomic.js";
import { EXIT } from "./exit.js";

/** A reader that went away ends the command: not all was told, and what was may not be all. */
function print(bytes: Uint8Array): void {
  try {
    writeAll(1, bytes);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EPIPE") process.exit(process.exitCode ?? EXIT.failed);
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new CornichonError("output.exists", sentence`standard output could not be written (${showText(code)})`, { cause: error });
  }
}

/** A place for results: `write` and `data` may be called many times, `end` once. */
export interface Output {
  /** Sentences. */
  write(text: Shown): void;
  /** Bytes or text that a program reads. */
  data(data: string | Uint8Array): void;
  end(): void;
  discard(): void;
}

const STDOUT = new Set(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]);

function standardOutput(): Output {
  const decoder = isatty(1) ? new TextDecoder() : null;
  const data = (piece: string | Uint8Array): void => {
    if (decoder === null) return print(typeof piece === "string" ? Buffer.from(piece) : piece);
    print(Buffer.from(showData(typeof piece === "string" ? piece : decoder.decode(piece, { stream: true }))));
  };
  return { write: data, data, end: () => undefined, discard: () => undefined };
}

/** Standard output, or a file that appears whole and is none of the inputs. @throws CornichonError `output.exists` */
export function openOutput(path: string | undefined, inputs: readonly string[] = []): Output {
  if (path === undefined || STDOUT.has(path)) return standardOutput();
  new Inputs(inputs).refuse(path);
  const file = new AtomicFile(path);
  const data = (piece: string | Uint8Array): void => file.write(typeof piece === "string" ? Buffer.from(piece) : piece);
  return { write: data, data, end: () => file.commit(), discard: () => file.discard() };
}

/** A message to the user. Where nobody listens, nothing is said: the exit code tells the rest. */
export function say(text: Shown): void {
  try {
    writeAll(2, Buffer.from(`${text}\n`));
  } catch {
    // A closed standard error is no reason to fail.
  }
}

/** What commander says: its words, and arguments as they were typed. */
export const sayLines = (text: string): void => say(showLines(text.trimEnd()));
