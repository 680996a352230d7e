/**
 * Every recorded label that has a program, written as JavaScript and run where no code may be made of texts: right, or
 * refused by name, never wrong. Labels and integers are exact, numbers within 1e-9, within 1e-6 where Python's X was float32.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { GraphBuilder } from "../../src/graph/builder.js";
import { Ops } from "../../src/graph/ops.js";
import type { NeutralDocument } from "../../src/neutral/document.js";
import { type CodeOptions, toCode } from "../../src/targets/code/index.js";
import { moduleOf } from "../../src/targets/code/javascript/index.js";
import { routineOf } from "../../src/targets/code/plan.js";
import { nothingShared } from "../../src/targets/code/planner.js";
import type { Input, Program, Told } from "../../src/targets/code/program.js";
import { noRefusals } from "../../src/targets/code/refusals.js";
import { type Asked, codeDifference, rowsOf, runModules } from "../support/code.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { type ExpectedLabel, sharedVersions } from "../support/shared.js";

/** Two versions: trees, encoders and classifiers differ between them. */
const VERSIONS = ["0.24.2", "1.9.1"];
/** A text where a number is asked for is refused by name, as sklearn's own columns that pass through take anything. */
const TAKES_ANYTHING = /is no number$/;

const versions = [...sharedVersions()].filter(({ version }) => VERSIONS.includes(version));

/** A document of a label, null where the guest gives none. */
function document(folder: string, name: string): NeutralDocument | null {
  const { root } = runGuest(readFileSync(join(folder, `${name}.pkl`)));
  return root === undefined ? null : documentOf(root);
}

function written(of: NeutralDocument, options: Partial<CodeOptions> = {}) {
  try {
    return toCode(of, undefined, { language: "js", ...options });
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return null;
    throw error;
  }
}

interface Case extends Asked {
  readonly name: string;
  readonly label: ExpectedLabel;
}

function caseOf(folder: string, name: string, label: ExpectedLabel): Case | null {
  const x = label.outputs === undefined ? null : rowsOf(label.input);
  const of = x === null ? null : document(folder, name);
  const code = of === null ? null : written(of);
  if (x === null || code === null) return null;
  const methods = code.report.functions.map(({ method }) => method).filter((method) => Object.hasOwn(label.outputs ?? {}, method));
  const single = code.report.inputs[0]?.shape.length === 1;
  return { name, label, bytes: code.bytes, methods, rows: rowsOf(label.input, single)?.rows ?? [] };
}

describe.each(versions)("sklearn $version", ({ folder, expected }) => {
  test("answers as it did, or is refused", () => {
    const cases = Object.entries(expected).flatMap(([name, label]) => caseOf(folder, name, label) ?? []);
    const ran = runModules(cases);
    const classes = new Set<string>();
    const wrong = cases.flatMap(({ name, label, methods }, i) => {
      const tolerance = rowsOf(label.input)?.tolerance ?? { rtol: 0, atol: 0 };
      const found = methods.flatMap((method, k) => {
        const difference = codeDifference(ran[i]?.[k] ?? {}, label.outputs?.[method], tolerance);
        return difference === null || TAKES_ANYTHING.test(difference) ? [] : [`${name}.${method}: ${difference}`];
      });
      if (found.length === 0 && methods.length > 0) classes.add(label.class);
      return found;
    });
    expect(wrong).toEqual([]);
    expect(classes.size).toBeGreaterThan(160);
  }, 120_000);

  test("TypeScript is typed, and the same code", () => {
    const names = [
      "Ridge",
      "LogisticRegression",
      "RandomForestClassifier",
      "DecisionTreeClassifier__str",
      "HistGradientBoostingRegressor",
      "ColumnTransformer",
      "OneHotEncoder",
      "CountVectorizer__vocab",
      "LabelEncoder__str",
      "GradientBoostingClassifier",
      "KBinsDiscretizer",
      "MissingIndicator",
      "SVC__proba",
      "CountVectorizer__accents",
      "TfidfVectorizer__charwb",
      "HashingVectorizer",
      "IterativeImputer",
      "PowerTransformer__boxcox",
      "OrdinalEncoder",
      "LabelEncoder",
    ].filter((name) => Object.hasOwn(expected, name));
    const at = mkdtempSync(join(tmpdir(), "cornichon-ts-"));
    try {
      const files = names.flatMap((name) => {
        const of = document(folder, name);
        const code = of === null ? null : written(of, { language: "ts" });
        if (code === null) return [];
        writeFileSync(join(at, `${name}.ts`), code.bytes);
        return [join(at, `${name}.ts`)];
      });
      const tsc = join(import.meta.dirname, "..", "..", "node_modules", "typescript", "bin", "tsc");
      const flags = [
        "--noEmit",
        "--strict",
        "--ignoreConfig",
        "--target",
        "es2020",
        "--module",
        "esnext",
        "--noUnusedLocals",
        "--noUnusedParameters",
        "--noUncheckedIndexedAccess",
        "--exactOptionalPropertyTypes",
        "--isolatedDeclarations",
        "--declaration",
        "--noImplicitReturns",
      ];
      const done = spawnSync(process.execPath, [tsc, ...flags, ...files], { cwd: at, encoding: "utf8" });
      expect(done.stdout).toBe("");
      expect(files.length).toBeGreaterThan(9);
    } finally {
      rmSync(at, { recursive: true, force: true });
    }
  }, 60_000);
});

const latest = versions.find(({ version }) => version === "1.9.1");

test("fails for a row that points outside of a table, and for that row alone", () => {
  const builder = new GraphBuilder();
  const ops = new Ops(builder);
  const x = builder.input("X", "float64", ["N", 1]);
  const place = ops.where(ops.less(ops.flat(x), ops.double(0)), ops.long(1), ops.long(0));
  const graph = builder.graph([{ name: "predict", value: ops.gather(ops.row(Float64Array.of(7)), place) }]);
  const shared = nothingShared();
  const input: Input = { array: "x", type: "f64", size: 1, column: null, place: 0 };
  const planned = routineOf(graph, new Map([["X", input]]), shared, "predict");
  const routine = { ...planned, refused: noRefusals(), known: [] };
  const { constants, maps } = shared;
  const program: Program = { inputs: [input], width: 1, single: false, names: null, constants, maps, routines: [routine] };
  const told: Told = { modelType: "Test", sklearnVersion: null, sha256: null, producer: "test" };
  const bytes = new TextEncoder().encode([...moduleOf(false)(program, told, "model")].join(""));
  const [[inside] = [], [outside] = []] = runModules([[[1]], [[-1]]].map((rows) => ({ bytes, methods: ["predict"], rows })));
  expect(inside?.values).toEqual([7]);
  expect(outside?.error).toMatch(/no exact answer/);
});

describe.skipIf(latest === undefined)("a module", () => {
  const of = (name: string): NeutralDocument => document(latest?.folder ?? "", name) ?? documentOf(null);
  const ask = (bytes: Uint8Array, method: string, rows: readonly unknown[]) => runModules([{ bytes, methods: [method], rows }])[0]?.[0];

  test("is the same each time", () => {
    expect(written(of("RandomForestClassifier"))?.bytes).toEqual(written(of("RandomForestClassifier"))?.bytes);
  });

  test("has no name of a file but as a text in ASCII", () => {
    const hostile = [
      "*/ evil(); /*",
      "`\u0024{evil()}`",
      "</script><script>evil()",
      "\u2028evil()",
      "\u202eevil",
      '"; evil(); "',
      "\\",
      "__proto__",
      "\n evil()",
      "\ud800",
    ];
    const root = of("Ridge").root as { state: Record<string, unknown> }; // a neutral object
    const changed = {
      ...root,
      state: {
        ...root.state,
        n_features_in_: hostile.length,
        coef_: { $type: "ndarray", dtype: "float64", shape: [hostile.length], data: hostile.map((_, i) => i + 1) },
        feature_names_in_: { $type: "ndarray", dtype: "object", shape: [hostile.length], data: hostile },
      },
    };
    const told = { ...documentOf(changed), source: { sha256: "*/ evil() /*" }, metadata: { sklearn_version: "`1.9`\u2028evil()" } };
    for (const language of ["js", "ts"] as const) {
      const code = new TextDecoder().decode(written(told, { language })?.bytes);
      expect(code).not.toMatch(/[^\n -~]/);
      expect(code.match(/\*\//g)?.length).toBe(code.match(/\/\*\*/g)?.length);
      expect(code.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""')).not.toContain("evil");
    }
    const bytes = written(told)?.bytes ?? new Uint8Array();
    const [row] = [hostile.map((_, i) => i / 8)];
    const named = Object.defineProperty(Object.fromEntries(hostile.map((name, i) => [name, i / 8])), "__proto__", {
      value: 7 / 8,
      enumerable: true,
    });
    const both = ask(bytes, "predict", [row, named]);
    expect(both?.values?.[0]).toBe(both?.values?.[1]);
  });

  test("refuses what sklearn refuses", () => {
    const bytes = written(of("Ridge"))?.bytes ?? new Uint8Array();
    const wide = rowsOf(latest?.expected["Ridge"]?.input)?.rows[0] as readonly number[];
    expect(ask(bytes, "predict", [wide])?.error).toBeUndefined();
    expect(ask(bytes, "predict", [wide.slice(1)])?.error).toMatch(/^RangeError: a row of X has/);
    expect(ask(bytes, "predict", [[...wide.slice(1), "1"]])?.error).toMatch(/^TypeError: column \d of X is no number/);
    expect(ask(bytes, "predict", [[...wide.slice(1), Number.NaN]])?.error).toMatch(/^RangeError: column \d of X is NaN/);
    expect(ask(bytes, "predict", [[...wide.slice(1), Number.POSITIVE_INFINITY]])?.error).toMatch(/^RangeError: column \d of X is Infinity/);
    const missing = written(of("HistGradientBoostingRegressor"))?.bytes ?? new Uint8Array();
    expect(ask(missing, "predict", [wide.map(() => Number.NaN)])?.error).toBeUndefined();
  });

  test("says what is left out, and refuses what was asked for", () => {
    const { report } = toCode(of("LogisticRegression"), undefined, { language: "js", outputs: ["predict"] });
    expect(report.functions).toEqual([{ method: "predict", dtype: "int64", shape: [] }]);
    expect(report.dropped).toContain("predict_proba");
    expect(() => toCode(of("LogisticRegression"), undefined, { language: "js", outputs: ["transform"] })).toThrow(/cannot be written/);
    expect(() => toCode(of("NMF"), undefined, { language: "js" })).toThrow(CornichonError);
    expect(() => toCode(of("Ridge"), undefined, { language: "js", name: "a b" })).toThrow(/name of functions/);
  });
});
