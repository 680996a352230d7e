/**
 * What the command prints: results to standard output or a file, everything else to standard error. Sentences are
 * `Shown` text; data is what it is, but a terminal gets it with what it would obey escaped.
 *
 * A reader that went away (`| head`) is no failure: the rest is not printed, and the exit code is what it would have been.
 * One that is slow is waited for by `ready()`, between whose steps signals are heard; what comes meanwhile waits in a
 * temporary file.
 */
import { statSync } from "node:fs";
import { isatty } from "node:tty";
import { hasArtifactEnding } from "../../sandbox/wire/endings.js";
import { systemPath } from "../artifact/path.js";
import { CornichonError, type Shown, sentence, showData, showInLog, showLines, showPath } from "../errors.js";
import { AtomicFile, Inputs } from "../output/atomic.js";
import { codeOf, whyNot } from "../output/failure.js";
import { offer, patientTwin, writeAll, writePatiently } from "../output/patient.js";
import { Spool } from "../output/spool.js";
import { clearLine } from "./live-line.js";
import { messageText } from "./style.js";

/** A place for results: `write` and `data` may be called many times, `end` once. */
export interface Output {
  /** Sentences. */
  write(text: Shown): void;
  /** Bytes or text that a program reads. */
  data(data: string | Uint8Array): void;
  /** Resolves when there is room for more. */
  ready(): Promise<void>;
  /** Resolves when all of it is where it belongs. */
  end(): Promise<void>;
  discard(): void;
}

const STDOUT = new Set(["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]);
/** Bytes that wait for a slow reader; more make the command wait, where nobody asks whether there is room. */
const MOST_WAITING = 64 * 1024 * 1024;

class StandardOutput implements Output {
  readonly #decoder = isatty(1) ? new TextDecoder() : null;
  readonly #fd = patientTwin(1);
  #waiting: Spool | null = null;
  #isGone = false;

  write(text: Shown): void {
    this.data(showInLog(text));
  }

  data(piece: string | Uint8Array): void {
    if (this.#isGone) return;
    const bytes = this.#bytes(piece);
    this.#try(() => {
      if (this.#waiting !== null && this.#waiting.length > MOST_WAITING) this.#flushNow();
      clearLine();
      // Where writes wait by themselves, all of it is written.
      const written = this.#waiting === null ? offer(this.#fd, bytes) : 0;
      if (written === bytes.length) return;
      this.#waiting ??= new Spool();
      this.#waiting.write(bytes.subarray(written));
    });
  }

  #bytes(piece: string | Uint8Array): Uint8Array {
    if (this.#decoder === null) return typeof piece === "string" ? Buffer.from(piece) : piece;
    return Buffer.from(typeof piece === "string" ? piece : showData(this.#decoder.decode(piece, { stream: true })));
  }

  #flushNow(): void {
    for (const piece of this.#waiting?.pieces() ?? []) writeAll(this.#fd, piece);
    this.#drop();
  }

  async ready(): Promise<void> {
    while (this.#waiting !== null && !this.#isGone) {
      const spool: Spool = this.#waiting;
      // What comes meanwhile waits behind it.
      this.#waiting = new Spool();
      try {
        for (const piece of spool.pieces()) await writePatiently(this.#fd, piece);
      } catch (error) {
        this.#fail(error);
      } finally {
        spool.close();
      }
      if (this.#waiting?.length === 0) this.#drop();
    }
  }

  end(): Promise<void> {
    return settling(this.ready());
  }

  discard(): void {
    // Nothing of it can be taken back.
  }

  #drop(): void {
    this.#waiting?.close();
    this.#waiting = null;
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (error instanceof CornichonError) throw error;
    if (!GONE.has(codeOf(error)))
      throw new CornichonError("output.exists", sentence`standard output could not be written${whyNot(error)}`, { cause: error });
    this.#isGone = true;
    this.#drop();
  }
}

/** What a writer hears once its reader went away: of a pipe, and of a socket in which something is left that nobody read. */
const GONE: ReadonlySet<string> = new Set(["EPIPE", "ECONNRESET"]);

/** After so long signals are listened for. */
const BREATH_MS = 50;

class FileOutput implements Output {
  readonly #file: AtomicFile;
  #breath = Date.now();

  constructor(path: string) {
    this.#file = new AtomicFile(path);
  }

  write(text: Shown): void {
    this.data(text);
  }

  data(piece: string | Uint8Array): void {
    this.#file.write(typeof piece === "string" ? Buffer.from(piece) : piece);
  }

  async ready(): Promise<void> {
    if (Date.now() - this.#breath < BREATH_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#breath = Date.now();
  }

  end(): Promise<void> {
    return settling(this.#file.commit());
  }

  discard(): void {
    this.#file.discard();
  }
}

let standardOutput: StandardOutput | null = null;
const unsettled = new Set<Promise<void>>();

/** An end that nobody waits for is waited for by `settled`. */
export function settling(end: Promise<void>): Promise<void> {
  const forget = (): void => void unsettled.delete(end);
  unsettled.add(end);
  end.then(forget, forget);
  return end;
}

/** Resolves when all that was printed is where it belongs. @throws CornichonError `output.exists` */
export async function settled(): Promise<void> {
  await Promise.all(unsettled);
  await standardOutput?.ready();
}

/** True where results go to standard output. */
export const isStandardOutput = (path: string | undefined): boolean => path === undefined || STDOUT.has(path);

/** Standard output, or a file that appears whole and is none of the inputs. @throws CornichonError `output.exists` */
export function openOutput(path: string | undefined, inputs: readonly string[] = []): Output {
  if (path === undefined || isStandardOutput(path)) {
    standardOutput ??= new StandardOutput();
    return standardOutput;
  }
  new Inputs(inputs).refuse(path);
  return new FileOutput(path);
}

const isModel = (path: string): boolean => {
  if (!hasArtifactEnding(path)) return false;
  const facts = statSync(systemPath(path), { throwIfNoEntry: false });
  return facts?.isFile() === true && facts.size > 0;
};

/**
 * The same for what is no model: it replaces none. Whoever scans a folder and names one of its files has mistyped.
 * @throws CornichonError `output.exists`
 */
export function openReport(path: string | undefined, inputs: readonly string[] = []): Output {
  refuseModel(path);
  return openOutput(path, inputs);
}

/** @throws CornichonError `output.exists` */
export function refuseModel(path: string | undefined): void {
  if (path !== undefined && !isStandardOutput(path) && isModel(path))
    throw new CornichonError("output.exists", sentence`${showPath(path)}: a model lies there, by its name; choose another one`);
}

/** A line on standard error. Where nobody listens, nothing is said: the exit code tells the rest. */
export function say(text: Shown): void {
  clearLine();
  try {
    writeAll(2, Buffer.from(`${showInLog(text)}\n`));
  } catch {
    // A closed standard error is no reason to fail.
  }
}

/** What went wrong, where it matters for the exit code. */
export const error = (text: Shown): void => say(messageText("error", text));
/** What a user should know of what was done all the same. */
export const warning = (text: Shown): void => say(messageText("warning", text));
/** What was done. */
export const note = (text: Shown): void => say(messageText("note", text));

/** What commander says: its words, and arguments as they were typed. */
export function sayLines(text: string): void {
  const [, words] = /^error: ([\s\S]*)$/.exec(text) ?? [];
  if (words === undefined) say(showLines(text.trimEnd()));
  else error(showLines(words.trimEnd()));
}

/** Help and version, which are short. */
export function printLines(text: string): void {
  try {
    writeAll(1, Buffer.from(showLines(text)));
  } catch {
    // Nobody reads it.
  }
}
