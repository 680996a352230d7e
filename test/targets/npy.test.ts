/**
 * Dtypes of documents and headers of `.npy`: what numpy.lib.format writes but for the blanks, and no file where numpy or our own
 * reader would not have the same dtype back.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { own, referencesOf } from "../../src/neutral/document.js";
import { toNpz } from "../../src/targets/npz/index.js";
import { dtypeOf, nameOf } from "../../src/targets/parts/numpy/dtypes.js";
import { descrOf, npyHeader } from "../../src/targets/parts/numpy/npy.js";
import { skopsOf } from "../../src/targets/skops/writer.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { TARGET_PYTHON } from "../support/python-target.js";

/** Bytes of an item. */
function widthOf(format: unknown): number {
  const [itemsize, shape] = [own(format, "itemsize"), own(format, "shape")];
  if (typeof itemsize === "number") return itemsize;
  return Array.isArray(shape) ? shape.reduce((all, size) => all * size, widthOf(own(format, "base"))) : dtypeOf(format).itemsize;
}

/** A dtype of fields one after the other. */
function record(fields: readonly (readonly [name: string, format: unknown])[], gap = 0): object {
  let end = 0;
  const offsets = fields.map(([, format]) => {
    const at = end + gap;
    end = at + widthOf(format);
    return at;
  });
  return { names: fields.map(([name]) => name), formats: fields.map(([, format]) => format), offsets, itemsize: end + gap };
}

const names = (...all: string[]): object => record(all.map((name) => [name, "float64"]));
const many = (count: number): object => record(Array.from({ length: count }, (_, i) => [`f${i}`, "int8"]));
const nested = (depth: number): unknown => (depth === 0 ? "int8" : record([["a", nested(depth - 1)]]));
const PLAIN = ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", "longdouble", "complex64", "clongdouble"];
const TEXTS = ["U7", "S3", "V8", "S2147483647", "U536870911"];
const TIMES = ["datetime64", "datetime64[ns]", "datetime64[1s]", "timedelta64[25s]", "datetime64[2147483647D]", "timedelta64[0s]"];

const WRITTEN: readonly (readonly [dtype: unknown, shape: readonly number[], fortran: boolean])[] = [
  ...[...PLAIN, ...TEXTS, ...TIMES].map((dtype) => [dtype, [0], false] as const),
  ["float64", [], false],
  ["float64", [0, 3], false],
  ["float64", [2, 3, 4], true],
  [names("a", "b"), [0], false],
  [names("é", "ÿ"), [0], false],
  [names("日本", "é", "😀"), [0], false],
  [names("it's"), [0], false],
  [names('a"b'), [0], false],
  [
    record(
      [
        ["a", "int8"],
        ["b", "U3"],
      ],
      3,
    ),
    [0],
    false,
  ],
  [
    record([
      ["a", { base: "int32", shape: [2] }],
      ["b", { base: "int32", shape: [2, 3] }],
    ]),
    [0],
    false,
  ],
  [record([["a", { base: record([["c", "float32"]]), shape: [3] }]]), [0], false],
  [{ names: [], formats: [], offsets: [], itemsize: 4 }, [0], false],
  [{ names: [], formats: [], offsets: [], itemsize: 0 }, [0], false],
  [many(300), [0], false],
  [nested(12), [0], false],
];

/** Headers as numpy writes them, without their blanks: version and text. */
const PYTHON = `
import io, json, sys
import numpy as np
from numpy.lib import format

def dtype(value):
    if isinstance(value, str):
        return np.dtype(value)
    if "base" in value:
        return np.dtype((dtype(value["base"]), tuple(value["shape"])))
    return np.dtype({**value, "formats": [dtype(one) for one in value["formats"]]})

found = []
for value, shape, fortran in json.load(sys.stdin):
    file = io.BytesIO()
    format.write_array(file, np.zeros(shape, dtype(value), order="F" if fortran else "C"))
    found.append([file.getvalue().split(b"\\n")[0].hex()])
json.dump(found, sys.stdout)
`;

/** A header's version and text: what stands in front of its length, and behind it up to the blanks. */
function headerIn(bytes: Uint8Array): readonly [number | undefined, string] {
  const start = bytes[6] === 1 ? 10 : 12;
  return [bytes[6], Buffer.from(bytes.subarray(start)).toString("latin1").trimEnd()];
}

describe("headers", () => {
  test.skipIf(TARGET_PYTHON === null)("are numpy's, in the oldest version that holds them", () => {
    const done = spawnSync(TARGET_PYTHON ?? "", ["-W", "ignore", "-c", PYTHON], { input: JSON.stringify(WRITTEN), encoding: "utf8" });
    expect(done.stderr).toBe("");
    const theirs = (JSON.parse(done.stdout) as readonly [string][]).map(([hex]) => headerIn(Buffer.from(hex, "hex")));
    const ours = WRITTEN.map(([dtype, shape, fortran]) => npyHeader(descrOf(dtypeOf(dtype)) ?? "none", { shape, fortran }));
    expect(ours.map(headerIn)).toEqual(theirs);
    expect(ours.filter(({ length }) => length % 64 !== 0)).toEqual([]);
    expect(new Set(theirs.map(([version]) => version))).toEqual(new Set([1, 3]));
  });

  test("our own reader has the same dtype back", () => {
    const arrays = WRITTEN.filter(([dtype]) => typeof dtype !== "string").map(([dtype, shape]) => ({
      $type: "ndarray",
      dtype,
      shape,
      base64: "",
    }));
    const { bytes, report } = toNpz(documentOf(Object.fromEntries(arrays.map((one, i) => [`a${i}`, one]))), undefined);
    const { root, report: scan } = runGuest(bytes, "convert", { arrays: "base64" });
    expect(scan.artifacts.flatMap(({ findings }) => findings.map(({ code }) => code))).toEqual([]);
    expect(report.dropped).toEqual([]);
    expect(arrays.map((_, i) => own(own(root, `a${i}`), "dtype"))).toEqual(arrays.map(({ dtype }) => dtype));
  });

  test.each([
    ["objects", "object"],
    ["objects in a field", record([["a", "object"]])],
    ["a dtype that is an array", { base: "float64", shape: [2] }],
    ["an array of arrays", record([["a", { base: { base: "int8", shape: [2] }, shape: [2] }]])],
    ["a field without a name", names("")],
    ["both quotes", names(`'"`)],
    ["a backslash", names("a\\b")],
    ["a line's end", names("a\nb")],
    ["half a character", names("\ud800")],
    ["fields over each other", { names: ["a", "b"], formats: ["int32", "int32"], offsets: [0, 2], itemsize: 8 }],
    ["fields out of order", { names: ["a", "b"], formats: ["int8", "int8"], offsets: [1, 0], itemsize: 2 }],
    ["more than numpy.load reads", many(1000)],
    ["more levels than our reader follows", nested(20)],
  ])("%s have no form", (_, dtype) => {
    expect(descrOf(dtypeOf(dtype))).toBeNull();
  });
});

describe("dtypes", () => {
  test("what the guest writes is read, to its own bounds", () => {
    expect(dtypeOf(many(10_000)).itemsize).toBe(10_000);
    expect(dtypeOf(nested(64)).itemsize).toBe(1);
  });

  test("a plain one has its name back", () => {
    const all = [...PLAIN, ...TEXTS, ...TIMES, "U0", "S0", "V0", "object"];
    expect(all.map((name) => nameOf(dtypeOf(name)))).toEqual(all.map((name) => name.replace("[1s]", "[s]")));
  });

  test.each(["U07", "S-1", "S2147483648", "U536870912", "datetime64[2147483648s]", "datetime64[07s]", "int24", "O,i4", "constructor", ""])(
    "%j is none",
    (name) => {
      expect(() => dtypeOf(name)).toThrow(expect.objectContaining({ code: "document.malformed" }));
    },
  );

  test.each([
    ["too many fields", many(10_001)],
    ["too many levels", nested(66)],
    ["a field twice", { names: ["a", "a"], formats: ["int8", "int8"], offsets: [0, 1], itemsize: 2 }],
    ["an axis below none", { base: "int8", shape: [-1] }],
  ])("%s are none", (_, dtype) => {
    const array = { $type: "ndarray", dtype, shape: [0], base64: "" };
    expect(() => toNpz(documentOf([array]), undefined)).toThrow(expect.objectContaining({ code: "document.malformed" }));
  });
});

describe("skops has no file that would come back as another", () => {
  const sparse = {
    $type: "object",
    class: "scipy.sparse.csr_matrix",
    origin: "scipy.sparse._csr.csr_matrix",
    state: {
      _shape: { $type: "tuple", items: [1, 1] },
      data: { $type: "ndarray", dtype: "object", shape: [1], data: [1] },
      indices: { $type: "ndarray", dtype: "int32", shape: [1], data: [0] },
      indptr: { $type: "ndarray", dtype: "int32", shape: [2], data: [0, 1] },
    },
  };
  test.each([
    ["a dtype that is an array", { $type: "dtype", dtype: { base: "float64", shape: [2] } }],
    ["a sparse matrix of objects", sparse],
    ["more fields than numpy.load reads", { $type: "ndarray", dtype: many(1000), shape: [0], base64: "" }],
  ])("%s", (_, root) => {
    const document = documentOf(root);
    expect(() => skopsOf(document.root, referencesOf(document))).toThrow(expect.objectContaining({ code: "target.unsupported" }));
  });
});
