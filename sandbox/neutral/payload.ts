/** Raw bytes as JSON: base64 of them, or the items of an array one by one. They may stand in the file and be gigabytes. */
import { COMMA } from "../bytes/ascii.js";
import { plainDtype } from "../numpy/dtype-text.js";
import type { ByteRange } from "../tape/tape.js";
import { eachBlock, type Payload, payloadLength } from "./array-bytes.js";
import { type ItemWriter, oddNaN } from "./array-values.js";
import { Base64Writer, base64Length } from "./base64.js";
import type { Walk } from "./walk.js";

const BYTES_DTYPE = plainDtype("u", 1);

/** Bytes without a type. */
export const plainBytes = (range: ByteRange): Payload => ({ range, dtype: BYTES_DTYPE, shape: [range.length], fortran: false });

/** Calls `take` with blocks of whole items. Where the source fails, so does the walk. */
function readBlocks(walk: Walk, payload: Payload, take: (block: Uint8Array) => void): void {
  if (eachBlock(walk.tape, walk.source, payload, take)) return;
  const { fault } = walk.source;
  walk.fail(fault?.code ?? "stream.truncated", fault?.args ?? { missing: 1 });
}

/** All bytes at once: of what is known to be short. */
export function wholeBytes(walk: Walk, range: ByteRange): Uint8Array {
  const bytes = new Uint8Array(range.length);
  let at = 0;
  readBlocks(walk, plainBytes(range), (block) => {
    bytes.set(block, at);
    at += block.length;
  });
  return bytes;
}

export function writeBase64(walk: Walk, payload: Payload): void {
  if (walk.dry) return walk.out.skip(base64Length(payloadLength(payload)));
  const base64 = new Base64Writer(walk.out);
  readBlocks(walk, payload, (block) => base64.push(block));
  base64.end();
}

/** The items with commas between them. Those of no bytes are as many as the shape says. */
export function writeItems(walk: Walk, payload: Payload, write: ItemWriter): void {
  const { itemsize } = payload.dtype;
  const { out } = walk;
  let first = true;
  const items = (view: DataView, count: number): void => {
    for (let i = 0; i < count; i++) {
      if (!first) out.byte(COMMA);
      first = false;
      write(out, view, i * itemsize);
    }
  };
  if (itemsize === 0) return items(new DataView(new ArrayBuffer(0)), elements(payload));
  readBlocks(walk, payload, (block) => items(viewOf(block), Math.floor(block.length / itemsize)));
}

/** NaNs with a payload or a sign have no spelling as numbers: their bits are kept as base64. */
export function hasOddNaN(walk: Walk, payload: Payload): boolean {
  const { kind, itemsize } = payload.dtype;
  if (kind !== "f" && kind !== "c") return false;
  const width = kind === "c" ? itemsize / 2 : itemsize;
  let odd = false;
  eachBlock(walk.tape, walk.source, payload, (block) => {
    odd ||= oddNaN(viewOf(block), width);
  });
  return odd;
}

/** Number of items. */
export const elements = ({ shape }: Payload): number => shape.reduce((product, n) => product * n, 1);

const viewOf = (block: Uint8Array): DataView => new DataView(block.buffer, block.byteOffset, block.byteLength);
