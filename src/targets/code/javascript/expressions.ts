/** Expressions and statements of a program in JavaScript. */
import { numeral, quoted } from "../literals.js";
import type { BinaryOp, Expr, Statement, UnaryOp } from "../program.js";

/** How names of the program are printed. */
export interface Scope {
  readonly array: (name: string) => string;
  readonly map: (name: string) => string;
  /** Types are written. */
  readonly typed: boolean;
}

const SIGNS: Readonly<Record<BinaryOp, string | null>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  mod: "%",
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
  eq: "===",
  and: "&&",
  or: "||",
  pow: null,
  min: null,
  max: null,
};

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
  // To the nearest whole number, of two the even one.
  even: [
    ["x"],
    "const low = Math.floor(x), rest = x - low; return rest < 0.5 ? low : rest > 0.5 ? low + 1 : rest === 0.5 ? low + Math.abs(low % 2) : x;",
  ],
  relu: [["x"], "return x < 0 ? 0 : x;"],
  // C's pow: 1 to any power is 1, and so is -1 to an infinite one.
  power: [["a", "b"], "return a === 1 || (a === -1 && (b === Infinity || b === -Infinity)) ? 1 : Math.pow(a, b);"],
};

export function expression(x: Expr, scope: Scope): string {
  const of = (one: Expr): string => expression(one, scope);
  switch (x.kind) {
    case "number":
      return x.type === "bool" ? String(x.value !== 0) : x.value < 0 || Object.is(x.value, -0) ? `(${numeral(x.value)})` : numeral(x.value);
    case "text":
      return quoted(x.value);
    case "local":
      return x.name;
    case "load": {
      const element = `${scope.array(x.array)}[${of(x.index)}]`;
      return x.type === "bool" ? `(${element} !== 0)` : element;
    }
    case "unary":
      return x.op === "neg" || x.op === "not" ? `(${CALLS[x.op]}${of(x.x)})` : `${CALLS[x.op]}(${of(x.x)})`;
    case "binary":
      return binaryExpression(x, of);
    case "choose":
      return `(${of(x.condition)} ? ${of(x.yes)} : ${of(x.no)})`;
    case "cast":
      return castExpression(x, of);
    case "lookup":
      return `${scope.map(x.map)}(${of(x.x)})`;
  }
}

function binaryExpression(x: Extract<Expr, { kind: "binary" }>, of: (one: Expr) => string): string {
  const sign = SIGNS[x.op];
  if (sign !== null) return `(${of(x.a)} ${sign} ${of(x.b)})`;
  return `${CALLS[x.op as "pow" | "min" | "max"]}(${of(x.a)}, ${of(x.b)})`; // those without a sign
}

function castExpression({ type, x }: Extract<Expr, { kind: "cast" }>, of: (one: Expr) => string): string {
  const from = x.type;
  if (type === "bool") return `(${of(x)} !== 0)`;
  if (from === "bool") return `(${of(x)} ? 1 : 0)`;
  if (type === "f32") return `Math.fround(${of(x)})`;
  return type === "int" ? `Math.trunc(${of(x)})` : of(x);
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
        yield `${indent}${scope.array(one.array)}[${of(one.index)}] = ${of(one.value)}${one.value.type === "bool" ? " ? 1 : 0" : ""};\n`;
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
      case "terms": {
        const { isLowered, pattern, words, stopped, most, grams } = one.terms;
        const args = [
          of(one.text),
          isLowered,
          `/${pattern}/gu`,
          scope.map(words),
          String(stopped),
          most,
          scope.map(grams),
          scope.array(one.array),
        ];
        yield `${indent}countTerms(${args.join(", ")});\n`;
      }
    }
  }
}

export const TYPES = { f64: "number", f32: "number", int: "number", bool: "boolean", str: "string" } as const;
