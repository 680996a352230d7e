/**
 * `ZF` files of joblib up to 0.9: "ZF", the decoded length in hexadecimal padded with blanks to 19 characters (one more
 * under Python 2), then one zlib stream. The decoded length must be the declared one.
 *
 * A header that Python would read more leniently (signs, underscores) is a fault, told after the bytes were served.
 */
import type { Hooks } from "../../wire/hooks.js";
import type { DecodedEnd, DecodedSource, DecodeLimits } from "../decoded.js";
import { corrupt, cutOff, cutOffDecoded } from "../fault.js";
import { SliceSource } from "../plain-source.js";
import type { NativeRange, Source, SourceFault } from "../source.js";
import { openZlib } from "../zlib/index.js";

const NAME = "zfile";
const PREFIX = 2;
/** The prefix and as many characters as 2^64 has in hexadecimal. */
const HEADER = PREFIX + 19;
const BLANK = 0x20;

/** Opens a `ZF` file at the start of `source`. */
export function openZlibFile(hooks: Hooks | null, source: Source, limits: DecodeLimits): DecodedSource {
  return new ZlibFile(hooks, source, limits);
}

class ZlibFile implements DecodedSource {
  readonly encoding = NAME;
  readonly native?: NativeRange;
  readonly #inner: DecodedSource;
  readonly #start: number;
  readonly #declared: number;
  readonly #headFault: SourceFault | null;

  constructor(hooks: Hooks | null, source: Source, limits: DecodeLimits) {
    const head = new Uint8Array(HEADER + 1);
    const got = source.read(0, HEADER + 1, head, 0);
    this.#declared = declaredLength(head.subarray(PREFIX, HEADER));
    if (got < HEADER) this.#headFault = source.fault ?? cutOff(NAME, HEADER - got);
    else if (head[0] !== 0x5a || head[1] !== 0x46) this.#headFault = corrupt(NAME, "zf.header");
    else this.#headFault = this.#declared < 0 ? corrupt(NAME, "zf.length") : null;
    this.#start = head[HEADER] === BLANK ? HEADER + 1 : HEADER;
    this.#inner = openZlib(hooks, new SliceSource(source, this.#start, -1), limits);
    if (this.#inner.native !== undefined) this.native = this.#inner.native;
  }

  get length(): number {
    return this.#inner.length;
  }

  get fault(): SourceFault | null {
    if (this.#inner.fault !== null) return this.#inner.fault;
    if (this.#inner.length < 0 || this.#headFault !== null) return this.#headFault;
    const missing = this.#declared - this.#inner.length;
    if (missing > 0) return cutOffDecoded(NAME, missing);
    return missing < 0 ? corrupt(NAME, "zf.longer") : null;
  }

  end(): DecodedEnd | null {
    const end = this.#inner.end();
    return end === null || this.fault !== null ? null : { consumed: this.#start + end.consumed, notes: end.notes };
  }

  read(offset: number, length: number, target: Uint8Array, at: number): number {
    return this.#inner.read(offset, length, target, at);
  }
}

/** `0x`, digits, blanks; -1 for anything else. */
function declaredLength(text: Uint8Array): number {
  if (text[0] !== 0x30 || text[1] !== 0x78) return -1;
  let value = 0;
  let at = 2;
  for (; at < text.length && text[at] !== BLANK; at += 1) {
    const digit = Number.parseInt(String.fromCharCode(text[at] ?? 0), 16);
    if (Number.isNaN(digit)) return -1;
    value = value * 16 + digit;
  }
  if (at === 2 || !Number.isSafeInteger(value)) return -1;
  return text.subarray(at).every((byte) => byte === BLANK) ? value : -1;
}
