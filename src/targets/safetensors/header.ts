/**
 * The header of a safetensors file: its length, then JSON of names, dtypes, shapes and places, in the order of the tensors' bytes.
 */
import { sentence } from "../../errors.js";
import { unsupported } from "../../graph/define.js";

export const METADATA = "__metadata__";
/** The format's own bound on a header. */
const LONGEST_HEADER = 100_000_000;
const LENGTH_BYTES = 8;

interface HeaderTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly length: number;
}

const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, "\ufffd");

/** Lengths whose bytes are another format's first: zlib's header, and a zip's. Readers that go by content would take the file for one. */
const isTaken = (length: number): boolean =>
  ((length & 0xff) === 0x78 && (0x7800 | ((length >> 8) & 0xff)) % 31 === 0) || length === 0x04034b50;

/** Length of a header with the blanks behind it. */
function paddedLength(length: number): number {
  const padded = length + ((8 - (length % 8)) % 8);
  return isTaken(padded) ? padded + 8 : padded;
}

/** The header with its length before it. @throws CornichonError `target.unsupported` where the file would be too long */
export function headerOf(tensors: readonly HeaderTensor[], metadata: ReadonlyMap<string, string>): Uint8Array {
  const texts = Object.fromEntries([...metadata].map(([key, value]) => [wellFormed(key), wellFormed(value)]));
  const parts = [`${JSON.stringify(METADATA)}:${JSON.stringify(texts)}`];
  let at = 0;
  for (const { name, dtype, shape, length } of tensors) {
    parts.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [at, at + length] })}`);
    at += length;
  }
  const json = new TextEncoder().encode(`{${parts.join(",")}}`);
  const length = paddedLength(json.length);
  if (length > LONGEST_HEADER) throw unsupported("", "safetensors", sentence`the names of its tensors would have ${length} bytes`);
  const header = new Uint8Array(LENGTH_BYTES + length).fill(32);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, LENGTH_BYTES);
  return header;
}
