/**
 * The budgets of opcodes, values and memo entries: counted alike by the fast loop and by single steps, shared by nested
 * streams, and never a way to hide what follows: not in a side reading, behind the pickle, or in a value.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { BytesSource } from "../../sandbox/container/plain-source.js";
import type { Source } from "../../sandbox/container/source.js";
import { CODES, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import { Findings } from "../../sandbox/finding/findings.js";
import { type Machine, machineFor, runStream } from "../../sandbox/machine/index.js";
import { InstructionReader } from "../../sandbox/opcode/read.js";
import type { JobOptions, Limits } from "../../sandbox/wire/job.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { TrickleSource } from "../oracle/ours.js";
import { ROOT } from "../support/cli.js";
import { runGuest } from "../support/guest.js";
import { policyOf } from "../support/policy.js";

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
const policy = policyOf();

function machineOf(source: Source): Machine {
  const findings = new Findings(10);
  const machine = machineFor({ source, policy, findings, limits: limitsWith(), reading: "pickle" });
  runStream(machine);
  return machine;
}

const counts = ({ opcodes, memoEntries, tape }: Machine) => ({ opcodes, memoEntries, nodes: tape.nodeCount, values: tape.values });

/** Instructions by the reader of `inspect`, which shares no code with the machine's loops. */
function instructions(bytes: Uint8Array): number {
  const reader = new InstructionReader(new BytesSource(bytes));
  for (let count = 0; ; count++) {
    const one = reader.next();
    if (one === null || one.kind === "broken") return count;
  }
}

const SEED = ["ridge.pkl", "bundle.pkl"].map((name) => new Uint8Array(readFileSync(join(ROOT, "fixtures", "seed", "1.9.1", name))));
const PROGRAMS: readonly Uint8Array[] = [
  ...SEED,
  latin1("\x80\x04](\x8c\x01a\x94G\0\0\0\0\0\0\0\0}\x94h\0K\x01s(\x8c\x01b\x94Nu\x85\x86N)e."),
  latin1(`\x80\x02](}q\x00(X\x01\0\0\0kq\x01K\x01u${"}(h\x01K\x01u".repeat(2000)}e.`),
  latin1(`(lp0\n${"L12345678901234567890L\na".repeat(300)}.`),
];

describe("counts", () => {
  test("do not depend on the loop that runs", () => {
    for (const bytes of PROGRAMS) {
      const whole = counts(machineOf(new BytesSource(bytes)));
      expect(counts(machineOf(new TrickleSource(bytes)))).toEqual(whole);
      expect(whole.opcodes).toBe(instructions(bytes));
    }
  });

  test("are the number of values, not of words", () => {
    // A list, a text, a float, two dicts, one key twice, a long integer.
    const { values, memoEntries } = counts(
      machineOf(new BytesSource(latin1("\x80\x04](\x8c\x01a\x94G\0\0\0\0\0\0\0\0}}\x94\x8a\x05\0\0\0\0\x01e."))),
    );
    expect({ values, memoEntries }).toEqual({ values: 6, memoEntries: 2 });
  });
});

function verdictOf(bytes: Uint8Array, limits: Partial<Limits>, options: Partial<JobOptions> = {}): string {
  const codes = runGuest(bytes, "scan", options, limits).report.artifacts.flatMap(({ findings }) => findings.map((f) => f.code));
  const demanded = codes.map((code) => (isFindingCode(code) ? CODES[code].verdict : ""));
  return VERDICT_ORDER.find((verdict) => demanded.includes(verdict)) ?? "safe";
}

describe("are inclusive", () => {
  test.each(PROGRAMS.map((bytes, i) => [i, bytes] as const))("program %i", (_i, bytes) => {
    const { opcodes, values, memoEntries } = counts(machineOf(new BytesSource(bytes)));
    for (const [limit, count] of [
      ["maxOpcodes", opcodes],
      ["maxNodes", values],
      ["maxMemo", memoEntries],
    ] as const) {
      expect(verdictOf(bytes, { [limit]: count }), limit).toBe("safe");
      expect(verdictOf(bytes, { [limit]: count - 1 }), limit).toBe("limit");
    }
  });
});

describe("nothing is hidden behind a budget", () => {
  const LONG = "N".repeat(200);

  test("what was found before stays, and what stopped is told", () => {
    expect(verdictOf(latin1(`\x80\x02](cos\nsystem\n${LONG}e.`), { maxOpcodes: 50 })).toBe("dangerous");
    expect(verdictOf(latin1(`\x80\x02](${LONG}cos\nsystem\ne.`), { maxOpcodes: 50 })).toBe("limit");
  });

  test("a second pickle, also where trailing bytes may pass", () => {
    const bytes = latin1(`\x80\x02N.\x80\x02](${LONG}e.`);
    expect(verdictOf(bytes, { maxOpcodes: 50 })).toBe("limit");
    expect(verdictOf(bytes, { maxOpcodes: 50 }, { allowTrailing: true })).toBe("limit");
    expect(verdictOf(bytes, {})).toBe("safe");
  });

  test("nor behind the storages of a torch stream, where trailing bytes may pass", () => {
    const stream = readFileSync(join(ROOT, "fixtures", "hostile", "safe--torch-stream-state-dict.pt"));
    const behind = (text: string): Uint8Array => Buffer.concat([stream, latin1(text)]);
    const code = 'cos\nsystem\n(S"x"\ntR.';
    expect(verdictOf(behind("\x80\x02N."), {}, { allowTrailing: true })).toBe("safe");
    for (const ahead of ["", "\x80\x02N.", "\x80\x02N.N.", "\0\0\0\0"])
      expect(verdictOf(behind(ahead + code), {}, { allowTrailing: true }), ahead).toBe("dangerous");
  });

  test("many pickles share one budget", () => {
    expect(verdictOf(latin1("N.".repeat(50)), { maxOpcodes: 100 })).toBe("safe");
    expect(verdictOf(latin1("N.".repeat(51)), { maxOpcodes: 100 })).toBe("limit");
    expect(verdictOf(latin1("(lp0\n.".repeat(51)), { maxMemo: 50 })).toBe("limit");
  });

  test("a pickle in a value", () => {
    const inner = `\x80\x02](${LONG}e.`;
    const bytes = latin1(`\x80\x03C${String.fromCharCode(inner.length)}${inner}.`);
    expect(verdictOf(bytes, { maxOpcodes: 50 })).toBe("safe");
    expect(verdictOf(bytes, { maxOpcodes: 50 }, { deep: true })).toBe("limit");
    expect(verdictOf(bytes, {}, { deep: true })).toBe("safe");
  });

  test("values in a value beyond the members", () => {
    const bytes = latin1(`\x80\x03](${"C\x05\x80\x02K\x01.".repeat(5)}e.`);
    expect(verdictOf(bytes, { maxMembers: 5 }, { deep: true })).toBe("safe");
    expect(verdictOf(bytes, { maxMembers: 4 }, { deep: true })).toBe("limit");
  });

  test("another loader's reading", () => {
    // To pickle.load the array is instructions, long before the command that stands behind them.
    const payload = `${LONG}cos\nsystem\n(X\x04\0\0\0truetR.`;
    const dtype = "cnumpy\ndtype\nX\x02\0\0\0u1K\0K\x01\x87R(K\x03X\x01\0\0\0|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb";
    const wrapped = `cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(X\x08\0\0\0subclasscnumpy\nndarray\nX\x05\0\0\0shapeK${String.fromCharCode(payload.length)}\x85X\x05\0\0\0orderX\x01\0\0\0CX\x05\0\0\0dtype${dtype}X\x0a\0\0\0allow_mmap\x89ub${payload}`;
    const bytes = latin1(`\x80\x03${wrapped}.`);
    expect(verdictOf(bytes, {})).toBe("dangerous");
    expect(verdictOf(bytes, { maxOpcodes: 100 })).toBe("limit");
  });
});

describe("the ratio is one of all layers", () => {
  const MIB = 2 ** 20;
  test("members of gzip count together", () => {
    const block = gzipSync(new Uint8Array(16 * MIB));
    const head = Buffer.concat([Buffer.from("\x80\x04\x8e", "latin1"), Buffer.alloc(8)]);
    head.writeUInt32LE(17 * 16 * MIB, 3);
    const bytes = new Uint8Array(Buffer.concat([gzipSync(head), ...Array.from({ length: 17 }, () => block), gzipSync(".")]));
    expect(verdictOf(bytes, { maxRatio: 900 })).toBe("limit");
    expect(verdictOf(bytes, {})).toBe("safe");
    // A second layer makes a thousandth of it.
    const twice = new Uint8Array(deflateSync(bytes));
    expect(runGuest(twice, "scan").report.artifacts[0]?.findings.map((f) => f.code)).toContain("limit.ratio");
  }, 60_000);
});
