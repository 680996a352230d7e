/**
 * Brackets in C and Python: whatever is not one word, nor bound closer than any operator, stands in them. Only the first
 * operand of a chain of one operator needs none: `a + b + c` is what it was without them, from left to right.
 */
import type { BinaryOp, Expr } from "./program.js";

/** How a language prints, and what of it binds closer than any operator of two. */
export interface Binding {
  readonly print: (expr: Expr) => string;
  readonly isAtom: (expr: Expr) => boolean;
}

const CHAINS: ReadonlySet<BinaryOp> = new Set<BinaryOp>(["add", "mul", "and", "or"]);

const isWord = (text: string): boolean => /^[\w.]+$/.test(text);

/** As an operand. */
export function operand(expr: Expr, { print, isAtom }: Binding): string {
  const text = print(expr);
  return isWord(text) || isAtom(expr) ? text : `(${text})`;
}

/** As the first operand of an operator. */
export function firstOperand(op: BinaryOp, expr: Expr, binding: Binding): string {
  const isChain = CHAINS.has(op) && expr.kind === "binary" && expr.op === op;
  return isChain || expr.kind === "number" ? binding.print(expr) : operand(expr, binding);
}
