/**
 * safetensors, judged. What `real` says is what `safetensors.deserialize` of safetensors 0.8.0 did with the same bytes; where
 * that reads a file that we refuse, the row says so.
 */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { hasArtifactEnding } from "../../../sandbox/wire/endings.js";
import { runGuest } from "../../support/guest.js";

const file = (header: string | Uint8Array, data: number, length?: number): Buffer => {
  const text = Buffer.from(header);
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(length ?? text.length));
  return Buffer.concat([start, text, Buffer.alloc(data, 1)]);
};

const tensor = (name: string, dtype: string, shape: readonly number[], begin: number, end: number): string =>
  `${JSON.stringify(name)}:{"dtype":"${dtype}","shape":[${shape.join(",")}],"data_offsets":[${begin},${end}]}`;

const PLAIN = `{${tensor("a", "F32", [2, 3], 0, 24)},${tensor("b", "I64", [], 24, 32)}}`;

const judged = (bytes: Uint8Array) => runGuest(bytes, "scan").report;
const why = (bytes: Uint8Array): unknown[] =>
  judged(bytes).artifacts.flatMap((one) => one.findings.map((f) => [f.code, f.args?.["why"] ?? f.args?.["bytes"]]));

describe("safe", () => {
  test.each<[string, Buffer]>([
    ["two tensors", file(PLAIN, 32)],
    ["metadata, blanks behind the header", file(`{"__metadata__":{"format":"pt","a":""},${PLAIN.slice(1)}   `, 32)],
    ["tensors in another order than their bytes", file(`{${tensor("b", "U8", [2], 2, 4)},${tensor("a", "U8", [2], 0, 2)}}`, 4)],
    ["no tensors", file("{}", 0)],
    ["metadata alone", file('{"__metadata__":{}}', 0)],
    ["a tensor of nothing", file(`{${tensor("a", "F32", [0, 7], 0, 0)},${tensor("b", "BOOL", [1], 0, 1)}}`, 1)],
    ["half bytes", file(`{${tensor("a", "F4", [2, 2], 0, 2)}}`, 2)],
    ["an escaped name", file(`{"\\u00e9\\ud83d\\ude00\\n":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`, 1)],
    ["blanks between all", file(`{ "a" :\t{ "shape" : [ 1 , 1 ],\n"data_offsets":[ 0 , 1 ] , "dtype":"U8" } }`, 1)],
  ])("%s", (_, bytes) => {
    const report = judged(bytes);
    expect(report.artifacts[0]).toMatchObject({
      kind: "safetensors",
      findings: [],
      bytes: bytes.length,
      readTo: bytes.length,
      encodings: [],
    });
  });

  test("compressed", () => {
    const bytes = gzipSync(file(PLAIN, 32));
    expect(judged(bytes).artifacts[0]).toMatchObject({ kind: "safetensors", encodings: ["gzip"], findings: [], readTo: bytes.length });
  });
});

describe("malformed", () => {
  const one = (dtype: string, shape: readonly number[] | string, begin: number | string, end: number | string): string =>
    `{"a":{"dtype":"${dtype}","shape":[${typeof shape === "string" ? shape : shape.join(",")}],"data_offsets":[${begin},${end}]}}`;

  test.each<[string, Buffer, string, "refuses" | "reads"]>([
    ["a dtype that there is not", file(one("F33", [1], 0, 4), 4), "safetensors.dtype", "refuses"],
    ["too few bytes for its shape", file(one("F32", [2], 0, 4), 4), "safetensors.length", "refuses"],
    ["a shape whose product is beyond any file", file(one("U8", [2 ** 40, 2 ** 40], 0, 0), 0), "safetensors.length", "refuses"],
    ["half a byte", file(one("F4", [3], 0, 2), 2), "safetensors.length", "refuses"],
    ["an end before its begin", file(one("U8", [1], 1, 0), 1), "safetensors.offsets", "refuses"],
    ["three offsets", file(one("U8", [1], "0,0", 1), 1), "safetensors.offsets", "refuses"],
    ["one offset", file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[1]}}', 1), "safetensors.offsets", "refuses"],
    ["a negative length", file(one("U8", "-1", 0, 1), 1), "safetensors.shape", "refuses"],
    ["a length that is no whole number", file(one("U8", "1.0", 0, 1), 1), "safetensors.json", "refuses"],
    ["a length with an exponent", file(one("U8", "1e0", 0, 1), 1), "safetensors.json", "refuses"],
    ["a length beyond 2^53", file(one("U8", "9007199254740993", 0, 1), 1), "safetensors.shape", "refuses"],
    ["a leading zero", file(one("U8", "01", 0, 1), 1), "safetensors.shape", "refuses"],
    ["a gap", file(`{${tensor("a", "U8", [1], 0, 1)},${tensor("b", "U8", [1], 2, 3)}}`, 3), "safetensors.gap", "refuses"],
    ["a gap before the first", file(`{${tensor("a", "U8", [1], 1, 2)}}`, 2), "safetensors.gap", "refuses"],
    ["an overlap", file(`{${tensor("a", "U8", [2], 0, 2)},${tensor("b", "U8", [2], 1, 3)}}`, 3), "safetensors.overlap", "refuses"],
    [
      "one tensor's bytes under two names",
      file(`{${tensor("a", "U8", [2], 0, 2)},${tensor("b", "U8", [2], 0, 2)}}`, 2),
      "safetensors.overlap",
      "refuses",
    ],
    [
      "a name that comes twice",
      file(`{${tensor("a", "U8", [1], 0, 1)},${tensor("a", "U8", [1], 1, 2)}}`, 2),
      "safetensors.twice",
      "refuses",
    ],
    [
      "a name that comes twice, once escaped",
      file(`{${tensor("a", "U8", [1], 0, 1)},${tensor("a", "U8", [1], 1, 2).replace('"a"', '"\\u0061"')}}`, 2),
      "safetensors.twice",
      "refuses",
    ],
    [
      "a dtype that comes twice",
      file('{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}', 1),
      "safetensors.twice",
      "refuses",
    ],
    ["metadata twice", file('{"__metadata__":{},"__metadata__":{}}', 0), "safetensors.twice", "refuses"],
    ["metadata of numbers", file('{"__metadata__":{"a":1}}', 0), "safetensors.metadata", "refuses"],
    ["metadata that is a list", file('{"__metadata__":[]}', 0), "safetensors.metadata", "refuses"],
    ["a key that no tensor has", file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}}', 1), "safetensors.keys", "reads"],
    ["no shape", file('{"a":{"dtype":"U8","data_offsets":[0,1]}}', 1), "safetensors.keys", "refuses"],
    ["a tensor that is a text", file('{"a":"U8"}', 0), "safetensors.keys", "refuses"],
    ["no end of the object", file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}', 1), "safetensors.json", "refuses"],
    ["a comma too many", file('{"__metadata__":{},}', 0), "safetensors.json", "refuses"],
    ["text behind the object", file("{} x", 0), "safetensors.json", "refuses"],
    ["a second object", file("{}{}", 0), "safetensors.json", "refuses"],
    ["a line end in a name", file('{"a\nb":{}}', 0), "safetensors.json", "refuses"],
    ["an escape that there is not", file('{"\\x":{}}', 0), "safetensors.json", "refuses"],
    ["a lone surrogate", file('{"\\ud800":{}}', 0), "safetensors.json", "refuses"],
    ["no UTF-8", file(Buffer.from('{"\xff":{}}', "latin1"), 0), "safetensors.utf8", "refuses"],
    ["a surrogate in UTF-8", file(Buffer.from('{"\xed\xa0\x80":{}}', "latin1"), 0), "safetensors.utf8", "refuses"],
  ])("%s", (_, bytes, reason) => {
    expect(why(bytes)).toEqual([["container.corrupt", reason]]);
    expect(judged(bytes).artifacts[0]?.kind).toBe("safetensors");
  });

  test("lengths that the file has not", () => {
    expect(why(file(PLAIN, 31))).toEqual([["container.corrupt", "data.cut-off-by"]]);
    expect(why(file(PLAIN, 33))).toEqual([["container.trailing", 1]]);
    expect(why(file('{"', 0, 100_000_000))).toEqual([["container.corrupt", "data.cut-off-by"]]);
    expect(why(file('{"', 0, 100_000_001))).toEqual([["container.corrupt", "safetensors.header-length"]]);
    expect(why(gzipSync(file(PLAIN, 33)))).toEqual([["container.trailing", 1]]);
    expect(why(gzipSync(file(PLAIN, 31)))).toEqual([["container.corrupt", "data.cut-off-by"]]);
  });

  test("nested a hundred thousand levels deep", () => {
    expect(why(file(`{"a":${"{".repeat(100_000)}`, 0))).toEqual([["container.corrupt", "safetensors.json"]]);
    expect(why(file(`{"a":${"[".repeat(100_000)}`, 0))).toEqual([["container.corrupt", "safetensors.keys"]]);
  });

  test("cut at every byte it is never safe", () => {
    const whole = file(PLAIN, 32);
    for (let length = 1; length < whole.length; length++) expect(why(whole.subarray(0, length))).not.toEqual([]);
  });
});

test("ten times as many tensors take nowhere near a hundred times as long", () => {
  const time = (count: number): number => {
    const many = Array.from({ length: count }, (_, i) => tensor(`layer.${i}.weight`, "F32", [1], i * 4, i * 4 + 4));
    const before = process.cpuUsage();
    expect(why(file(`{${many.join(",")}}`, 4 * count))).toEqual([]);
    return process.cpuUsage(before).user;
  };
  const few = Math.min(time(10_000), time(10_000));
  expect(time(100_000)).toBeLessThan(40 * few);
});

test("what pickle.load would run of it is told", () => {
  // The length's bytes are a GLOBAL of two lines to pickle: no module can be imported, so nothing is reached.
  expect(why(file(PLAIN.replace('"a"', '"cos\\nsystem\\n"'), 32))).toEqual([]);
});

test("tensors cannot be converted, and the sentence says why", () => {
  const { findings } = runGuest(file(PLAIN, 32), "convert").report.artifacts[0] ?? { findings: [] };
  expect(findings.map((f) => [f.code, f.args?.["why"]])).toEqual([["container.unsupported", "container.tensors"]]);
});

test("where it is met it is an artifact, by its bytes or by its name", () => {
  const met = (bytes: Uint8Array, way: "met" | "met-named") => {
    const { report } = runGuest(bytes, "scan", { way });
    return report.skipped ?? report.artifacts[0]?.findings.map((f) => f.code);
  };
  expect(met(file(PLAIN, 32), "met")).toEqual([]);
  expect(met(file(PLAIN, 31), "met")).toEqual(["container.corrupt"]);
  expect(met(Buffer.from("no tensors"), "met")).toBe("text");
  expect(met(Buffer.from("no tensors"), "met-named")).toContain("artifact.unrecognised");
  expect(hasArtifactEnding("folder/Model.SafeTensors")).toBe(true);
});
