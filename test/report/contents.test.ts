/** Files that somebody names and that are no artifacts: what they are called, what to do, and that nothing hides behind a magic. */
import { describe, expect, test } from "vitest";
import { artifactReport } from "../../src/report/scan-report.js";
import { runGuest } from "../support/guest.js";
import { zip } from "../support/zip.js";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const told = (bytes: Uint8Array) => {
  const [own] = runGuest(bytes, "scan").report.artifacts;
  if (own === undefined) throw new Error("no report");
  return artifactReport(own, { path: "named", sha256: null });
};

describe("what is named and no artifact", () => {
  test.each([
    ["<!DOCTYPE html>\n<html>403</html>", "malformed", /^This is an HTML page/, /fetch the file again/],
    ["\n  <html><body>", "malformed", /^This is an HTML page/, /fetch/],
    ['{"error": "not found"}', "malformed", /^This is JSON/, /look at it/],
    ['{"format":"cornichon","version":1,"root":{}}', "malformed", /^This is a neutral document/, /cornichon predict/],
    ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "malformed", /^This is an image/, /model/],
    ["\xff\xd8\xff\xe0JFIF", "malformed", /^This is an image/, /model/],
    ["PAR1\x15\x04\x15", "malformed", /^This is a parquet file/, /table/],
    ["\xcb\r\r\n\0\0\0\0\0\0\0\0\0\0\0\0\xe3", "malformed", /bytecode/, /program/],
    ["%PDF-1.7\n", "malformed", /^This is a PDF/, /model/],
    ["SQLite format 3\0", "malformed", /SQLite/, /model/],
    ["just words, and no more", "malformed", /^This is a text/, /fetch the file again/],
    ["\x08\x08\x12\x08skl2onnx", "unsupported", /^This is an ONNX model, which is not read/, /ONNX Runtime/],
    ["GGUF\x03\0\0\0\0\0\0\0", "unsupported", /^This is a gguf model, which is not read/, /program that runs it/],
    ["GGUF\x01\0\0\0\0\0\0\0", "unsupported", /^This is a gguf model/, /program that runs it/],
    ["\x89HDF\r\n\x1a\n\0\0\0\0", "unsupported", /^This is HDF5, which is not read/, /Keras/],
  ])("%j", (text, verdict, words, advice) => {
    const { findings, ...own } = told(latin1(text));
    const last = findings.at(-1);
    expect([own.verdict, last?.message, last?.advice]).toEqual([verdict, expect.stringMatching(words), expect.stringMatching(advice)]);
  });

  test("Keras' own zip", () => {
    const archive = zip(["metadata.json", "config.json", "model.weights.h5"].map((name) => ({ name, data: latin1("{}") })));
    const { kind, verdict, findings } = told(archive);
    expect([kind, verdict, findings.map((f) => f.message)]).toEqual([
      "keras",
      "unsupported",
      ["This is a Keras model, which is not read."],
    ]);
    expect(findings[0]?.advice).toMatch(/Lambda/);
  });
});

describe("a magic hides nothing", () => {
  const CALL = "cos\nsystem\n(S'id'\ntR.";
  const verdictOf = (text: string): string => told(latin1(text)).verdict;

  test("code behind bytes that are a magic and opcodes", () => {
    // NEWFALSE and POP, and then a call: what begins as an image does and is none to pickle.
    expect(verdictOf(`\x89PNG\r\n\x1a\n${CALL}`)).toBe("malformed");
    expect(verdictOf(`X\x07\0\0\0abcWAVE0${CALL}`)).toBe("dangerous");
    expect(verdictOf(`Vabcftyp\n0${CALL}`)).toBe("dangerous");
    expect(verdictOf(`(Vabftyp\ncmine\nthing\nt.`)).toBe("unlisted");
  });

  test("a pickle whose bytes happen to have one is a pickle", () => {
    expect(verdictOf("Vabcftyp\n.")).toBe("safe");
    expect(verdictOf("X\x07\0\0\0abcWAVE.")).toBe("safe");
  });

  test("a Keras zip that holds a pickle, too", () => {
    const members = ["metadata.json", "config.json", "model.weights.h5"].map((name) => ({ name, data: latin1("{}") }));
    const { report } = runGuest(zip([...members, { name: "extra.pkl", data: latin1(CALL) }]), "scan");
    expect(report.artifacts.map((one) => [one.kind, one.member, one.findings.map((f) => f.code)])).toContainEqual([
      "pickle",
      "extra.pkl",
      ["global.dangerous"],
    ]);
  });
});
