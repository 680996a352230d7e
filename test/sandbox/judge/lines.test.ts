/** The report as it is sent: lines as they come, each and all under their caps, and nothing uncounted. */
import { expect, test } from "vitest";
import { Findings } from "../../../sandbox/finding/findings.js";
import { bare, fitted } from "../../../sandbox/finding/fit.js";
import { ReportLines } from "../../../sandbox/judge/lines.js";
import type { GuestArtifact, GuestReport } from "../../../sandbox/wire/job.js";
import { nodeHooks } from "../../support/node-hooks.js";

/** A member with a thousand refused names, of which one is known to be dangerous. */
function member(name: string, length = 180): { readonly artifact: GuestArtifact; readonly findings: Findings } {
  const findings = new Findings(1000);
  for (let i = 0; i < 1000; i++) findings.add("global.unlisted", { offset: i, opcode: "GLOBAL", global: `${"m".repeat(length)}.x${i}` });
  findings.add("global.dangerous", { offset: 1000, opcode: "GLOBAL", global: "os.system" }, { why: "process" });
  const list = findings.list();
  const globals = list.map((_, i) => ({ module: "m".repeat(length), name: `x${i}`, use: "reference" as const, listed: false }));
  const facts = { kind: "pickle" as const, encodings: [], protocol: 4, root: null, versions: {}, bytes: 10, readTo: 10 };
  return { artifact: { member: name, ...facts, globals, findings: list, moreFindings: findings.total - list.length }, findings };
}

function sender(): { readonly lines: ReportLines; readonly sent: string[] } {
  const sent: string[] = [];
  const decoder = new TextDecoder();
  const hooks = nodeHooks(new Uint8Array(), (_, bytes) => void sent.push(decoder.decode(bytes)));
  return { lines: new ReportLines(hooks), sent };
}

test("a line goes out before the next member is judged", () => {
  const { lines, sent } = sender();
  const { artifact, findings } = member("a.pkl", 10);
  lines.member(artifact, findings);
  expect(JSON.parse(sent.join(""))).toEqual(artifact);
});

test("300 members of a thousand names are 64 MB at most, and all are told", () => {
  const { lines, sent } = sender();
  const { artifact, findings } = member("m.pkl");
  for (let i = 0; i < 300; i++) lines.member(artifact, findings);
  lines.end(artifact, { facts: null, converted: false, tensors: [] });
  const all = sent.join("").split("\n");
  expect(all.length).toBe(301);
  expect(Math.max(...all.map((line) => line.length))).toBeLessThanOrEqual(1_000_000);
  expect(sent.reduce((sum, piece) => sum + piece.length, 0)).toBeLessThanOrEqual(64_000_000);
  const last: GuestArtifact = JSON.parse(all[299] ?? "");
  expect(last.findings.map((f) => f.code)).toEqual(["global.dangerous"]);
  expect(last).toMatchObject({ globals: [], moreGlobals: 1000, moreFindings: 1000 });
});

test("members that have no room for a line are counted by verdict", () => {
  const { lines, sent } = sender();
  const { artifact, findings } = member("\u0001".repeat(60_000));
  const clean = new Findings(1);
  const safe = { ...artifact, findings: [], globals: [], moreFindings: 0 };
  for (let i = 0; i < 3000; i++) lines.member(i % 2 === 0 ? artifact : safe, i % 2 === 0 ? findings : clean);
  lines.end(artifact, { facts: null, converted: false, tensors: [] });
  const all = sent.join("").split("\n");
  const { moreMembers = {} }: GuestReport = JSON.parse(all.at(-1) ?? "");
  expect((moreMembers.dangerous ?? 0) + (moreMembers.safe ?? 0)).toBe(3000 - (all.length - 1));
  expect(all.length).toBeLessThan(3000);
  expect(sent.reduce((sum, piece) => sum + piece.length, 0)).toBeLessThanOrEqual(64_000_000);
  expect([...lines.verdicts].sort()).toEqual(["dangerous", "unlisted"]);
});

test("what is cut keeps the worst, in stream order, and counts the rest", () => {
  const { artifact } = member("m.pkl");
  for (const room of [400_000, 200_000, 20_000, 2000]) {
    const { line, text } = fitted(artifact, room, (one: GuestArtifact) => JSON.stringify(one));
    expect(text.length).toBeLessThanOrEqual(room);
    expect(line.findings.map((f) => f.code)).toContain("global.dangerous");
    expect([...line.findings].sort((a, b) => a.offset - b.offset)).toEqual(line.findings);
    expect(line.findings.length + line.moreFindings).toBe(1001);
    expect(line.globals.length + (line.moreGlobals ?? 0)).toBe(1000);
  }
  expect(bare(artifact).findings.map((f) => f.code)).toEqual(["global.dangerous"]);
});
