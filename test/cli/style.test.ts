/** When there are colours, and what the progress line says. */
import { describe, expect, test } from "vitest";
import { bytesText, ScanCount, scanLine, timeText } from "../../src/cli/progress.js";
import { isColored } from "../../src/cli/style.js";
import { columnsOf } from "../../src/report/width.js";

describe("colours", () => {
  test.each([
    ["auto", true, {}, true],
    ["auto", false, {}, false],
    ["auto", true, { TERM: "dumb" }, false],
    ["auto", true, { NO_COLOR: "1" }, false],
    ["auto", true, { NO_COLOR: "" }, true],
    ["auto", false, { FORCE_COLOR: "1" }, true],
    ["auto", false, { FORCE_COLOR: "" }, true],
    ["auto", true, { FORCE_COLOR: "0" }, false],
    ["auto", false, { FORCE_COLOR: "3", NO_COLOR: "1" }, true],
    ["auto", true, { FORCE_COLOR: "1", TERM: "dumb" }, true],
    ["always", false, { NO_COLOR: "1", FORCE_COLOR: "0", TERM: "dumb" }, true],
    ["never", true, { FORCE_COLOR: "1" }, false],
  ] as const)("--color %s, terminal %s, %o: %s", (choice, isTerminal, env, colored) => {
    expect(isColored(choice, isTerminal, env)).toBe(colored);
  });
});

describe("the progress line", () => {
  const state = { files: 500, bytes: 34_100_000, ms: 2000, all: 2267, path: "models/a.pkl" };

  test("tells files, bytes, files a second, time left, and what is looked at", () => {
    expect(scanLine(state, 79)).toBe("500 of 2267 files, 34.1 MB, 250 files/s, 0:07 left  models/a.pkl");
    expect(scanLine({ ...state, all: null }, 79)).toBe("500 files, 34.1 MB, 250 files/s  models/a.pkl");
    expect(scanLine({ ...state, files: 1, all: null, ms: 500 }, 79)).toBe("1 file, 34.1 MB  models/a.pkl");
    expect(scanLine({ ...state, files: 3, bytes: 0 }, 79)).toBe("3 of 2267 files, 0 bytes, 1.5 files/s, 25:09 left  models/a.pkl");
    expect(scanLine({ ...state, files: 2267 }, 79)).toBe("2267 of 2267 files, 34.1 MB, 1134 files/s  models/a.pkl");
  });

  test("tells the time left when the last directory was counted, and no files that were never there", () => {
    const count = new ScanCount({ files: 1, folders: 2 });
    const line = (now: number): string => scanLine(count.state(now), 79);
    expect(line(500)).toBe("0 files, 0 bytes");
    count.begin("a.pkl", 5000);
    count.done(1000);
    expect(line(7000)).toBe("1 file, 1.0 KB, 0.5 files/s  a.pkl");
    count.found(2);
    expect(line(7000)).toBe("1 file, 1.0 KB, 0.5 files/s  a.pkl");
    count.found(3);
    expect(line(7000)).toBe("1 of 6 files, 1.0 KB, 0.5 files/s, 0:10 left  a.pkl");
    for (let i = 0; i < 6; i++) count.done(0);
    expect(line(7000)).toBe("7 of 7 files, 1.0 KB, 3.5 files/s  a.pkl");
  });

  test("fits, whatever the path is, and obeys nothing of it", () => {
    for (const path of ["d/".repeat(300), "模型/".repeat(40), "\u001b]0;title\u0007\n\r\u202e|<script>::set-output", "", "\udc80\udcff"])
      for (const columns of [1, 10, 40, 60, 79]) {
        const line = scanLine({ ...state, path }, columns);
        expect(columnsOf(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }
  });

  test("has sizes and times that people read", () => {
    expect([0, 999, 1000, 99_950, 1e6, 123_456_789, 5e12, 7e16].map(bytesText)).toEqual([
      "0 bytes",
      "999 bytes",
      "1.0 KB",
      "100.0 KB",
      "1.0 MB",
      "123 MB",
      "5.0 TB",
      "70000 TB",
    ]);
    expect([0, 0.4, 59.6, 61, 3599, 3600, 360_000].map(timeText)).toEqual([
      "0:01",
      "0:01",
      "1:00",
      "1:01",
      "59:59",
      "1:00:00",
      "100:00:00",
    ]);
  });
});
