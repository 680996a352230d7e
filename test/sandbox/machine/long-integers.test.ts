/** Integers of every width, as the fast loop and as single steps read them: the same handles, and the value that Python reads. */
import { describe, expect, test } from "vitest";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import type { Source } from "../../../sandbox/container/source.js";
import { Findings } from "../../../sandbox/finding/findings.js";
import { machineFor, runStream } from "../../../sandbox/machine/index.js";
import { smallInt, TAG, tagOf } from "../../../sandbox/tape/handle.js";
import { LongIntegers } from "../../../sandbox/tape/long-integers.js";
import { itemsOf } from "../../../sandbox/tape/read.js";
import { limitsWith } from "../../../src/verbs/limits.js";
import { TrickleSource } from "../../oracle/ours.js";
import { policyOf } from "../../support/policy.js";

const policy = policyOf();

/** Powers of two and what is beside them, below and above zero. */
const EDGES = Array.from({ length: 76 }, (_, bits) => 1n << BigInt(bits)).flatMap((power) => [
  power - 1n,
  power,
  power + 1n,
  -power - 1n,
  -power,
  1n - power,
]);

/** LONG1 of so many bytes, which may be more than it needs. */
function long1(value: bigint, width: number): readonly number[] {
  return [0x8a, width, ...Array.from({ length: width }, (_, i) => Number(BigInt.asUintN(8, value >> BigInt(8 * i))))];
}

/** The fewest bytes that hold it and its sign. */
const widthOf = (value: bigint): number => {
  let width = 0;
  while (BigInt.asIntN(8 * width, value) !== value) width++;
  return width;
};

const binint = (value: number): readonly number[] => [0x4a, ...Array.from({ length: 4 }, (_, i) => (value >> (8 * i)) & 255)];

/** The integers of a list, and which of them live in their handles. */
function read(source: Source): readonly (readonly [bigint, boolean])[] {
  const machine = machineFor({ source, policy, findings: new Findings(10), limits: limitsWith(), reading: "pickle" });
  const root = runStream(machine).root;
  const { tape } = machine;
  return [...itemsOf(tape, root)].map((item) => (tagOf(item) === TAG.INT ? [BigInt(smallInt(item)), true] : [tape.bigValue(item), false]));
}

const list = (values: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([0x80, 4, 0x5d, 0x28, ...values.flat(), 0x65, 0x2e, ...new Uint8Array(16)]);

describe("integers", () => {
  test.each([0, 1, 3, 7, 12])("LONG1 with %d bytes more than it needs", (more) => {
    const bytes = list(EDGES.map((value) => long1(value, widthOf(value) + more)));
    const whole = read(new BytesSource(bytes));
    expect(whole.map(([value]) => value)).toEqual(EDGES);
    expect(whole.every(([value, small]) => small === (value >= -(2n ** 28n) && value < 2n ** 28n))).toBe(true);
    expect(read(new TrickleSource(bytes))).toEqual(whole);
  });

  test("BININT of 32 bits", () => {
    const values = EDGES.filter((value) => BigInt.asIntN(32, value) === value);
    const bytes = list(values.map((value) => binint(Number(value))));
    const whole = read(new BytesSource(bytes));
    expect(whole.map(([value]) => value)).toEqual(values);
    expect(read(new TrickleSource(bytes))).toEqual(whole);
  });

  test("are kept as they are, however many and however long", () => {
    const longs = new LongIntegers(0);
    const values = [...EDGES, ...EDGES.map((value) => value * 2n ** 200n)];
    const indices = values.map((value) => longs.add(value));
    expect(indices.map((index) => longs.value(index))).toEqual(values);
  });
});
