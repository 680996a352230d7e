/**
 * What C and Python do with names that would be code, with rows that sklearn refuses, and with tables as large as forests
 * have them.
 */
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { textLiteral as cText } from "../../src/targets/code/c/literals.js";
import type { CodeLanguage } from "../../src/targets/code/languages.js";
import { defaultName } from "../../src/targets/code/names.js";
import { textLiteral as pythonText } from "../../src/targets/code/python/literals.js";
import { cc, runC } from "../support/c-programs.js";
import { type Ran, runModules } from "../support/code.js";
import { type Answer, askedAbout, type CodeCase, caseOf, rootOf } from "../support/code-cases.js";
import { documentOf } from "../support/outputs.js";
import { python, runPython } from "../support/python-programs.js";
import { type SharedVersion, sharedVersions } from "../support/shared.js";

const versions = [...sharedVersions()].filter(({ version }) => version === "1.9.1");

/** Each would leave its quotes, its comment or its line, if it could. */
const HOSTILE = [
  '*/ system("x"); /*\\" + """ + \'\'\' # //\n#error\r\n#define int\n',
  "??/??=??'\u2028\u2029\u202e%s%n\\u0041\\N{DASH}\\x41\\101$x{x}\t\u0007\u007f",
  `\u00e91\u{1f600}0\uffff${"long ".repeat(1200)}`,
];

type Run = (cases: readonly CodeCase[]) => ReadonlyMap<CodeCase, Readonly<Record<string, Answer>>>;

/** Languages that are here, and how their code runs. C is compiled as users do, with what warnings only optimizers have. */
const LANGUAGES: readonly (readonly [CodeLanguage, Run])[] = [
  ...(cc === null ? [] : [["c", (cases: readonly CodeCase[]) => runC(cases, ["-O2"])] as const]),
  ...(python === null ? [] : [["python", (cases: readonly CodeCase[]) => runPython(cases)] as const]),
] satisfies readonly (readonly [CodeLanguage, Run])[];

interface Array2 {
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

const runJavaScript: Run = (cases) => {
  const ran = runModules(
    cases.map(({ code, report, rows }) => ({
      bytes: new TextEncoder().encode(code),
      methods: report.functions.map(({ method }) => method),
      rows,
    })),
  );
  const answerOf = ({ values, error }: Ran, dtype: string): Answer => ({
    dtype,
    shape: [],
    data: (values ?? [error ?? ""]) as Answer["data"],
  }); // plain values
  return new Map(
    cases.map((one, at) => [
      one,
      Object.fromEntries(one.report.functions.map(({ method, dtype }, k) => [method, answerOf(ran[at]?.[k] ?? {}, dtype)])),
    ]),
  );
};

const EVERYWHERE = [...LANGUAGES, ["js", runJavaScript] as const];

function made(version: SharedVersion, label: string, language: CodeLanguage, root: unknown = rootOf(version, label)): CodeCase {
  const expected = version.expected[label];
  const found = expected === undefined ? null : caseOf(label, root, expected, language);
  if (found === null) throw new Error(`${label} has no code`);
  return found;
}

const first = (all: ReadonlyMap<CodeCase, Readonly<Record<string, Answer>>>): Readonly<Record<string, Answer>> =>
  [...all.values()][0] ?? {};

const isPlain = (code: string): boolean => /^[\n\x20-\x7e]*$/.test(code);

describe.each(versions)("code of sklearn $version", (version) => {
  describe.each(LANGUAGES)("in %s", (language, run) => {
    test("labels that would be code are only texts", () => {
      const [a = "", b = "", c = ""] = HOSTILE;
      const plain = made(version, "DecisionTreeClassifier__str", language);
      const root = rootOf(version, "DecisionTreeClassifier__str", '["ham","spam","égg"]', JSON.stringify([a, b, c]));
      const hostile = made(version, "DecisionTreeClassifier__str", language, root);
      const renamed = new Map<unknown, unknown>([
        ["ham", a],
        ["spam", b],
        ["égg", c],
      ]);
      const [ours, theirs] = [first(run([hostile])), first(run([plain]))];
      expect(new Set(theirs["predict"]?.data).size).toBe(3);
      expect(ours["predict"]?.data).toEqual(theirs["predict"]?.data.map((label) => renamed.get(label)));
      expect(isPlain(hostile.code)).toBe(true);
    });

    test("names of columns that would be code are only texts", () => {
      const root = rootOf(version, "StandardScaler", '["MKT","SMB","HML"]', JSON.stringify(HOSTILE));
      const hostile = made(version, "StandardScaler", language, root);
      const plain = made(version, "StandardScaler", language);
      expect(first(run([hostile]))["transform"]?.data).toEqual(first(run([plain]))["transform"]?.data);
      expect(isPlain(hostile.code)).toBe(true);
    });

    test.each([
      ["LogisticRegression", "predict", Number.NaN, "code 1", "ValueError: Input X contains NaN."],
      ["LogisticRegression", "predict", Number.NEGATIVE_INFINITY, "code 2", "ValueError: Input X contains infinity"],
      ["RandomForestClassifier", "predict", 1e39, "code 3", "ValueError: Input X contains infinity"],
      ["AdditiveChi2Sampler", "transform", -1, "code 4", "ValueError: Negative values"],
    ])("%s.%s refuses %d", (label, method, value, code, error) => {
      const one = made(version, label, language);
      const row = (one.rows[0] ?? []).map((cell, j) => (j === 1 ? value : cell));
      const [answer] = first(run([askedAbout(one, [row])]))[method]?.data ?? [];
      expect(String(answer)).toContain(language === "c" ? code : error);
    });
  });

  describe.each(EVERYWHERE)("in %s", (language, run) => {
    test.each([
      ["PowerTransformer__boxcox", "transform", [0, -0, -1], [5e-324, 1, Number.NaN]],
      ["SkewedChi2Sampler", "transform", [-1, -1e9], [-0.999, -0.5, 0]],
      ["AdditiveChi2Sampler", "transform", [-5e-324], [0, -0, 5e-324]],
    ])("%s.%s takes no number below its least", (label, method, odd, usual) => {
      const one = made(version, label, language);
      const answers = (values: readonly number[]): readonly boolean[] =>
        values.map((value) => {
          const row = (one.rows[0] ?? []).map((cell, j) => (j === 1 ? value : cell));
          const [first_] = first(run([askedAbout(one, [row])]))[method]?.data ?? [];
          return typeof first_ === "number";
        });
      expect(answers(odd)).toEqual(odd.map(() => false));
      expect(answers(usual)).toEqual(usual.map(() => true));
    });

    test("a missing value is a category where it was one", () => {
      const root = rootOf(version, "OneHotEncoder__int") as { state: { categories_: { data: unknown[]; dtype: string }[] } }; // our own fixture
      const [own] = root.state.categories_;
      if (own === undefined) throw new Error("no categories");
      own.data = [...own.data.slice(0, -1), { $type: "float", value: "nan" }];
      own.dtype = "float64";
      const one = made(version, "OneHotEncoder__int", language, root);
      const known = (one.rows[0] ?? []).slice(1);
      const answers = [Number.NaN, 1234.5].map((value) => first(run([askedAbout(one, [[value, ...known]])]))["transform"]?.data ?? []);
      expect(answers.map(([value]) => typeof value === "number")).toEqual([true, false]);
    });

    test("a model of one class is compiled without a warning", () => {
      const root = rootOf(version, "GaussianNB");
      const state = (root as { state: Record<string, Array2> }).state; // our own fixture
      const firstRow = ({ data, shape, ...rest }: Array2): unknown => {
        const [, ...width] = shape;
        const size = width.reduce((product, n) => product * n, 1);
        return { ...rest, shape: [1, ...width], data: data.slice(0, size) };
      };
      const single = Object.fromEntries(
        Object.entries(state).map(([key, value]) => [
          key,
          /^(?:classes|class_prior|class_count|theta|var)_$/.test(key) ? firstRow(value) : value,
        ]),
      );
      const one = made(version, "GaussianNB", language, { ...(root as object), state: single });
      const { predict, predict_proba: proba } = first(run([one]));
      expect(new Set(predict?.data).size).toBe(1);
      expect(new Set(proba?.data)).toEqual(new Set([1]));
    });

    test("what a row without a value becomes is decided by all rows", () => {
      const one = made(version, "IterativeImputer", language);
      const [row = []] = one.rows;
      const none = row.map(() => Number.NaN);
      const model = modelFromDocument(documentOf(rootOf(version, "IterativeImputer")), undefined);
      const theirs = (rows: readonly (readonly unknown[])[]): readonly number[] =>
        Array.from((model.call("transform", rows as number[][]) as { data: ArrayLike<number> }).data); // rows of numbers give an array
      const alone = theirs([none]);
      const beside = theirs([none, row]).slice(0, none.length);
      expect(alone).not.toEqual(beside);
      const close = (values: readonly unknown[] | undefined, wanted: readonly number[]): void =>
        expect(values?.map((value) => Number(value).toPrecision(12))).toEqual(wanted.map((value) => value.toPrecision(12)));
      close(first(run([askedAbout(one, [none])]))["transform"]?.data, alone);
      // C takes one row, which is an X of its own.
      const both = first(run([askedAbout(one, [none, row])]))["transform"]?.data.slice(0, none.length);
      close(both, language === "c" ? alone : beside);
    });
  });

  describe.each(LANGUAGES)("in %s, what was not there in fitting", (language, run) => {
    test.each([
      ["OneHotEncoder", ["nothing", "M"]],
      ["OrdinalEncoder", ["blue", "nothing"]],
      ["OneHotEncoder__int", [1.5, 1]],
      ["LabelEncoder", [77]],
      ["LabelEncoder__str", ["nothing"]],
    ])("is refused by %s", (label, row) => {
      const one = made(version, label, language);
      const [answer] = first(run([askedAbout(one, [row])]))["transform"]?.data ?? [];
      expect(String(answer)).toMatch(language === "c" ? /^code 7$/ : /^ValueError: Found unknown categories/);
    });

    test("is answered where sklearn takes it", () => {
      const one = made(version, "OneHotEncoder__infreq", language);
      const [row = []] = one.rows;
      const answers = first(run([askedAbout(one, [row.map((cell) => (typeof cell === "string" ? "nothing" : 77))])]));
      expect(answers["transform"]?.data.every((value) => typeof value === "number")).toBe(true);
    });
  });

  test("JavaScript refuses what was not there in fitting", () => {
    const one = made(version, "OneHotEncoder", "js");
    const bytes = new TextEncoder().encode(one.code);
    const rows = [
      ["blue", "M"],
      ["nothing", "M"],
    ].map((row) => ({ bytes, methods: ["transform"], rows: [row] }));
    const [[known] = [], [unknown] = []] = runModules(rows);
    expect(known?.values).toHaveLength(7);
    expect(unknown?.error).toMatch(/not there in fitting/);
  });

  test.skipIf(python === null)("Python tells of rows that are too short", () => {
    const one = made(version, "LogisticRegression", "python");
    const [answer] = first(runPython([askedAbout(one, [[1, 2, 3]])]))["predict"]?.data ?? [];
    expect(answer).toBe("ValueError: X has 3 features, but 4 features are expected as input.");
  });
});

test("functions are called as the class is", () => {
  const classes = ["Ridge", "LinearSVC", "KMeans", "PLSRegression", "_CalibratedClassifier", "LogisticRegressionCV", "3*/x", "\u00e9"];
  const names = ["ridge", "linear_svc", "k_means", "pls_regression", "calibrated_classifier", "logistic_regression_cv", "x", "model"];
  expect(classes.map(defaultName)).toEqual(names);
});

test("texts are ASCII between quotes, whatever they hold", () => {
  expect(cText('a"\\\n?\u00e9\ud800\u{1f600}\0')).toBe('"a\\042\\134\\012\\077\\303\\251\\355\\240\\200\\360\\237\\230\\200\\000"');
  expect(pythonText('a"\\\n?\u00e9\ud800\u{1f600}\0\u2028')).toBe('"a\\x22\\x5c\\x0a?\\xe9\\ud800\\U0001f600\\x00\\u2028"');
  expect(cText("x".repeat(4095))).toBeNull();
});
