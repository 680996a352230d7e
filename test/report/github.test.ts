/** Annotations: one command a line, whatever a name holds, and the worst first. */
import { describe, expect, test } from "vitest";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import { HOSTILE, holding, judgement, raw, unreadable, written } from "./support.js";

const CODE: GuestFinding = { code: "global.dangerous", offset: 7, opcode: "GLOBAL", global: "os.system", args: { why: "process" } };

interface Command {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const decoded = (text: string): string =>
  text.replace(/%(25|0D|0A|3A|2C)/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** A line as the runner reads it: `::command key=value,key=value::data`. */
function parsed(line: string): Command {
  const found = /^::([a-z]+) ([^:]*)::(.*)$/.exec(line);
  if (found === null) throw new Error(`no command: ${line}`);
  const [, command = "", properties = "", data = ""] = found;
  const pairs = properties.split(",").map((pair) => [pair.slice(0, pair.indexOf("=")), decoded(pair.slice(pair.indexOf("=") + 1))]);
  return { command, properties: Object.fromEntries(pairs), data: decoded(data) };
}

const commands = (text: string): readonly Command[] => text.split("\n").slice(0, -1).map(parsed);

describe("annotations", () => {
  test("are one an artifact, the worst first", () => {
    const all = [
      holding(raw("", []), "good.pkl"),
      unreadable("gone.pkl"),
      judgement("mine.pkl", 0, 1),
      holding(raw("", []), "m/a, b.zip", [raw("x.pkl", [CODE, { ...CODE, offset: 9 }])]),
    ];
    const found = commands(written("github", all).text);
    expect(found.map(({ command, properties }) => [command, properties["file"], properties["title"]])).toEqual([
      ["error", "m/a, b.zip", "cornichon: dangerous (global.dangerous)"],
      ["error", "mine.pkl", "cornichon: unlisted (global.unlisted)"],
      ["warning", "gone.pkl", "cornichon: malformed (artifact.unreadable)"],
    ]);
    expect(found[0]?.data).toMatch(/^x\.pkl: os\.system is a known way .*\(and 1 more\)$/);
  });

  test("hold whatever a name may be", () => {
    const evil = raw("", [{ ...CODE, global: HOSTILE }]);
    const name = `d/:,%0A::set-output name=a::b\n::stop-commands::x ${HOSTILE}`;
    const { text } = written("github", [holding(evil, name, [raw(`\r\n::error::${HOSTILE}`, [CODE])])]);
    const found = commands(text);
    expect(found.map(({ command }) => command)).toEqual(["error", "error"]);
    for (const { properties } of found) expect(Object.keys(properties)).toEqual(["file", "title"]);
    expect(found[0]?.properties["file"]).toContain("d/:,%0A::set-output name=a::b\\u{a}::stop-commands::x");
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  test("of standard input stand at no file", () => {
    const [only] = commands(written("github", [holding(raw("", [CODE]), "-")]).text);
    expect(Object.keys(only?.properties ?? {})).toEqual(["title"]);
  });
});
