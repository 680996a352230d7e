/**
 * A program as an ES module without dependencies, in JavaScript or TypeScript. Nothing of it is made at run time: it runs
 * where a page's policy forbids `eval`. Each method takes rows and gives their answers; a row's arrays are written again
 * for each row.
 */
import { togetherIn } from "../flow.js";
import { headLines } from "../head.js";
import { numeral, quoted } from "../literals.js";
import { refusedAt, runsOf } from "../places.js";
import type { Input, Places, Printer, Program, Routine, Scalar } from "../program.js";
import { constant, decoder, textMap } from "./constants.js";
import { expression, HELPERS, type Scope, statements, TYPES } from "./expressions.js";
import { termFunctions } from "./terms.js";

const ARRAYS: Readonly<Record<Exclude<Scalar, "str">, string>> = {
  f64: "Float64Array",
  f32: "Float32Array",
  int: "Float64Array",
  bool: "Uint8Array",
};

/** Values of an answer that are written out one by one. */
const FEW = 16;

const NAN = 1;
const INFINITE = 2;
const LARGE = 4;

/** The module, with types or without. */
export const moduleOf =
  (typed: boolean): Printer =>
  (program, told) =>
    new Module(program, typed).pieces(headLines(program, told));

class Module {
  readonly #program: Program;
  readonly #typed: boolean;

  constructor(program: Program, typed: boolean) {
    this.#program = program;
    this.#typed = typed;
  }

  /** A type where types are written. */
  #t(type: string): string {
    return this.#typed ? `: ${type}` : "";
  }

  /** An element that is there, whatever a strict compiler fears. */
  get #there(): string {
    return this.#typed ? "!" : "";
  }

  *pieces(head: readonly string[]): Generator<string> {
    yield `/**\n${head.map((line) => ` * ${line}\n`).join("")} */\n`;
    const pieces = [...this.#methods()];
    const text = pieces.join("");
    yield* this.#constants();
    yield* this.#inputs();
    for (const [name, [args, body]] of Object.entries(HELPERS))
      if (text.includes(`${name}(`))
        yield `const ${name} = (${args.map((arg) => arg + this.#t("number")).join(", ")})${this.#t("number")} => { ${body} };\n`;
    yield termFunctions(text, this.#typed);
    yield* pieces;
  }

  *#constants(): Generator<string> {
    const { constants, maps } = this.#program;
    const isLong =
      [...constants.values()].some(({ data }) => ArrayBuffer.isView(data) && data.length > 32) ||
      [...maps.values()].some(({ keys }) => keys.length > 32);
    if (isLong) yield `\n${decoder(this.#typed)}`;
    if (maps.size > 0) yield `\n${this.#numbered()}`;
    yield "\n";
    for (const [name, one] of constants) {
      yield `const ${name}${one.type === "str" ? this.#t("readonly string[]") : ""} = `;
      yield* constant(one);
      yield ";\n";
    }
    for (const [name, map] of maps) {
      yield `const ${name} = `;
      yield* textMap(map);
      yield ";\n";
    }
  }

  #numbered(): string {
    return `/** A whole number for each text, and another one for all others. */
function numbered(texts${this.#t("readonly string[]")}, values${this.#t("ArrayLike<number>")}, otherwise${this.#t("number")}) {
  const known = new Map${this.#typed ? "<string, number>" : ""}();
  for (let i = 0; i < texts.length; i++) known.set(texts[i]${this.#there}, values[i]${this.#there});
  return (text${this.#t("string")})${this.#t("number")} => {
    const found = known.get(text);
    return found === undefined ? otherwise : found;
  };
}
`;
  }

  // ---- X ----

  *#inputs(): Generator<string> {
    const { inputs, single, width, names } = this.#program;
    yield "\n";
    for (const { array, type, size } of inputs)
      yield `const ${array} = ${type === "str" ? this.#texts(size) : `new Float64Array(${size})`};\n`;
    if (!single && names !== null) yield `const names${this.#t("readonly string[]")} = [${names.map(quoted).join(", ")}];\n`;
    yield "\n";
    if (this.#typed) yield `/** A row of X. */\nexport type Row = ${this.#rowType()};\n\n`;
    if (single) return yield* this.#readSingle(inputs[0]);
    const kinds = this.#hasNumbers ? `, refused${this.#t("number | Uint8Array")}` : "";
    yield `/** Puts a row where the methods find it${kinds === "" ? "" : "; `refused`: what kinds of numbers sklearn does not take, all or by column"}. */\n`;
    yield `function read(row${this.#t("Row")}${kinds})${this.#t("void")} {\n`;
    yield `  const values${this.#t("ArrayLike<unknown>")} = ${names === null ? "row" : this.#valuesOf()};\n`;
    yield `  if (typeof values !== "object" || values === null || values.length !== ${width})\n    throw new RangeError("a row of X has ${width} ${width === 1 ? "value" : "values"}");\n`;
    for (const input of inputs) yield* this.#readInput(input);
    yield "}\n";
    yield this.#number();
  }

  get #hasNumbers(): boolean {
    return this.#program.inputs.some(({ type }) => type !== "str");
  }

  #texts(size: number): string {
    return `${this.#typed ? "Array<string>" : "new Array"}(${size}).fill("")`;
  }

  #rowType(): string {
    const { inputs, single, names } = this.#program;
    const types = [...new Set(inputs.map(({ type }) => (type === "str" ? "string" : "number")))];
    if (single) return types.join(" | ");
    const list = `ArrayLike<${this.#isMixed() ? "unknown" : types.join(" | ")}>`;
    return names === null ? list : `${list} | { readonly [name: string]: unknown }`;
  }

  /** Columns that nobody takes may hold anything. */
  #isMixed(): boolean {
    const { inputs, width } = this.#program;
    return inputs.reduce((sum, { size }) => sum + size, 0) < width;
  }

  #valuesOf(): string {
    const isList = "Array.isArray(row) || ArrayBuffer.isView(row)";
    const list = this.#typed ? "(row as ArrayLike<unknown>)" : "row";
    const record = this.#typed ? "(row as { readonly [name: string]: unknown })" : "row";
    return `${isList} ? ${list} : names.map((name) => (Object.prototype.hasOwnProperty.call(row, name) ? ${record}[name] : undefined))`;
  }

  *#readInput({ array, type, size, place }: Input): Generator<string> {
    if (type !== "str" && size > 1)
      yield `  for (let j = 0; j < ${size}; j++) ${array}[j] = number(values[j${place === 0 ? "" : ` + ${place}`}], j${place === 0 ? "" : ` + ${place}`}, refused);\n`;
    else if (type !== "str") yield `  ${array}[0] = number(values[${place}], ${place}, refused);\n`;
    else {
      yield `  for (let j = 0; j < ${size}; j++) {\n    const value = values[j + ${place}];\n`;
      yield `    if (typeof value !== "string") throw new TypeError("column " + (j + ${place}) + " of X is no text");\n    ${array}[j] = value;\n  }\n`;
    }
  }

  *#readSingle(input: Input | undefined): Generator<string> {
    const [array, type] = [input?.array ?? "x", input?.type === "str" ? "string" : "number"];
    const odd = input?.type === "int" ? "!Number.isSafeInteger(row)" : `typeof row !== "${type}"`;
    yield `function read(row${this.#t("Row")})${this.#t("void")} {\n`;
    yield `  if (${odd}) throw new TypeError("a row of X is a ${input?.type === "int" ? "whole number" : type}");\n  ${array}[0] = row;\n}\n`;
  }

  #number(): string {
    if (!this.#hasNumbers) return "";
    return `
function number(value${this.#t("unknown")}, column${this.#t("number")}, refused${this.#t("number | Uint8Array")})${this.#t("number")} {
  if (typeof value !== "number") throw new TypeError("column " + column + " of X is no number");
  const odd = value - value !== 0 ? (value !== value ? ${NAN} : ${INFINITE}) : 0;
  const kinds = Math.abs(value) > 3.4028234663852886e38 ? odd | ${LARGE} : odd;
  if (kinds !== 0 && ((typeof refused === "number" ? refused : refused[column]${this.#there}) & kinds) !== 0)
    throw new RangeError("column " + column + " of X is " + value + ", which the model does not take");
  return value;
}
`;
  }

  // ---- methods ----

  *#methods(): Generator<string> {
    for (const [at, routine] of this.#program.routines.entries()) yield* this.#method(routine, at);
  }

  *#method(routine: Routine, at: number): Generator<string> {
    const { method, buffers, body, output } = routine;
    const own = new Set(buffers.map(({ name }) => name));
    const together = togetherIn(routine);
    const least: Scope["least"] = (name) => ({
      known: `all${at}[${together.indexOf(name)}]`,
      found: `found${at}[${together.indexOf(name)}]`,
    });
    const scope: Scope = { array: (name) => (own.has(name) ? `b${at}_${name}` : name), map: (name) => name, least, typed: this.#typed };
    yield "\n";
    if (together.length > 0)
      yield `const all${at} = new Float64Array(${together.length});\nconst found${at} = new Float64Array(${together.length});\n`;
    for (const { name, type, size } of buffers)
      yield `const ${scope.array(name)} = ${type === "str" ? this.#texts(size) : `new ${ARRAYS[type]}(${size})`};\n`;
    const mask = this.#mask(routine);
    const refused = typeof mask === "number" ? String(mask) : `refused${at}`;
    if (typeof mask !== "number" && this.#hasNumbers) {
      yield `const ${refused} = `;
      yield* constant({ type: "int", data: mask });
      yield ";\n";
    }
    for (const [k, { values }] of routine.known.entries())
      yield `const known${at}_${k} = new Set${this.#typed ? "<unknown>" : ""}([${values.map((value) => (typeof value === "string" ? quoted(value) : numeral(value))).join(", ")}]);\n`;
    const type = TYPES[output.type] + "[]".repeat(output.shape.length);
    yield `\nfunction row_${method}()${this.#t(type)} {\n`;
    yield* statements(body, scope, "  ");
    yield `  return ${output.value === null ? this.#answer(output, scope) : expression(output.value, scope)};\n}\n`;
    yield `\n/** ${method} of each row. */\nexport function ${method}(rows${this.#t("readonly Row[]")})${this.#t(`${type}[]`)} {\n`;
    yield `  if (!Array.isArray(rows)) throw new TypeError("X is a list of rows");\n`;
    if (together.length === 0) {
      yield* this.#rowsLoop(routine, at, refused, type, "  ");
      yield `  return out;\n}\n`;
    } else {
      yield* this.#togetherLoop(at);
      yield* this.#rowsLoop(routine, at, refused, type, "    ");
      yield `    if (found${at}.every((value, i) => Object.is(value, all${at}[i]))) return out;\n    all${at}.set(found${at});\n  }\n}\n`;
    }
  }

  /** What all rows decide together is known once another look at them finds nothing new. */
  *#togetherLoop(at: number): Generator<string> {
    yield `  all${at}.fill(Infinity);\n  for (;;) {\n    found${at}.fill(Infinity);\n`;
  }

  *#rowsLoop(routine: Routine, at: number, refused: string, type: string, indent: string): Generator<string> {
    const { method, known } = routine;
    yield `${indent}const out${this.#t(`${type}[]`)} = [];\n${indent}for (const row of rows) {\n${indent}  read(row${this.#program.single || !this.#hasNumbers ? "" : `, ${refused}`});\n`;
    yield* this.#lows(routine);
    for (const [k, { place }] of known.entries())
      yield `${indent}  if (!known${at}_${k}.has(${this.#element(place)})) throw new RangeError("column ${place} of X has a value that was not there in fitting");\n`;
    yield `${indent}  out.push(row_${method}());\n${indent}}\n`;
  }

  /** Numbers below the least that is taken. */
  *#lows({ refused }: Routine): Generator<string> {
    const said = `throw new RangeError("column " + j + " of X is below the least number that the model takes")`;
    for (const { places, least } of refused.least)
      for (const [from, to] of runsOf(refusedAt(this.#program, places)))
        if (this.#program.inputs[0]?.size === this.#program.width)
          yield `    for (let j = ${from}; j < ${to}; j++) if (${this.#program.inputs[0]?.array ?? "x"}[j]${this.#there} < ${numeral(least)}) ${said};\n`;
        else
          for (let j = from; j < to; j++)
            yield `    if (${this.#element(j)} < ${numeral(least)}) ${said.replace('" + j + "', String(j))};\n`;
  }

  /** A row's answer as a list, or as lists of lists. */
  #answer({ type, shape, array }: Routine["output"], scope: Scope): string {
    const element = (place: string): string => `${scope.array(array)}[${place}]${this.#there}${type === "bool" ? " !== 0" : ""}`;
    const lists = (axis: number, start: string): string => {
      const length = shape[axis] ?? 1;
      const step = shape.slice(axis + 1).reduce((size, dim) => size * dim, 1);
      if (axis === shape.length) return element(start);
      if (axis === 0 && shape.length === 1 && length <= FEW) return `[${Array.from({ length }, (_, i) => element(String(i))).join(", ")}]`;
      const i = `o${axis}`;
      const place = `${start === "0" ? "" : `${start} + `}${step === 1 ? i : `${i} * ${step}`}`;
      return `Array.from({ length: ${length} }, (_, ${i}) => ${lists(axis + 1, place)})`;
    };
    return lists(0, "0");
  }

  /** A value of X as it was read. */
  #element(place: number): string {
    const input = this.#program.inputs.find((one) => one.place <= place && place < one.place + one.size);
    return `${input?.array ?? "x"}[${place - (input?.place ?? 0)}]${this.#there}`;
  }

  /** Kinds of numbers that are refused: in all columns alike, or a number a column. */
  #mask({ refused }: Routine): number | Uint8Array {
    const kinds: readonly (readonly [Places, number])[] = [
      [refused.nan, NAN],
      [refused.infinite, INFINITE],
      [refused.large, LARGE],
    ];
    const everywhere = kinds.reduce((sum, [places, kind]) => (places === "all" ? sum | kind : sum), 0);
    if (kinds.every(([places]) => places === "all" || places.length === 0)) return everywhere;
    const mask = new Uint8Array(this.#program.width).fill(everywhere);
    for (const [places, kind] of kinds) if (places !== "all") for (const j of places) mask[j] = (mask[j] ?? 0) | kind;
    return mask;
  }
}
