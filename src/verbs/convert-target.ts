/**
 * The place of one output and of its sidecar: files that appear whole, or the caller's sink. They are opened when there
 * is something to write, so that what is no artifact leaves neither a file nor a folder; for what was named, at once, so
 * that nothing is judged for a place that cannot be written.
 */
import { closeSync, constants, lstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { systemPath } from "../artifact/path.js";
import { CornichonError, reportPath, sentence, showPath } from "../errors.js";
import { AtomicFile, type Inputs } from "../output/atomic.js";
import { makeBelow } from "../output/folders.js";
import { Spool } from "../output/spool.js";
import { isFilePlace } from "../output/target.js";
import type { Place } from "./convert-tasks.js";

/** Name of the sidecar beside an output. The document names it, so it is text. */
const sidecarOf = (output: string, end: string): string =>
  join(dirname(output), `${reportPath(basename(output).replace(/\.json$/, ""))}.${end}`);

/** True where an output is a file already, whatever is in it. */
export function isThere(output: string): boolean {
  try {
    return lstatSync(systemPath(output), { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    // A folder that cannot be looked into: that it cannot be written either is told then.
    return false;
  }
}

/** How what we write begins: JSON, the header of a sidecar, an ONNX file with our name, an npz with our metadata, source with our line. */
const OURS =
  /^(?:\{|[\s\S]{8}\{"(?:0"|__metadata__"|\})|[^ -~]{4}cornichon|PK[\s\S]{28}__metadata__\.json\.npy|(?:\/\*|""")[\s\S]{0,480}written by cornichon )/;
const START = 600;

function startOf(path: string): string {
  const fd = openSync(systemPath(path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const bytes = Buffer.alloc(START);
    return bytes.toString("latin1", 0, readSync(fd, bytes, 0, START, 0));
  } finally {
    closeSync(fd);
  }
}

/** What stands in a folder that is converted into itself is only replaced where it cannot be an artifact of it. */
function refuseArtifact(output: string): void {
  if (isThere(output) && !OURS.test(startOf(output)))
    throw new CornichonError(
      "output.exists",
      sentence`${showPath(output)}: it is a file of the folder that is converted, and nothing that convert wrote`,
    );
}

/** Files that no output may replace. */
export interface Guard {
  readonly inputs: Inputs;
  /** Outputs stand among the files that are read. */
  readonly mixed: boolean;
  /** Arrays are to stand beside the document, whatever there is of them. */
  readonly needsSidecar: boolean;
  /** End of a sidecar's name; null where nothing stands beside an output. */
  readonly sidecar: string | null;
}

export class Target {
  readonly #item: Place;
  readonly #guard: Guard;
  #file: AtomicFile | null = null;
  #sidecar: AtomicFile | null = null;
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
    this.#refuse(output);
    // Of a document it is known that it will; anything else rarely has one.
    if (this.#beside !== null && this.#guard.sidecar === "safetensors") this.#refuse(this.#beside);
    if (folder !== null) makeBelow(folder.root, folder.below);
    this.#file = new AtomicFile(output);
  }

  write(piece: Uint8Array): void {
    this.open();
    (this.#file ?? this.#waiting)?.write(piece);
  }

  writeSidecar(piece: Uint8Array): void {
    this.open();
    if (this.#sidecar === null && this.#beside !== null) {
      this.#refuse(this.#beside);
      this.#sidecar = new AtomicFile(this.#beside);
    }
    this.#sidecar?.write(piece);
  }

  /** @throws CornichonError `output.exists` for a place of what is read */
  #refuse(place: string): void {
    this.#guard.inputs.refuse(place);
    if (this.#guard.mixed) refuseArtifact(place);
  }

  /** Puts all of it in its place; what has none goes to `text`. The document comes last: where it is, all is. */
  async commit(text: (piece: Uint8Array) => void | Promise<void>): Promise<void> {
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
