/**
 * Texts in code: what JavaScript, Python and C count of texts that are hard to read (sigmas, marks, letters beyond the basic
 * plane, white space of all kinds) is what the model counts, for each analyzer.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { analysisOf } from "../../src/models/parts/text/analyzer.js";
import { State } from "../../src/models/state.js";
import { References } from "../../src/neutral/document.js";
import { toCode } from "../../src/targets/code/index.js";
import { CODE_LANGUAGES, type CodeLanguage } from "../../src/targets/code/languages.js";
import { cc, runC } from "../support/c-programs.js";
import { runModules } from "../support/code.js";
import type { CodeCase } from "../support/code-cases.js";
import { documentOf } from "../support/outputs.js";
import { python, runPython } from "../support/python-programs.js";

const TEXTS = [
  "",
  " ",
  "a",
  "The cat sat on the mat; THE CAT!",
  "ΣΊΣΥΦΟΣ ΑΣ. Σ ΑΣ\u0301 \u0301Σ Α\u00adΣ\u00adΒ ΑΣΒ σς ας",
  "İstanbul DİYARBAKIR i̇ ıI İ",
  "\u212aelvin \u212bngström Ångström",
  "Straße STRASSE ẞ groß ﬁn ﬀ ﷺ ½ ² ①Ⓐ",
  "naïve NAI\u0308VE café CAFE\u0301 a\u0323\u0307b ṩ s\u0323\u0307",
  "한국어 가 가다 한국어",
  "日本語 の 文字 﨑 𠀀𠀁 \u{2f800}",
  "\u{10400}\u{10428} \u{1d400}\u{1d401} \u{1f600}x\u{1f600}y",
  "a\u00a0b\u2003c\u0085d\u001ce\ufefff\u200bg  \t\n h\n\ni",
  "one two three  two three four\r\nfive",
  "a_b _ __ x1 ٣٤ 12 3",
  "ǅ ǆ Ǆ ꭰ Ꭰ ᏸ",
  "l'été à l'eau: E\u0301TE\u0301 \u0345Α\u0345Σ ᾳ ᾼ",
  `${"long".repeat(30)} ${"é".repeat(300)} cat`,
];

interface Options {
  readonly analyzer: "word" | "char" | "char_wb";
  readonly ngram_range?: readonly [number, number];
  readonly lowercase?: boolean;
  readonly strip_accents?: "unicode" | "ascii" | null;
  readonly token_pattern?: string;
  readonly stop_words?: readonly string[] | null;
  readonly binary?: boolean;
}

const OPTIONS: readonly Options[] = [
  { analyzer: "word" },
  { analyzer: "word", ngram_range: [1, 3], token_pattern: "(?u)\\b\\w+\\b" },
  { analyzer: "word", ngram_range: [2, 2], lowercase: false },
  { analyzer: "word", ngram_range: [1, 2], stop_words: ["the", "on", "ας", "two"] },
  { analyzer: "word", ngram_range: [1, 2], strip_accents: "unicode" },
  { analyzer: "word", ngram_range: [1, 2], strip_accents: "ascii", token_pattern: "\\w+" },
  { analyzer: "word", strip_accents: "unicode", lowercase: false, binary: true },
  { analyzer: "char", ngram_range: [1, 3] },
  { analyzer: "char", ngram_range: [2, 4], strip_accents: "unicode" },
  { analyzer: "char", ngram_range: [1, 2], lowercase: false, strip_accents: "ascii" },
  { analyzer: "char_wb", ngram_range: [1, 3] },
  { analyzer: "char_wb", ngram_range: [3, 5] },
  { analyzer: "char_wb", ngram_range: [4, 6], strip_accents: "unicode", lowercase: false },
];

const tuple = (items: readonly unknown[]): unknown => ({ $type: "tuple", items });

function stateOf(options: Options): Record<string, unknown> {
  const { analyzer, ngram_range: range = [1, 1], token_pattern: pattern = "(?u)\\b\\w\\w+\\b" } = options;
  return {
    input: "content",
    lowercase: options.lowercase ?? true,
    strip_accents: options.strip_accents ?? null,
    preprocessor: null,
    tokenizer: null,
    analyzer,
    stop_words: options.stop_words ?? null,
    token_pattern: pattern,
    ngram_range: tuple(range),
    binary: options.binary ?? false,
    dtype: { $type: "global", name: "numpy.int64" },
    _sklearn_version: "1.9.1",
  };
}

const CLASS = "sklearn.feature_extraction.text.CountVectorizer";

/** A vectorizer that has learnt every second text. */
function rootOf(options: Options): unknown {
  const state = stateOf(options);
  const unfitted = { $type: "object", class: CLASS, origin: CLASS, state };
  const { tokens } = analysisOf(new State(unfitted, new References(unfitted)));
  const terms = [...new Set(TEXTS.filter((_, i) => i % 2 === 1 || i > 12).flatMap((text) => tokens(text)))];
  return { ...unfitted, state: { ...state, vocabulary_: { $type: "dict", items: terms.map((term, at) => [term, at]) } } };
}

function caseOf(options: Options, language: CodeLanguage, at: number): CodeCase {
  const { bytes, report } = toCode(documentOf(rootOf(options)), undefined, { language, name: `m_t${at}` });
  const rows = TEXTS.map((text) => [text]);
  const code = new TextDecoder().decode(bytes);
  return { label: `T${at}`, className: CLASS, code, report, rows, single: true, tolerance: { rtol: 0, atol: 0 }, outputs: {} };
}

/** Counts by text, as the model has them. */
function countsOf(options: Options): readonly number[] {
  const found = modelFromDocument(documentOf(rootOf(options)), undefined).call("transform", TEXTS);
  if (!("indptr" in Object(found))) throw new Error("counts are sparse");
  const { shape, data, indices, indptr } = found as { shape: [number, number]; data: number[]; indices: number[]; indptr: number[] }; // as just seen
  const out = new Array<number>(shape[0] * shape[1]).fill(0);
  for (let row = 0; row < shape[0]; row++)
    for (let k = indptr[row] ?? 0; k < (indptr[row + 1] ?? 0); k++) out[row * shape[1] + (indices[k] ?? 0)] = Number(data[k]);
  return out;
}

const wanted = OPTIONS.map(countsOf);
const casesIn = (language: CodeLanguage): readonly CodeCase[] => OPTIONS.map((options, at) => caseOf(options, language, at));

/** Counts of each case. */
function answersOf(ran: ReturnType<typeof runPython>, cases: readonly CodeCase[]): readonly unknown[] {
  return cases.map((one) => ran.get(one)?.["transform"]?.data);
}

describe("terms of texts", () => {
  test("are some", () => {
    expect(wanted.every((counts) => counts.some((count) => count > 0) && counts.length > 200)).toBe(true);
  });

  test("are those of the model in JavaScript", () => {
    const asked = casesIn("js").map(({ code }) => ({ bytes: new TextEncoder().encode(code), methods: ["transform"], rows: TEXTS }));
    expect(runModules(asked).map(([answer]) => answer?.values)).toEqual(wanted);
  });

  test.skipIf(python === null)("are those of the model in Python", () => {
    const cases = casesIn("python");
    expect(answersOf(runPython(cases), cases)).toEqual(wanted);
  });

  test.skipIf(cc === null)(
    "are those of the model in C, which reads and writes within its bounds",
    () => {
      const cases = casesIn("c");
      const flags = ["-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
      expect(answersOf(runC(cases, flags), cases)).toEqual(wanted);
    },
    60_000,
  );

  test.skipIf(cc === null)(
    "are refused in C where a text is no UTF-8",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "cornichon-utf8-"));
      try {
        writeFileSync(join(folder, "m.c"), casesIn("c")[0]?.code ?? "");
        const odd = ["\\xff", "a\\xc3", "\\xc0\\x80", "\\xed\\xa0\\x80", "\\xf4\\x90\\x80\\x80", "\\xe2\\x82", "\\x80", "\\xf0\\x9f\\x98"];
        const calls = odd.map((text) => `  { const char *t = "${text}"; printf("%d ", m_t0_transform(NULL, &t, out)); }\n`).join("");
        writeFileSync(
          join(folder, "driver.c"),
          `#include <stdio.h>\nint m_t0_transform(const double *x, const char *const *texts, double *out);\nstatic double out[65536];\nint main(void) {\n${calls}  return 0;\n}\n`,
        );
        const made = spawnSync(cc ?? "cc", ["-std=c99", "-fsanitize=address,undefined", "m.c", "driver.c", "-lm", "-o", "program"], {
          cwd: folder,
          encoding: "utf8",
        });
        expect(made.stderr).toBe("");
        const { stdout } = spawnSync(join(folder, "program"), { encoding: "utf8" });
        expect(stdout.trim().split(" ")).toEqual(odd.map(() => "5"));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    60_000,
  );
});

test("every language has texts", () => {
  expect(CODE_LANGUAGES.map((language) => caseOf({ analyzer: "word" }, language, 0).report.functions.length)).toEqual([1, 1, 1, 1]);
});
