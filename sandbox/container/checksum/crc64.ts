/** CRC-64 as xz uses it (ECMA-182, reflected), four bytes a step. Kept as two halves of 32 bits. */

const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;
const LOW = new Int32Array(4 * 256);
const HIGH = new Int32Array(4 * 256);
fillTables();

function fillTables(): void {
  for (let n = 0; n < 256; n += 1) {
    let low = n;
    let high = 0;
    for (let k = 0; k < 8; k += 1) {
      const odd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd === 1) {
        low ^= POLYNOMIAL_LOW;
        high ^= POLYNOMIAL_HIGH;
      }
    }
    LOW[n] = low;
    HIGH[n] = high;
  }
  for (let n = 256; n < LOW.length; n += 1) {
    const low = LOW[n - 256] ?? 0;
    const high = HIGH[n - 256] ?? 0;
    LOW[n] = ((low >>> 8) | (high << 24)) ^ (LOW[low & 255] ?? 0);
    HIGH[n] = (high >>> 8) ^ (HIGH[low & 255] ?? 0);
  }
}

/** Fed in pieces. */
export class Crc64 {
  #low = -1;
  #high = -1;

  update(bytes: Uint8Array, start: number, end: number): void {
    let low = this.#low;
    let high = this.#high;
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const x = low ^ ((bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16) | ((bytes[i + 3] ?? 0) << 24));
      const a = 768 + (x & 255);
      const b = 512 + ((x >>> 8) & 255);
      const c = 256 + ((x >>> 16) & 255);
      const d = x >>> 24;
      low = high ^ (LOW[a] ?? 0) ^ (LOW[b] ?? 0) ^ (LOW[c] ?? 0) ^ (LOW[d] ?? 0);
      high = (HIGH[a] ?? 0) ^ (HIGH[b] ?? 0) ^ (HIGH[c] ?? 0) ^ (HIGH[d] ?? 0);
    }
    for (; i < end; i += 1) {
      const n = (low ^ (bytes[i] ?? 0)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ (LOW[n] ?? 0);
      high = (high >>> 8) ^ (HIGH[n] ?? 0);
    }
    this.#low = low;
    this.#high = high;
  }

  /** Eight bytes, the least significant first, as xz stores them. */
  digest(): Uint8Array {
    const out = new Uint8Array(8);
    for (let i = 0; i < 4; i += 1) {
      out[i] = ~this.#low >>> (8 * i);
      out[i + 4] = ~this.#high >>> (8 * i);
    }
    return out;
  }
}
