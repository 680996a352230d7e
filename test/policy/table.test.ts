/** The table itself: no contradictions, exact names, checkers known by name, frozen. */
import { describe, expect, test } from "vitest";
import { CHECKERS } from "../../sandbox/machine/checkers/index.js";
import { STATE_CHECKERS, STATES_ELSEWHERE } from "../../sandbox/machine/checkers/states.js";
import type { PolicyEntry } from "../../sandbox/wire/policy.js";
import { DANGEROUS, DANGEROUS_GROUPS } from "../../src/policy/dangerous.js";
import { DANGERS } from "../../src/policy/dangers.js";
import { FAMILIES } from "../../src/policy/families/index.js";
import { defaultPolicy, families, familyAdvice, withFamilies } from "../../src/policy/index.js";
import { entriesOf } from "../../src/policy/rows.js";

const everything = withFamilies(defaultPolicy(), families(), []);
const entries = Object.entries(everything.entries);

const split = (key: string): [string, string] => [key.slice(0, key.indexOf(" ")), key.slice(key.indexOf(" ") + 1)];

describe("names", () => {
  test("none is on both lists, but for those of which one form is listed and all others are dangerous", () => {
    const both = entries.filter(([key]) => Object.hasOwn(DANGEROUS, key) || Object.hasOwn(DANGEROUS, `${split(key)[0]} *`));
    expect(both.filter(([, entry]) => !("narrow" in entry)).map(([key]) => key)).toEqual([]);
    expect(both.map(([key]) => key).sort()).toEqual(
      entries
        .filter(([, entry]) => "narrow" in entry)
        .map(([key]) => key)
        .sort(),
    );
    expect(both.map(([, entry]) => entry.path).sort()).toEqual([
      "builtins.getattr",
      "numpy.vectorize",
      "numpy.vectorize",
      "torch.serialization._get_layout",
      "zoneinfo.ZoneInfo",
      "zoneinfo.ZoneInfo._unpickle",
    ]);
  });

  test("are module and qualname of printable ASCII, one blank between, never user code", () => {
    const odd = entries
      .map(([key]) => key)
      .filter(
        (key) =>
          !/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)* [A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/.test(key) ||
          key.startsWith("__main__"),
      );
    expect(odd).toEqual([]);
  });

  test("of Python 2 are never listed: they arrive renamed", () => {
    expect(
      entries
        .map(([key]) => split(key)[0])
        .filter((module) => ["__builtin__", "copy_reg", "exceptions", "cPickle", "UserDict"].includes(module)),
    ).toEqual([]);
  });

  test("with dots are only methods that are looked up and never called, and the one that finds a time zone", () => {
    const known =
      /^(?:scipy\.interpolate\._?interpolate interp1d\._call\w+|builtins str\.[a-z]+|\S+ rv_discrete\._entropy|zoneinfo ZoneInfo\._unpickle)$/;
    expect(entries.map(([key]) => key).filter((key) => split(key)[1].includes(".") && !known.test(key))).toEqual([]);
  });
});

describe("entries", () => {
  test("name the machine's checkers, each of them and no other", () => {
    const named = (kind: "call" | "state"): string[] =>
      [...new Set(entries.flatMap(([, entry]) => checkersOf(entry).flatMap(([of, name]) => (of === kind ? [name] : []))))].sort();
    expect(named("call")).toEqual(Object.keys(CHECKERS).sort());
    // No entry says `dict`: that is what a class has that says nothing.
    const states = [...Object.keys(STATE_CHECKERS), ...STATES_ELSEWHERE].filter((name) => name !== "dict");
    expect(named("state")).toEqual(states.sort());
  });

  test("made only by a call have a call, or stand as an argument of one", () => {
    const lost = entries.filter(
      ([, entry]) => entry.kind === "class" && entry.form === "call" && entry.call === undefined && entry.reference !== true,
    );
    // Only `getattr` names it, for `_unpickle`.
    expect(lost.map(([key]) => key)).toEqual(["zoneinfo ZoneInfo"]);
  });

  test("have canonical paths that the newest sklearn, numpy and pandas have", () => {
    const path = (key: string): string | undefined => everything.entries[key]?.path;
    expect(path("sklearn.linear_model.ridge Ridge")).toBe("sklearn.linear_model.Ridge");
    expect(path("sklearn.linear_model._ridge Ridge")).toBe("sklearn.linear_model.Ridge");
    expect(path("sklearn.grid_search GridSearchCV")).toBe("sklearn.model_selection.GridSearchCV");
    expect(path("sklearn.preprocessing.data OneHotEncoder")).toBe("sklearn.preprocessing.OneHotEncoder");
    expect(path("sklearn.metrics.scorer _PredictScorer")).toBe("sklearn.metrics._scorer._PredictScorer");
    expect(path("sklearn.neighbors.kd_tree BinaryTree")).toBe("sklearn.neighbors.KDTree");
    expect(path("_loss CyHuberLoss")).toBe("sklearn._loss._loss.CyHuberLoss");
    expect(path("numpy bool_")).toBe("numpy.bool");
    expect(path("numpy.core.fromnumeric amax")).toBe("numpy.max");
    expect(path("numpy._core._multiarray_umath log1p")).toBe("numpy.log1p");
    expect(path("pandas.core.frame DataFrame")).toBe("pandas.DataFrame");
  });

  test("refuse methods and properties as state keys, not what files store", () => {
    const ridge = everything.entries["sklearn.linear_model._ridge Ridge"];
    expect(ridge).toMatchObject({ kind: "class", estimator: true });
    if (ridge?.kind !== "class") return;
    expect(ridge.members).toEqual(expect.arrayContaining(["fit", "predict", "get_params", "set_params", "score", "_get_tags"]));
    expect(ridge.members).not.toContain("coef_");
  });

  test("count instances with __call__ as references", () => {
    for (const key of [
      "sklearn.gaussian_process.kernels RBF",
      "sklearn.metrics._scorer _Scorer",
      "sklearn.ensemble._gb_losses BinomialDeviance",
      "numpy poly1d",
    ]) {
      expect(everything.entries[key]).toMatchObject({ callable: true });
    }
  });

  test("of a module that is only genuine after another say so", () => {
    const top = entries.filter(([key]) => split(key)[0] === "_loss");
    expect(top.length).toBeGreaterThan(20);
    for (const [, entry] of top) expect("after" in entry ? entry.after : undefined).toContain("sklearn._loss.");
  });

  test("are frozen all the way down", () => {
    expect(Object.isFrozen(everything) && Object.isFrozen(everything.entries)).toBe(true);
    for (const [, entry] of entries) {
      expect(Object.isFrozen(entry)).toBe(true);
      for (const value of Object.values(entry)) expect(typeof value !== "object" || Object.isFrozen(value)).toBe(true);
    }
  });
});

describe("families", () => {
  test("never claim each other's names", () => {
    const owner = new Map<string, string>();
    for (const family of FAMILIES) {
      for (const key of entriesOf(family).keys()) {
        expect(owner.get(key), key).toBeUndefined();
        owner.set(key, family.family);
      }
    }
    expect(owner.size).toBe(entries.length);
    expect(owner.size).toBeGreaterThan(2000);
  });

  test("known but not read have a word for the user", () => {
    for (const { family, modules } of everything.knownFamilies) {
      expect(familyAdvice(family), family).not.toBeNull();
      expect(modules.length).toBeGreaterThan(0);
    }
  });
});

describe("known-dangerous names", () => {
  test("have a reason and a source each", () => {
    for (const group of DANGEROUS_GROUPS) {
      expect(DANGERS[group.why]).toMatch(/\w/);
      expect(group.source).toMatch(/\w/);
    }
    expect(Object.keys(DANGEROUS).length).toBeGreaterThan(700);
  });

  test.each([
    "os *",
    "posix *",
    "nt *",
    "subprocess *",
    "builtins eval",
    "builtins getattr",
    "__builtin__ apply",
    "commands *",
    "cPickle *",
    "numpy load",
    "joblib load",
    "sklearn.datasets *",
    "torch.storage _load_from_bytes",
    "operator attrgetter",
  ])("%s is one", (key) => expect(Object.hasOwn(DANGEROUS, key)).toBe(true));
});

function checkersOf(entry: PolicyEntry): ["call" | "state", string][] {
  if (entry.kind === "reference") return [];
  if (entry.kind === "call")
    return [["call", entry.check], ...(entry.args?.["state"] ?? []).map((name): ["state", string] => ["state", String(name)])];
  return [
    ...(entry.call === undefined ? [] : [["call", entry.call] as ["call", string]]),
    ...(entry.state === undefined ? [] : [["state", entry.state] as ["state", string]]),
  ];
}
