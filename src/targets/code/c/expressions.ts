/**
 * Scalars of a program as C expressions. A double stays a double, a float a float, an `int` is an int64_t, a `bool` an int,
 * and a text its number among all texts of the model (`texts.ts`). Whatever is not one word stands in brackets, so that no
 * compiler has to guess, or to warn.
 */
import { type Binding, firstOperand, operand } from "../brackets.js";
import type { BinaryOp, Expr, Scalar, UnaryOp } from "../program.js";
import { doubleLiteral, floatLiteral, longLiteral } from "./literals.js";

/** What an expression needs to know of its surroundings. */
export interface Names {
  /** An element of an array, by C's text of its place. */
  load(array: string, type: Scalar, index: Expr, place: string): string;
  /** Number of a text literal. */
  text(value: string): number;
  /** Call of a look-up. */
  lookup(map: string, number: string): string;
  /** A place that is checked to be in a list. */
  checked(place: string, length: number): string;
  /** A helper is called. */
  call(helper: string): string;
}

const INFIX: Partial<Record<BinaryOp, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
  eq: "==",
  and: "&&",
  or: "||",
};

const FUNCTIONS: Partial<Record<UnaryOp, string>> = {
  abs: "fabs",
  exp: "exp",
  log: "log",
  sqrt: "sqrt",
  floor: "floor",
  ceil: "ceil",
  sin: "sin",
  cos: "cos",
  tanh: "tanh",
  isnan: "isnan",
};

const HELPERS: Partial<Record<UnaryOp | BinaryOp, string>> = {
  round: "to_even",
  sign: "sign_of",
  relu: "positive_part",
  min: "lesser",
  max: "greater",
};

const WHOLE_HELPERS: Partial<Record<UnaryOp | BinaryOp, string>> = {
  min: "least_whole",
  max: "most_whole",
  abs: "size_of_whole",
  mod: "rest_of_wholes",
};

/** Whole numbers that need no suffix. */
const SMALL = 2 ** 31;

const numberText = (type: Scalar, value: number): string => {
  if (type === "f64") return doubleLiteral(value);
  if (type === "f32") return floatLiteral(value);
  return Math.abs(value) < SMALL ? String(value) : longLiteral(value);
};

/** Prints expressions of one routine. */
export class Expressions {
  readonly #names: Names;
  readonly #binding: Binding = { print: (expr) => this.print(expr), isAtom };

  constructor(names: Names) {
    this.#names = names;
  }

  /** Without brackets around the whole. */
  print(expr: Expr): string {
    switch (expr.kind) {
      case "number":
        return numberText(expr.type, expr.value);
      case "text":
        return String(this.#names.text(expr.value));
      case "local":
        return expr.name;
      case "load":
        return this.#names.load(expr.array, expr.type, expr.index, this.print(expr.index));
      case "unary":
        return this.#unary(expr.op, expr.x);
      case "binary":
        return this.#binary(expr.op, expr.a, expr.b);
      case "choose":
        return `${this.#inner(expr.condition)} ? ${this.#inner(expr.yes)} : ${this.#inner(expr.no)}`;
      case "cast":
        return this.#cast(expr.type, expr.x);
      case "checked":
        return this.#names.checked(this.print(expr.x), expr.length);
      case "lookup":
        return this.#names.lookup(expr.map, this.print(expr.x));
    }
  }

  #inner(expr: Expr): string {
    return operand(expr, this.#binding);
  }

  #unary(op: UnaryOp, x: Expr): string {
    if (op === "neg") return `-${this.#inner(x)}`;
    if (op === "not") return `!${this.#inner(x)}`;
    const whole = x.type === "int" ? WHOLE_HELPERS[op] : undefined;
    if (whole !== undefined) return `${this.#names.call(whole)}(${this.print(x)})`;
    const helper = HELPERS[op];
    if (helper !== undefined) return `${this.#names.call(helper)}(${this.print(x)})`;
    return `${FUNCTIONS[op] ?? op}(${this.print(x)})`;
  }

  #binary(op: BinaryOp, a: Expr, b: Expr): string {
    const sign = INFIX[op];
    if (sign !== undefined) return `${firstOperand(op, a, this.#binding)} ${sign} ${this.#inner(b)}`;
    const whole = a.type === "int" ? WHOLE_HELPERS[op] : undefined;
    const helper = whole ?? HELPERS[op];
    const name = helper === undefined ? (op === "mod" ? "fmod" : op) : this.#names.call(helper);
    return `${name}(${this.print(a)}, ${this.print(b)})`;
  }

  #cast(type: Scalar, x: Expr): string {
    if (type === "bool") return x.type === "bool" ? this.print(x) : `${this.#inner(x)} != 0`;
    if (type === "f64") return x.type === "f64" ? this.print(x) : `(double)${this.#inner(x)}`;
    if (type === "f32") return `(float)${this.#inner(x)}`;
    if (x.type === "f64" || x.type === "f32") return `${this.#names.call("whole")}(${this.print(x)})`;
    return `(int64_t)${this.#inner(x)}`;
  }
}

/** Printed as a call, an element or a cast of one, which bind closer than any operator of two. */
const isAtom = (expr: Expr): boolean =>
  expr.kind === "lookup" ||
  expr.kind === "load" ||
  expr.kind === "checked" ||
  (expr.kind === "unary" && expr.op !== "neg" && expr.op !== "not") ||
  (expr.kind === "binary" && INFIX[expr.op] === undefined) ||
  (expr.kind === "cast" && expr.type !== "bool" && (expr.type !== "f64" || expr.x.type !== "f64"));
