/**
 * Texts: one operator of a graph, which counts terms (`src/graph/text/counting.ts`), is one statement. What a letter is, and
 * its small form, is the matter of each language.
 */
import { sentence } from "../../../errors.js";
import { countingOf } from "../../../graph/text/counting.js";
import { int } from "../expressions.js";
import { type Planner, refuse } from "../planner.js";
import type { TermColumns } from "../program.js";
import { inputName, type Operator, type Operators, outputName } from "./define.js";

/** A map of distinct texts to numbers, made once for all routines. */
function mapped(planner: Planner, name: string, texts: readonly string[]): string {
  const numbers = new Map<string, number>();
  // A term that is no text has no letters, and is none that is ever met.
  for (const [at, text] of texts.entries()) if (text !== "" && !numbers.has(text)) numbers.set(text, at);
  planner.shared.maps.set(name, { keys: [...numbers.keys()], values: [...numbers.values()], otherwise: -1 });
  return name;
}

const countTerms: Operator = (planner, node) => {
  const counting = countingOf(node);
  const text = inputName(node, 0);
  const form = planner.form(text);
  if (counting === null || form.type !== "str" || form.shape.join() !== "N")
    throw refuse(node, sentence`texts in a form that is not known`);
  const name = outputName(node);
  const { stops, columns, ...analysis } = counting;
  const size = columns.kind === "terms" ? columns.terms.length : columns.count;
  const told: TermColumns =
    columns.kind === "terms"
      ? { kind: "terms", map: mapped(planner, `${name}_terms`, columns.terms) }
      : { kind: "hashes", isSigned: columns.isSigned };
  const { at } = planner.source(text);
  planner.define(name, planner.buffer(name, "f64", ["N", size]));
  planner.emit({
    kind: "terms",
    text: at([int(0)]),
    terms: { ...analysis, stops: stops.length === 0 ? null : mapped(planner, `${name}_stops`, stops), columns: told, size },
    array: name,
  });
};

export const TERMS: Operators = { "cornichon.CountTerms": countTerms };
