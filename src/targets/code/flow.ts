/**
 * Where values of some kind get to in a routine: into which locals and arrays they are put, whole or as a part. C needs it
 * to check places that come of a row's own numbers, and for texts that are none of the model's.
 */
import type { Expr, Routine, Statement } from "./program.js";

/** Statements and what is inside of them, in order. */
export function* everyStatement(body: readonly Statement[]): Generator<Statement> {
  const stack = [...body].reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    if (next.kind === "loop" || next.kind === "while" || next.kind === "if") stack.push(...[...next.body].reverse());
  }
}

/** Locals that hang on all rows that are asked about together. */
export const togetherIn = ({ body }: Pick<Routine, "body">): readonly string[] =>
  [...everyStatement(body)].flatMap((statement) => (statement.kind === "together" ? [statement.name] : []));

/** Expressions of a statement itself. */
export function expressionsOf(statement: Statement): readonly Expr[] {
  switch (statement.kind) {
    case "let":
    case "set":
    case "together":
      return [statement.value];
    case "store":
      return [statement.index, statement.value];
    case "loop":
      return [statement.from, statement.to];
    case "while":
    case "if":
      return [statement.condition];
    case "terms":
      return [statement.text];
  }
}

/** What an expression is directly made of. */
export function operandsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "number":
    case "text":
    case "local":
      return [];
    case "load":
      return [expr.index];
    case "binary":
      return [expr.a, expr.b];
    case "choose":
      return [expr.condition, expr.yes, expr.no];
    case "unary":
    case "cast":
    case "checked":
    case "lookup":
      return [expr.x];
  }
}

/** An expression and all that it is made of. */
function* everyExpression(root: Expr): Generator<Expr> {
  const stack = [root];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    stack.push(...operandsOf(next));
  }
}

/** Whether a place is checked in it, which may fail. */
export function isChecked(root: Expr): boolean {
  for (const one of everyExpression(root)) if (one.kind === "checked") return true;
  return false;
}

/** All expressions of a routine. */
export function* expressionsIn(routine: Routine): Generator<Expr> {
  for (const statement of everyStatement(routine.body)) for (const root of expressionsOf(statement)) yield* everyExpression(root);
  if (routine.output.value !== null) yield* everyExpression(routine.output.value);
}

/** Arrays that routines read, and maps that they look in. */
export function namesIn(routines: readonly Routine[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const routine of routines) {
    names.add(routine.output.array);
    for (const expr of expressionsIn(routine))
      if (expr.kind === "load") names.add(expr.array);
      else if (expr.kind === "lookup") names.add(expr.map);
    for (const statement of everyStatement(routine.body))
      if (statement.kind === "terms")
        for (const name of [statement.terms.stops, statement.terms.columns.kind === "terms" ? statement.terms.columns.map : null])
          if (name !== null) names.add(name);
  }
  return names;
}

/** Tells of an expression whether it is a source, or a value that came of one. */
export type Reaches = (expr: Expr) => boolean;

/** What an expression's value is made of: not the condition of a choice, nor what was only compared, looked up or checked. */
function partsOf(expr: Expr): readonly Expr[] {
  if (expr.type === "bool" || expr.kind === "lookup" || expr.kind === "load" || expr.kind === "checked") return [];
  return expr.kind === "choose" ? [expr.yes, expr.no] : operandsOf(expr);
}

/** Follows sources through a routine, until nothing new is reached. */
export function flowOf(routine: Routine, isSource: (expr: Expr) => boolean): Reaches {
  const reached = new Set<string>();
  const reaches: Reaches = (root) => {
    const stack = [root];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (isSource(next)) return true;
      if ((next.kind === "local" && reached.has(next.name)) || (next.kind === "load" && reached.has(next.array))) return true;
      stack.push(...partsOf(next));
    }
    return false;
  };
  const statements = [...everyStatement(routine.body)];
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const statement of statements) {
      if (statement.kind === "store" && reaches(statement.value)) reached.add(statement.array);
      if ((statement.kind === "let" || statement.kind === "set" || statement.kind === "together") && reaches(statement.value))
        reached.add(statement.name);
    }
  }
  return reaches;
}
