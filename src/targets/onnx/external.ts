/**
 * Weights that stand beside an ONNX file (onnx/docs/ExternalData.md): protobuf ends at 2 GiB, and readers map them where each
 * begins on a page. What is short stays in the file, and so do attributes, which have no form for it.
 */
import type { Deferred } from "../deferred.js";

/** Where weights go, and from how many bytes of them on. */
export interface Beside {
  /** Name of the file, without a folder. */
  readonly location: string;
  readonly above: number;
}

/** Bytes of weights that an ONNX file has in itself. */
export const MOST_INSIDE = 1.5e9;

const PAGE = 4096;
const SHORT = 1024;

export class ExternalData implements Deferred {
  readonly location: string;
  readonly #parts: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  #length = 0;

  constructor(location: string) {
    this.location = location;
  }

  get length(): number {
    return this.#length;
  }

  /** Where these bytes will stand; null where they are short. */
  place(bytes: Uint8Array): number | null {
    if (bytes.length < SHORT) return null;
    const offset = Math.ceil(this.#length / PAGE) * PAGE;
    this.#parts.push({ offset, bytes });
    this.#length = offset + bytes.length;
    return offset;
  }

  *pieces(): Generator<Uint8Array> {
    let at = 0;
    for (const { offset, bytes } of this.#parts) {
      if (offset > at) yield new Uint8Array(offset - at);
      yield bytes;
      at = offset + bytes.length;
    }
  }
}
