/** Answers to text: a row a sample, numbers as they are, and nothing that a spreadsheet would run. */
import { expect, test } from "vitest";
import { answerNames } from "../../src/input/answer-names.js";
import { answerCsv, answerJson, answerLines, resultCsv, resultJson } from "../../src/input/answers.js";
import { resultNpy } from "../../src/input/npy.js";

const labels = (...data: readonly string[]) => ({ dtype: "object", shape: [data.length], data });

test("texts that begin a formula are quoted away, whatever begins it", () => {
  const odd = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"];
  const lines = resultCsv("predict", labels(...odd)).split("\n");
  expect(lines[0]).toBe("predict");
  expect(lines.slice(1, 6)).toEqual(["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1"]);
  expect(lines[6]).toBe('"\'\r=1"');
});

test("other texts are as they are, quoted where CSV asks for it", () => {
  expect(resultCsv("predict", labels("setosa", "a=b", 'say "hi", she', "two\nlines", ""))).toBe(
    'predict\nsetosa\na=b\n"say ""hi"", she"\n"two\nlines"\n\n',
  );
});

test("numbers are never texts: a negative one has no quote, what is not finite a word", () => {
  const data = new Float64Array([-1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(resultCsv("predict", { dtype: "float64", shape: [4], data })).toBe("predict\n-1.5\nnan\ninf\n-inf\n");
  expect(resultJson({ dtype: "float64", shape: [4], data })).toBe('{"dtype":"float64","shape":[4],"data":[-1.5,"nan","inf","-inf"]}\n');
});

test("a column an output, named by the method", () => {
  const data = new Float64Array([1, 2, 3, 4, 5, 6]);
  expect(resultCsv("predict_proba", { dtype: "float64", shape: [2, 3], data })).toBe(
    "predict_proba_0,predict_proba_1,predict_proba_2\n1,2,3\n4,5,6\n",
  );
  expect(resultCsv("x", { dtype: "int64", shape: [2], data: [2n ** 60n, 1] })).toBe("x\n1152921504606846976\n1\n");
});

test("sparse rows are written out, and lists are only JSON's", () => {
  const sparse = { format: "csr", dtype: "float64", shape: [2, 2], data: [7], indices: [1], indptr: [0, 1, 1] } as const;
  expect(resultCsv("transform", sparse)).toBe("transform_0,transform_1\n0,7\n0,0\n");
  expect(JSON.parse(resultJson(sparse))).toEqual(sparse);
  const one = { dtype: "float64", shape: [1], data: new Float64Array([1]) };
  expect(() => resultCsv("predict", [one, one])).toThrow(expect.objectContaining({ code: "usage" }));
  expect(JSON.parse(resultJson([one, "a", null]))).toEqual([{ dtype: "float64", shape: [1], data: [1] }, "a", null]);
});

const proba = { dtype: "float64", shape: [2, 2], data: new Float64Array([0.25, 0.75, 1, 0]) } as const;
const text = (pieces: Iterable<string>): string => Array.from(pieces).join("");

test("columns have the names that are known, made safe as any text", () => {
  const columns = ["proba_no", '=cmd()"'];
  expect(text(answerCsv({ method: "predict_proba", result: proba, columns }))).toBe('proba_no,"\'=cmd()"""\n0.25,0.75\n1,0\n');
  expect(text(answerLines({ method: "predict_proba", result: proba, columns }))).toBe(
    '{"proba_no":0.25,"=cmd()\\"":0.75}\n{"proba_no":1,"=cmd()\\"":0}\n',
  );
});

test("the rows stand before their answers, numbers as they were written", () => {
  const input = {
    columns: ["id", "v"],
    rows: [
      ["007", "-1.50"],
      ["=x", ""],
    ],
  };
  const answer = { method: "predict", result: labels("a", "b"), input };
  expect(text(answerCsv(answer))).toBe("id,v,predict\n007,-1.50,a\n'=x,,b\n");
  expect(text(answerLines(answer))).toBe('{"id":"007","v":"-1.50","predict":"a"}\n{"id":"=x","v":"","predict":"b"}\n');
  for (const rows of [
    [["1", "2"]],
    [
      ["1", "2"],
      ["1", "2"],
      ["1", "2"],
    ],
  ])
    expect(() => text(answerCsv({ ...answer, input: { ...input, rows } }))).toThrow(/not a row for each row/);
});

test("classes stand beside the data, an output's own where there are several", () => {
  const classes = [["no", 2n ** 60n]];
  expect(text(answerJson({ method: "predict_proba", result: proba, classes }))).toBe(
    '{"dtype":"float64","shape":[2,2],"data":[0.25,0.75,1,0],"classes":["no","1152921504606846976"]}\n',
  );
  const both = JSON.parse(
    text(
      answerJson({
        method: "predict_proba",
        result: [proba, proba],
        classes: [
          ["a", "b"],
          [1, 2],
        ],
      }),
    ),
  );
  expect(both.map((one: { classes: unknown }) => one.classes)).toEqual([
    ["a", "b"],
    [1, 2],
  ]);
});

test("long answers are whole, whatever pieces they come in", () => {
  const data = Float64Array.from({ length: 50_000 }, (_, i) => i / 4);
  const long = { dtype: "float64", shape: [50_000], data } as const;
  expect(JSON.parse(resultJson(long))).toEqual({ ...long, data: Array.from(data) });
  expect(resultCsv("predict", long).trimEnd().split("\n").slice(1).map(Number)).toEqual(Array.from(data));
});

test("zeros of sparse rows are not written out by the milliard", () => {
  const sparse = { format: "csr", dtype: "float64", shape: [1, 2 ** 31 - 1], data: [7], indices: [5], indptr: [0, 1] } as const;
  for (const write of [resultCsv, resultNpy]) expect(() => write("transform", sparse)).toThrow(/too many to be written out; --format json/);
  expect(JSON.parse(resultJson(sparse))).toEqual(sparse);
});

test("columns by the milliard get no names", () => {
  const sparse = { format: "csr", dtype: "float64", shape: [1, 2 ** 31 - 1], data: [7], indices: [5], indptr: [0, 1] } as const;
  const model = { methods: ["transform"], classes: null } as unknown as Parameters<typeof answerNames>[0]; // no more is looked at
  expect(answerNames(model, "transform", sparse).columns).toBeNull();
});
