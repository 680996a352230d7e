/**
 * The models of `cornichon/web`, each with what sklearn refuses of its X: the rows that the library looks up in its table,
 * printed. What is said by several is a constant of its own, without side effects, so that a bundler keeps what the models that a
 * page names refer to and drops the rest of the table.
 */

/** A shorter text is written wherever it is said. */
const SHORT_TEXT = 12;

const isShareable = (value) => (typeof value === "object" ? value !== null : typeof value === "string" && value.length > SHORT_TEXT);

const property = (key) => (/^[a-z]\w*$/i.test(key) ? key : JSON.stringify(key));

/** Prints values; what is met again (the same object, an equal text) is a constant that is declared before its first use. */
class Printer {
  #uses = new Map();
  #names = new Map();
  declarations = [];

  /** Must be told of all values before the first is printed. */
  count(value) {
    if (!isShareable(value)) return;
    const uses = this.#uses.get(value) ?? 0;
    this.#uses.set(value, uses + 1);
    if (uses === 0 && typeof value === "object") for (const inner of Object.values(value)) this.count(inner);
  }

  print(value) {
    if (!isShareable(value) || this.#uses.get(value) === 1) return this.#written(value);
    return this.#names.get(value) ?? this.#declared(value);
  }

  #declared(value) {
    const text = this.#written(value);
    const name = `$${this.#names.size}`;
    this.#names.set(value, name);
    this.declarations.push(`const ${name} = ${text};`);
    return name;
  }

  #written(value) {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map((inner) => this.print(inner)).join(", ")}]`;
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return entries.length === 0 ? "{}" : `{ ${entries.map(([key, inner]) => `${property(key)}: ${this.print(inner)}`).join(", ")} }`;
  }
}

const nameOf = ({ class: name }) => name.slice(name.lastIndexOf(".") + 1);

/** True for a class some of whose models take NaN. */
const mayTakeNaN = (rows, takesNaN) =>
  rows.some(({ since }) => Object.values(since).some((methods) => methods?.["*"] !== undefined && takesNaN(methods["*"])));

/**
 * The text of the module. `models`: definitions by the names under which `../models/index.js` has them. A model that asks what the
 * estimator inside takes has the rows of those that take NaN; any other is strict, as one without rows is.
 */
export function pageModels(models, rowsOf, takesNaN) {
  const all = Object.values(models).map(nameOf);
  const inner = Object.fromEntries(all.filter((name) => mayTakeNaN(rowsOf(name) ?? [], takesNaN)).map((name) => [name, rowsOf(name)]));
  const needed = Object.entries(models).flatMap(([name, definition]) => {
    const rows = rowsOf(nameOf(definition));
    if (rows === undefined) throw new Error(`no rows of ${definition.class}`);
    const asks = rows.some(({ when }) => when !== undefined && Object.hasOwn(when, "@inner"));
    return [[name, { [nameOf(definition)]: rows, ...(asks ? inner : {}) }]];
  });
  const printer = new Printer();
  for (const [, refuses] of needed) printer.count(refuses);
  const exported = needed.map(([name, refuses]) => `export const ${name} = /* @__PURE__ */ refusing(_${name}, ${printer.print(refuses)});`);
  return [
    `import { ${needed.map(([name]) => `${name} as _${name}`).join(", ")} } from "../models/index.js";`,
    "const refusing = (definition, refuses) => ({ ...definition, refuses });",
    ...printer.declarations,
    ...exported,
    "",
  ].join("\n");
}
