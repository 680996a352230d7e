/** One method as a Python function of one row. */
import { togetherIn } from "../flow.js";
import type { Expr, Program, Routine, Scalar, Statement, TermsStatement } from "../program.js";
import { Expressions } from "./expressions.js";
import { termLines } from "./terms.js";

const ZEROS: Readonly<Record<Scalar, string>> = { f64: "0.0", f32: "0.0", int: "0", bool: "False", str: '""' };

/** What the functions of one file share. */
export interface File {
  readonly program: Program;
  /** Helpers that are called. */
  readonly helpers: Set<string>;
}

export class RoutinePrinter {
  readonly #file: File;
  readonly #routine: Routine;
  readonly #expressions: Expressions;
  readonly #together: readonly string[];
  readonly #lines: string[] = [];

  constructor(file: File, routine: Routine) {
    this.#file = file;
    this.#routine = routine;
    this.#together = togetherIn(routine);
    if (this.#together.length > 0) this.#call("_together");
    this.#expressions = new Expressions(
      (helper) => this.#call(helper),
      (map) => file.program.maps.get(map)?.otherwise ?? -1,
    );
  }

  #call(helper: string): string {
    this.#file.helpers.add(helper);
    return helper;
  }

  #put(depth: number, text: string): void {
    this.#lines.push(`${"    ".repeat(depth)}${text}`);
  }

  #body(statements: readonly Statement[], depth: number): void {
    if (statements.length === 0) this.#put(depth, "pass");
    for (const statement of statements) this.#statement(statement, depth);
  }

  #statement(statement: Statement, depth: number): void {
    const print = (expr: Expr): string => this.#expressions.print(expr);
    switch (statement.kind) {
      case "let":
      case "set":
        return this.#put(depth, `${statement.name} = ${print(statement.value)}`);
      case "store":
        return this.#put(depth, `${statement.array}[${print(statement.index)}] = ${print(statement.value)}`);
      case "loop":
        this.#put(depth, `for ${statement.name} in range(${print(statement.from)}, ${print(statement.to)}):`);
        return this.#body(statement.body, depth + 1);
      case "while":
      case "if":
        this.#put(depth, `${statement.kind} ${print(statement.condition)}:`);
        return this.#body(statement.body, depth + 1);
      case "together": {
        const at = this.#together.indexOf(statement.name);
        this.#put(depth, `found[${at}] = ${this.#call("_min")}(found[${at}], ${print(statement.value)})`);
        return this.#put(depth, `${statement.name} = least[${at}]`);
      }
      case "terms":
        return this.#terms(statement, depth);
    }
  }

  #terms({ text, terms, array }: TermsStatement, depth: number): void {
    const call = (helper: string): string => this.#call(helper);
    for (const line of termLines(this.#expressions.print(text), terms, array, call)) this.#put(depth, line);
  }

  #answer(): string {
    const { type, shape, value, array } = this.#routine.output;
    if (value !== null) return type === "bool" ? `bool(${this.#expressions.print(value)})` : this.#expressions.print(value);
    const items = type === "bool" ? `[bool(item) for item in ${array}]` : `list(${array})`;
    return shape.length < 2 ? items : `${this.#call("_shaped")}(${items}, (${shape.join(", ")}))`;
  }

  /** The inputs that the program names, of one row. */
  #inputs(): void {
    const { inputs, width } = this.#file.program;
    for (const { array, place, size } of inputs)
      this.#put(1, size === width ? `${array} = row` : `${array} = row[${place}:${place + size}]`);
  }

  /** The function of one row. */
  print(): string {
    this.#inputs();
    for (const { name, type, size } of this.#routine.buffers) this.#put(1, `${name} = [${ZEROS[type]}] * ${size}`);
    this.#body(this.#routine.body, 1);
    this.#put(1, `return ${this.#answer()}`);
    return `def _${this.#routine.method}(row${this.#together.length > 0 ? ", least, found" : ""}):\n${this.#lines.join("\n")}\n`;
  }
}
