/** Every operator that has a program: one line each in its family's table. */
import type { Node } from "../../../graph/ir.js";
import type { Operator, Operators } from "./define.js";
import { ELEMENTWISE } from "./elementwise.js";
import { REDUCTIONS } from "./reductions.js";
import { SHAPES } from "./shapes.js";
import { TERMS } from "./terms.js";
import { TREES } from "./trees.js";

const ALL: Operators = { ...ELEMENTWISE, ...REDUCTIONS, ...SHAPES, ...TERMS, ...TREES };

/** The operator of a node, null where there is none. */
export function operatorOf({ op, domain }: Node): Operator | null {
  const name = domain === "" ? op : `${domain}.${op}`;
  return Object.hasOwn(ALL, name) ? (ALL[name] ?? null) : null;
}
