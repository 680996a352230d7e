/** `--policy FILE`: families, classes, limits and the verdict that counts, from a file that is named and from no other. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
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
