/** SARIF as GitHub's code scanning takes it, by its schema and by its own limits. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import { explained, FINDING_CODES } from "../../src/report/explain.js";
import type { Judgement } from "../../src/report/judgement.js";
import { Places } from "../../src/report/places.js";
import { sarif } from "../../src/report/sarif.js";
import { sarifErrors } from "./schemas/validate.js";
import { HOSTILE, holding, judgement, raw, unreadable, written } from "./support.js";

const SHA = "a".repeat(64);
const CODE: GuestFinding = { code: "global.dangerous", offset: 7, opcode: "GLOBAL", global: "os.system", args: { why: "process" } };

/** Parts of a log that are looked at. */
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string; readonly index: number };
        readonly region: object;
      };
    },
  ];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}
interface Run {
  readonly results: readonly Result[];
  readonly artifacts: readonly { readonly location: object; readonly length?: number; readonly hashes?: object }[];
  readonly tool: { readonly driver: { readonly rules: readonly Readonly<Record<string, unknown>>[] } };
  readonly invocations: readonly [
    {
      readonly executionSuccessful: boolean;
      readonly exitCode?: number;
      readonly toolExecutionNotifications: readonly object[];
      readonly toolConfigurationNotifications?: readonly { readonly message: { readonly text: string } }[];
    },
  ];
  readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The log's run, which fits the schema and whose references lead where they should. */
function runOf(all: readonly Judgement[], asked: Parameters<typeof written>[2] = {}): Run {
  const log: { readonly runs: readonly [Run] } = JSON.parse(written("sarif", all, asked).text);
  for (const one of all) one.close();
  expect(sarifErrors(log)).toEqual([]);
  const [run] = log.runs;
  for (const { ruleId, ruleIndex, locations } of run.results) {
    expect(run.tool.driver.rules[ruleIndex]).toMatchObject({ id: ruleId });
    const { index, ...location } = locations[0].physicalLocation.artifactLocation;
    expect(run.artifacts[index]?.location).toEqual(location);
  }
  return run;
}

describe("a result", () => {
  test("names the rule, the place and the artifact, and can be known again", () => {
    const run = runOf([holding(raw("", [CODE]), "models/a b.pkl", [], SHA)]);
    expect(run.results).toMatchObject([
      {
        ruleId: "global.dangerous",
        ruleIndex: 0,
        level: "error",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "models/a%20b.pkl", uriBaseId: "%SRCROOT%", index: 0 },
              region: { startLine: 1, byteOffset: 7, byteLength: 1 },
            },
          },
        ],
      },
    ]);
    const mark = createHash("sha256")
      .update(JSON.stringify([SHA, "global.dangerous", "", "os.system"]))
      .digest("hex");
    expect(run.results[0]?.partialFingerprints).toEqual({
      "cornichonFinding/v1": mark,
      primaryLocationLineHash: `${mark.slice(0, 32)}:1`,
    });
    expect(run.artifacts).toEqual([
      {
        location: { uri: "models/a%20b.pkl", uriBaseId: "%SRCROOT%" },
        length: 10,
        roles: ["analysisTarget"],
        hashes: { "sha-256": SHA },
      },
    ]);
  });

  test("of a member lies in its archive, whose bytes are the artifact's", () => {
    const run = runOf([holding(raw("", []), "a.zip", [raw("data.pkl", [CODE], { sha256: "b".repeat(64) }), raw("x.pkl", [CODE])], SHA)]);
    expect(run.results.map(({ message }) => message.text.slice(-18))).toEqual([
      " (member data.pkl)",
      "e. (member x.pkl)".padStart(18, "l"),
    ]);
    expect(run.artifacts).toMatchObject([{ hashes: { "sha-256": SHA } }]);
    expect(new Set(run.results.map(({ partialFingerprints }) => partialFingerprints["cornichonFinding/v1"])).size).toBe(2);
  });

  test("found twice in one file is told apart by GitHub's key, and the same in ours", () => {
    const run = runOf([holding(raw("", [CODE, { ...CODE, offset: 9 }]), "a.pkl", [], SHA)]);
    const [first, second] = run.results.map(({ partialFingerprints }) => partialFingerprints);
    expect(first?.["cornichonFinding/v1"]).toBe(second?.["cornichonFinding/v1"]);
    expect([first, second].map((one) => one?.["primaryLocationLineHash"]?.split(":")[1])).toEqual(["1", "2"]);
  });

  test("has nothing in it that a terminal obeys, whatever its names are", () => {
    const evil = { ...CODE, global: HOSTILE };
    const run = runOf([holding(raw("", [evil]), `d/${HOSTILE.replaceAll("\0", "")}`, [raw(HOSTILE, [evil])], SHA)]);
    expect(run.results).toHaveLength(2);
    expect(JSON.stringify(run)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe("a rule", () => {
  const all = holding(
    raw(
      "",
      FINDING_CODES.map((code, offset) => ({ code, offset })),
    ),
    "a.pkl",
    [],
    SHA,
  );
  const { rules } = runOf([all]).tool.driver;

  test("is there when it occurred, and only then", () => {
    expect(rules.map(({ id }) => id).sort()).toEqual(FINDING_CODES.filter((code) => explained(code).verdict !== "safe").sort());
    expect(runOf([holding(raw("", [CODE]), "a.pkl")]).tool.driver.rules).toHaveLength(1);
    expect(runOf([holding(raw("", [{ code: "note.padding", offset: 1 }]), "a.pkl")]).tool.driver.rules).toEqual([]);
  });

  test.each(rules.map((rule) => [String(rule["id"]), rule] as const))("%s has all that GitHub shows", (id, rule) => {
    expect(rule).toMatchObject({
      shortDescription: { text: expect.stringMatching(/\.$/) },
      fullDescription: { text: expect.stringMatching(/^.{20,1024}$/) },
      help: { text: expect.stringContaining(" "), markdown: expect.stringContaining("## What to do") },
      helpUri: `https://cornichon.dev/findings#${id}`,
      properties: { precision: expect.stringContaining("high") },
    });
    const { tags } = rule["properties"] as { readonly tags: readonly string[] }; // as the schema has it
    expect(tags).toContain("security");
    expect(tags.length).toBeLessThanOrEqual(20);
  });

  test.each([
    ["global.dangerous", 9, 10],
    ["global.unlisted", 7, 9],
    ["stream.truncated", 4, 7],
    ["limit.time", 4, 7],
  ])("%s has a score that GitHub maps to the severity", (id, from, below) => {
    const found = rules.find((rule) => rule["id"] === id)?.["properties"];
    const score = Number((found as Readonly<Record<string, string>>)["security-severity"]); // as the schema has it
    expect(score).toBeGreaterThanOrEqual(from);
    expect(score).toBeLessThanOrEqual(below);
  });
});

describe("the invocation", () => {
  test("says the exit code, and what could not be read", () => {
    const run = runOf([unreadable("gone.pkl"), holding(raw("", [CODE]), "a.pkl", [], SHA)], { exitCode: 1 });
    expect(run.invocations).toMatchObject([{ executionSuccessful: false, exitCode: 1 }]);
    expect(run.invocations[0].toolExecutionNotifications).toMatchObject([
      {
        level: "error",
        associatedRule: { id: "artifact.unreadable" },
        locations: [{ physicalLocation: { artifactLocation: { uri: "gone.pkl" } } }],
      },
    ]);
    expect(run.results).toHaveLength(2);
    expect(run.artifacts).toHaveLength(2);
  });

  test("of a run that read all was successful, whatever was found", () => {
    expect(runOf([holding(raw("", [CODE]), "a.pkl")], { exitCode: 1 }).invocations[0]).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [],
    });
  });

  test("has a thousand notifications at most", () => {
    const run = runOf(Array.from({ length: 1100 }, (_, i) => unreadable(`${i}.pkl`)));
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(1000);
    expect(run.results).toHaveLength(1100);
  });
});

describe("GitHub's 25,000 results", () => {
  test("hold the code that comes last, and something of every artifact", () => {
    const all = Array.from({ length: 30 }, (_, i) => judgement(`${i}.pkl`, 0, 1000));
    const late = Array.from({ length: 10_000 }, (_, i) => judgement(`late-${i}.pkl`, 0, 2));
    const run = runOf([...all, ...late, holding(raw("", [CODE]), "last.pkl", [], SHA)]);
    expect(run.results).toHaveLength(24_001);
    expect(run.results.at(-1)).toMatchObject({ ruleId: "global.dangerous" });
    const told = new Set(run.results.map(({ locations }) => locations[0].physicalLocation.artifactLocation.uri));
    for (const i of all.keys()) expect(told).toContain(`${i}.pkl`);
    expect(run.results.length + Number(run.properties["moreFindings"])).toBe(30_000 + 20_000 + 1);
    expect(run.invocations[0].toolConfigurationNotifications?.[0]?.message.text).toContain(`${run.properties["moreFindings"]} findings`);
  }, 120_000);
});

test("the same file twice is one artifact", () => {
  const one = (path: string): Judgement => holding(raw("", [CODE]), path, [], SHA);
  // By whatever name: the log has but one for it.
  const run = runOf([one("a.pkl"), judgement("b.pkl", 0, 1), one("a.pkl"), one("./a.pkl"), one("b/../a.pkl")]);
  expect(run.artifacts).toHaveLength(2);
  expect(run.results).toHaveLength(5);
});

test("a program's own log is the same, and fits the schema", () => {
  const lines = [...holding(raw("", [CODE]), "a.zip", [raw("x.pkl", [CODE])], SHA)];
  const log = sarif(lines);
  expect(sarifErrors(log)).toEqual([]);
  expect(log).toMatchObject({ runs: [{ results: [{ ruleIndex: 0 }, { ruleIndex: 0 }], artifacts: [{ length: 10 }] }] });
  expect(sarifErrors(sarif([]))).toEqual([]);
});

test("the schema finds a fault that is planted", () => {
  const log = JSON.parse(JSON.stringify(sarif([...judgement("a.pkl", 0, 1)])).replace('"level":"error"', '"level":"bad"'));
  expect(sarifErrors(log).join()).toContain("level");
});

describe.runIf(process.platform !== "win32")("places", () => {
  const places = new Places("/nowhere/at all");

  test.each([
    ["a.pkl", { uri: "a.pkl", uriBaseId: "%SRCROOT%" }],
    ["./x/../a.pkl", { uri: "a.pkl", uriBaseId: "%SRCROOT%" }],
    ["/nowhere/at all/m/a.pkl", { uri: "m/a.pkl", uriBaseId: "%SRCROOT%" }],
    ["../b.pkl", { uri: "file:///nowhere/b.pkl" }],
    ["/tmp/ü #?.pkl", { uri: "file:///tmp/%C3%BC%20%23%3F.pkl" }],
    ["c:d.pkl", { uri: "c%3Ad.pkl", uriBaseId: "%SRCROOT%" }],
    ["..a/b", { uri: "..a/b", uriBaseId: "%SRCROOT%" }],
    ["m\\xff.pkl", { uri: "m%FF.pkl", uriBaseId: "%SRCROOT%" }],
    ["m\\x5cxff.pkl", { uri: "m%5Cxff.pkl", uriBaseId: "%SRCROOT%" }],
    ["-", { uri: "-" }],
  ])("%s", (path, reference) => expect(places.reference(path)).toEqual(reference));

  test("begin at the repository", () => {
    const inside = new Places(import.meta.dirname);
    expect(inside.shown("support.ts")).toBe("test/report/support.ts");
    expect(places.rootUri).toBe("file:///nowhere/at%20all/");
  });
});
