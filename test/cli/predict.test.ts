/** `predict` of real files, with Python's own answers (fixtures/input): what it prints, where, and what it says. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cornichon, ROOT, shell, withFolder } from "../support/cli.js";
import { flatNumbers } from "../support/near.js";

const INPUT = join(ROOT, "fixtures", "input");
const at = (folder: string, name: string): string => join(INPUT, folder, name);
const expectedOf = (folder: string) => JSON.parse(readFileSync(at(folder, "expected.json"), "utf8"));

function near(ours: readonly unknown[], theirs: readonly unknown[]): void {
  expect(ours.length).toBe(theirs.length);
  ours.forEach((value, i) => {
    expect(Math.abs(Number(value) - Number(theirs[i]))).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(Number(theirs[i])));
  });
}

describe("the faults that were seen", () => {
  const faults: readonly (readonly [string, string, string, string, string])[] = [
    ["03-csv-numeric-header", "array.joblib", "array.csv", "predict", "array"],
    ["03-csv-numeric-header", "years.joblib", "years.csv", "predict", "years"],
    ["04-csv-missing-category", "imputed.joblib", "x.csv", "predict_proba", "imputed"],
    ["04-csv-missing-category", "imputed.joblib", "na.csv", "predict_proba", "imputed_na_csv"],
    ["04-csv-missing-category", "nancat.joblib", "c.csv", "transform", "nancat"],
    ["05-csv-booleans", "lr.joblib", "x.csv", "predict_proba", "lr"],
    ["05-csv-booleans", "ohe.joblib", "f.csv", "transform", "ohe"],
    ["05-csv-booleans", "te.joblib", "x2.csv", "transform", "te"],
    ["13-csv-lost-rows", "m.joblib", "x.csv", "predict", "predict"],
    ["25-json-nan-and-orients", "m.joblib", "nan.json", "predict", "predict"],
    ["25-json-nan-and-orients", "m.joblib", "columns.json", "predict", "predict"],
    ["25-json-nan-and-orients", "m.joblib", "split.json", "predict", "predict"],
    ["25-json-nan-and-orients", "m.joblib", "lines.json", "predict", "predict"],
    ["25-json-nan-and-orients", "m.joblib", "records.json", "predict", "predict"],
    ["29-text-csv", "m.joblib", "x.csv", "predict", "predict"],
    ["29-text-csv", "m.joblib", "x.json", "predict", "predict"],
  ];

  test.each(faults)("%s: %s about %s", (folder, model, input, method, key) => {
    const { code, out, err } = cornichon([
      "predict",
      at(folder, model),
      "--input",
      at(folder, input),
      "--method",
      method,
      "--format",
      "json",
    ]);
    expect(err).toMatch(/^(?:warning: .* was fitted without feature names: .*\n)?$/);
    expect(code).toBe(0);
    near(JSON.parse(out).data, flatNumbers(expectedOf(folder)[key]));
  });

  test("a member of an archive, for predict and verify", () => {
    const [zip, x] = [at("32-member-option", "m.zip"), at("32-member-option", "x.npy")];
    const { code, out } = cornichon(["predict", zip, "--input", x, "--member", "m.joblib", "--format", "json"]);
    expect(code).toBe(0);
    near(JSON.parse(out).data, expectedOf("32-member-option").predict);
    expect(cornichon(["verify", zip, "--member", "m.joblib"]).code).toBe(0);
    expect(cornichon(["verify", zip]).code).not.toBe(0);
    for (const command of ["predict", "verify"]) expect(cornichon([command, zip, "--input", x, "--index", "-1"]).code).toBe(2);
  });

  test("a document's sidecar is found beside it, and nowhere else", () => {
    withFolder((folder) => {
      const [document, x] = [join(folder, "m.json"), at("20-sidecar-document", "x.npy")];
      cornichon(["convert", at("20-sidecar-document", "m.joblib"), "--arrays", "sidecar", "--output", document]);
      const answer = (path: string) => cornichon(["predict", path, "--input", x, "--format", "json"]);
      near(JSON.parse(answer(document).out).data, expectedOf("20-sidecar-document").predict);
      expect(cornichon(["verify", document]).code).toBe(0);
      const text = readFileSync(document, "utf8");
      const name = /"file":"([^"]+\.safetensors)"/.exec(text)?.[1] ?? "";
      cpSync(join(folder, name), join(folder, "other.safetensors"));
      symlinkSync(join(folder, name), join(folder, "link.safetensors"));
      for (const odd of [
        `../${folder.slice(folder.lastIndexOf("/") + 1)}/${name}`,
        `./${name}`,
        join(folder, name),
        "..",
        "absent",
        "link.safetensors",
      ]) {
        writeFileSync(document, text.replaceAll(JSON.stringify(name), JSON.stringify(odd)));
        expect(answer(document)).toMatchObject({ code: 2, err: expect.stringContaining("sidecar") });
      }
      writeFileSync(document, text.replaceAll(JSON.stringify(name), '"other.safetensors"'));
      expect(answer(document).code).toBe(0);
    });
  });

  test("names of the artifact, and of X, do nothing to a terminal", () => {
    for (const name of ["x.csv", "x2.csv"]) {
      const { code, err } = cornichon(["predict", at("14-terminal-escape", "m.joblib"), "--input", at("14-terminal-escape", name)]);
      expect(code).toBe(2);
      expect(err).toContain("\\u{202e}evil");
      for (const odd of ["\u001b", "\u0007", "\u202e"]) expect(err).not.toContain(odd);
    }
  });
});

const matrix = (name: string): string => at("matrix", name);

describe("what is written", () => {
  const ask = (model: string, input: string, ...args: string[]) => cornichon(["predict", matrix(model), "--input", matrix(input), ...args]);

  test("classes name the columns of probabilities, and stand beside JSON", () => {
    expect(ask("mixed.joblib", "missing-0.csv", "--method", "predict_proba").out.split("\n")[0]).toBe("proba_no,proba_yes");
    expect(ask("mixed.joblib", "missing-0.csv", "--method", "predict_log_proba").out.split("\n")[0]).toBe("log_proba_no,log_proba_yes");
    expect(ask("mixed.joblib", "missing-0.csv", "--method", "decision_function").out.split("\n")[0]).toBe("decision_function");
    expect(ask("mixed.joblib", "missing-0.csv").out).toMatch(/^predict\nyes\n/);
    expect(JSON.parse(ask("mixed.joblib", "missing-0.csv", "--method", "predict_proba", "--format", "json").out).classes).toEqual([
      "no",
      "yes",
    ]);
  });

  test("a transformer's own names", () => {
    expect(
      cornichon(["predict", at("05-csv-booleans", "ohe.joblib"), "--input", at("05-csv-booleans", "f.csv"), "--method", "transform"]).out,
    ).toBe("flag_False,flag_True\n0,1\n1,0\n0,1\n1,0\n");
  });

  test("the columns of X before the answer, in CSV and in lines of JSON", () => {
    const { out } = ask("names.joblib", "index.csv", "--with-input");
    const [header, first] = out.split("\n");
    expect(header).toBe("a,b,c,predict");
    expect(first).toMatch(/^0\.44122748688504\d+,-0\.330870151894087\d+,2\.430771187007\d+,7\.5718/);
    const lines = ask("mixed.joblib", "missing-0.csv", "--with-input", "--format", "ndjson").out.trimEnd().split("\n");
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ city: "Paris", flag: "True", predict: "yes" });
    expect(ask("names.joblib", "index.csv", "--with-input", "--format", "json").code).toBe(2);
  });

  test("the output's ending says the format, and a format before it", () => {
    withFolder((folder) => {
      const made = (name: string, ...args: string[]): Buffer => {
        expect(ask("names.joblib", "numbers-0.csv", "--output", join(folder, name), ...args).code).toBe(0);
        return readFileSync(join(folder, name));
      };
      expect(made("a.csv").toString()).toMatch(/^predict\n/);
      expect(JSON.parse(made("a.json").toString()).shape).toEqual([4]);
      expect(made("a.jsonl").toString()).toMatch(/^\{"predict":/);
      expect(made("a.npy").subarray(1, 6).toString()).toBe("NUMPY");
      expect(made("b.npy", "--format", "csv").toString()).toMatch(/^predict\n/);
    });
  });

  test("nothing, where a row is refused", () => {
    withFolder((folder) => {
      const output = join(folder, "out.csv");
      const { code, out, err } = ask("names.joblib", "word.csv", "--output", output);
      expect(code).toBe(2);
      expect(out).toBe("");
      expect(err).toMatch(/word\.csv, line 3, column b: could not convert string to float: .x.\n$/);
      expect(() => readFileSync(output)).toThrow();
    });
  });
});

describe("what a stranger gives", () => {
  const given = (name: string, text: string, ...args: string[]) =>
    withFolder((folder) => {
      writeFileSync(join(folder, name), text);
      return cornichon(["predict", matrix("names.joblib"), "--input", join(folder, name), ...args]);
    });

  test("a file that is not there, and one that is none, are told as such", () => {
    withFolder((folder) => {
      const ask = (path: string) => cornichon(["predict", matrix("names.joblib"), "--input", path]);
      expect(ask(join(folder, "none.csv"))).toMatchObject({ code: 2, err: expect.stringMatching(/none\.csv: there is no such file\n$/) });
      expect(ask(folder)).toMatchObject({ code: 2, err: expect.stringMatching(/: it is a directory\n$/) });
    });
  });

  test("a row of JSON is told by its number and column", () => {
    expect(given("x.json", "[[1,2,3],[1,2,1e999]]").err).toMatch(
      /x\.json: row 1, column c: Input X contains infinity .* dtype\('float64'\)\.\n$/,
    );
    expect(given("x.json", '[[1,2,3],[1,"x",3]]').err).toMatch(/x\.json: row 1, column 1: could not convert string to float: 'x'\n$/);
  });

  test("a decimal comma, with what to do", () => {
    const { code, err } = given("x.csv", "a;b;c\n1,5;2;3\n");
    expect(code).toBe(2);
    expect(err).toMatch(
      /x\.csv, line 2, column a: could not convert string to float: '1,5': a decimal comma is not read, .*; write a point\n$/,
    );
  });

  test.each(["", "null", "12", '"a"'])("%j in a .json is no CSV", (text) => {
    const { code, err } = given("x.json", text);
    expect(code).toBe(2);
    expect(err).toMatch(/JSON/);
    expect(err).not.toMatch(/CSV|sample/);
  });

  test("numbers in the first line that are names of the model, twice, are said to be a row", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "x.csv"), "2021,2021,2022\n1,2,3\n");
      const { err } = cornichon(["predict", at("03-csv-numeric-header", "years.joblib"), "--input", join(folder, "x.csv")]);
      expect(err).toMatch(/its first line is of numbers, so it was taken for a row \(--header/);
    });
  });

  test.each(["a.xlsx", "a.tsv", "a.parquet", "a.pkl"])("answers are not written as CSV into %s", (name) => {
    withFolder((folder) => {
      const args = ["predict", matrix("names.joblib"), "--input", matrix("numbers-0.csv"), "--output", join(folder, name)];
      expect(cornichon(args)).toMatchObject({ code: 2, err: expect.stringMatching(/answers are written as \.csv, \.json/) });
      expect(cornichon([...args, "--format", "csv"]).code).toBe(0);
    });
  });

  test.runIf(process.platform === "linux")("a full disk behind standard output is told", () => {
    withFolder((folder) => {
      const { code, err } = shell(folder, `$CORNICHON predict ${matrix("names.joblib")} --input ${matrix("numbers-0.csv")} > /dev/full`);
      expect(code).toBe(2);
      expect(err).toMatch(/^error: standard output could not be written: the disk is full \(ENOSPC\)\n$/);
    });
  });
});

describe("X from standard input", () => {
  test("in each of its forms, and not together with the model", () => {
    for (const name of ["numbers-0.csv", "numbers-8.csv", "record.json", "f8.npy"]) {
      const { code, out } = cornichon(["predict", matrix("names.joblib"), "--input", "-"], readFileSync(matrix(name)));
      expect(code).toBe(0);
      expect(out).toMatch(/^predict\n-?\d/);
    }
    const model = readFileSync(matrix("names.joblib"));
    expect(cornichon(["predict", "-", "--input", matrix("numbers-0.csv")], model).code).toBe(0);
    expect(cornichon(["predict", "-", "--input", "-"], model).code).toBe(2);
  });

  test("a pipe is read as a file is", () => {
    withFolder((folder) => {
      const { code, out } = shell(folder, `$CORNICHON predict ${matrix("names.joblib")} --input <(cat ${matrix("numbers-0.csv")})`);
      expect(code).toBe(0);
      expect(out.split("\n")).toHaveLength(6);
    });
  });
});

describe("options", () => {
  test("of a CSV", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "x.csv"), "a|b|c\n1|2|3\n");
      expect(cornichon(["predict", matrix("names.joblib"), "--input", join(folder, "x.csv"), "--delimiter", "|"]).code).toBe(0);
      expect(cornichon(["predict", matrix("names.joblib"), "--input", join(folder, "x.csv"), "--delimiter", "||"]).code).toBe(2);
    });
    const rows = (...args: string[]) => cornichon(["predict", matrix("array.joblib"), "--input", matrix("whole-years.csv"), ...args]);
    expect(rows().err).toContain("--header");
    expect(rows().out.split("\n")).toHaveLength(5);
    expect(rows("--header").out.split("\n")).toHaveLength(4);
    expect(rows("--no-header").err).toBe("");
  });

  test("a warning that names did not count, unless it is to be quiet", () => {
    const ask = (...args: string[]) => cornichon(["predict", matrix("array.joblib"), "--input", matrix("index.csv"), ...args]);
    expect(ask().err).toMatch(/first column has no name/);
    expect(ask().err).toMatch(/X has feature names, but LinearRegression was fitted without feature names: its columns/);
    expect(ask("--quiet")).toMatchObject({ code: 0, err: "" });
  });

  test("--keep-text", () => {
    withFolder((folder) => {
      writeFileSync(join(folder, "x.csv"), "text\nNA\nbb\n");
      const ask = (...args: string[]) => cornichon(["predict", matrix("texts.joblib"), "--input", join(folder, "x.csv"), ...args]);
      expect(ask().code).toBe(2);
      expect(ask("--keep-text")).toMatchObject({ code: 0, out: expect.stringMatching(/^predict\n\d\n\d\n$/) });
    });
  });
});
