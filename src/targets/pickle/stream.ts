/**
 * Bytes of a pickle in frames as CPython writes them: a frame ends once it has 64 KiB, what is as long as that stands
 * outside of one, and what is shorter than four bytes has none. They are counted on the way: a document may name one array of
 * its sidecar a thousand times.
 */
import { sentence } from "../../errors.js";
import { unsupported } from "../../graph/define.js";
import { concatenated } from "../deferred.js";

const FRAME = 0x95;
const FRAME_SIZE = 64 * 1024;
const LEAST_FRAME = 4;
const HEAD = 9;
/** What our own scan reads, unless it is told otherwise. */
const MOST_BYTES = 2 ** 32;

export class PickleStream {
  readonly #pieces: Uint8Array[] = [];
  #frame = new Uint8Array(2 * FRAME_SIZE);
  #length = 0;
  /** Bytes of the pieces. */
  #total = 0;

  /** Bytes of one opcode with its arguments. */
  put(...bytes: readonly number[]): void {
    this.#room(bytes.length);
    for (const byte of bytes) this.#frame[this.#length++] = byte;
  }

  /** An opcode with its data; long data stand outside of frames. */
  data(head: readonly number[], data: Uint8Array): void {
    if (data.length >= FRAME_SIZE) {
      this.#end();
      return this.#keep(Uint8Array.from(head), data);
    }
    this.#room(head.length + data.length);
    this.#frame.set(head, this.#length);
    this.#frame.set(data, this.#length + head.length);
    this.#length += head.length + data.length;
  }

  /** All of it, after `start`. */
  finish(start: Uint8Array): Uint8Array {
    this.#end();
    return concatenated([start, ...this.#pieces]);
  }

  /** An opcode of so many bytes is about to come: frames end between two. */
  #room(bytes: number): void {
    if (this.#length >= FRAME_SIZE) this.#end();
    if (this.#length + bytes <= this.#frame.length) return;
    const longer = new Uint8Array(this.#length + bytes);
    longer.set(this.#frame.subarray(0, this.#length));
    this.#frame = longer;
  }

  /** @throws CornichonError `target.unsupported` */
  #keep(...pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) this.#total += piece.length;
    if (this.#total > MOST_BYTES) throw unsupported("", "pickle", sentence`the file would have more than ${MOST_BYTES} bytes`);
    this.#pieces.push(...pieces);
  }

  #end(): void {
    if (this.#length === 0) return;
    if (this.#length >= LEAST_FRAME) this.#keep(headOf(this.#length));
    this.#keep(this.#frame.slice(0, this.#length));
    this.#length = 0;
  }
}

function headOf(length: number): Uint8Array {
  const head = new Uint8Array(HEAD);
  head[0] = FRAME;
  new DataView(head.buffer).setBigUint64(1, BigInt(length), true);
  return head;
}
