/** X from JSON in each of the library's shapes, and what is none of them. */
import { describe, expect, test } from "vitest";
import { jsonInput } from "../../src/input/json.js";

describe("shapes", () => {
  test.each([
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [["a text", "another"]],
    [[{ a: 1, b: "x" }]],
    [[]],
  ])("rows: %j", (rows) => {
    expect(jsonInput(JSON.stringify(rows))).toEqual(rows);
  });

  test("a table, its names as texts and nothing else of the object", () => {
    expect(jsonInput('{"columns": ["a", 1], "rows": [[1, null]], "more": 1}')).toEqual({ columns: ["a", "1"], rows: [[1, null]] });
  });

  test("an array with its dtype; without one it is of doubles", () => {
    expect(jsonInput('{"dtype": "float32", "shape": ["2"], "data": [1, 2]}')).toEqual({ dtype: "float32", shape: [2], data: [1, 2] });
    expect(jsonInput('{"shape": [1, 2], "data": [1, 2]}')).toEqual({ dtype: "float64", shape: [1, 2], data: [1, 2] });
  });

  test("words for numbers are numbers in arrays of floats, and texts elsewhere", () => {
    const data = ["nan", "NaN", "-inf", "Infinity", "+inf", "-Infinity", 1, "x"];
    const wanted = [
      Number.NaN,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      1,
      "x",
    ];
    for (const dtype of ["float64", "<f8", "=f4", "|f2", ">f8", "f8"])
      expect(jsonInput(JSON.stringify({ dtype, shape: [8], data }))).toMatchObject({ data: wanted });
    for (const dtype of ["object", "U8", "int64"]) expect(jsonInput(JSON.stringify({ dtype, shape: [8], data }))).toMatchObject({ data });
  });

  test("a word inside a text is no word", () => {
    const data = ["nan ", "infinite", "xnan"];
    expect(jsonInput(JSON.stringify({ shape: [3], data }))).toMatchObject({ data });
  });

  test("sparse rows, whatever stands beside them", () => {
    const sparse = { shape: [2, 3], data: [5, "6"], indices: [0, 2], indptr: [0, 1, 2] };
    const wanted = { format: "csr", dtype: "float64", shape: [2, 3], data: [5, 6], indices: [0, 2], indptr: [0, 1, 2] };
    expect(jsonInput(JSON.stringify(sparse))).toEqual(wanted);
    expect(jsonInput(JSON.stringify({ ...sparse, dtype: "float32", format: "csr" }))).toEqual({ ...wanted, dtype: "float32" });
    expect(jsonInput(JSON.stringify({ ...sparse, dtype: 5 }))).toEqual(wanted);
    expect(jsonInput(JSON.stringify({ ...sparse, shape: [] }))).toMatchObject({ shape: [0, 0] });
  });

  test("a reviver has its say", () => {
    expect(jsonInput("[1, 2]", (_key, value) => (typeof value === "number" ? value + 1 : value))).toEqual([2, 3]);
  });
});

describe("what is none", () => {
  test.each([
    ["", /cannot be parsed/],
    ["[1, 2", /cannot be parsed/],
    ["5", /neither rows/],
    ["null", /neither rows/],
    ['"text"', /neither rows/],
    ["{}", /neither rows/],
    ['{"columns": ["a"]}', /neither rows/],
    ['{"rows": [[1]]}', /neither rows/],
    ['{"columns": "a", "rows": [[1]]}', /neither rows/],
    ['{"columns": ["a"], "rows": 5}', /neither rows/],
    ['{"columns": ["a"], "rows": [1]}', /neither rows/],
    ['{"shape": [1]}', /neither rows/],
    ['{"data": [1]}', /neither rows/],
    ['{"shape": 1, "data": [1]}', /neither rows/],
    ['{"shape": [1], "data": 1}', /neither rows/],
    ['{"indptr": [0], "shape": [0, 0], "data": []}', /sparse rows need indices, a list of numbers/],
    ['{"indptr": 0, "shape": [0, 0], "data": [], "indices": []}', /sparse rows need indptr/],
    ['{"indptr": [0], "data": [], "indices": []}', /sparse rows need shape/],
  ])("%j", (text, message) => {
    expect(() => jsonInput(text)).toThrow(expect.objectContaining({ code: "input.malformed", message: expect.stringMatching(message) }));
  });
});
