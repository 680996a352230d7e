/** X from JSON in each of the library's shapes, and what is none of them. */
import { describe, expect, test } from "vitest";
import { jsonInput } from "../../src/input/json.js";
import { UNKNOWN, type Wanted } from "../../src/input/wanted.js";

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

const of = (text: string, wanted: Partial<Wanted> = {}) => jsonInput(text, undefined, { ...UNKNOWN, ...wanted });

describe("what Python and pandas write", () => {
  test("NaN and infinities as bare words, and null in a column of numbers is NaN, in one of others None", () => {
    expect(of('[[NaN, Infinity, "NaN"], [-Infinity, 1, null]]')).toEqual([
      [Number.NaN, Number.POSITIVE_INFINITY, "NaN"],
      [Number.NEGATIVE_INFINITY, 1, null],
    ]);
    expect(of('[{"a": null, "b": null, "c": null}, {"a": 1, "b": "x", "c": null}]')).toEqual({
      columns: ["a", "b", "c"],
      rows: [
        [Number.NaN, null, null],
        [1, "x", null],
      ],
    });
  });

  test("an int is exact however long, and a float is a float", () => {
    expect(of("[[9007199254740993, 9007199254740993.0, -0]]")).toEqual([[9007199254740993n, 9007199254740992, 0]]);
    expect(() => of(`[[${"9".repeat(5000)}]]`)).toThrow(/an int of 5000 digits/);
  });

  const table = {
    columns: ["b", "a"],
    rows: [
      [1, 2],
      [3, 4],
    ],
  };

  test.each([
    '{"columns":["b","a"],"index":[0,1],"data":[[1,2],[3,4]]}',
    '{"b":{"0":1,"1":3},"a":{"0":2,"1":4}}',
    '{"b":{"x":1,"y":3},"a":{"x":2,"y":4}}',
    '{"10":{"b":1,"a":2},"2":{"b":3,"a":4}}',
    '{"r":{"b":1,"a":2},"q":{"a":4,"b":3}}',
    '{"b":[1,3],"a":[2,4]}',
    '{"schema":{"fields":[{"name":"index"},{"name":"b"},{"name":"a"}],"primaryKey":["index"]},"data":[{"index":0,"a":2,"b":1},{"index":1,"b":3,"a":4}]}',
    '{"dataframe_split":{"columns":["b","a"],"data":[[1,2],[3,4]]}}',
    '{"inputs":{"b":[1,3],"a":[[2],[4]]}}',
    '{"inputs":[{"name":"b","shape":[2,1],"datatype":"FP64","data":[1,3]},{"name":"a","shape":[2],"datatype":"INT64","data":[[2],[4]]}]}',
  ])("a table: %s", (text) => {
    expect(of(text, { featureNames: ["a", "b"], nFeatures: 2 })).toEqual(table);
  });

  test.each([
    '[{"b":1,"a":2},{"b":3,"a":4}]',
    '{"b":1,"a":2}\n{"b":3,"a":4}\n',
    '{"dataframe_records":[{"b":1,"a":2},{"b":3,"a":4}]}',
    '{"instances":[{"b":1,"a":2},{"b":3,"a":4}]}',
  ])("rows by name: %s", (text) => {
    expect(of(text)).toEqual([
      { b: 1, a: 2 },
      { b: 3, a: 4 },
    ]);
  });

  test.each(["[1,2]\r\n[3,4]\n", '{"instances":[[1,2],[3,4]]}', '{"inputs":[[1,2],[3,4]]}', '{"inputs":{"x":[[1,2],[3,4]]}}'])(
    "rows: %j",
    (text) => {
      expect(of(text)).toEqual([
        [1, 2],
        [3, 4],
      ]);
    },
  );

  test("one tensor is an array of its type", () => {
    const tensor = (datatype: string) => `{"inputs":[{"name":"x","shape":[2,2],"datatype":"${datatype}","data":[[1,2],[3,4]]}]}`;
    expect(of(tensor("FP32"))).toEqual({ dtype: "float32", shape: [2, 2], data: [1, 2, 3, 4] });
    expect(() => of(tensor("BF16"))).toThrow(/datatype BF16, which is not read/);
    expect(() => of('{"inputs":[{"name":"x","shape":[3],"datatype":"FP32","data":[1]}]}')).toThrow(/tensor "x" has 1 values/);
  });

  test("a tensor's values fit its type and its shape", () => {
    const tensor = (datatype: string, data: string, shape = "[1,3]") =>
      of(`{"inputs":[{"name":"x","shape":${shape},"datatype":"${datatype}","data":${data}}]}`);
    for (const [datatype, data] of [
      ["UINT8", "[0,255,2.0]"],
      ["INT8", "[[-128,127,true]]"],
      ["UINT64", "[0,18446744073709551615,1]"],
      ["BOOL", "[true,false,1]"],
      ["FP64", "[null,NaN,1e999]"],
    ] as const)
      expect(tensor(datatype, data)).toMatchObject({ shape: [1, 3] });
    for (const [datatype, data] of [
      ["UINT8", "[256,0,0]"],
      ["UINT8", "[-1,0,0]"],
      ["INT16", "[2.5,0,0]"],
      ["INT64", "[9223372036854775808,0,0]"],
      ["INT32", "[null,0,0]"],
      ["INT32", '["1",0,0]'],
      ["BOOL", "[2,0,0]"],
    ] as const)
      expect(() => tensor(datatype, data), data).toThrow(new RegExp(`which ${datatype} does not hold`));
    for (const data of ["[[1,2],[3]]", "[[1,2,3],4]", "[1,[2,3]]", "[[[1],[2]],[[3,4],[5,6]]]"])
      expect(() => tensor("FP64", data), data).toThrow(/lists of several lengths/);
  });

  test("one row: by name, or as many values as the model has features", () => {
    expect(of('{"a": 1, "b": "x"}')).toEqual([{ a: 1, b: "x" }]);
    expect(of("[1, 2, 3]", { nFeatures: 3 })).toEqual([[1, 2, 3]]);
    expect(of("[1, 2, null]")).toEqual([1, 2, Number.NaN]);
    expect(of('["a", "b"]', { nFeatures: 2, takesTexts: true })).toEqual(["a", "b"]);
  });

  test("whole numbers among the keys keep the file's order", () => {
    expect(of('[{"10":1,"2":2,"x":3}]')).toEqual({ columns: ["10", "2", "x"], rows: [[1, 2, 3]] });
    expect(of('{"x":{"0":3},"10":{"0":1},"2":{"0":2}}', { nFeatures: 3 })).toEqual({ columns: ["x", "10", "2"], rows: [[3, 1, 2]] });
  });

  test("columns or rows: the model's names say it, then how many there are, then which are counted; else it is asked", () => {
    const wide = '{"0":{"0":1,"1":2,"2":3},"1":{"0":4,"1":5,"2":6}}';
    const byColumn = {
      columns: ["0", "1"],
      rows: [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    };
    expect(of(wide, { nFeatures: 2 })).toEqual(byColumn);
    expect(of(wide, { nFeatures: 3 })).toEqual({
      columns: ["0", "1", "2"],
      rows: [
        [1, 2, 3],
        [4, 5, 6],
      ],
    });
    expect(of('{"a":{"0":1},"b":{"0":2}}')).toEqual({ columns: ["a", "b"], rows: [[1, 2]] });
    expect(of('{"0":{"a":1,"b":2}}')).toEqual({ columns: ["a", "b"], rows: [[1, 2]] });
    expect(() => of(wide)).toThrow(/nothing tells whether the JSON's 2 outer or its 3 inner keys are the columns/);
    expect(() => of('{"0":{"0":1,"1":2},"1":{"0":3,"1":4}}', { nFeatures: 2 })).toThrow(/orient="split"/);
  });

  test("a column that is called as a key of a shape", () => {
    expect(of('{"data":[1,2],"shape":[3,4]}', { featureNames: ["shape", "data"] })).toEqual({
      columns: ["data", "shape"],
      rows: [
        [1, 3],
        [2, 4],
      ],
    });
    expect(of('{"data":1,"shape":2}', { featureNames: ["shape", "data"] })).toEqual([{ data: 1, shape: 2 }]);
  });

  test("texts, for a model that takes texts", () => {
    for (const text of [
      '["a","b"]',
      '[["a"],["b"]]',
      '[{"t":"a"},{"t":"b"}]',
      '{"t":["a","b"]}',
      '{"columns":["t"],"data":[["a"],["b"]]}',
      '{"instances":["a","b"]}',
    ])
      expect(of(text, { takesTexts: true })).toEqual(["a", "b"]);
  });

  test("__proto__ is a key like another", () => {
    expect(of('{"__proto__":[1,2],"a":[3,4]}')).toEqual({
      columns: ["__proto__", "a"],
      rows: [
        [1, 3],
        [2, 4],
      ],
    });
    const [record] = [of('[{"__proto__":1},{"a":2}]')].flat();
    expect(Object.keys(record ?? {})).toEqual(["__proto__"]);
  });
});

describe("what is none", () => {
  test.each([
    ['{"a":{"0":1},"b":{"1":2}}', /different keys/],
    ['{"a":[1],"b":[1,2]}', /different lengths/],
    ['[{"a":1,"a":2}]', /has the key "a" twice/],
    ['[[1, {"a": 2}]]', /row 0 of the JSON has an object/],
    [`${"[".repeat(100)}${"]".repeat(100)}`, /cannot be parsed/],
    ["[1] [2", /cannot be parsed/],
    ["[NAN]", /cannot be parsed/],
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
