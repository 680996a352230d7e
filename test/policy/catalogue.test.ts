/** The table against what real Pythons wrote: every name of the catalogues is listed, or here with the reason. */
import { describe, expect, test } from "vitest";
import { PYTHON2_NAMES } from "../../sandbox/policy/python2-names.js";
import { defaultPolicy } from "../../src/policy/index.js";
import { SHARED, sharedText } from "./shared.js";

/** Names that are refused on purpose. */
const UNLISTED = new Map([
  ["?functools partial", "the result of a partial, called (pandas 1.3)"],
  ["pandas.core.internals.blocks new_block", "only ever called through a partial (pandas 1.3)"],
  ["__builtin__ len", "a function that no policy needs"],
  ["builtins len", "a function that no policy needs"],
]);
const USER_CODE = /^(recipes|__main__) /;

const table = defaultPolicy().entries;

/** A name as the machine looks it up: Python 2's spellings renamed. */
function key(text: string): string {
  const module = text.slice(0, text.indexOf(" "));
  if (!["__builtin__", "copy_reg", "exceptions"].includes(module)) return text;
  return PYTHON2_NAMES.names[text] ?? `${PYTHON2_NAMES.modules[module] ?? module}${text.slice(text.indexOf(" "))}`;
}

const missing = (names: readonly string[]): string[] =>
  names.filter((name) => !USER_CODE.test(name) && !UNLISTED.has(name) && !Object.hasOwn(table, key(name)));

interface Run {
  readonly estimators: Readonly<Record<string, { readonly attrs: Readonly<Record<string, readonly string[]>> }>>;
  readonly objects: Readonly<Record<string, { readonly state: Readonly<Record<string, readonly string[]>> }>>;
}

describe.skipIf(!SHARED)("catalogue", () => {
  const union = SHARED
    ? (JSON.parse(sharedText("fixtures/catalogue/union.json")) as { globals: object; versions: Record<string, number> })
    : { globals: {}, versions: {} };
  const versions = Object.keys(union.versions);

  test("every name that 19 versions of sklearn wrote", () => {
    expect(Object.keys(union.globals).length).toBe(673);
    expect(missing(Object.keys(union.globals))).toEqual([]);
  });

  test("every name of the values", () => {
    const values = JSON.parse(sharedText("fixtures/catalogue/values.json")) as { numpy: object; python: object };
    expect(missing([...Object.keys(values.numpy), ...Object.keys(values.python)])).toEqual([]);
  });

  test("every name of Python, numpy, scipy, pandas, joblib and sklearn in real files", () => {
    const names = sharedText("facts/corpus-globals.tsv")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split("\t").slice(0, 2).join(" ").replaceAll("\r", ""));
    const refused = ["builtins getattr", "builtins len", "builtins sum", "re _compile", "logging getLogger", "random Random"];
    const ours = names.filter((name) =>
      /^(numpy|scipy|pandas|sklearn|joblib|builtins|collections|copyreg|copy_reg|datetime|functools|random|re|logging|_codecs)[. ]/.test(
        name,
      ),
    );
    expect(ours.length).toBeGreaterThan(200);
    expect(missing(ours).filter((name) => !refused.includes(name))).toEqual([]);
  });

  test.each(versions)("sklearn %s: no state key is refused as a method, references stand where allowed", (version) => {
    const run = JSON.parse(sharedText(`fixtures/catalogue/${version}.json`)) as Run;
    const states = [
      ...Object.entries(run.estimators).map(([name, facts]) => [name, facts.attrs] as const),
      ...Object.entries(run.objects).map(([name, facts]) => [name, facts.state] as const),
    ];
    const problems: string[] = [];
    for (const [name, state] of states) {
      const entry = table[key(name.replace(":", " "))];
      if (entry?.kind !== "class") continue;
      for (const [attribute, types] of Object.entries(state)) {
        if (entry.members?.includes(attribute)) problems.push(`${name}.${attribute} is refused as a member`);
        if (/^__\w+__$/.test(attribute) && !entry.dunders?.includes(attribute))
          problems.push(`${name}.${attribute} is refused as a dunder`);
        if (attribute !== "(state)" && holdsReference(types) && !entry.refs?.includes(attribute))
          problems.push(`${name}.${attribute} holds ${types.join("|")}`);
      }
    }
    expect(problems).toEqual([]);
  });
});

/** True when a state's types name a listed function or an instance with `__call__`. */
function holdsReference(types: readonly string[]): boolean {
  const text = types.join(" ");
  for (const [, module = "", name = ""] of text.matchAll(/([A-Za-z_][\w.]*):(\w+)/g)) {
    const entry = table[key(`${module} ${name}`)];
    if (entry?.kind === "class" && entry.callable) return true;
  }
  return /\bref (?!recipes)/.test(text);
}
