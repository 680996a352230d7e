/** Baselines, exceptions and `--fail-on`: what lets a scan pass, and that nothing else does. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Gate } from "../../src/cli/gate.js";
import { scanAll } from "../../src/index.js";
import { FAIL_ON, type FailOn } from "../../src/policy/fail-on.js";
import { cornichon } from "../support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "cornichon-accept-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const models = join(folder, "models");
const path = (name: string): string => join(models, name);
const own = Buffer.from("\x80\x02cmine.models\nThing\n)\x81}X\x01\x00\x00\x00aK\x01sb.", "latin1");
const evil = Buffer.from("cos\nsystem\n(S'id'\ntR.", "latin1");
const ridge = "fixtures/seed/1.9.1/ridge.pkl";
/** A stored zip of one member, made once by Python's zipfile. */
const zipped = Buffer.from(
  "UEsDBBQAAAAAAGWJfVugngqqFQAAABUAAAAIAAAAZXZpbC5wa2xjb3MKc3lzdGVtCihTJ2lkJwp0Ui5QSwECFAMUAAAAAABliX1boJ4KqhUAAAAVAAAACAAAAAAAAAAAAAAAgAEAAAAAZXZpbC5wa2xQSwUGAAAAAAEAAQA2AAAAOwAAAAAA",
  "base64",
);

beforeAll(() => {
  mkdirSync(models);
  copyFileSync(ridge, path("ridge.pkl"));
});

function file(name: string, content: unknown): string {
  const at = join(folder, name);
  writeFileSync(at, content instanceof Uint8Array || typeof content === "string" ? content : JSON.stringify(content));
  return at;
}

function put(name: string, bytes: Uint8Array): string {
  writeFileSync(path(name), bytes);
  return path(name);
}

const lines = (out: string) =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const scan = (...args: readonly string[]) => cornichon(["scan", "--format", "ndjson", "--quiet", ...args]);

test("a baseline lets what it has seen pass, and nothing else", () => {
  put("own.pkl", own);
  const baseline = join(folder, "seen.json");
  expect(scan(models).code).toBe(1);
  expect(scan(models, "--write-baseline", baseline).code).toBe(0);
  const written = readFileSync(baseline, "utf8");
  expect(written.split("\n").filter((line) => line.includes("sha256"))).toHaveLength(1);

  const passed = scan(models, "--baseline", baseline);
  expect(passed.code).toBe(0);
  const [line] = lines(passed.out).filter(({ path: at }) => at.endsWith("own.pkl"));
  expect([line.verdict, line.remaining, line.findings[0].accepted]).toEqual(["unlisted", "safe", { by: "baseline" }]);

  put("own.pkl", Buffer.concat([own, Buffer.from("x")]));
  expect(scan(models, "--baseline", baseline).code).toBe(1);
  put("own.pkl", own);
  put("other.pkl", Buffer.from(own.toString("latin1").replace("Thing", "Other"), "latin1"));
  expect(scan(models, "--baseline", baseline).code).toBe(1);
  rmSync(path("other.pkl"));
  // The path is for readers: the same bytes pass under another name.
  put("copy.pkl", own);
  expect(scan(models, "--baseline", baseline).code).toBe(0);
  rmSync(path("copy.pkl"));
  expect(scan(models, "--baseline", baseline, "--write-baseline").code).toBe(0);
  expect(readFileSync(baseline, "utf8")).toBe(written);
});

test("another code in the same bytes is not accepted", () => {
  put("own.pkl", Buffer.concat([own, Buffer.from("x")]));
  const baseline = join(folder, "both.json");
  expect(scan(models, "--write-baseline", baseline).code).toBe(0);
  const parsed = JSON.parse(readFileSync(baseline, "utf8"));
  expect(parsed.accepted.map(({ code }: { code: string }) => code)).toEqual(["global.unlisted", "stream.trailing"]);
  parsed.accepted.shift();
  expect(scan(models, "--baseline", file("one.json", parsed)).code).toBe(1);
  parsed.accepted = [];
  expect(scan(models, "--baseline", file("one.json", parsed)).code).toBe(1);
  rmSync(path("own.pkl"));
});

test("what is dangerous is accepted by its exact bytes, and never in silence", () => {
  put("evil.pkl", evil);
  put("a.zip", zipped);
  const baseline = join(folder, "evil.json");
  const wrote = scan(models, "--write-baseline", baseline);
  expect(wrote.code).toBe(0);
  expect(wrote.err).toContain("warning: dangerous, and accepted by the baseline");
  const passed = scan(models, "--baseline", baseline);
  expect([passed.code, passed.err.match(/dangerous, and accepted/g)?.length]).toEqual([0, 2]);
  expect(lines(passed.out).filter(({ verdict }) => verdict === "dangerous")).toHaveLength(3);

  // A member is accepted in its archive: the same bytes in another one are not.
  const other = Buffer.from(zipped);
  other.writeUInt16LE(0x5b7e, other.indexOf("PK\x03\x04") + 12);
  other.writeUInt16LE(0x5b7e, other.indexOf("PK\x01\x02") + 14);
  put("a.zip", other);
  expect(scan(models, "--baseline", baseline).code).toBe(1);
  rmSync(path("a.zip"));
  rmSync(path("evil.pkl"));
});

test("entries that accept nothing any more are told, those of other folders are not", () => {
  put("own.pkl", own);
  const baseline = join(folder, "stale.json");
  expect(scan(models, "--write-baseline", baseline).code).toBe(0);
  rmSync(path("own.pkl"));
  expect(cornichon(["scan", models, "--baseline", baseline]).err).toMatch(/own\.pkl \(global\.unlisted\) is stale/);
  expect(cornichon(["scan", ridge, "--baseline", baseline]).err).not.toContain("stale");
});

test("a file that is no baseline is neither read as one nor written over", () => {
  const precious = put("precious.pkl", own);
  for (const args of [
    ["--write-baseline", precious],
    ["--write-baseline", models],
    ["--baseline", file("odd.json", { version: 2, accepted: [] })],
    ["--baseline", file("odd.json", { version: 1, accepted: [{ sha256: "ab", code: "global.unlisted" }] })],
    ["--baseline", file("odd.json", "[]")],
    ["--baseline", join(folder, "nowhere.json")],
  ]) {
    const { code, out, err } = scan(models, ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).not.toContain("unexpected");
  }
  expect(readFileSync(precious)).toEqual(own);
  rmSync(precious);
  expect(scan("--write-baseline", ridge).code).toBe(2);
  expect(existsSync("cornichon-baseline.json")).toBe(false);
});

test("a file of a folder in which all is accepted has no line, unless it is new, named, or asked for", () => {
  put("own.pkl", own);
  put("evil.pkl", evil);
  const baseline = join(folder, "folds.json");
  const text = (...args: readonly string[]) => cornichon(["scan", "--color", "never", ...args]);
  const wrote = text(models, "--write-baseline", baseline);
  expect(wrote.out).toContain("own.pkl");
  expect(wrote.err).toContain("; 2 files are accepted; safe files of folders have no line (--all shows them)\n");
  const again = text(models, "--baseline", baseline);
  expect([again.code, again.out]).toEqual([0, ""]);
  expect(again.err).toMatch(
    /: 1 safe, 1 unlisted, 1 dangerous[^;]*; 2 files are accepted; safe and accepted files of folders have no line/,
  );
  expect(again.err).toContain("warning: dangerous, and accepted by the baseline");
  expect(text(models, "--baseline", baseline, "--all").out).toMatch(/own\.pkl[\s\S]*accepted by the baseline[\s\S]*safe .*ridge\.pkl/);
  expect(text(path("own.pkl"), "--baseline", baseline).out).toContain("accepted by the baseline");
  put("own.pkl", Buffer.concat([own, Buffer.from("x")]));
  const more = text(models, "--baseline", baseline);
  expect(more.code).toBe(1);
  expect(more.out).toContain("own.pkl");
  expect(more.err).toContain("; 1 file is accepted;");
  rmSync(path("evil.pkl"));
  put("own.pkl", own);
});

test("an exception passes what it names until its day", () => {
  const at = put("own.pkl", own);
  const policy = (exception: object) => file("policy.json", { version: 1, exceptions: [exception] });
  const code = "global.unlisted";
  const [line] = lines(scan(at).out);
  for (const [exception, expected] of [
    [{ sha256: line.sha256, code, reason: "ours" }, 0],
    [{ path: `${models}/*.pkl`, code, reason: "ours", until: "2999-12-31" }, 0],
    [{ path: "own.pkl", code, reason: "ours" }, 0],
    [{ path: "other/**", code, reason: "ours" }, 1],
    [{ sha256: "0".repeat(64), path: "own.pkl", code, reason: "ours" }, 1],
    [{ sha256: line.sha256, path: "other.pkl", code, reason: "ours" }, 1],
    [{ path: "own.pkl", code: "global.family", reason: "ours" }, 1],
    [{ path: "own.pkl", code, reason: "ours", until: "2020-01-01" }, 1],
  ] as const)
    expect([exception, scan("--policy", policy(exception), at).code]).toEqual([exception, expected]);
  expect(scan("--policy", policy({ path: "own.pkl", code, reason: "no\u001b[31mred", until: "2020-01-01" }), at).err).toMatch(
    /no\\u\{1b\}\[31mred\) ended on 2020-01-01/,
  );
  const told = lines(scan("--policy", policy({ path: "own.pkl", code, reason: "ours", until: "2999-12-31" }), at).out)[0].findings[0];
  expect(told.accepted).toEqual({ by: "exception", reason: "ours", until: "2999-12-31" });
  expect(told.message).toContain("[accepted: ours, until 2999-12-31]");
  rmSync(at);
});

test("an exception by path never covers what is dangerous", () => {
  const at = put("evil.pkl", evil);
  const exception = { path: "**", code: "global.dangerous", reason: "trust me" };
  const { code, err } = scan("--policy", file("policy.json", { version: 1, exceptions: [exception] }), at);
  expect(code).toBe(1);
  expect(err).toContain("passes only by its sha256");
  const [{ sha256 }] = lines(scan(at).out);
  const exact = scan("--policy", file("policy.json", { version: 1, exceptions: [{ ...exception, sha256 }] }), at);
  expect(exact.code).toBe(0);
  expect(exact.err).toContain("dangerous, and accepted by an exception");
  rmSync(at);
});

test("an exception without a reason, a code or a day that there is is no policy", () => {
  for (const [exception, words] of [
    [{ path: "a", code: "global.unlisted" }, "reason"],
    [{ path: "a", code: "global.unlisted", reason: " " }, "say why"],
    [{ code: "global.unlisted", reason: "x" }, "needs sha256 or path"],
    [{ path: "a", code: "global.nothing", reason: "x" }, "no finding's code"],
    [{ path: "a", code: "global.unlisted", reason: "x", until: "2026-02-30" }, "no day"],
    [{ sha256: "A".repeat(64), code: "global.unlisted", reason: "x" }, "64 hex digits"],
    [{ path: "*".repeat(20), code: "global.unlisted", reason: "x" }, "wildcards"],
  ] as const) {
    const { code, err } = scan("--policy", file("policy.json", { version: 1, exceptions: [exception] }), ridge);
    expect([code, err.includes(words)]).toEqual([2, true]);
  }
});

test("--fail-on takes verdicts, severities and never", async () => {
  const paths = [
    put("own.pkl", own),
    put("evil.pkl", evil),
    put("half.pkl", Buffer.from("\x80\x04\x95", "latin1")),
    join(folder, "nowhere.pkl"),
  ];
  const gates = paths.map(() => new Map(FAIL_ON.map((failOn) => [failOn, new Gate(failOn)] as const)));
  let at = 0;
  await scanAll(paths, { jobs: 1, stdin: process.stdin }, (judgement) => {
    for (const gate of gates[at++]?.values() ?? []) gate.add(judgement, false);
  });
  const codes = (failOn: FailOn) => gates.map((of) => of.get(failOn)?.code);
  expect(codes("unlisted")).toEqual([1, 1, 2, 2]);
  expect(codes("dangerous")).toEqual([0, 1, 2, 2]);
  expect(codes("limit")).toEqual([1, 1, 2, 2]);
  expect(codes("malformed")).toEqual([1, 1, 1, 1]);
  expect(codes("unsupported")).toEqual([1, 1, 1, 1]);
  expect(codes("critical")).toEqual([0, 1, 2, 2]);
  expect(codes("high")).toEqual([1, 1, 2, 2]);
  expect(codes("medium")).toEqual([1, 1, 1, 1]);
  expect(codes("low")).toEqual([1, 1, 1, 1]);
  expect(codes("never")).toEqual([0, 0, 0, 0]);
  expect(scan("--fail-on", "never", ...paths).code).toBe(0);
  expect(scan("--fail-on", "never", "--jobs", "0", ...paths).code).toBe(2);
  expect(scan("--fail-on", "safe", ...paths).code).toBe(2);
  for (const path of paths) rmSync(path, { force: true });
});

test("names are escaped where they are read", () => {
  const at = put("own\u001b[31m\u202e|<script>\n.pkl", own);
  const baseline = join(folder, "names.json");
  const { err } = cornichon(["scan", at, "--write-baseline", baseline]);
  const text = readFileSync(baseline, "utf8");
  for (const odd of ["\u001b", "\u202e"]) expect([err.includes(odd), text.includes(odd)]).toEqual([false, false]);
  expect(text.split("\n")).toHaveLength(7);
  expect(JSON.parse(text).accepted[0].path).toBe(at);
  rmSync(at);
  expect(cornichon(["scan", models, "--baseline", baseline]).err).toMatch(/own\\u\{1b\}\[31m\\u\{202e\}.*is stale/);
});

test("the formats of CI know of what was accepted", () => {
  const at = put("own.pkl", own);
  const baseline = join(folder, "formats.json");
  scan(at, "--write-baseline", baseline);
  const as = (format: string) => cornichon(["scan", at, "--baseline", baseline, "--format", format, "--quiet"]);
  expect(JSON.parse(as("sarif").out).runs[0].results[0].suppressions[0].status).toBe("accepted");
  expect(as("junit").out).toContain('failures="0"');
  expect(as("github").out).toBe("");
  expect(as("markdown").out).toContain("accepted by the baseline");
  expect(JSON.parse(as("json").out).summary.accepted).toBe(1);
  rmSync(at);
});
