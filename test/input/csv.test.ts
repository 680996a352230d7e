/** X from CSV: RFC 4180's quotes, line ends of all systems, a header or none, and rows that do not fit told by their line. */
import { describe, expect, test } from "vitest";
import { csvInput } from "../../src/input/csv.js";

describe("fields", () => {
  test.each([
    ["a,b\n1,2\n", ["a", "b"], [["1", "2"]]],
    [
      "a,b\r\n1,2\r\n3,4",
      ["a", "b"],
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ["a,b\r1,2\r", ["a", "b"], [["1", "2"]]],
    ["\ufeffa,b\n1,2\n", ["a", "b"], [["1", "2"]]],
    ["a,b\n\n1,2\n\n", ["a", "b"], [["1", "2"]]],
    ['a,b\n"1,5","say ""hi"""\n', ["a", "b"], [["1,5", 'say "hi"']]],
    ['a,b\n"two\nlines",""\n', ["a", "b"], [["two\nlines", Number.NaN]]],
    ['a,b\n5" pipe,x\n', ["a", "b"], [['5" pipe', "x"]]],
    ["a,b\n,\n", ["a", "b"], [["", ""]]],
    [" a , b \n 1 , 2 \n", ["a", "b"], [[" 1 ", " 2 "]]],
    ['"a"\n1\n', ["a"], [["1"]]],
    ["a,b\n", ["a", "b"], []],
  ])("%j", (text, columns, rows) => {
    expect(csvInput(text)).toEqual({ columns, rows });
  });

  test("an empty quoted field at the end of the file counts", () => {
    expect(csvInput('a,b\n1,""')).toEqual({ columns: ["a", "b"], rows: [["1", ""]] });
  });
});

describe("a first line", () => {
  test("of numbers is no header", () => {
    expect(csvInput("1,2.5\n-3,4e2\n")).toEqual([
      ["1", "2.5"],
      ["-3", "4e2"],
    ]);
    expect(csvInput(" 7 \n8\n")).toEqual([[" 7 "], ["8"]]);
  });

  test("with one name, one empty field or one word for a number is one", () => {
    for (const first of ["a,1", "1,", "nan,1", "inf,2", "1, "]) expect(csvInput(`${first}\n5,6\n`)).toMatchObject({ rows: [["5", "6"]] });
  });
});

describe("what is no CSV", () => {
  test.each([
    ["", /empty/],
    ["\n\n", /empty/],
    ["\ufeff", /empty/],
    ['a,b\n"1,2\n', /ends inside quotes/],
    ['a,b\n1,"', /ends inside quotes/],
    ["a,b\n1,2\n3\n", /line 3 of the CSV has 1 fields, the first has 2/],
    ["a,b\n1,2,3\n", /line 2 of the CSV has 3 fields, the first has 2/],
    ["1,2\n3,4\n5\n", /line 3 of the CSV has 1 fields, the first has 2/],
  ])("%j", (text, message) => {
    expect(() => csvInput(text)).toThrow(expect.objectContaining({ code: "input.malformed", message: expect.stringMatching(message) }));
  });
});
