/** A guest's report: one that fits is taken as it is, one that does not is named by the field that does not fit. */
import { expect, test } from "vitest";
import { readMember, readReport } from "../../src/host/validate.js";
import { job } from "./support/build-host.js";

const bounds = job("");
const { limits } = bounds;
const FINDING = { code: "global.unlisted", offset: 3, opcode: "GLOBAL", global: "a.b", args: { why: "memo.missing", index: 1 } };
const ARTIFACT = {
  kind: "pickle",
  encodings: ["gzip"],
  protocol: 2,
  root: null,
  globals: [{ module: "os", name: "system", use: "call", listed: false }],
  versions: { sklearn: "1.0" },
  findings: [FINDING],
  moreFindings: 0,
  bytes: 10,
  readTo: 10,
};
const FACTS = {
  estimators: [{ path: ["model", 0], class: "a.B", finalClass: "a.B", features: ["x"], nFeatures: 1, sklearnVersion: null }],
  metadata: '{"a":1}',
};
const REPORT = {
  artifacts: [ARTIFACT],
  moreMembers: { safe: 3, dangerous: 1 },
  facts: FACTS,
  converted: true,
  tensors: [
    { dtype: "float64", shape: [2, 3], bytes: 48 },
    {
      dtype: "uint8",
      shape: [4],
      bytes: 4,
      place: {
        at: 6,
        itemsize: 4,
        padding: [
          [1, 2],
          [3, 4],
        ],
      },
    },
  ],
};

const read = (report: unknown, size = 10): unknown => readReport(JSON.stringify(report), size, bounds);
const placed = (place: object): unknown => read({ ...REPORT, tensors: [{ ...REPORT.tensors[1], place }] });
const withArgs = (args: object): unknown => artifact({ findings: [{ ...FINDING, args }] });
const artifact = (change: object): unknown => read({ ...REPORT, artifacts: [{ ...ARTIFACT, ...change }] });

test("a report that fits comes back equal, with nothing else in it", () => {
  const withMore = { ...REPORT, surplus: 1, artifacts: [{ ...ARTIFACT, surplus: 1 }], moreMembers: { ...REPORT.moreMembers, surplus: 1 } };
  expect(JSON.parse(JSON.stringify(read(withMore)))).toEqual(REPORT);
});

test("a member that fits comes back equal, with nothing else in it", () => {
  const member = { ...ARTIFACT, member: "m", bytes: 99, readTo: 7, moreGlobals: 2, sha256: "0".repeat(64) };
  expect(readMember(JSON.stringify({ ...member, surplus: 1 }), bounds)).toEqual(member);
  for (const misfit of [
    "",
    "null",
    JSON.stringify(ARTIFACT),
    JSON.stringify({ ...member, readTo: 100 }),
    JSON.stringify({ ...member, moreGlobals: -1 }),
  ])
    expect(typeof readMember(misfit, bounds)).toBe("string");
});

const misfits: Readonly<Record<string, unknown>> = {
  "no object": read(null),
  "no artifacts": read({ ...REPORT, artifacts: [] }),
  "a member, whose line has its own place": read({ ...REPORT, artifacts: [ARTIFACT, { ...ARTIFACT, member: "m" }] }),
  "more members than there may be": read({ ...REPORT, moreMembers: { safe: 1e9 } }),
  "another size than the file's": read(REPORT, 11),
  "a member first": artifact({ member: "x" }),
  "read beyond the end": artifact({ readTo: 11 }),
  "a negative count": artifact({ moreFindings: -1 }),
  "a count that is none": artifact({ moreFindings: 1.5 }),
  "an unknown code": artifact({ findings: [{ ...FINDING, code: "global.safe" }] }),
  "a code from the prototype": artifact({ findings: [{ ...FINDING, code: "constructor" }] }),
  "more findings than the limit": artifact({ findings: Array(11).fill(FINDING) }),
  "more globals than the limit": artifact({ globals: Array(11).fill(ARTIFACT.globals[0]) }),
  "an unknown use": artifact({ globals: [{ ...ARTIFACT.globals[0], use: "read" }] }),
  "a fact that is an object": artifact({ findings: [{ ...FINDING, args: { a: {} } }] }),
  "a kind that is none": artifact({ kind: "a kind" }),
  "an encoding that is none": artifact({ encodings: ["a layer"] }),
  "a name without an end": artifact({ globals: [{ ...ARTIFACT.globals[0], name: "x".repeat(202) }] }),
  "an opcode that is none": artifact({ findings: [{ ...FINDING, opcode: "SAFE" }] }),
  "an argument that is none": withArgs({ advice: "x" }),
  "an argument from the prototype": withArgs({ constructor: "x" }),
  "a reason that is none": withArgs({ why: "state.well" }),
  "a reason from the prototype": withArgs({ why: "toString" }),
  "a reason of 1,024 characters": withArgs({ why: "x".repeat(1024) }),
  "a reason that is a number": withArgs({ why: 1 }),
  "a reason inside itself": withArgs({ why: "native.categories", inner: "native.categories" }),
  "a danger inside a reason": withArgs({ why: "native.categories", inner: "process" }),
  "a finding that is none": withArgs({ what: "global.safe" }),
  "a family that the policy does not know": withArgs({ family: "lightgbm" }),
  "a reading that is none": withArgs({ reading: "joblib 1.2" }),
  "a container that is none": withArgs({ container: "data" }),
  "an option that is none": withArgs({ option: "--allow-all" }),
  "a text's encoding that is none": withArgs({ encoding: "utf-16" }),
  "a number that is a text": withArgs({ limit: "none" }),
  "a key without an end": withArgs({ key: "x".repeat(202) }),
  "a hash that is none": artifact({ sha256: "0".repeat(63) }),
  "converted, perhaps": read({ ...REPORT, converted: 1 }),
  "a tensor that ends behind the artifact": placed({ at: 7, itemsize: 1, padding: [] }),
  "a tensor before the artifact": placed({ at: -1, itemsize: 1, padding: [] }),
  "a tensor without a place": placed({ itemsize: 1, padding: [] }),
  "padding behind its item": placed({ at: 0, itemsize: 4, padding: [[3, 5]] }),
  "padding of nothing": placed({ at: 0, itemsize: 4, padding: [[2, 2]] }),
  "padding without an end": placed({ at: 0, itemsize: 4, padding: [[2]] }),
  "padding of an item of nothing": placed({ at: 0, itemsize: 0, padding: [[0, 1]] }),
  "more padding than there is": placed({ at: 0, itemsize: 400, padding: Array.from({ length: 17 }, (_, i) => [2 * i, 2 * i + 1]) }),
  "a shape below zero": read({ ...REPORT, tensors: [{ dtype: "u", shape: [-1], bytes: 1 }] }),
  "more tensor bytes than decoded ones": read({
    ...REPORT,
    tensors: [{ dtype: "u", shape: [1], bytes: limits.maxDecoded + limits.maxBytes + 1 }],
  }),
  "metadata that is no JSON": read({ ...REPORT, facts: { ...FACTS, metadata: "{" } }),
  "an estimator without a class": read({ ...REPORT, facts: { ...FACTS, estimators: [{ ...FACTS.estimators[0], class: null }] } }),
};

test.each(Object.entries(misfits))("%s", (_, result) => expect(result).toBeTypeOf("string"));

test.each<Record<string, string | number>>([
  { why: "process" },
  { why: "native.categories", inner: "native.depth" },
  { why: "data.version", container: "npy", version: "3.0" },
  { why: "data.version", container: "lz4", version: 3 },
  { family: "xgboost" },
  { reading: "joblib-old", what: "call.arguments" },
  { limit: 5, option: "" },
  { key: `${"x".repeat(200)}…` },
])("the facts %j pass", (args) => {
  expect(withArgs(args)).toMatchObject({ artifacts: [{ findings: [{ args }] }] });
});

test("a key named __proto__ is a key", () => {
  const text = JSON.stringify(REPORT).replace('"sklearn":', '"__proto__":');
  const report = readReport(text, 10, bounds);
  expect(typeof report === "string" ? report : Object.entries(report.artifacts[0]?.versions ?? {})).toEqual([["__proto__", "1.0"]]);
});
