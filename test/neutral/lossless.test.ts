/** JSON that is read and written again says the same, to the last character that matters. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Float, floatValue, parseLossless, printLossless } from "../../src/neutral/lossless.js";

const again = (text: string): string => [...printLossless(parseLossless(text))].join("");

test.each([
  "3.0",
  "-0.0",
  "1e22",
  "0.1",
  "[]",
  "{}",
  '{"a":[1,2.0,[],{}],"b":{"c":null}}',
  '{"__proto__":{"x":1},"constructor":2}',
  '["\\"\\\\",true,false]',
])("%s", (text) => expect(again(text)).toBe(text));

test("any JSON value comes back", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => JSON.stringify(JSON.parse(again(JSON.stringify(value)))) === JSON.stringify(value)));
});

test("a whole float stays one, with its value", () => {
  const read = parseLossless("3.0");
  expect(read).toBeInstanceOf(Float);
  expect(read instanceof Float && read.value).toBe(3);
  expect([...printLossless([floatValue(-0), floatValue(1e22), floatValue(2.5), floatValue(Number.NaN)])].join("")).toBe(
    '[-0.0,1e+22,2.5,{"$type":"float","value":"nan"}]',
  );
});

test.each(["", "[", "{", '{"a"}', "[1,]", "01", "tru", '"', '"\\', "[1 2]", "1 1", '{"a":1,}'])("%s is no JSON", (text) =>
  expect(() => parseLossless(text)).toThrow(/no JSON/),
);

test("a million nested lists and a list of a million", () => {
  const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
  expect(again(deep)).toBe(deep);
  const wide = `[${"1,".repeat(1_000_000)}1]`;
  expect(again(wide)).toBe(wide);
});
