/** Scalars of a program as Python expressions. Whatever is not one word stands in brackets. */
import { type Binding, firstOperand, operand } from "../brackets.js";
import type { BinaryOp, Expr, Scalar, UnaryOp } from "../program.js";
import { doubleLiteral, textLiteral } from "./literals.js";

const INFIX: Partial<Record<BinaryOp, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
  eq: "==",
  and: "and",
  or: "or",
};

/** Trapped by Python where they are not by IEEE 754, or without a word of their own. */
const HELPERS: Partial<Record<UnaryOp | BinaryOp, string>> = {
  exp: "_exp",
  log: "_log",
  sqrt: "_sqrt",
  floor: "_floor",
  ceil: "_ceil",
  round: "_round",
  sign: "_sign",
  sin: "_sin",
  cos: "_cos",
  relu: "_relu",
  div: "_div",
  pow: "_pow",
  min: "_min",
  max: "_max",
  mod: "_mod",
};

/** Prints expressions of one routine; `call` is told of each helper, `table` of each look-up. */
export class Expressions {
  readonly #call: (helper: string) => string;
  readonly #otherwise: (map: string) => number;
  readonly #binding: Binding = { print: (expr) => this.print(expr), isAtom };

  constructor(call: (helper: string) => string, otherwise: (map: string) => number) {
    this.#call = call;
    this.#otherwise = otherwise;
  }

  /** Without brackets around the whole. */
  print(expr: Expr): string {
    switch (expr.kind) {
      case "number":
        return literal(expr.type, expr.value);
      case "text":
        return textLiteral(expr.value);
      case "local":
        return expr.name;
      case "load":
        return `${expr.array}[${this.print(expr.index)}]`;
      case "unary":
        return this.#unary(expr.op, expr.x);
      case "binary":
        return this.#binary(expr.op, expr.a, expr.b);
      case "choose":
        return `${this.#inner(expr.yes)} if ${this.#inner(expr.condition)} else ${this.#inner(expr.no)}`;
      case "cast":
        return this.#cast(expr.type, expr.x);
      case "checked":
        return `${this.#call("_within")}(${this.print(expr.x)}, ${expr.length})`;
      case "lookup":
        return `${expr.map}.get(${this.print(expr.x)}, ${this.#otherwise(expr.map)})`;
    }
  }

  #inner(expr: Expr): string {
    return operand(expr, this.#binding);
  }

  #unary(op: UnaryOp, x: Expr): string {
    switch (op) {
      case "neg":
        return `-${this.#inner(x)}`;
      case "not":
        return `not ${this.#inner(x)}`;
      case "abs":
        return `abs(${this.print(x)})`;
      case "tanh":
        return `math.tanh(${this.print(x)})`;
      case "isnan":
        return x.kind === "local" ? `${x.name} != ${x.name}` : `math.isnan(${this.print(x)})`;
      default:
        return `${this.#call(HELPERS[op] ?? op)}(${this.print(x)})`;
    }
  }

  #binary(op: BinaryOp, a: Expr, b: Expr): string {
    const sign = INFIX[op];
    if (sign !== undefined) return `${firstOperand(op, a, this.#binding)} ${sign} ${this.#inner(b)}`;
    if (op === "div" && b.kind === "number" && b.value !== 0) return `${this.#inner(a)} / ${this.#inner(b)}`;
    return `${this.#call(HELPERS[op] ?? op)}(${this.print(a)}, ${this.print(b)})`;
  }

  #cast(type: Scalar, x: Expr): string {
    if (type === "bool") return x.type === "bool" ? this.print(x) : `${this.#inner(x)} != 0`;
    if (type === "f32") return `${this.#call("_f32")}(${this.print(x)})`;
    if (type === "f64") {
      if (x.type === "bool") return `1.0 if ${this.#inner(x)} else 0.0`;
      return x.type === "int" ? `float(${this.print(x)})` : this.print(x);
    }
    if (x.type === "bool") return `1 if ${this.#inner(x)} else 0`;
    return x.type === "int" ? this.print(x) : `${this.#call("_whole")}(${this.print(x)})`;
  }
}

function literal(type: Scalar, value: number): string {
  if (type === "bool") return value === 0 ? "False" : "True";
  return type === "int" ? String(BigInt(value)) : doubleLiteral(value);
}

/** Printed as a call or an element, which needs no brackets around it. */
function isAtom(expr: Expr): boolean {
  if (expr.kind === "load" || expr.kind === "lookup" || expr.kind === "checked" || expr.kind === "text") return true;
  if (expr.kind === "cast") return expr.type === "f32" || (expr.type === "int" && expr.x.type[0] === "f");
  if (expr.kind === "unary") return expr.op !== "neg" && expr.op !== "not" && (expr.op !== "isnan" || expr.x.kind !== "local");
  return expr.kind === "binary" && expr.op in HELPERS && !(expr.op === "div" && expr.b.kind === "number");
}
