/** Doubles from bytes against the engine's own `Number`: short, long, beside ties, at the ends of the range. */
import { describe, expect, it } from "vitest";
import { Decimal } from "../../../sandbox/bytes/decimal.js";
import { randomFrom } from "../../../scripts/native/mutations.js";

const number = new Decimal();

function read(text: string): number {
  const bytes = Uint8Array.from(`${text} 7`, (c) => c.charCodeAt(0));
  number.scan(bytes, 0, bytes.length);
  expect(number.end).toBe(text.length);
  return number.value;
}

function* texts(count: number): Generator<string> {
  const random = randomFrom(7);
  for (let i = 0; i < count; i++) {
    const value = (random() - 0.5) * 10 ** Math.floor(60 * random() - 30);
    yield value.toPrecision(1 + Math.floor(30 * random()));
    yield value.toExponential(Math.floor(25 * random()));
    yield String(Math.exp(1400 * random() - 700));
    // Half way between two doubles, and a little beside.
    const half = 2n * (2n ** 52n + BigInt(Math.floor(random() * 2 ** 52))) + 1n;
    yield `${half * 5n ** 10n}e-10`;
    yield `${half * 10n ** 10n - 1n}e-10`;
    yield `${half * 10n ** 10n + 1n}.0e-10`;
  }
}

describe("decimal numbers in bytes", () => {
  it("are the doubles that Number reads", () => {
    for (const text of texts(20_000)) expect(Object.is(read(text), Number(text)), text).toBe(true);
  });

  it.each([
    "0",
    "-0",
    "-0.000",
    "0e5",
    "5e-324",
    "2.2250738585072011e-308",
    "1e400",
    "-1e-400",
    "1e22",
    "1e23",
    "9007199254740993",
    "+.5",
    "2.",
    "1e0000000000000000000000001",
    `0.${"0".repeat(300)}1`,
    "7".repeat(60),
  ])("%s", (text) => expect(read(text)).toBe(Number(text)));

  it("keep the marks of how they were written", () => {
    read("-007.50E+12");
    const { signed, negative, leadingZero, wholeDigits, point, fractionDigits, exponent, exponentDigits } = number;
    expect([signed, negative, leadingZero, wholeDigits, point, fractionDigits, exponent, exponentDigits]).toEqual([
      true,
      true,
      true,
      3,
      true,
      2,
      true,
      2,
    ]);
  });
});
