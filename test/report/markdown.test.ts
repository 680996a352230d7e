/** Markdown for pull requests: short enough for a comment, the worst first, and nothing that a name could make of it. */
import { describe, expect, test } from "vitest";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import { HOSTILE, holding, judgement, raw, written } from "./support.js";

const CODE: GuestFinding = { code: "global.dangerous", offset: 7, opcode: "GLOBAL", global: "os.system", args: { why: "process" } };

/** Cells of a line of a table, as GitHub splits it: at bars without a backslash. */
const cells = (row: string): readonly string[] => row.split("|").slice(1, -1);
const rows = (text: string): readonly string[] => text.split("\n").filter((line) => line.startsWith("|"));

/** What stands outside of code spans, which are all of one backtick. */
const outside = (text: string): string => text.replace(/`[^`\n]*`/g, "");

describe("markdown", () => {
  test("says the worst first, the safe ones below, and the counts", () => {
    const { text } = written(
      "markdown",
      [
        holding(raw("", [], { root: "sklearn.svm.SVC" }), "good.pkl"),
        holding(raw("", [{ code: "stream.truncated", offset: 3, args: { missing: 4 } }]), "cut.pkl"),
        holding(raw("", [CODE, { ...CODE, offset: 9 }]), "bad.pkl"),
      ],
      { summary: { skipped: 7, skippedKinds: { png: 5, "te|xt": 2 } } },
    );
    expect(text).toContain("3 artifacts: 1 dangerous, 1 malformed, 1 safe, 7 skipped");
    expect(text).toContain("Skipped, because it is no artifact: 5 png, 2 `te\\u{7c}xt`.");
    const order = ["bad.pkl", "cut.pkl", "good.pkl"].map((name) => text.indexOf(`\`${name}\``));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(text).toContain("(and 1 more)");
    expect(text).toContain("`sklearn.svm.SVC`");
  });

  test("of a clean tree is short", () => {
    const { text } = written("markdown", []);
    expect(text).toContain("0 artifacts: none");
    expect(rows(text)).toEqual([]);
  });

  test("lets no name out of its cell", () => {
    const evil = raw("", [{ ...CODE, global: HOSTILE }], { root: HOSTILE });
    const safe = raw("", [], { root: `x.${HOSTILE}` });
    const { text } = written("markdown", [holding(evil, `d/${HOSTILE}`, [raw(HOSTILE, [CODE])]), holding(safe, HOSTILE)]);
    expect(rows(text).map((row) => cells(row).length)).toEqual([4, 4, 4, 4, 2, 2, 2]);
    expect(outside(text)).not.toMatch(/img|script|evil\.example|@team|#1|\$x\$|::error/);
    expect(text).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
    expect((text.match(/`/g) ?? []).length % 2).toBe(0);
  });

  test.each(["**", "_a_", "[x](y)", "![x](y)", "<b>", "~~", "\\", "&lt;"])("%s is text in a sentence", (name) => {
    const { text } = written("markdown", [holding(raw("", [{ ...CODE, global: `a${name}b` }]), "a.pkl")]);
    const cell = cells(rows(text).at(-1) ?? "").at(-1) ?? "";
    expect(cell).not.toContain(name);
    expect(cell.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)))).toContain(`a${name}b`);
  });

  test("fits a comment, keeps the worst, and counts what is left", () => {
    const all = Array.from({ length: 3000 }, (_, i) => judgement(`${i}-${"n".repeat(200)}.pkl`, 0, 1));
    const { text } = written("markdown", [...all, holding(raw("", [CODE]), "last.pkl")]);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).toContain("`last.pkl`");
    const told = rows(text).length - 2;
    expect(text).toContain(`${3001 - told} more artifacts are not shown here`);
    expect(text.length).toBeGreaterThan(50_000);
  });

  test("shows the end of a path that is too long", () => {
    const { text } = written("markdown", [judgement(`${"d".repeat(4000)}/m.pkl`, 0, 1)]);
    expect(text.length).toBeLessThan(2000);
    expect(text).toContain("/m.pkl`");
  });
});
