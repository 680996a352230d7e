/** JUnit XML, read by a real parser and held against the elements and attributes that CI systems know. */
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import type { Judgement } from "../../src/report/judgement.js";
import { HOSTILE, holding, judgement, raw, unreadable, written } from "./support.js";

const CODE: GuestFinding = { code: "global.dangerous", offset: 7, opcode: "GLOBAL", global: "os.system", args: { why: "process" } };

/** What may stand in what, and which attributes there must and may be: Jenkins' junit-10.xsd, and GitLab's `file`. */
interface Rule {
  readonly in: string;
  readonly must: readonly string[];
  readonly may: readonly string[];
}
const GRAMMAR: Readonly<Record<string, Rule>> = {
  testsuites: { in: "", must: [], may: ["name", "time", "tests", "failures", "disabled", "errors"] },
  testsuite: { in: "testsuites", must: ["name", "tests"], may: ["failures", "errors", "time", "skipped", "timestamp", "hostname", "id"] },
  properties: { in: "testsuite", must: [], may: [] },
  property: { in: "properties", must: ["name", "value"], may: [] },
  testcase: { in: "testsuite", must: ["name", "classname"], may: ["time", "status", "assertions", "file"] },
  failure: { in: "testcase", must: ["message", "type"], may: [] },
  error: { in: "testcase", must: ["message", "type"], may: [] },
};

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** All elements, in their order. @throws where it is no well-formed XML, or none that the grammar knows */
function elements(text: string): readonly Element[] {
  const parser = new SaxesParser();
  const [open, all]: [Element[], Element[]] = [[], []];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const rule = GRAMMAR[name];
    if (rule === undefined || rule.in !== (open.at(-1)?.name ?? "")) throw new Error(`<${name}> in <${open.at(-1)?.name}>`);
    const names = Object.keys(attributes);
    const odd = [...rule.must.filter((one) => !names.includes(one)), ...names.filter((one) => ![...rule.must, ...rule.may].includes(one))];
    if (odd.length > 0) throw new Error(`<${name}>: ${odd.join()}`);
    const element = { name, attributes, text: "" };
    open.push(element);
    all.push(element);
  });
  parser.on("text", (piece) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += piece;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return all;
}

function junit(all: readonly Judgement[]): readonly Element[] {
  const { text } = written("junit", all, { summary: { skippedKinds: { png: 3 } } });
  for (const one of all) one.close();
  return elements(text);
}

describe("junit", () => {
  test("has a case an artifact: refused is a failure, not judged an error", () => {
    const found = junit([
      holding(raw("", [], { kind: "joblib" }), "good.pkl"),
      holding(raw("", [CODE]), "bad.pkl", [raw("x.pkl", [CODE, { ...CODE, offset: 9 }])]),
      unreadable("gone.pkl"),
      holding(raw("", [{ code: "note.padding", offset: 3, args: { bytes: 1 } }]), "note.pkl"),
    ]);
    const suites = found.filter(({ name }) => name.startsWith("testsuite"));
    for (const { attributes } of suites) expect(attributes).toMatchObject({ tests: "5", failures: "2", errors: "1" });
    expect(found.filter(({ name }) => name === "testcase").map(({ attributes }) => attributes["name"])).toEqual([
      "good.pkl",
      "bad.pkl",
      "bad.pkl › x.pkl",
      "gone.pkl",
      "note.pkl",
    ]);
    expect(
      found.filter(({ name }) => name === "failure" || name === "error").map(({ name, attributes }) => [name, attributes["type"]]),
    ).toEqual([
      ["failure", "global.dangerous"],
      ["failure", "global.dangerous"],
      ["error", "artifact.unreadable"],
    ]);
    expect(found.filter(({ name }) => name === "failure")[1]?.text.split("\n")).toHaveLength(2);
    expect(found).toContainEqual({ name: "property", attributes: { name: "skipped.png", value: "3" }, text: "" });
  });

  test("of nothing is whole", () => {
    expect(junit([]).map(({ name }) => name)).toEqual(["testsuites", "testsuite", "properties", "property"]);
  });

  test("holds whatever a name may be, as text", () => {
    const evil = { ...CODE, global: HOSTILE };
    const found = junit([holding(raw("", [evil]), `d/${HOSTILE}`, [raw(HOSTILE, [evil])])]);
    const [first] = found.filter(({ name }) => name === "testcase");
    expect(first?.attributes["file"]).toContain("</script><img src=x onerror=alert(1)>\\u{a}::error::x%0A\\u{d}\\u{1b}[31m\\u{202e}@team");
    expect(first?.attributes["file"]).toContain("\\u{ffff}&amp;'\"]]>-->");
  });

  test("tells twenty findings of an artifact, and counts the others", () => {
    const found = junit([judgement("a.pkl", 0, 1000)]);
    const lines = found.find(({ name }) => name === "failure")?.text.split("\n") ?? [];
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe("and 980 more");
  });
});

test("the grammar finds faults that are planted", () => {
  expect(() => elements("<testsuites><testcase name='a' classname='b'/></testsuites>")).toThrow("testcase");
  expect(() => elements("<testsuites><testsuite name='a'/></testsuites>")).toThrow("tests");
  expect(() => elements("<testsuites name='\u0001'/>")).toThrow();
  expect(() => elements("<testsuites name='a&b'/>")).toThrow();
});
