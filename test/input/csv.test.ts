/** X from CSV as pandas reads it: fields and line ends, columns typed as a whole, a header or none, rows told by their line. */
import { describe, expect, test } from "vitest";
import { csvInput } from "../../src/input/csv.js";

const NAN = Number.NaN;

describe("fields", () => {
  test.each([
    ["a,b\n1,2\n", ["a", "b"], [[1, 2]], [["1", "2"]]],
    [
      "a,b\r\n1,2\r\n3,4",
      ["a", "b"],
      [
        [1, 2],
        [3, 4],
      ],
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ["a,b\r1,2\r", ["a", "b"], [[1, 2]], [["1", "2"]]],
    ["\ufeffa,b\n1,2\n", ["a", "b"], [[1, 2]], [["1", "2"]]],
    ["a,b\n\n1,2\n\n", ["a", "b"], [[1, 2]], [["1", "2"]]],
    ["a,b\n \t\n1,2\n", ["a", "b"], [[1, 2]], [["1", "2"]]],
    ['a,b\n"1,5","say ""hi"""\n', ["a", "b"], [["1,5", 'say "hi"']], [["1,5", 'say "hi"']]],
    ['a,b\n"two\nlines",""\n', ["a", "b"], [["two\nlines", NAN]], [["two\nlines", ""]]],
    ['a,b\n5" pipe,x\n', ["a", "b"], [['5" pipe', "x"]], [['5" pipe', "x"]]],
    ['a,b\n"x"y,""\n', ["a", "b"], [["xy", NAN]], [["xy", ""]]],
    ["a,b\n,\n", ["a", "b"], [[NAN, NAN]], [["", ""]]],
    [" a , b \n 1 , 2 \n", ["a", "b"], [[1, 2]], [[" 1 ", " 2 "]]],
    ['"a"\n1\n', ["a"], [[1]], [["1"]]],
    ["a;b\n1;2\n", ["a", "b"], [[1, 2]], [["1", "2"]]],
    ["a\tb\n1\t2,5\n", ["a", "b"], [[1, "2,5"]], [["1", "2,5"]]],
    ['v\n1.0\n""\n50.0\n', ["v"], [[1], [NAN], [50]], [["1.0"], [""], ["50.0"]]],
  ])("%j", (text, columns, rows, written) => {
    expect(csvInput(text)).toEqual({ columns, rows, written });
  });

  test("a header alone is no rows under its names", () => {
    expect(csvInput("a,b\n")).toEqual({ columns: ["a", "b"], rows: [], written: [] });
  });

  test("an empty quoted field at the end of the file counts", () => {
    expect(csvInput('a,b\n1,""')).toMatchObject({ rows: [[1, NAN]] });
  });
});

const column = (...fields: readonly string[]): unknown[] => {
  const x = csvInput(`v,w\n${fields.map((field) => `${field},1\n`).join("")}`);
  return "rows" in x ? x.rows.map(([first]) => first) : [];
};

describe("a column as a whole", () => {
  test.each([
    [
      ["1", "2.5", "-3", "4e2", "5.", ".5", "+7", " 8 "],
      [1, 2.5, -3, 400, 5, 0.5, 7, 8],
    ],
    [
      ["inf", "-inf", "Infinity", "+INFINITY", "1e400"],
      [1 / 0, -1 / 0, 1 / 0, 1 / 0, 1 / 0],
    ],
    [
      ["1", "", "NA", "n/a", "<NA>", "#N/A N/A", "-1.#IND"],
      [1, NAN, NAN, NAN, NAN, NAN, NAN],
    ],
    [
      ["True", "false", "TRUE"],
      [true, false, true],
    ],
    [
      ["True", "", "False"],
      [true, NAN, false],
    ],
    [
      ["True", "1"],
      ["True", "1"],
    ],
    [
      ["x", "", "NA", "null", "None", "nan", "NaN", "N/A", "NULL", "-NaN"],
      ["x", ...Array(9).fill(NAN)],
    ],
    [
      ["x", "Nan", " NA", "none"],
      ["x", "Nan", " NA", "none"],
    ],
    [
      ["1", "x"],
      ["1", "x"],
    ],
    [
      ["01234", "5"],
      [1234, 5],
    ],
    [
      ["9007199254740993", "2"],
      [9007199254740993n, 2],
    ],
    [
      ["9007199254740993", ""],
      [9007199254740992, NAN],
    ],
    [
      ["18446744073709551615", ""],
      [18446744073709551615n, NAN],
    ],
    [
      ["18446744073709551616", "-1"],
      [18446744073709551616n, -1],
    ],
    [
      ["18446744073709551615", "-1"],
      ["18446744073709551615", "-1"],
    ],
    [
      ["1_000", "2"],
      ["1_000", "2"],
    ],
    [
      ["0x10", "2"],
      ["0x10", "2"],
    ],
    [
      ["\u00a01", "2"],
      ["\u00a01", "2"],
    ],
    [
      ["- 1", "2"],
      ["- 1", "2"],
    ],
    [
      ["", "NA"],
      [NAN, NAN],
    ],
  ])("%j", (fields, values) => {
    expect(column(...fields)).toEqual(values);
  });

  test("texts stay what they are where that is asked for, and numbers are numbers", () => {
    expect(csvInput("v,w\nNA,NA\n,1\nx,2\n", { keepText: true })).toMatchObject({
      rows: [
        ["NA", NAN],
        ["", 1],
        ["x", 2],
      ],
    });
  });
});

describe("a first line", () => {
  test("of numbers is no header", () => {
    expect(csvInput("1,2.5\n-3,4e2\n")).toEqual([
      [1, 2.5],
      [-3, 400],
    ]);
    expect(csvInput(" 7 \n8\n")).toEqual([[7], [8]]);
    expect(csvInput("1,\n3,4\n")).toEqual([
      [1, NAN],
      [3, 4],
    ]);
    expect(csvInput("nan,1\n3,4\n")).toEqual([
      [NAN, 1],
      [3, 4],
    ]);
  });

  test("with one name is one", () => {
    for (const first of ["a,1", "1, ", "1,NAN"]) expect(csvInput(`${first}\n5,6\n`)).toMatchObject({ rows: [[5, 6]] });
  });

  test("that counts from 0, or has the model's names, is one", () => {
    expect(csvInput("0,1\n5,6\n")).toMatchObject({ columns: ["0", "1"], rows: [[5, 6]] });
    expect(csvInput("2021,2022\n5,6\n")).toHaveLength(2);
    expect(csvInput("2022,2021\n5,6\n", { featureNames: ["2021", "2022"] })).toMatchObject({ columns: ["2022", "2021"] });
    expect(csvInput("2021\n5\n", { featureNames: ["2021", "2022"] })).toMatchObject({ columns: ["2021"] });
    expect(csvInput("2021,2022,2023\n5,6,7\n", { featureNames: ["2021", "2022"] })).toMatchObject({ columns: ["2021", "2022", "2023"] });
  });

  test("is what it is said to be", () => {
    expect(csvInput("2021,2022\n5,6\n", { header: true })).toMatchObject({ columns: ["2021", "2022"] });
    expect(csvInput("a,b\n5,6\n", { header: false })).toEqual([
      ["a", "b"],
      ["5", "6"],
    ]);
  });

  test("begins with pandas' index, which is left out where the model has no such column", () => {
    const text = ",a,b\n0,5,6\n";
    expect(csvInput(text)).toMatchObject({ columns: ["Unnamed: 0", "a", "b"] });
    expect(csvInput(text, { featureNames: ["a", "b"] })).toMatchObject({ columns: ["a", "b"], rows: [[5, 6]], written: [["5", "6"]] });
    expect(csvInput(text, { nFeatures: 2 })).toMatchObject({ columns: ["a", "b"] });
    expect(csvInput(text, { nFeatures: 3 })).toMatchObject({ columns: ["Unnamed: 0", "a", "b"] });
    expect(csvInput(text, { featureNames: ["Unnamed: 0", "a", "b"] })).toMatchObject({ columns: ["Unnamed: 0", "a", "b"] });
    expect(csvInput(",0,1\n0,5,6\n", { nFeatures: 2 })).toMatchObject({ columns: ["0", "1"] });
  });

  test("is taken apart where it has the model's names", () => {
    expect(csvInput("a,1;b\n5;6\n", { featureNames: ["a,1", "b"] })).toMatchObject({ columns: ["a,1", "b"] });
    expect(csvInput(" a,b\n5,6\n", { featureNames: [" a", "b"] })).toMatchObject({ columns: [" a", "b"] });
    expect(csvInput("a|b\n5|6\n", { delimiter: "|" })).toMatchObject({ columns: ["a", "b"] });
  });
});

test("one column of texts is a list of them for a model that takes texts", () => {
  const options = { takesTexts: true };
  expect(csvInput('text\n"bb, cc"\n12\n', options)).toEqual(["bb, cc", "12"]);
  expect(csvInput("text\nbb\nNA\n", options)).toEqual(["bb", NAN]);
  expect(csvInput("text\nbb\nNA\n", { ...options, keepText: true })).toEqual(["bb", "NA"]);
  expect(csvInput(",text\n0,bb\n", options)).toEqual(["bb"]);
  expect(() => csvInput("a,b\n1,2\n", options)).toThrow(/has 2 columns, and the model takes one of texts/);
});

describe("what is no CSV", () => {
  test.each([
    ["", /empty/],
    ["\n\n", /empty/],
    ["\ufeff", /empty/],
    ['a,b\n"1,2\n', /ends inside quotes, which begin in line 2/],
    ['a,b\n1,"', /ends inside quotes/],
    ["a,b\n1,2\n3\n", /line 3 of the CSV has 1 fields, the first has 2/],
    ["a,b\n1,2,3\n", /line 2 of the CSV has 3 fields, the first has 2/],
    ["1,2\n3,4\n5\n", /line 3 of the CSV has 1 fields, the first has 2/],
    ['a,b\n"x\r\ny",2\n\n3\n', /line 5 of the CSV has 1 fields/],
  ])("%j", (text, message) => {
    expect(() => csvInput(text)).toThrow(expect.objectContaining({ code: "input.malformed", message: expect.stringMatching(message) }));
  });

  test("a delimiter is one character", () => {
    for (const delimiter of ["", "ab", '"', "\n"])
      expect(() => csvInput("a\n1\n", { delimiter })).toThrow(expect.objectContaining({ code: "usage" }));
  });
});
