/** `--policy FILE`: families, classes, limits and the verdict that counts, from a file that is named and from no other. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "../../src/policy/index.js";
import { makingOf, policyHash } from "../../src/report/policy-used.js";
import { reportSchema } from "../../src/report/schema.js";
import { cornichon } from "../support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "cornichon-policy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, content instanceof Uint8Array ? content : JSON.stringify(content));
  return path;
}

/** An instance of a user's class with a state, protocol 2. */
const own = file("own.pkl", Buffer.from("\x80\x02cmine.models\nThing\n)\x81}X\x01\x00\x00\x00aK\x01sb.", "latin1"));
const ridge = "fixtures/seed/1.9.1/ridge.pkl";

test("allow takes a class as inert data, in its file's own words", () => {
  expect(cornichon(["scan", own]).code).toBe(1);
  expect(cornichon(["scan", "--policy", file("allow.json", { version: 1, allow: ["mine.models.Thing"] }), own]).code).toBe(0);
});

test("noFamilies, limits and failOn count; the command line counts before the file", () => {
  const strict = file("strict.json", { version: 1, noFamilies: ["sklearn"], limits: { maxBytes: "1KiB" }, failOn: "dangerous" });
  expect(cornichon(["scan", "--policy", strict, own]).code).toBe(0);
  expect(cornichon(["scan", "--policy", strict, "--fail-on", "unlisted", own]).code).toBe(1);
  expect(cornichon(["scan", "--policy", strict, "--fail-on", "unlisted", ridge]).code).toBe(1);
  const small = file("small.json", { version: 1, limits: { maxBytes: 10 } });
  const { code, out } = cornichon(["scan", "--policy", small, "--format", "ndjson", ridge]);
  expect([code, JSON.parse(out).verdict]).toEqual([2, "limit"]);
});

test("a policy that does not fit is told with its place, and nothing is judged", () => {
  for (const [content, words] of [
    [{ version: 2 }, "version"],
    [{ version: 1, famlies: [] }, "famlies"],
    [{ version: 1, limits: { maxBytes: "many" } }, "limits.maxBytes"],
    [{ version: 1, families: ["nothing"] }, "nothing"],
    [{ version: 1, allow: ["os.system"] }, "os.system"],
  ] as const) {
    const { code, out, err } = cornichon(["scan", "--policy", file("odd.json", content), ridge]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
    expect(err).not.toContain("unexpected");
  }
});

test("a file of that kind in the artifact's folder has no say", () => {
  file("cornichon.json", { version: 1, allow: ["mine.models.Thing"] });
  file("policy.json", { version: 1, allow: ["mine.models.Thing"] });
  expect(cornichon(["scan", own]).code).toBe(1);
});

test("the schema is published", () => {
  const { code, out } = cornichon(["schema", "policy"]);
  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out).properties)).toEqual(expect.arrayContaining(["version", "allow", "families", "limits", "failOn"]));
});

describe("the policy that let a file pass", () => {
  const report = (...args: string[]) => JSON.parse(cornichon(["scan", "--format", "json", ...args]).out);
  const notes = (parsed: { artifacts: { findings: { code: string; message: string; offset: number }[] }[] }) =>
    parsed.artifacts.flatMap(({ findings }) => findings.filter(({ code }) => code === "policy.allowed"));

  test("stands in the report, with limits and Node", () => {
    const plain = report(ridge);
    expect(plain.policy).toEqual({ sha256: policyHash(defaultPolicy()), allow: [], families: [] });
    expect(plain.node).toMatch(/^\d+\.\d+\.\d+$/);
    expect(plain.limits).toMatchObject({ maxContainers: 3, timeout: 120 });
    expect(notes(plain)).toEqual([]);
    const path = file("both.json", { version: 1, allow: ["mine.models.Thing"], limits: { timeout: "60s" } });
    const allowed = report("--policy", path, "--family", "xgboost", own);
    expect(allowed.policy).toMatchObject({ allow: ["mine.models.Thing"], families: ["xgboost"] });
    expect(allowed.policy.sha256).not.toBe(plain.policy.sha256);
    expect(allowed.limits.timeout).toBe(60);
    expect(reportSchema.parse(allowed)).toMatchObject({ policy: allowed.policy });
  });

  test("has the same hash in whatever order it was asked for, and another when less is listed", async () => {
    const of = async (policy: Parameters<typeof makingOf>[0]["policy"]) => (await makingOf({ policy: policy ?? {} })).policy.sha256;
    expect(await of({ allow: ["a.B", "c.D"] })).toBe(await of({ allow: ["c.D", "a.B", "a.B"] }));
    const all = [await of({}), await of({ allow: ["a.B"] }), await of({ noFamilies: ["sklearn"] })];
    expect(new Set(all).size).toBe(3);
    // What is listed anyhow is listed once.
    expect(await of({ families: ["xgboost"] })).toBe(all[0]);
  });

  test("is a note on each artifact that needed it, once a name", () => {
    const twice = file("twice.pkl", Buffer.from("\x80\x02(cmine.models\nThing\n)\x81cmine.models\nThing\n)\x81t.", "latin1"));
    const found = report("--allow", "mine.models.Thing", twice, ridge, own);
    expect(found.artifacts.map((one: { verdict: string }) => one.verdict)).toEqual(["safe", "safe", "safe"]);
    expect(notes(found).map(({ message, offset }) => [message, offset])).toEqual([
      ["mine.models.Thing passes by policy: --allow mine.models.Thing lists it.", 3],
      ["mine.models.Thing passes by policy: --allow mine.models.Thing lists it.", 2],
    ]);
    const booster = file("booster.pkl", Buffer.from("\x80\x02cxgboost.core\nBooster\n)\x81.", "latin1"));
    expect(notes(report("--family", "xgboost", booster))).toEqual([]);
  });

  test("stands in the properties of a SARIF run", () => {
    const [run] = JSON.parse(cornichon(["scan", "--format", "sarif", "--allow", "mine.models.Thing", own]).out).runs;
    expect(run.properties).toMatchObject({ policy: { allow: ["mine.models.Thing"] }, limits: { timeout: 120 } });
  });
});
