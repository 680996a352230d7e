/** Makes expressions; arithmetic of indices is done where it can be. */
import type { BinaryOp, Expr, Scalar, Statement, UnaryOp } from "./program.js";

export const int = (value: number): Expr => ({ kind: "number", type: "int", value });
export const double = (value: number): Expr => ({ kind: "number", type: "f64", value });
export const local = (name: string, type: Scalar): Expr => ({ kind: "local", name, type });
export const load = (array: string, type: Scalar, index: Expr): Expr => ({ kind: "load", array, type, index });
export const unary = (op: UnaryOp, x: Expr, type: Scalar = x.type): Expr => ({ kind: "unary", op, x, type });
export const choose = (condition: Expr, yes: Expr, no: Expr): Expr => ({ kind: "choose", type: yes.type, condition, yes, no });
export const cast = (x: Expr, type: Scalar): Expr => (x.type === type ? x : { kind: "cast", type, x });
export const checked = (x: Expr, length: number): Expr => ({ kind: "checked", type: "int", x, length });
export const lookup = (map: string, x: Expr): Expr => ({ kind: "lookup", type: "int", map, x });

const TRUTHS: ReadonlySet<BinaryOp> = new Set<BinaryOp>(["gt", "ge", "lt", "le", "eq", "and", "or"]);

export const binary = (op: BinaryOp, a: Expr, b: Expr): Expr => ({ kind: "binary", op, a, b, type: TRUTHS.has(op) ? "bool" : a.type });

const constantOf = (x: Expr): number | null => (x.kind === "number" ? x.value : null);

/** Sum of two indices. */
export function plus(a: Expr, b: Expr): Expr {
  const [left, right] = [constantOf(a), constantOf(b)];
  if (left !== null && right !== null) return int(left + right);
  if (left === 0) return b;
  return right === 0 ? a : binary("add", a, b);
}

/** An index times a number. */
export function times(a: Expr, factor: number): Expr {
  const value = constantOf(a);
  if (value !== null) return int(value * factor);
  if (factor === 0) return int(0);
  return factor === 1 ? a : binary("mul", a, int(factor));
}

export const set = (name: string, value: Expr): Statement => ({ kind: "set", name, value });
export const declare = (name: string, value: Expr, mutable = false): Statement => ({ kind: "let", name, value, mutable });
export const store = (array: string, index: Expr, value: Expr): Statement => ({ kind: "store", array, index, value });
export const loop = (name: string, to: number, body: readonly Statement[]): Statement => ({
  kind: "loop",
  name,
  from: int(0),
  to: int(to),
  body,
});
