/** Only whole lines of instructions pass. */
import { expect, test } from "vitest";
import { LineCheck } from "../../src/host/line-check.js";

const LINES = '{"offset":0,"opcode":"PROTO","argument":"é"}\n{"offset":2,"opcode":"STOP","argument":null}\n';

test.each([1, 3, 50, 1000])("lines in pieces of %i bytes", (piece) => {
  const check = new LineCheck();
  const bytes = Buffer.from(LINES);
  const whole: string[] = [];
  for (let at = 0; at < bytes.length; at += piece) whole.push(check.push(bytes.subarray(at, at + piece))?.toString() ?? "refused");
  expect(whole.join("")).toBe(LINES);
  expect(whole.every((lines) => lines === "" || lines.endsWith("}\n"))).toBe(true);
  expect(check.finish()).toBe(true);
});

const refused = [
  "\n",
  "1\n",
  "null\n",
  '{"offset":0,"opcode":"STOP"}\n',
  '{"offset":0,"opcode":"STOP","argument":null,"more":1}\n',
  '{"offset":-1,"opcode":"STOP","argument":null}\n',
  '{"offset":0.5,"opcode":"STOP","argument":null}\n',
  '{"offset":0,"opcode":1,"argument":null}\n',
  '{"offset":0,"opcode":"STOP","argument":{}}\n',
  "x".repeat(70_000),
];

test.each(refused)("refused: %s", (text) => expect(new LineCheck().push(Buffer.from(text))).toBeNull());

test("refused: bytes that are no UTF-8", () => {
  const bytes = Buffer.from('{"offset":0,"opcode":"STOP","argument":"x"}\n');
  bytes[bytes.indexOf(120)] = 0xff;
  expect(new LineCheck().push(bytes)).toBeNull();
});

test("half a line is left", () => {
  const check = new LineCheck();
  expect(check.push(Buffer.from("{"))).toHaveLength(0);
  expect(check.finish()).toBe(false);
});
