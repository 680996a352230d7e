/** Attack number `seed`: a pure function of the seed and the pool. */
import { Random } from "../fuzz/random.js";
import { mutateBetween } from "./between.js";
import { confuse } from "./confuse.js";
import { lift } from "./lift.js";
import { lower } from "./lower.js";
import { spelled } from "./operations.js";
import type { Pool } from "./pool.js";

export interface Attack {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export const KINDS = ["between", "confuse", "both"] as const;
export type Kind = (typeof KINDS)[number];

/** Null where the chosen seed has no graph, or the mutant no end. */
export function attackOf(seed: number, pool: Pool): Attack | null {
  const random = new Random(seed);
  const { name, bytes, operations } = random.pick(pool.seeds);
  const way = random.below(6);
  if (way === 0) return { name: `between ${name}`, bytes: spelled(mutateBetween(operations, random)) };
  const root = lift(bytes);
  if (root === null) return null;
  const form = { protocol: random.pick([2, 4] as const), joblib: random.below(3) === 0 };
  const made = lower(confuse(root, random, pool), form);
  return made === null ? null : { name: `confuse ${form.joblib ? "joblib " : ""}${name}`, bytes: made };
}
