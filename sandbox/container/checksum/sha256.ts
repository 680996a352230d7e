/** SHA-256 (FIPS 180-4), fed in pieces: a check of xz, and the digest of archive members in reports. About 200 MB/s. */

const K = makeConstants();

/** The first 32 bits of the fractions of the cube roots of the first 64 primes. */
function makeConstants(): Int32Array {
  const k = new Int32Array(64);
  let found = 0;
  for (let n = 2; found < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n && prime; d += 1) prime = n % d !== 0;
    if (prime) k[found++] = cubeRootFraction(n);
  }
  return k;
}

/** floor(cbrt(n) × 2^32) mod 2^32, exact: the cube root of n × 2^96 in integers, by bisection. */
function cubeRootFraction(n: number): number {
  const cube = BigInt(n) << 96n;
  let low = 0n;
  for (let bit = 1n << 36n; bit > 0n; bit >>= 1n) if ((low + bit) ** 3n <= cube) low += bit;
  return Number(BigInt.asIntN(32, low));
}

const START = Int32Array.of(0x6a09e667, 0xbb67ae85 | 0, 0x3c6ef372, 0xa54ff53a | 0, 0x510e527f, 0x9b05688c | 0, 0x1f83d9ab, 0x5be0cd19);

const rotr = (x: number, r: number): number => (x >>> r) | (x << (32 - r));

/** Fed in pieces, read once. */
export class Sha256 {
  readonly #state = START.slice();
  readonly #words = new Int32Array(64);
  readonly #rest = new Uint8Array(64);
  #held = 0;
  #total = 0;

  update(bytes: Uint8Array, start: number, end: number): this {
    let at = start;
    this.#total += end - start;
    if (this.#held > 0) {
      const count = Math.min(64 - this.#held, end - at);
      this.#rest.set(bytes.subarray(at, at + count), this.#held);
      this.#held += count;
      at += count;
      if (this.#held < 64) return this;
      this.#block(this.#rest, 0);
    }
    for (; at + 64 <= end; at += 64) this.#block(bytes, at);
    this.#rest.set(bytes.subarray(at, end));
    this.#held = end - at;
    return this;
  }

  #block(bytes: Uint8Array, at: number): void {
    const w = this.#words;
    for (let i = 0, p = at; i < 16; i += 1, p += 4) {
      w[i] = ((bytes[p] ?? 0) << 24) | ((bytes[p + 1] ?? 0) << 16) | ((bytes[p + 2] ?? 0) << 8) | (bytes[p + 3] ?? 0);
    }
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15] ?? 0;
      const y = w[i - 2] ?? 0;
      const s0 = rotr(x, 7) ^ rotr(x, 18) ^ (x >>> 3);
      const s1 = rotr(y, 17) ^ rotr(y, 19) ^ (y >>> 10);
      w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
    }
    this.#rounds(w);
  }

  /** Read by index: taking a typed array apart goes through its iterator, which costs more than all rounds of a block. */
  #rounds(w: Int32Array): void {
    const s = this.#state;
    let a = s[0] ?? 0;
    let b = s[1] ?? 0;
    let c = s[2] ?? 0;
    let d = s[3] ?? 0;
    let e = s[4] ?? 0;
    let f = s[5] ?? 0;
    let g = s[6] ?? 0;
    let h = s[7] ?? 0;
    for (let i = 0; i < 64; i += 1) {
      const s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + (w[i] ?? 0)) | 0;
      const s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    this.#add(0, a, b, c, d);
    this.#add(4, e, f, g, h);
  }

  #add(at: number, a: number, b: number, c: number, d: number): void {
    const s = this.#state;
    s[at] = (s[at] ?? 0) + a;
    s[at + 1] = (s[at + 1] ?? 0) + b;
    s[at + 2] = (s[at + 2] ?? 0) + c;
    s[at + 3] = (s[at + 3] ?? 0) + d;
  }

  /** The 32 bytes; nothing can be added after it. */
  digest(): Uint8Array {
    const bits = this.#total * 8;
    const tail = new Uint8Array(this.#held < 56 ? 64 - this.#held : 128 - this.#held);
    tail[0] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 0x100000000));
    view.setUint32(tail.length - 4, bits >>> 0);
    this.update(tail, 0, tail.length);
    const out = new Uint8Array(32);
    for (let i = 0; i < 32; i += 1) out[i] = (this.#state[i >> 2] ?? 0) >>> (24 - 8 * (i & 3));
    return out;
  }

  /** The digest as 64 hexadecimal digits. */
  hex(): string {
    return Array.from(this.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}
