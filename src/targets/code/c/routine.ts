/**
 * One method as a C function. Loads at places that come of a row's own numbers are checked: a wrong place is told, and no
 * memory beyond a table is read.
 */
import { sentence, showText } from "../../../errors.js";
import { unsupported } from "../../../graph/define.js";
import { flowOf, type Reaches } from "../flow.js";
import { placesOf, refusedAt, runsOf, takesTexts } from "../places.js";
import type { Buffer, Expr, Input, Known, Places, Program, Routine, Scalar, Statement, TermsStatement } from "../program.js";
import { Expressions, type Names } from "./expressions.js";
import { doubleLiteral } from "./literals.js";
import { itemType } from "./tables.js";
import type { TermTables } from "./terms.js";
import type { Texts } from "./texts.js";

/** Doubles of scratch that a function may have on the stack. */
const MOST_ON_STACK = 4096;

const TYPES: Readonly<Record<Scalar, string>> = { f64: "double", f32: "float", int: "int64_t", bool: "int", str: "int32_t" };
/** A truth value in an array takes a byte. */
const bufferType = (type: Scalar): string => (type === "bool" ? "uint8_t" : TYPES[type]);

/** Whether a routine's scratch is static: it then cannot run twice at a time. */
export const isStatic = ({ buffers }: Routine): boolean => buffers.reduce((sum, { size }) => sum + size, 0) > MOST_ON_STACK;

/** What a function gives where it does not answer. */
export const CODES = { nan: 1, infinite: 2, large: 3, low: 4, odd: 5, fault: 6, unknown: 7 } as const;

/** What the functions of one file share. */
export interface File {
  readonly program: Program;
  readonly texts: Texts;
  /** How texts are read whose words count. */
  readonly terms: TermTables;
  /** What their model is called. */
  readonly name: string;
  /** Helpers that are called, and tables that are read: C warns of others. */
  readonly helpers: Set<string>;
  readonly tables: Set<string>;
  /** Values that columns may have, by the names of their tables. */
  readonly known: Map<string, Known["values"]>;
}

export const sizeOf = ({ output }: Routine): number => output.shape.reduce((size, length) => size * length, 1);

/** A whole number that X has a part in: of a number, of a label, of a text. */
const isOwnNumber =
  (inputs: ReadonlyMap<string, Input>) =>
  (expr: Expr): boolean =>
    (expr.kind === "cast" && expr.type === "int" && (expr.x.type === "f64" || expr.x.type === "f32")) ||
    (expr.kind === "load" && expr.type === "int" && inputs.has(expr.array)) ||
    expr.kind === "lookup";

/** Prints one routine. */
export class RoutinePrinter {
  readonly #file: File;
  readonly #routine: Routine;
  readonly #inputs: ReadonlyMap<string, Input>;
  readonly #buffers: ReadonlyMap<string, Buffer>;
  readonly #isOdd: Reaches;
  readonly #expressions: Expressions;
  #hasFaults = false;
  readonly #lines: string[] = [];

  constructor(file: File, routine: Routine) {
    this.#file = file;
    this.#routine = routine;
    this.#inputs = new Map(file.program.inputs.map((input) => [input.array, input]));
    this.#buffers = new Map(routine.buffers.map((buffer) => [buffer.name, buffer]));
    this.#isOdd = flowOf(routine, isOwnNumber(this.#inputs));
    this.#expressions = new Expressions(this.#names());
    this.#checkAnswers();
  }

  /** Texts of X have no number that an answer could be. */
  #checkAnswers(): void {
    const { method, output } = this.#routine;
    if (output.type !== "str") return;
    const isGiven = flowOf(this.#routine, (expr) => expr.kind === "load" && expr.type === "str" && this.#inputs.has(expr.array));
    const answer: Expr = output.value ?? {
      kind: "load",
      array: output.array,
      type: "str",
      index: { kind: "number", type: "int", value: 0 },
    };
    if (isGiven(answer)) throw unsupported("", "c", sentence`${showText(method)} gives texts of X itself, and out holds numbers`);
  }

  #names(): Names {
    return {
      load: (array, type, index, place) => this.#load(array, type, index, place),
      text: (value) => this.#file.texts.number(value),
      lookup: (map, number) => this.#lookup(map, number),
      checked: (place, length) => this.#within(place, length),
      call: (helper) => this.#call(helper),
    };
  }

  #call(helper: string): string {
    this.#file.helpers.add(helper);
    return helper;
  }

  #lookup(map: string, number: string): string {
    const { keys = [], otherwise = -1 } = this.#file.program.maps.get(map) ?? {};
    this.#file.tables.add(map);
    return `${this.#call("looked_up")}(${number}, ${map}_keys, ${map}_values, ${keys.length}, ${otherwise})`;
  }

  #load(array: string, type: Scalar, index: Expr, place: string): string {
    const input = this.#inputs.get(array);
    if (input !== undefined) return this.#given(input, index, place);
    const buffer = this.#buffers.get(array);
    if (buffer !== undefined) return `${array}[${this.#place(index, place, buffer.size)}]`;
    const constant = this.#file.program.constants.get(array);
    if (constant === undefined) throw new Error("a load of what is nowhere");
    this.#file.tables.add(array);
    const item = `${array}[${this.#place(index, place, constant.data.length)}]`;
    return itemType(constant) === TYPES[type] || type === "bool" ? item : `(${TYPES[type]})${item}`;
  }

  #place(index: Expr, place: string, size: number): string {
    return this.#isOdd(index) ? this.#within(place, size) : place;
  }

  #within(place: string, size: number): string {
    this.#hasFaults = true;
    return `${this.#call("within")}(${place}, ${size}, &fault)`;
  }

  /** An element of X. */
  #given({ place: start, type, size }: Input, index: Expr, place: string): string {
    const own = this.#place(index, place, size);
    const at = start === 0 ? own : own === "0" ? String(start) : `${start} + ${own}`;
    if (type === "f64") return `x[${at}]`;
    if (type === "int") return `(int64_t)x[${at}]`;
    return this.#numberOf(`texts[${at}]`);
  }

  // ---- statements ----

  #put(depth: number, text: string): void {
    this.#lines.push(`${"  ".repeat(depth)}${text}`);
  }

  #body(statements: readonly Statement[], depth: number): void {
    for (const statement of statements) this.#statement(statement, depth);
  }

  #statement(statement: Statement, depth: number): void {
    const print = (expr: Expr): string => this.#expressions.print(expr);
    switch (statement.kind) {
      case "let": {
        const { name, mutable, value } = statement;
        return this.#put(depth, `${mutable ? "" : "const "}${TYPES[value.type]} ${name} = ${print(value)};`);
      }
      case "set":
        return this.#put(depth, `${statement.name} = ${print(statement.value)};`);
      case "store": {
        const { array, index, value } = statement;
        const place = this.#place(index, print(index), this.#buffers.get(array)?.size ?? 0);
        return this.#put(depth, `${array}[${place}] = ${print(value)};`);
      }
      case "loop": {
        const { name, from, to } = statement;
        return this.#block(`for (int64_t ${name} = ${print(from)}; ${name} < ${print(to)}; ${name}++)`, statement.body, depth);
      }
      case "while":
      case "if":
        return this.#block(`${statement.kind} (${print(statement.condition)})`, statement.body, depth);
      case "together":
        // The row of a call is all that there is of its X.
        return this.#put(depth, `const double ${statement.name} = ${print(statement.value)};`);
      case "terms":
        return this.#terms(statement, depth);
    }
  }

  #terms({ text, terms, array }: TermsStatement, depth: number): void {
    const input = text.kind === "load" ? this.#inputs.get(text.array) : undefined;
    if (text.kind !== "load" || text.index.kind !== "number" || input === undefined)
      throw unsupported("", "c", sentence`words of texts that are not those of X`);
    if (terms.analyzer === "word") this.#call("number_of_text");
    const call = this.#file.terms.call(`texts[${input.place + text.index.value}]`, terms, array);
    this.#put(depth, `if (${call} != 0) return ${CODES.odd};`);
  }

  #block(head: string, body: readonly Statement[], depth: number): void {
    this.#put(depth, `${head} {`);
    this.#body(body, depth + 1);
    this.#put(depth, "}");
  }

  /** Puts the answer into `out`. */
  #answer(): void {
    const { output } = this.#routine;
    const size = sizeOf(this.#routine);
    const answer = (value: Expr): string => this.#expressions.print({ kind: "cast", type: "f64", x: value });
    if (output.value !== null) return this.#put(1, `out[0] = ${answer(output.value)};`);
    const index: Expr = { kind: "local", type: "int", name: "place" };
    this.#put(
      1,
      `for (int64_t place = 0; place < ${size}; place++) out[place] = ${answer({ kind: "load", array: output.array, type: output.type, index })};`,
    );
  }

  /** Numbers that the method does not take. */
  #checks(): readonly string[] {
    const { refused } = this.#routine;
    const { program } = this.#file;
    const test = (places: readonly number[], condition: string, code: number): readonly string[] =>
      runsOf(places).map(([from, to]) => `  for (int64_t j = ${from}; j < ${to}; j++) if (${condition}) return ${code};`);
    const at = (places: Places): readonly number[] => refusedAt(program, places);
    return [
      ...test(at(refused.nan), "isnan(x[j])", CODES.nan),
      ...test(at(refused.infinite), "isinf(x[j])", CODES.infinite),
      ...test(at(refused.large), "fabs(x[j]) > 3.4028234663852886e38", CODES.large),
      ...refused.least.flatMap(({ places, least }) => test(at(places), `x[j] < ${doubleLiteral(least)}`, CODES.low)),
      ...test(placesOf(program, "int"), "!(x[j] == floor(x[j]) && fabs(x[j]) <= 9007199254740992.0)", CODES.odd),
      ...test(placesOf(program, "str"), "texts[j] == NULL", CODES.odd),
      ...this.#routine.known.map((one) => this.#known(one)),
    ];
  }

  /** Refuses what was not there when the model was fitted. */
  #known({ place, values }: Known): string {
    const { known } = this.#file;
    const same = [...known].find(([, other]) => other.length === values.length && other.every((value, i) => Object.is(value, values[i])));
    const name = same?.[0] ?? `known${known.size}`;
    known.set(name, values);
    const isText = placesOf(this.#file.program, "str").includes(place);
    const test = isText
      ? `${this.#call("is_known_text")}(${this.#numberOf(`texts[${place}]`)}, ${name}, ${values.length})`
      : `${this.#call("is_known")}(x[${place}], ${name}, ${values.length})`;
    return `  if (!${test}) return ${CODES.unknown};`;
  }

  #numberOf(text: string): string {
    return `${this.#call("number_of_text")}(${text}, model_texts, model_order, ${this.#file.texts.all.length})`;
  }

  /** The whole function. */
  print(): string {
    this.#body(this.#routine.body, 1);
    this.#answer();
    const { buffers } = this.#routine;
    const kept = isStatic(this.#routine) ? "static " : "";
    const scratch = buffers.map(({ name, type, size }) => `  ${kept}${bufferType(type)} ${name}[${Math.max(size, 1)}];`);
    const fault = this.#hasFaults ? ["  int fault = 0;"] : [];
    const text = [...this.#checks(), ...this.#lines].join("\n");
    const parameters = takesTexts(this.#file.program) ? ["x", "texts"] : ["x"];
    const unused = parameters.filter((one) => !new RegExp(`\\b${one}\\[`).test(text)).map((one) => `  (void)${one};`);
    return `${prototype(this.#file, this.#routine)} {
${[...fault, ...scratch, ...unused].map((line) => `${line}\n`).join("")}${text}
  return ${this.#hasFaults ? `fault ? ${CODES.fault} : 0` : "0"};
}
`;
  }
}

/** Head of a method's function. */
export function prototype({ program, name }: File, { method }: Routine): string {
  const texts = takesTexts(program) ? "const char *const *texts, " : "";
  return `int ${name}_${method}(const double *x, ${texts}double *out)`;
}
