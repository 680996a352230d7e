/**
 * Random numbers as numpy's legacy RandomState draws them, bit for bit: MT19937 (Matsumoto & Nishimura, ACM TOMACS 8,
 * 1998) seeded by `init_genrand`, and the distributions of numpy/random/mtrand (randomkit to numpy 1.16,
 * legacy-distributions.c and distributions.c since), whose streams are frozen. Not for secrets.
 */
const N = 624;
const M = 397;
const MATRIX = 0x9908b0df;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;

export class RandomState {
  readonly #key = new Uint32Array(N);
  #at = N;
  #spare: number | null = null;

  /** `seed`: whole number of 0 to 2³² − 1. */
  constructor(seed: number) {
    this.#key[0] = seed;
    for (let i = 1; i < N; i++) {
      const before = this.#key[i - 1];
      this.#key[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  #refill(): void {
    const key = this.#key;
    for (let i = 0; i < N; i++) {
      const y = (key[i] & UPPER) | (key[(i + 1) % N] & LOWER);
      key[i] = key[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) === 0 ? 0 : MATRIX);
    }
    this.#at = 0;
  }

  /** 32 random bits. */
  uint32(): number {
    if (this.#at === N) this.#refill();
    let y = this.#key[this.#at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** `random_sample`: 53 random bits in [0, 1). */
  double(): number {
    const high = this.uint32() >>> 5;
    return (high * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** `randint(0, bound)`: masked bits until they are below `bound`, 1 … 2³². A bound of 1 draws nothing. */
  below(bound: number): number {
    const most = bound - 1;
    if (most <= 0) return 0;
    const shift = Math.clz32(most);
    for (;;) {
      const value = (this.uint32() << shift) >>> shift;
      if (value <= most) return value;
    }
  }

  /** `randn`: the polar method; every second value is kept for the next call. */
  gauss(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    for (;;) {
      const a = 2 * this.double() - 1;
      const b = 2 * this.double() - 1;
      const r = a * a + b * b;
      if (r >= 1 || r === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(r)) / r);
      this.#spare = factor * a;
      return factor * b;
    }
  }

  /** `binomial(1, p)`, by inversion; a share of nothing draws, too. NaN is 0. */
  bernoulli(p: number): number {
    if (Number.isNaN(p)) return 0;
    return p <= 0.5 ? this.#inversion(p) : 1 - this.#inversion(1 - p);
  }

  #inversion(p: number): number {
    const q = 1 - p;
    for (;;) {
      const u = this.double();
      if (u <= q) return 0;
      if (u - q <= p) return 1;
    }
  }

  /** Position of the one in `multinomial(1, weights)`; weights sum to one. */
  category(weights: ArrayLike<number>): number {
    let left = 1;
    for (let k = 0; k < weights.length - 1; k++) {
      if (this.bernoulli(weights[k] / left) === 1) return k;
      left -= weights[k];
    }
    return weights.length - 1;
  }
}
