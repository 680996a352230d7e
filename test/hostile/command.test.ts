/** The built command over the hostile fixtures: its verdicts are those of the names, its exit codes follow from them. */
import { describe, expect, test } from "vitest";
import { cornichon } from "../support/cli.js";
import { HOSTILE, INDEX, verdictOf } from "../support/hostile.js";

const plain = Object.keys(INDEX).filter((file) => INDEX[file]?.options === undefined);
/** One in ten, in one run: a child for each verdict that is not safe makes more of them slow. */
const sample = plain.filter((_, i) => i % 10 === 0);
const VERDICTS = ["dangerous", "unlisted", "limit", "malformed", "unsupported", "safe"];

interface Line {
  readonly path: string;
  readonly member?: string;
  readonly verdict: string;
  readonly findings: readonly { readonly severity: string; readonly offset: number; readonly message: string }[];
}

describe("cornichon scan", () => {
  test("judges a tenth of the fixtures by their names", () => {
    const { code, out } = cornichon(["scan", "--format", "ndjson", ...sample.map((file) => `${HOSTILE}/${file}`)]);
    const lines: Line[] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const worst = new Map<string, string>();
    for (const { path, verdict } of lines) {
      const before = worst.get(path) ?? "safe";
      worst.set(path, VERDICTS.indexOf(verdict) < VERDICTS.indexOf(before) ? verdict : before);
    }
    const wrong = sample.filter((file) => worst.get(`${HOSTILE}/${file}`) !== verdictOf(file));
    expect(wrong.map((file) => `${file}: ${worst.get(`${HOSTILE}/${file}`)}`)).toEqual([]);
    expect(code).toBe(1);
    // Not a control character of a file reaches a terminal or a report.
    const controls = Array.from(out, (c) => c.codePointAt(0) ?? 0).filter(
      (c) => (c < 32 && c !== 10) || (c >= 127 && c < 160) || (c >= 0x202a && c <= 0x202e),
    );
    expect(controls).toEqual([]);
  }, 240_000);

  test.each(VERDICTS)(
    "exits by the verdict: %s",
    (verdict) => {
      const file = plain.find((name) => verdictOf(name) === verdict) ?? "";
      const expected = verdict === "safe" ? 0 : verdict === "dangerous" || verdict === "unlisted" ? 1 : 2;
      expect(cornichon(["scan", `${HOSTILE}/${file}`]).code).toBe(expected);
      const lenient = cornichon(["scan", "--fail-on", "dangerous", `${HOSTILE}/${file}`]);
      expect(lenient.code).toBe(verdict === "unlisted" ? 0 : expected);
    },
    60_000,
  );

  test("--deep looks inside, and nothing else does", () => {
    const file = `${HOSTILE}/dangerous--deep-bytes-p4.pkl`;
    expect(cornichon(["scan", file]).code).toBe(0);
    const deep = cornichon(["scan", "--deep", "--format", "ndjson", file]);
    expect(deep.code).toBe(1);
    expect(deep.out).toContain('"member":"embedded-1"');
  }, 60_000);
});
