/** Expressions and statements of a program in JavaScript. */
import { numeral, quoted } from "../literals.js";
import type { BinaryOp, Expr, Statement, UnaryOp } from "../program.js";
import { termStatements } from "./terms.js";

/** How names of the program are printed. */
export interface Scope {
  readonly array: (name: string) => string;
  readonly map: (name: string) => string;
  /** Where the least of all rows stands, and where it is found. */
  readonly least: (name: string) => { readonly known: string; readonly found: string };
  /** Types are written. */
  readonly typed: boolean;
}

/** Signs, and how tightly they bind. */
const SIGNS: Readonly<Record<Exclude<BinaryOp, "pow" | "min" | "max">, readonly [sign: string, level: number]>> = {
  or: ["||", 1],
  and: ["&&", 2],
  eq: ["===", 3],
  gt: [">", 4],
  ge: [">=", 4],
  lt: ["<", 4],
  le: ["<=", 4],
  add: ["+", 5],
  sub: ["-", 5],
  mul: ["*", 6],
  div: ["/", 6],
  mod: ["%", 6],
};
/** What a sign before binds, and what needs nothing around it. */
const [PREFIX, WHOLE] = [7, 8];

const CALLS: Readonly<Record<UnaryOp | "pow" | "min" | "max", string>> = {
  neg: "-",
  not: "!",
  abs: "Math.abs",
  exp: "Math.exp",
  log: "Math.log",
  sqrt: "Math.sqrt",
  floor: "Math.floor",
  ceil: "Math.ceil",
  round: "even",
  sign: "Math.sign",
  sin: "Math.sin",
  cos: "Math.cos",
  tanh: "Math.tanh",
  relu: "relu",
  isnan: "Number.isNaN",
  pow: "power",
  min: "Math.min",
  max: "Math.max",
};

/** Functions that some programs need, by the names above. */
export const HELPERS: Readonly<Record<string, readonly [arguments_: readonly string[], body: string]>> = {
  // Places outside of a table are where a model has no exact answer.
  within: [
    ["at", "length"],
    'if (at >= 0 && at < length) return at; throw new RangeError("the model has no exact answer for a row of X");',
  ],
  // To the nearest whole number, of two the even one.
  even: [
    ["x"],
    "const low = Math.floor(x), rest = x - low; return rest < 0.5 ? low : rest > 0.5 ? low + 1 : rest === 0.5 ? low + Math.abs(low % 2) : x;",
  ],
  relu: [["x"], "return x < 0 ? 0 : x;"],
  // C's pow: 1 to any power is 1, and so is -1 to an infinite one.
  power: [["a", "b"], "return a === 1 || (a === -1 && (b === Infinity || b === -Infinity)) ? 1 : Math.pow(a, b);"],
};

/** An expression; in parentheses where it binds less than `level`. */
export function expression(x: Expr, scope: Scope, level = 0): string {
  const [text, own] = written(x, (one, least = 0) => expression(one, scope, least), scope);
  return own < level ? `(${text})` : text;
}

type Of = (one: Expr, level?: number) => string;

function written(x: Expr, of: Of, scope: Scope): readonly [text: string, level: number] {
  switch (x.kind) {
    case "number":
      if (x.type === "bool") return [String(x.value !== 0), WHOLE];
      return [numeral(x.value), x.value < 0 || Object.is(x.value, -0) ? PREFIX : WHOLE];
    case "text":
      return [quoted(x.value), WHOLE];
    case "local":
      return [x.name, WHOLE];
    case "load": {
      const element = `${scope.array(x.array)}[${of(x.index)}]${scope.typed ? "!" : ""}`;
      return x.type === "bool" ? [`${element} !== 0`, 3] : [element, WHOLE];
    }
    case "unary":
      return x.op === "neg" || x.op === "not" ? [`${CALLS[x.op]}${of(x.x, WHOLE)}`, PREFIX] : [`${CALLS[x.op]}(${of(x.x)})`, WHOLE];
    case "binary":
      return binaryExpression(x, of);
    case "choose":
      return [`${of(x.condition, 1)} ? ${of(x.yes, 1)} : ${of(x.no, 1)}`, 0];
    case "cast":
      return castExpression(x, of);
    case "checked":
      return [`within(${of(x.x)}, ${x.length})`, WHOLE];
    case "lookup":
      return [`${scope.map(x.map)}(${of(x.x)})`, WHOLE];
  }
}

function binaryExpression({ op, a, b }: Extract<Expr, { kind: "binary" }>, of: Of): readonly [string, number] {
  if (op === "pow" || op === "min" || op === "max") return [`${CALLS[op]}(${of(a)}, ${of(b)})`, WHOLE];
  const [sign, level] = SIGNS[op];
  // Sums of doubles are none of another order.
  return [`${of(a, level)} ${sign} ${of(b, level + 1)}`, level];
}

function castExpression({ type, x }: Extract<Expr, { kind: "cast" }>, of: Of): readonly [string, number] {
  if (type === "bool") return [`${of(x, 4)} !== 0`, 3];
  // V8 makes no jump of it.
  if (x.type === "bool") return [`Number(${of(x)})`, WHOLE];
  if (type === "f32") return [`Math.fround(${of(x)})`, WHOLE];
  return type === "int" ? [`Math.trunc(${of(x)})`, WHOLE] : [of(x, WHOLE), WHOLE];
}

/** Statements, a line each. */
export function* statements(body: readonly Statement[], scope: Scope, indent: string): Generator<string> {
  const of = (one: Expr): string => expression(one, scope);
  for (const one of body) {
    switch (one.kind) {
      case "let": {
        const type = scope.typed && one.mutable ? `: ${TYPES[one.value.type]}` : "";
        yield `${indent}${one.mutable ? "let" : "const"} ${one.name}${type} = ${of(one.value)};\n`;
        break;
      }
      case "set":
        yield `${indent}${one.name} = ${of(one.value)};\n`;
        break;
      case "store":
        yield `${indent}${scope.array(one.array)}[${of(one.index)}] = ${stored(one.value, scope)};\n`;
        break;
      case "loop":
        yield `${indent}for (let ${one.name} = ${of(one.from)}; ${one.name} < ${of(one.to)}; ${one.name}++) {\n`;
        yield* statements(one.body, scope, `${indent}  `);
        yield `${indent}}\n`;
        break;
      case "while":
      case "if":
        yield `${indent}${one.kind} (${of(one.condition)}) {\n`;
        yield* statements(one.body, scope, `${indent}  `);
        yield `${indent}}\n`;
        break;
      case "together": {
        const { known, found } = scope.least(one.name);
        const there = scope.typed ? "!" : "";
        yield `${indent}${found} = Math.min(${found}${there}, ${of(one.value)});\n${indent}const ${one.name} = ${known}${there};\n`;
        break;
      }
      case "terms":
        yield* termStatements(expression(one.text, scope, 8), one.terms, scope.array(one.array), scope.map, scope.typed, indent);
    }
  }
}

/** What an array holds of a value: truth as 1 or 0. */
const stored = (value: Expr, scope: Scope): string =>
  value.type === "bool" ? `${expression(value, scope, 1)} ? 1 : 0` : expression(value, scope);

export const TYPES = { f64: "number", f32: "number", int: "number", bool: "boolean", str: "string" } as const;
