/** The class tree of an estimator: what it holds, by name, with the settings that are single values. Walked to a depth. */
import { attributesOf, itemsOf } from "../../neutral/attributes.js";
import { own, type References, typeOf } from "../../neutral/document.js";
import type { Part } from "./messages.js";
import { shortName, valueText } from "./value-text.js";

const DEEPEST = 12;
const MOST_PARTS = 60;
const MOST_PARAMETERS = 40;

const SINGLE = new Set(["None", "bool", "str", "number"]);

/** Fitted attributes end in an underscore, private ones begin with one; what is left was given. */
const isParameter = (name: string): boolean => !name.endsWith("_") && !name.startsWith("_");

interface Found {
  readonly label: string;
  readonly value: unknown;
}

/** Objects directly in an attribute: itself, or those in a list of them or of tuples with a name. */
function objectsIn(label: string, given: unknown, references: References): Found[] {
  const value = references.resolve(given);
  if (typeOf(value) === "object") return [{ label, value }];
  const items = itemsOf(value, references) ?? [];
  return items.flatMap((item) => {
    if (typeOf(item) === "object") return [{ label, value: item }];
    const inner = itemsOf(item, references);
    const [name, held] = inner ?? [];
    return typeof name === "string" && typeOf(held) === "object" ? [{ label: name, value: held }] : [];
  });
}

/** Those of one label and class as one, with their number. */
function gathered(found: readonly Found[]): { readonly first: Found; readonly count: number }[] {
  const groups = new Map<string, { readonly first: Found; count: number }>();
  for (const one of found) {
    const key = JSON.stringify([one.label, own(one.value, "class")]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: one, count: 1 });
    else group.count++;
  }
  return [...groups.values()];
}

/** The estimator and what it holds. */
export function partOf(value: unknown, references: References, label = "", count = 1, depth = 0): Part {
  const attributes = [...(attributesOf(own(value, "state") ?? null, references) ?? [])];
  const lines = attributes.map(([name, one]) => [name, valueText(references.resolve(one))] as const);
  const held = depth >= DEEPEST ? [] : attributes.flatMap(([name, one]) => objectsIn(name, one, references));
  return {
    label,
    class: shortName(own(value, "class")),
    count,
    parameters: lines
      .filter(([name, { kind }]) => isParameter(name) && SINGLE.has(kind))
      .slice(0, MOST_PARAMETERS)
      .map(([name, { text }]) => [name, text] as const),
    parts: gathered(held)
      .slice(0, MOST_PARTS)
      .map((one) => partOf(one.first.value, references, one.first.label, one.count, depth + 1)),
  };
}
