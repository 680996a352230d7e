/** Columns that texts take, lines that fit, and texts that lose their middle. */
import { describe, expect, test } from "vitest";
import { showWhole } from "../../src/errors.js";
import { columnsOf, shortened, wrapped } from "../../src/report/width.js";

const RED = "\u001b[1m\u001b[31m";
const PLAIN = "\u001b[39m\u001b[22m";

describe("columns", () => {
  test.each([
    ["", 0],
    ["model.pkl", 9],
    ["模型.pkl", 8],
    ["모델", 4],
    ["モデル", 6],
    // Half the width, though Katakana.
    ["ﾓﾃﾞﾙ", 4],
    ["ｐｋｌ", 6],
    ["é", 1],
    ["e\u0301", 1],
    ["مُ", 1],
    ["कि", 2],
    ["🥒.pkl", 6],
    ["🇩🇪", 2],
    ["→…›", 3],
    [`${RED}bad${PLAIN}`, 3],
  ])("%s", (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

describe("wrapping", () => {
  test("breaks between words, goes on below the rest, and loses nothing", () => {
    const text = showWhole("dangerous   models/a.pkl  (pickle, protocol 4, builtins.eval, sklearn 1.2.2)");
    const lines = wrapped(text, 40, 12).split("\n");
    expect(lines).toEqual(["dangerous   models/a.pkl  (pickle,", "            protocol 4, builtins.eval,", "            sklearn 1.2.2)"]);
    for (const columns of [33, 40, 77, 78, 200]) {
      const wide = wrapped(text, columns, 12);
      expect(wide.split(/\s+/)).toEqual(text.split(/\s+/));
      for (const line of wide.split("\n")) expect(columnsOf(line) <= columns || !line.trim().includes(" "), line).toBe(true);
    }
  });

  test("keeps a path that is too long beside the verdict", () => {
    const path = "d/".repeat(60);
    expect(wrapped(showWhole(`safe        ${path}  (pickle)`), 80, 12)).toBe(`safe        ${path}\n            (pickle)`);
  });

  test("does nothing where no terminal is, or where none is wide enough", () => {
    const text = showWhole("word ".repeat(40));
    expect(wrapped(text, null, 4)).toBe(text);
    expect(wrapped(text, 5, 4)).toBe(text);
  });

  test("never breaks a word, counts wide characters, and does not count colours", () => {
    const path = "d/".repeat(60);
    expect(wrapped(showWhole(`safe ${path} ok`), 30, 2)).toBe(`safe\n  ${path}\n  ok`);
    expect(wrapped(showWhole("模型模型模型 模型模型"), 20, 0)).toBe("模型模型模型\n模型模型");
    const colored = `${RED}bad${PLAIN} ${"x".repeat(16)}` as ReturnType<typeof showWhole>; // as a look paints it
    expect(wrapped(colored, 20, 2)).toBe(colored);
  });
});

describe("a text that is too long", () => {
  test("loses its middle", () => {
    expect(shortened(showWhole("models/2024/january/model.pkl"), 20)).toBe("models…ary/model.pkl");
    expect(shortened(showWhole("short"), 20)).toBe("short");
  });

  test("never takes more than there is room for, and no mark loses its character", () => {
    for (const text of ["模型/模型/模型/模型/模型.pkl", "e\u0301".repeat(40), "a/🥒/".repeat(12), "x".repeat(300)])
      for (let columns = 3; columns < 40; columns++) {
        const short = shortened(showWhole(text), columns);
        expect(columnsOf(short), `${text} ${columns}`).toBeLessThanOrEqual(columns);
        expect(short).not.toMatch(/…\p{Mn}/u);
      }
  });
});
