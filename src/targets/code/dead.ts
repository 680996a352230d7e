/**
 * Statements whose values nobody reads: an answer of one class needs no comparison, and compilers warn of locals that are
 * only set. What can fail for a row (a checked place) stays.
 */
import { everyStatement, expressionsOf, isChecked, operandsOf } from "./flow.js";
import type { Expr, Routine, Statement } from "./program.js";

/** Names of locals and arrays that are read. */
class Reads {
  readonly #names = new Set<string>();

  get size(): number {
    return this.#names.size;
  }

  has = (name: string): boolean => this.#names.has(name);

  add(name: string): void {
    this.#names.add(name);
  }

  /** All that an expression reads. */
  of(root: Expr): void {
    const stack = [root];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (next.kind === "local") this.add(next.name);
      if (next.kind === "load") this.add(next.array);
      stack.push(...operandsOf(next));
    }
  }
}

/** What a statement gives a value to; null for one that only leads to others. */
function targetOf(statement: Statement): string | null {
  switch (statement.kind) {
    case "let":
    case "set":
    case "together":
      return statement.name;
    case "store":
    case "terms":
      return statement.array;
    default:
      return null;
  }
}

/** Loops, whose bodies decide on them; a loop of `while` ends by what is in it. */
const inner = (statement: Statement): readonly Statement[] | null =>
  statement.kind === "loop" || statement.kind === "while" || statement.kind === "if" ? statement.body : null;

function needs(statement: Statement, reads: Reads): boolean {
  const target = targetOf(statement);
  if (target !== null) return reads.has(target) || expressionsOf(statement).some(isChecked);
  return (inner(statement) ?? []).some((one) => needs(one, reads));
}

/** Without those that are not needed. */
function kept(body: readonly Statement[], reads: Reads): readonly Statement[] {
  return body.flatMap((statement): readonly Statement[] => {
    if (!needs(statement, reads)) return [];
    return statement.kind === "loop" || statement.kind === "while" || statement.kind === "if"
      ? [{ ...statement, body: kept(statement.body, reads) }]
      : [statement];
  });
}

/** A routine of what its answer needs. */
export function living<T extends Pick<Routine, "body" | "buffers" | "output">>(routine: T): T {
  const reads = new Reads();
  const { output } = routine;
  if (output.value === null) reads.add(output.array);
  else reads.of(output.value);
  const statements = [...everyStatement(routine.body)].reverse();
  for (let before = -1; before < reads.size; ) {
    before = reads.size;
    for (const statement of statements) if (needs(statement, reads)) for (const expr of expressionsOf(statement)) reads.of(expr);
  }
  const body = kept(routine.body, reads);
  const written = new Set([...everyStatement(body)].map(targetOf));
  const buffers = routine.buffers.filter(({ name }) => reads.has(name) || written.has(name));
  return { ...routine, body, buffers };
}
