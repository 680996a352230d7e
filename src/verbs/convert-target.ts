/**
 * The place of one output and of its sidecar: files that appear whole, or the caller's sink. They are opened when there
 * is something to write, so that what is no artifact leaves neither a file nor a folder; for what was named, at once, so
 * that nothing is judged for a place that cannot be written.
 *
 * Among the files that are read nothing is replaced that does not begin as what we write. It may be what we would write all
 * the same (a pickle does not say who wrote it): with the same bytes it is as good as written, with others it is refused.
 */
import { createHash } from "node:crypto";
import { closeSync, constants, lstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { systemPath } from "../artifact/path.js";
import { CornichonError, reportPath, sentence, showPath } from "../errors.js";
import { AtomicFile, type Inputs } from "../output/atomic.js";
import { makeBelow } from "../output/folders.js";
import { Spool } from "../output/spool.js";
import { isFilePlace } from "../output/target.js";
import { type Place, realPath } from "./convert-tasks.js";

/** Name of the sidecar beside an output. The document names it, so it is text. */
const sidecarOf = (output: string, end: string): string =>
  join(dirname(output), `${reportPath(basename(output).replace(/\.json$/, ""))}.${end}`);

const isLink = (path: string): boolean => lstatSync(systemPath(path), { throwIfNoEntry: false })?.isSymbolicLink() === true;

/** True where an output is a file already, whatever is in it. */
export function isThere(output: string): boolean {
  try {
    return lstatSync(systemPath(output), { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    // A folder that cannot be looked into: that it cannot be written either is told then.
    return false;
  }
}

/** How numpy keeps an ASCII text, as a pattern. */
const wide = (text: string): string => [...text].map((one) => `\\x${one.charCodeAt(0).toString(16)}\\0{3}`).join("");

/**
 * How what we write begins: a document, coefficients, the header of a sidecar or of a safetensors file, an ONNX file with our
 * name, an npz with our metadata, source with our line. Pickles, skops files and tables say nothing of who wrote them.
 */
const OURS = new RegExp(
  [
    '\\{"\\$schema":"[^"]{0,200}","format":"cornichon"',
    '\\{\\n {2}"model_type": ',
    '[^]{8}\\{(?:"0":|\\}|"__metadata__":\\{"producer":"cornichon")',
    "[^ -~]{4}cornichon",
    `PK[^]{28}__metadata__\\.json\\.npy\\x93NUMPY[^]{60,250}${wide('{"producer":"cornichon"')}`,
    '(?:/\\*|""")[^]{0,480}written by cornichon ',
  ]
    .map((one) => `^(?:${one})`)
    .join("|"),
);
const START = 600;
const PIECE = 1024 * 1024;

/** What is read of a file, from its beginning. */
function* readFrom(path: string, length: number): Generator<Uint8Array> {
  const fd = openSync(systemPath(path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const bytes = Buffer.alloc(length);
    for (let read = readSync(fd, bytes); read > 0; read = readSync(fd, bytes)) yield bytes.subarray(0, read);
  } finally {
    closeSync(fd);
  }
}

function startOf(path: string): string {
  for (const piece of readFrom(path, START)) return Buffer.from(piece).toString("latin1");
  return "";
}

/** A place that holds what may be somebody's: it stays as it is, and only what has the same bytes is as good as written. */
class Kept {
  readonly #path: string;
  readonly #hash = createHash("sha256");

  constructor(path: string) {
    this.#path = path;
  }

  add(piece: Uint8Array): void {
    this.#hash.update(piece);
  }

  /** @throws CornichonError `output.exists` */
  insist(): void {
    const there = createHash("sha256");
    for (const piece of readFrom(this.#path, PIECE)) there.update(piece);
    if (this.#hash.digest("hex") !== there.digest("hex"))
      throw new CornichonError(
        "output.exists",
        sentence`${showPath(this.#path)}: it is a file of the folder that is converted, and nothing that convert wrote or would write now; move it away, or choose another --output-dir`,
      );
  }
}

/** Files that no output may replace. */
export interface Guard {
  readonly inputs: Inputs;
  /** What was named as an input and stands where another's output goes. */
  readonly outputs: Inputs;
  /** Outputs stand among the files that are read. */
  readonly mixed: boolean;
  /** Arrays are to stand beside the document, whatever there is of them. */
  readonly needsSidecar: boolean;
  /** End of a sidecar's name; null where nothing stands beside an output. */
  readonly sidecar: string | null;
}

/** What stands in the place already and must stay, of the files that are read; null where nothing does. */
function keptAt(place: string, { mixed, outputs }: Guard): Kept | null {
  if (!mixed) return null;
  const file = isLink(place) ? realPath(place) : place;
  return isThere(file) && (outputs.has(place) || !OURS.test(startOf(file))) ? new Kept(file) : null;
}

/** A file that is written, or found to be there as it would be. */
class Output {
  readonly #file: AtomicFile;
  readonly #kept: Kept | null;

  /** @throws CornichonError `output.exists` for a file that was named as an input */
  constructor(place: string, guard: Guard) {
    guard.inputs.refuse(place);
    this.#kept = keptAt(place, guard);
    this.#file = new AtomicFile(place);
  }

  write(piece: Uint8Array): void {
    this.#file.write(piece);
    this.#kept?.add(piece);
  }

  async writeBeside(piece: Uint8Array): Promise<void> {
    this.#kept?.add(piece);
    await this.#file.writeBeside(piece);
  }

  /** False where bytes are compared, or given on, as they come. */
  get isAmendable(): boolean {
    return this.#kept === null && this.#file.isAmendable;
  }

  amend(offset: number, bytes: Uint8Array): void {
    this.#file.amend(offset, bytes);
  }

  /** @throws CornichonError `output.exists` where something else must stay */
  insist(): void {
    this.#kept?.insist();
  }

  async commit(): Promise<void> {
    if (this.#kept === null) await this.#file.commit();
    else this.#file.discard();
  }

  discard(): void {
    this.#file.discard();
  }
}

export class Target {
  readonly #item: Place;
  readonly #guard: Guard;
  #file: Output | null = null;
  #sidecar: Output | null = null;
  /** Where the sidecar goes. Nothing is put beside a device or a pipe: `/dev` is no folder for arrays. */
  readonly #beside: string | null;
  // Nothing is to be seen of a document that fails, so it waits until it is whole.
  readonly #waiting: Spool | null;

  constructor(item: Place, guard: Guard) {
    this.#item = item;
    this.#guard = guard;
    const { output } = item;
    this.#beside = output !== null && guard.sidecar !== null && isFilePlace(output) ? sidecarOf(output, guard.sidecar) : null;
    this.#waiting = item.output === null ? new Spool() : null;
  }

  /** Base name of the sidecar, empty where none can stand. */
  get sidecarName(): string {
    return this.#beside === null ? "" : basename(this.#beside);
  }

  /** What may be put beside the output; null where nothing can stand. */
  get besideOutput(): { readonly name: string; write(piece: Uint8Array): void } | null {
    return this.#beside === null ? null : { name: this.sidecarName, write: (piece) => this.writeSidecar(piece) };
  }

  /** @throws CornichonError `output.exists` */
  open(): void {
    const { output, folder } = this.#item;
    if (this.#file !== null || output === null) return;
    if (this.#beside === null && this.#guard.needsSidecar)
      throw new CornichonError("output.exists", sentence`${showPath(output)}: no file, so no sidecar can stand beside it; name a file`);
    this.#guard.inputs.refuse(output);
    // Of a document it is known that it will; anything else rarely has one.
    if (this.#beside !== null && this.#guard.sidecar === "safetensors") this.#guard.inputs.refuse(this.#beside);
    if (folder !== null) makeBelow(folder.root, folder.below);
    this.#file = new Output(output, this.#guard);
  }

  write(piece: Uint8Array): void {
    this.open();
    (this.#file ?? this.#waiting)?.write(piece);
  }

  /** The same beside other work: the piece stays as it is, and nothing else is written, until the promise resolves. */
  async writeBeside(piece: Uint8Array): Promise<void> {
    this.open();
    if (this.#file === null) this.#waiting?.write(piece);
    else await this.#file.writeBeside(piece);
  }

  /** True where what is written may be written over. */
  get isAmendable(): boolean {
    return this.#file?.isAmendable === true;
  }

  amend(offset: number, bytes: Uint8Array): void {
    this.#file?.amend(offset, bytes);
  }

  writeSidecar(piece: Uint8Array): void {
    this.open();
    if (this.#beside !== null) this.#sidecar ??= new Output(this.#beside, this.#guard);
    this.#sidecar?.write(piece);
  }

  /** Puts all of it in its place; what has none goes to `text`. The document comes last: where it is, all is. */
  async commit(text: (piece: Uint8Array) => void | Promise<void>): Promise<void> {
    this.#sidecar?.insist();
    this.#file?.insist();
    await this.#sidecar?.commit();
    await this.#file?.commit();
    for (const piece of this.#waiting?.pieces() ?? []) await text(piece);
  }

  discard(): void {
    this.#waiting?.close();
    this.#file?.discard();
    this.#sidecar?.discard();
  }
}
