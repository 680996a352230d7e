/** What a factorization pays for W: `l1 · Σ W + l2 / 2 · Σ W²`. */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}
