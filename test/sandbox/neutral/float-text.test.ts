/** The digits of a double are those of JavaScript, bit for bit, wherever they are not left to it. */
import { expect, test } from "vitest";
import { FloatText, MOST_DIGITS, writeInteger } from "../../../sandbox/neutral/float-text.js";

const AT = 3;
const floats = new FloatText();
const bytes = new Uint8Array(AT + MOST_DIGITS);

/** What was written; null where it is left to the engine. */
function written(value: number): string | null {
  floats.value[0] = value;
  const end = floats.write(bytes, AT);
  return end < 0 ? null : Buffer.from(bytes.subarray(AT, end)).toString("latin1");
}

/** The format's spelling, by the engine's digits. */
function expected(value: number): string {
  const text = String(value);
  return Number.isInteger(value) && !text.includes("e") ? `${text}.0` : text;
}

/** Doubles of every exponent, of few and of many digits, and the neighbours of round ones. */
function* doubles(count: number): Generator<number> {
  const view = new DataView(new ArrayBuffer(8));
  // xorshift32: the same numbers each time.
  let seed = 2463534242;
  const random = (): number => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) / 2 ** 32;
  };
  const digit = (): number => Math.floor(random() * 10);
  for (let i = 0; i < count; i++) {
    yield random() + random() * 2 ** -32;
    yield -(random() + random() * 2 ** -32) * 10 ** (digit() - 3);
    yield Math.round(random() * 1e9) / 10 ** digit();
    yield Math.round(random() * 2 ** 53) / 2 ** Math.floor(random() * 60);
    view.setFloat64(0, (1 + digit()) * 10 ** (2 * digit() - 6));
    view.setInt32(4, view.getInt32(4) + digit() - 5);
    yield view.getFloat64(0);
    view.setUint32(0, random() * 2 ** 32);
    view.setUint32(4, [0, 1, 2 ** 32 - 1, random() * 2 ** 32][i % 4] ?? 0);
    yield view.getFloat64(0);
  }
}

test("half a million doubles have the engine's digits, and nearly all of the usual ones are written here", () => {
  let usual = 0;
  let left = 0;
  for (const value of doubles(80_000)) {
    const text = written(value);
    if (text !== null && text !== expected(value)) expect({ value, text }).toEqual({ value, text: expected(value) });
    if (Math.abs(value) >= 1e-6 && Math.abs(value) < 1e15) {
      usual++;
      if (text === null) left++;
    }
  }
  expect(left / usual).toBeLessThan(0.1);
});

test("what has no digits of its own, or an exponent in them, is left to the engine", () => {
  for (const value of [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, 1e-7, 1e21, 1e300])
    expect(written(value)).toBe(null);
});

test("integers of 31 bits", () => {
  for (const value of [0, 1, -1, 9, 10, -10, 99, 100, 268435455, -268435456, 999999999, 1000000000, 2147483647, -2147483648]) {
    const end = writeInteger(bytes, AT, value);
    expect(Buffer.from(bytes.subarray(AT, end)).toString("latin1")).toBe(String(value));
  }
});
