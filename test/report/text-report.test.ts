/** The text report of a run: what is folded, what is told again, what is coloured and wrapped, and what is said at the end. */
import { describe, expect, test } from "vitest";
import type { GuestArtifact, Verdict } from "../../sandbox/wire/job.js";
import { Judgement, Members } from "../../src/report/judgement.js";
import { type Look, PLAIN } from "../../src/report/look.js";
import { artifactReport } from "../../src/report/scan-report.js";
import { Counts } from "../../src/report/summary.js";
import { summaryText } from "../../src/report/text.js";
import { TextReport } from "../../src/report/text-report.js";
import { ReportWriter } from "../../src/report/writer.js";
import { raw } from "./support.js";

const CODES: Readonly<Record<Verdict, string | null>> = {
  safe: null,
  unlisted: "global.unlisted",
  dangerous: "global.dangerous",
  malformed: "stream.truncated",
  unsupported: "container.unsupported",
  limit: "limit.time",
};

/** A line of that verdict. */
function lineOf(verdict: Verdict, member = ""): GuestArtifact {
  const code = CODES[verdict];
  return raw(member, code === null ? [] : [{ code, offset: 3, global: "posix.system", opcode: "REDUCE" }]);
}

const judgement = (path: string, verdict: Verdict): Judgement => new Judgement(artifactReport(lineOf(verdict), { path, sha256: null }));

interface Told {
  readonly lines: string;
  readonly closing: string;
}

function told(
  paths: readonly string[],
  all: readonly Judgement[],
  { every = false, look = PLAIN }: { every?: boolean; look?: Look } = {},
): Told {
  const pieces: string[] = [];
  const report = new TextReport({ paths, all: every, look });
  const writer = new ReportWriter("text", { data: (piece) => void pieces.push(String(piece)) }, report.print);
  const counts = new Counts();
  for (const one of all) {
    counts.add(one);
    writer.add(one);
    report.add(one);
  }
  writer.end(counts.summary());
  return { lines: pieces.join(""), closing: report.closing(counts.summary(), look) };
}

const tree = (count: number, verdict: Verdict): Judgement[] =>
  Array.from({ length: count }, (_, i) => judgement(`tree/${String(i).padStart(3, "0")}.pkl`, verdict));

describe("what is safe", () => {
  test("has a line where it was named, and none where it was met", () => {
    const { lines, closing } = told(
      ["a.pkl", "tree", "b.pkl"],
      [judgement("a.pkl", "safe"), ...tree(50, "safe"), judgement("b.pkl", "safe")],
    );
    expect(lines).toBe("safe        a.pkl  (pickle, protocol 4)\nsafe        b.pkl  (pickle, protocol 4)\n");
    expect(closing).toBe("52 artifacts: 52 safe; safe files of folders have no line (--all shows them)");
  });

  test("has a line with --all", () => {
    const { lines, closing } = told(["tree"], tree(50, "safe"), { every: true });
    expect(lines.split("\n").length).toBe(51);
    expect(closing).toBe("50 artifacts: 50 safe");
  });

  test("is not folded for a name that only looks like the argument", () => {
    expect(told(["tree/"], [judgement("tree/001.pkl", "unlisted"), judgement("tree/002.pkl", "safe")]).lines).not.toContain("002");
  });
});

describe("what is not safe", () => {
  test("has its line in the order of the paths, and is told again at the end, the worst last, where it may be out of sight", () => {
    const all = [judgement("tree/a.pkl", "dangerous"), ...tree(30, "malformed"), judgement("tree/z.pkl", "unlisted")];
    const { lines, closing } = told(["tree"], all);
    expect(lines.match(/^[a-z]+ /gm)?.length).toBe(32);
    const again = closing.split("\n");
    expect(again.slice(0, 2)).toEqual(["", "The 10 worst of 32 that are not safe, the worst last:"]);
    expect(again.slice(2, -1).map((line) => line.trim().split("  ")[0])).toEqual([...Array(8).fill("malformed"), "unlisted", "dangerous"]);
    // Of equals the first that were met.
    expect(again[2]).toContain("tree/000.pkl");
    expect(again[9]).toContain("tree/007.pkl");
    expect(again.at(-2)).toMatch(/^ {2}dangerous {3}tree\/a\.pkl: .*posix\.system/);
    expect(again.at(-1)).toMatch(/^32 artifacts: /);
  });

  test("is told by the member that it is in, where the archive itself has nothing to tell", () => {
    const own = { ...judgement("tree/a.zip", "safe").own, kind: "zip", verdict: "dangerous" as const };
    const members = new Members("tree/a.zip");
    for (const [name, verdict] of [
      ["good.pkl", "safe"],
      ["bad.pkl", "dangerous"],
    ] as const)
      members.take(lineOf(verdict, name));
    const { closing } = told(["tree"], [...tree(30, "malformed"), new Judgement(own, members)]);
    members.close();
    expect(closing.split("\n").at(-2)).toMatch(/^ {2}dangerous {3}tree\/a\.zip › bad\.pkl: .*posix\.system/);
  });

  test("is told once where all of it is in sight", () => {
    expect(told(["tree"], [judgement("tree/a.pkl", "dangerous")]).closing).toBe("1 artifact: 1 dangerous");
  });

  test("is kept in ten lines, whatever the length of the run", () => {
    const report = new TextReport({ paths: ["tree"], all: false, look: PLAIN });
    for (let i = 0; i < 20_000; i++) report.add(judgement(`tree/${i}.pkl`, "unlisted"));
    expect(report.closing(new Counts().summary(), PLAIN).split("\n").length).toBe(13);
  });
});

test("colours are only what is asked of the look, and words say the same without them", () => {
  const roles: string[] = [];
  const look: Look = {
    columns: 60,
    paint: (role, text) => {
      roles.push(role);
      return text;
    },
  };
  const all = [judgement("a.pkl", "dangerous"), judgement("b.pkl", "safe")];
  const { lines } = told(["a.pkl", "b.pkl"], all, { look });
  expect(new Set(roles)).toEqual(new Set(["dangerous", "critical", "safe"]));
  expect(lines.split(/\s+/)).toEqual(told(["a.pkl", "b.pkl"], all).lines.split(/\s+/));
  for (const line of lines.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
});

test("the summary names the kinds of what was skipped, where they are counted", () => {
  const counts = { artifacts: 3, safe: 2, dangerous: 1, skipped: 12 };
  expect(summaryText(counts as never)).toBe("3 artifacts: 2 safe, 1 dangerous, 12 skipped"); // as it was, and as it is to be
  expect(summaryText({ ...counts, skippedKinds: { image: 2, text: 10 } } as never)).toBe(
    "3 artifacts: 2 safe, 1 dangerous, 12 skipped (2 image, 10 text)",
  );
  expect(summaryText({ artifacts: 0, skippedKinds: {} } as never)).toBe("0 artifacts: none");
});
