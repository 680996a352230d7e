/** A small generator of numbers, the same for the same seed everywhere (xorshift32, Marsaglia 2003). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  }

  /** An integer from 0 up to, not including, `bound`. */
  below(bound: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) % Math.max(1, bound);
  }

  pick<T>(pool: readonly T[]): T {
    const picked = pool[this.below(pool.length)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }
}
