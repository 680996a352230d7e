/** Attack number `seed`: a pure function of the seed and the pool. */
import { Random } from "../fuzz/random.js";
import { mutateBetween } from "./between.js";
import { confuse } from "./confuse.js";
import { lift } from "./lift.js";
import { lower } from "./lower.js";
import { bytes, list, type Node, str } from "./nodes.js";
import { spelled } from "./operations.js";
import { Draw, type Pool, type Seed } from "./pool.js";
import { sprayed, wrapped } from "./wrap.js";

export interface Attack {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it was made of. */
  readonly origins: readonly Seed[];
}

/** Null where the chosen seed has no graph, or the mutant no end. */
export function attackOf(seed: number, pool: Pool): Attack | null {
  const random = new Random(seed);
  const draw = new Draw(pool);
  const { name, bytes, operations } = draw.seed(random);
  if (random.below(6) === 0) return { name: `between ${name}`, bytes: spelled(mutateBetween(operations, random)), origins: draw.origins };
  const root = lift(bytes);
  if (root === null) return null;
  const { shape, graph } = shaped(root, random, draw);
  const made = lower(graph, { protocol: random.pick([2, 4] as const) });
  return made === null ? null : { name: `${shape} ${name}`, bytes: made, origins: draw.origins };
}

function shaped(root: Node, random: Random, draw: Draw): { shape: string; graph: Node } {
  switch (random.below(6)) {
    case 0:
      return { shape: "joblib", graph: confuse(wrapped(root, random), random, draw) };
    case 1: {
      const constant = str("x".repeat(64 + random.below(100)));
      const several = list(root, constant, draw.node(random), bytes(new Uint8Array(random.below(200))), draw.node(random));
      const graph = sprayed(wrapped(several, random));
      return { shape: "spray", graph: random.below(3) === 0 ? graph : confuse(graph, random, draw) };
    }
    default:
      return { shape: "confuse", graph: confuse(root, random, draw) };
  }
}
