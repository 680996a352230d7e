/** Against Python's own `re.findall` (Python 3.13), and what is refused or stopped. */
import { describe, expect, it } from "vitest";
import { findAll } from "../../src/models/parts/text/pattern-machine.js";
import { parsePattern } from "../../src/models/parts/text/pattern-parser.js";
import { TermIndex } from "../../src/models/parts/text/term-index.js";
import { eachWord } from "../../src/models/parts/text/tokens.js";

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  [String.raw`\b[a-zA-Z]{3,}\b`, "the qu1ck fox, é-mail abc", ["the", "fox", "mail", "abc"]],
  [String.raw`(?u)\b[^\d\W]+\b`, "Éa straße x_1 9", ["Éa", "straße"]],
  [String.raw`[\w'-]+`, "don't e-mail ½", ["don't", "e-mail", "½"]],
  [String.raw`(?:\w+?)(?:ly|ed)\b|\w\w`, "quickly jumped ab", ["quickly", "jumped", "ab"]],
  [String.raw`(?u)(\w)\w*`, "the fox", ["t", "f"]],
  ["a|ab", "ab", ["a"]],
  ["ab|a", "ab a", ["ab", "a"]],
  ["x*", "axb", ["", "x", "", ""]],
  ["(?i)[a-z]+", "İSTANBUL ı", ["İSTANBUL", "ı"]],
  ["(?i)[^a ]+", "bAb a", ["b", "b"]],
  [String.raw`(?a)\w+`, "naïve", ["na", "ve"]],
  [String.raw`(?m)^\w`, "ab\ncd", ["a", "c"]],
  [String.raw`\S+$`, "ab cd\n", ["cd"]],
  ["[]a]{2,3}?", "]a]aa", ["]a", "]a"]],
  ["\\x41\\u0042", "AB", ["AB"]],
];

describe("a model's token pattern", () => {
  it.each(CASES)("%s finds what Python finds in %j", (pattern, text, tokens) => {
    const program = parsePattern(pattern);
    expect(program === null ? null : findAll(program, text)).toEqual(tokens);
  });

  it.each([
    ["look-ahead", "a(?=b)"],
    ["a reference", String.raw`(a)\1`],
    ["rounds of nothing", "(?:a*)*"],
    ["possessive", "a++"],
    ["a named group", "(?P<n>a)"],
    ["flags inside", "a(?i)b"],
    ["verbose", "(?x)a b"],
    ["an end that never comes", "(a"],
    ["a range backwards", "[z-a]"],
    ["too many copies", "(?:a{900}){900}"],
    ["too deep", `${"(".repeat(60)}a${")".repeat(60)}`],
    ["letters that mean nothing here", String.raw`\q`],
  ])("refuses %s", (_what, pattern) => expect(parsePattern(pattern)).toBeNull());

  it("takes a text that makes other engines hang", () => {
    const program = parsePattern("(?:a|aa)+$|b");
    expect(program === null ? null : findAll(program, `${"a".repeat(2_000)}b`)).toEqual(["b"]);
  });

  it("stops where looking ahead again and again is no longer linear", () => {
    const program = parsePattern("a(?:.*c)?");
    expect(() => program !== null && findAll(program, "a".repeat(20_000))).toThrow(expect.objectContaining({ code: "model.needs-code" }));
  });
});

describe("terms in place", () => {
  it("finds each term by the words of a text", () => {
    const terms = ["dog", "é", "straße", "𠀀𠀁", "x_1"];
    const index = TermIndex.of(terms);
    const text = "a dog straße, 𠀀𠀁! x_1 dogs";
    const found: number[] = [];
    eachWord(text, 2, (start, end, hash) => found.push(index?.find(text, start, end, hash) ?? -2));
    expect(found).toEqual([0, 2, 3, 4, -1]);
  });
});
