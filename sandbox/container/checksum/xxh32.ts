/** xxHash32 with seed 0, the checksum of lz4 frames; fed in pieces. */

const P1 = 0x9e3779b1 | 0;
const P2 = 0x85ebca77 | 0;
const P3 = 0xc2b2ae3d | 0;
const P4 = 0x27d4eb2f | 0;
const P5 = 0x165667b1 | 0;

const rotl = (x: number, r: number): number => (x << r) | (x >>> (32 - r));

const word = (b: Uint8Array, i: number): number => (b[i] ?? 0) | ((b[i + 1] ?? 0) << 8) | ((b[i + 2] ?? 0) << 16) | ((b[i + 3] ?? 0) << 24);

/** Fed in pieces; `digest` may be asked at any time. */
export class Xxh32 {
  #a = (P1 + P2) | 0;
  #b = P2;
  #c = 0;
  #d = -P1 | 0;
  #total = 0;
  readonly #rest = new Uint8Array(16);
  #held = 0;

  update(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    this.#total += end - start;
    if (this.#held > 0) {
      const count = Math.min(16 - this.#held, end - at);
      this.#rest.set(bytes.subarray(at, at + count), this.#held);
      this.#held += count;
      at += count;
      if (this.#held < 16) return;
      this.#stripes(this.#rest, 0, 16);
      this.#held = 0;
    }
    const whole = at + ((end - at) & ~15);
    this.#stripes(bytes, at, whole);
    this.#rest.set(bytes.subarray(whole, end));
    this.#held = end - whole;
  }

  #stripes(bytes: Uint8Array, start: number, end: number): void {
    const { imul } = Math; // in a child's context `Math` is looked up each time
    let a = this.#a;
    let b = this.#b;
    let c = this.#c;
    let d = this.#d;
    for (let i = start; i < end; i += 16) {
      a = imul(rotl((a + imul(word(bytes, i), P2)) | 0, 13), P1);
      b = imul(rotl((b + imul(word(bytes, i + 4), P2)) | 0, 13), P1);
      c = imul(rotl((c + imul(word(bytes, i + 8), P2)) | 0, 13), P1);
      d = imul(rotl((d + imul(word(bytes, i + 12), P2)) | 0, 13), P1);
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** The hash of all bytes so far. Unsigned. */
  digest(): number {
    let h = this.#total >= 16 ? (rotl(this.#a, 1) + rotl(this.#b, 7) + rotl(this.#c, 12) + rotl(this.#d, 18)) | 0 : P5;
    h = (h + this.#total) | 0;
    let i = 0;
    for (; i + 4 <= this.#held; i += 4) h = Math.imul(rotl((h + Math.imul(word(this.#rest, i), P3)) | 0, 17), P4);
    for (; i < this.#held; i += 1) h = Math.imul(rotl((h + Math.imul(this.#rest[i] ?? 0, P5)) | 0, 11), P1);
    h = Math.imul(h ^ (h >>> 15), P2);
    h = Math.imul(h ^ (h >>> 13), P3);
    return (h ^ (h >>> 16)) >>> 0;
  }
}

/** The hash of one piece. */
export function xxh32(bytes: Uint8Array, start: number, end: number): number {
  const hash = new Xxh32();
  hash.update(bytes, start, end);
  return hash.digest();
}
