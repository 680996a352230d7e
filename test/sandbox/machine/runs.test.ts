/**
 * Runs of one kind, as the fast loop's small loops read them and as single steps do: the same tape to the last bit, the same
 * counts, wherever a run is broken off: by another opcode, a memo entry that is taken, text that is none, a key to be judged,
 * the end of a frame, of the window, of the stack or of the room on the tape.
 */
import { describe, expect, test } from "vitest";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import type { Source } from "../../../sandbox/container/source.js";
import { Findings } from "../../../sandbox/finding/findings.js";
import { machineFor, runStream } from "../../../sandbox/machine/index.js";
import { limitsWith } from "../../../src/verbs/limits.js";
import { Random } from "../../fuzz/random.js";
import { TrickleSource } from "../../oracle/ours.js";
import { policyOf } from "../../support/policy.js";

const policy = policyOf();

/** All that a stream leaves behind. */
function traceOf(source: Source) {
  const findings = new Findings(100);
  const machine = machineFor({ source, policy, findings, limits: limitsWith(), reading: "pickle" });
  const { end, root, next } = runStream(machine);
  const { tape, opcodes, memoEntries } = machine;
  const floats = Buffer.from(tape.floats.buffer, 0, 8 * tape.floatCount).toString("hex");
  const longs = Array.from({ length: tape.longs.count }, (_, i) => tape.longs.value(i));
  const texts = Array.from({ length: tape.strCount }, (_, i) => Buffer.from(tape.strBytes((i << 3) | 3)).toString("hex"));
  return {
    end,
    root,
    next,
    words: Array.from(tape.words.subarray(0, tape.top + 8)),
    floats,
    longs,
    texts,
    opcodes,
    memoEntries,
    findings: findings.list(),
  };
}

const u32 = (value: number): readonly number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];

type Make = (random: Random, memo: { count: number }) => readonly number[];

const bytes = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.below(256));

const float: Make = (random) => [0x47, ...bytes(random, 8)];

const integer: Make = (random) => {
  const kind = random.below(4);
  if (kind === 0) return [0x4b, random.below(256)];
  if (kind === 1) return [0x4d, ...bytes(random, 2)];
  if (kind === 2) return [0x4a, ...bytes(random, 4)];
  const width = random.below(10);
  return [0x8a, width, ...bytes(random, width)];
};

const LETTERS = ["a", "xyz", "é", "日本", "😀", "0123456789abcdef", ""];

/** With its memo entry or without, and now and then with one that is not its own. */
function memoised(random: Random, memo: { count: number }): readonly number[] {
  const kind = random.below(12);
  if (kind === 10 && random.below(20) === 0) return [0x72, ...u32(random.below(70_000))];
  if (kind >= 10 || (kind > 7 && memo.count > 255)) return [];
  const index = memo.count++;
  if (kind < 5) return [0x94];
  return kind < 8 ? [0x72, ...u32(index)] : [0x71, index];
}

const text: Make = (random, memo) => {
  const wide = random.below(3) === 0;
  let letters = "";
  for (let i = random.below(wide ? 120 : 7); i > 0; i--) letters += random.pick(LETTERS);
  const utf8 = random.below(1500) === 0 ? [0xff, 0xfe] : [...Buffer.from(letters).subarray(0, 255)];
  if (utf8.length === 255 && (utf8.at(-1) ?? 0) > 127) while ((utf8.at(-1) ?? 0) > 127) utf8.pop();
  const head = random.below(2) === 0 ? [0x8c, utf8.length] : [0x58, ...u32(utf8.length)];
  return [...head, ...utf8, ...memoised(random, memo)];
};

/** Now and then one that is to be judged, or that no dict takes. */
const key: Make = (random, memo) => {
  const kind = random.below(300);
  return kind === 0 ? float(random, memo) : kind === 1 ? [0x5d] : text(random, memo);
};

const small: Make = (random) => [random.pick([0x4e, 0x88, 0x89])];

const MAKERS: readonly Make[] = [float, integer, text, small];

/** Lists of runs, some of them dicts; of what is no key, too. Some in frames. */
function program(seed: number): Uint8Array {
  const random = new Random(seed);
  const memo = { count: 0 };
  const made: number[] = [0x80, 4, 0x5d, 0x28];
  for (let list = 3 + random.below(4); list > 0; list--) {
    const isDict = random.below(3) === 0;
    made.push(isDict ? 0x7d : 0x5d);
    if (random.below(2) === 0) {
      memo.count++;
      made.push(0x94);
    }
    made.push(0x28);
    let items = 0;
    const wanted = random.below(2) === 0 ? 4 : 300;
    while (items < wanted || (isDict && items % 2 === 1)) {
      const make = random.pick(MAKERS);
      for (let run = 1 + random.below(wanted / 2); run > 0; run--, items++) {
        if (isDict && items % 2 === 0) made.push(...key(random, memo));
        else made.push(...make(random, memo));
      }
    }
    made.push(isDict ? 0x75 : 0x65);
  }
  made.push(0x65, 0x2e);
  return Uint8Array.from(random.below(2) === 0 ? made : framed(made, random));
}

/** The same in frames, of which some end inside an instruction. */
function framed(made: readonly number[], random: Random): readonly number[] {
  const out = [...made.slice(0, 2)];
  for (let at = 2; at < made.length; ) {
    const length = Math.min(made.length - at, 64 + random.below(2000));
    out.push(0x95, ...u32(length), 0, 0, 0, 0);
    for (const end = at + length; at < end; at++) out.push(made[at] ?? 0);
  }
  return out;
}

describe("runs", () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))("of program %d", (seed) => {
    const bytes = program(seed);
    expect(traceOf(new BytesSource(bytes))).toEqual(traceOf(new TrickleSource(bytes)));
  });

  test("some of which end well, and some of which do not", () => {
    const ends = Array.from({ length: 60 }, (_, seed) => traceOf(new BytesSource(program(seed))));
    expect(new Set(ends.map(({ end }) => end))).toEqual(new Set(["stop", "broken"]));
    expect(ends.filter(({ end }) => end === "stop").length).toBeGreaterThan(20);
  });

  test("longer than the stack, the window and the room that the tape begins with", () => {
    const random = new Random(7);
    for (const make of [float, integer, text]) {
      const memo = { count: 0 };
      const items = Array.from({ length: 20_000 }, () => make(random, memo)).filter((item) => item[0] !== 0x8a || (item[1] ?? 0) < 9);
      const made = Uint8Array.from([0x80, 4, 0x5d, 0x28, ...items.flat(), 0x65, 0x2e]);
      expect(traceOf(new BytesSource(made))).toEqual(traceOf(new TrickleSource(made)));
    }
  });
});
