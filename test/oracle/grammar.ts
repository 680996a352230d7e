/**
 * Programs of opcodes for fast-check. Each number of an array picks the next opcode among those that the abstract stack
 * allows just then (kinds of the values, marks, memo), so that most programs run far; one in sixteen is picked from all,
 * so that underflow, missing marks and wrong types come too. Arguments are drawn from pools with the odd ones in.
 * Every program is a pure function of the array: a seed says it all, and shrinking the array shrinks the program.
 */
import fc from "fast-check";

type Kind = "int" | "key" | "str" | "bytes" | "list" | "dict" | "set" | "tuple" | "name" | "made" | "mark";

const latin1 = (text: string): number[] => [...Buffer.from(text, "latin1")];
const line = (op: string, text: string): number[] => [...latin1(op), ...latin1(text), 10];
const le = (value: number, width: number): number[] => Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) % 256);
const counted = (op: number, width: number, body: readonly number[], lie = 0): number[] => [op, ...le(body.length + lie, width), ...body];

// ---- pools of arguments ----

const INTS = [
  "0",
  "1",
  "-1",
  "00",
  "01",
  "+5",
  " 7 ",
  "1_000",
  "0x10",
  "+1",
  " 1",
  "1 ",
  "010",
  "-0",
  "-00",
  "2147483648",
  "99999999999999999999",
  "",
  "abc",
  "5L",
  "1\0x",
  "1\r",
];
const LONGS = ["0L", "5L", "-5L", "5", "0x1fL", "012L", "L", "1_0L", " 3L", "3 L", "340282366920938463463374607431768211456L", "01L"];
const FLOATS = [
  "1.5",
  "-0.0",
  "nan",
  "-nan",
  "inf",
  "-inf",
  "1e400",
  "1e-400",
  "1_0.5",
  " 1.0",
  "1.",
  ".5",
  "1e5",
  "0x1p3",
  "",
  "infinity",
  "1.5\r",
];
const STRINGS = [
  "'abc'",
  '"abc"',
  "'a\\x41\\n'",
  "'\\777'",
  "'\\q'",
  "'a",
  "abc",
  "''",
  "'\\xff'",
  "'a\\",
  " 'a'",
  "'a' ",
  "'a\\\\'",
  "'\\u0041'",
  "'a\\x4'",
];
const UNICODES = [
  "abc",
  "\\u0041",
  "\\U0001f600",
  "\\ud800",
  "\\ud83d\\ude00",
  "\\u00",
  "\\\\u0041",
  "\xe9",
  "",
  "\\",
  "\\U00110000",
  "a\r",
  "\\x41",
];
const INDICES = ["0", "1", "2", "00", "01", " 1", "1 ", "-1", "+2", "a", "", "1_0", "300", "1\0"];
const NAMES: readonly (readonly [string, string])[] = [
  ["m", "f"],
  ["os", "system"],
  ["builtins", "set"],
  ["__builtin__", "set"],
  ["__builtin__", "unicode"],
  ["copy_reg", "_reconstructor"],
  ["itertools", "izip"],
  ["collections", "OrderedDict"],
  ["m.n", "a.b"],
  ["numpy", "dtype"],
  ["m", ""],
  [" m", "f\r"],
];
const TEXTS = [
  latin1(""),
  latin1("a"),
  latin1("m"),
  latin1("f"),
  latin1("1"),
  [0xc3, 0xa9],
  [0xf0, 0x9f, 0x98, 0x80],
  [0xed, 0xa0, 0x80],
  [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  [0xff],
  [0xc0, 0x80],
  [0],
  latin1("__proto__"),
  latin1("x".repeat(40)),
];
const BODIES = [latin1(""), latin1("a"), latin1("\xff\0"), latin1("x".repeat(300))];
const LONG_BODIES = [
  [],
  [0],
  [255],
  [0x80],
  [0, 1],
  [255, 255, 255, 255, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0x80],
  Array.from({ length: 40 }, () => 7),
];
const FLOAT_BITS = [
  [0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
  [0x80, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0],
  [0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
  [0x7f, 0xf0, 0, 0, 0, 0, 0, 0],
  [0x40, 9, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18],
  [0x42, 0x70, 0, 0, 0, 0, 0, 0],
];

class Program {
  readonly bytes: number[] = [];
  readonly stack: Kind[] = [];
  readonly memo = new Map<number, Kind>();
  /** Tuples that hold tuples: hashing many of them shared costs Python exponential time. */
  pairs = 0;
  readonly #choices: readonly number[];
  #at = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  get spent(): boolean {
    return this.#at >= this.#choices.length;
  }

  next(bound: number): number {
    return (this.#choices[this.#at++] ?? 0) % bound;
  }

  pick<T>(pool: readonly T[], fallback: T): T {
    return pool[this.next(pool.length)] ?? fallback;
  }

  emit(bytes: readonly number[], popped: number, ...pushed: readonly Kind[]): void {
    for (const byte of bytes) this.bytes.push(byte);
    if (popped > 0) this.stack.length = Math.max(0, this.stack.length - popped);
    this.stack.push(...pushed);
  }

  /** Kind of the value `down` below the top, undefined beyond a mark. */
  top(down = 0): Kind | undefined {
    for (let i = 0; i < down; i++) if (this.stack[this.stack.length - 1 - i] === "mark") return undefined;
    const kind = this.stack[this.stack.length - 1 - down];
    return kind === "mark" ? undefined : kind;
  }

  get markAt(): number {
    return this.stack.lastIndexOf("mark");
  }

  /** Kinds above the last mark. */
  get above(): readonly Kind[] {
    return this.markAt < 0 ? [] : this.stack.slice(this.markAt + 1);
  }

  popMark(bytes: readonly number[], ...pushed: readonly Kind[]): void {
    this.emit(bytes, this.markAt < 0 ? 0 : this.stack.length - this.markAt, ...pushed);
  }
}

interface Op {
  readonly weight: number;
  readonly fits: (p: Program) => boolean;
  readonly put: (p: Program) => void;
}

const always = (): boolean => true;
const some = (p: Program): boolean => p.top() !== undefined;
const op = (weight: number, fits: Op["fits"], put: Op["put"]): Op => ({ weight, fits, put });
const plain = (code: number, kind: Kind, weight = 1): Op => op(weight, always, (p) => p.emit([code], 0, kind));
const hashable = (kind: Kind | undefined): boolean => kind !== undefined && kind !== "list" && kind !== "dict" && kind !== "set";
const evenKeys = (p: Program): boolean => p.above.length % 2 === 0 && p.above.every((kind, i) => i % 2 === 1 || hashable(kind));

function tuple(code: number, n: number): Op {
  return op(
    2,
    (p) => n === 0 || p.top(n - 1) !== undefined,
    (p) => {
      if (n > 1 && p.stack.slice(-n).includes("tuple")) p.pairs++;
      if (p.pairs <= 10) p.emit([code], n, "tuple");
    },
  );
}

const memoWrite = (encode: (p: Program) => { bytes: readonly number[]; index: number }): Op["put"] => {
  return (p) => {
    const { bytes, index } = encode(p);
    p.emit(bytes, 0);
    p.memo.set(index, p.top() ?? "made");
  };
};
const memoRead = (encode: (index: number) => readonly number[]): Op["put"] => {
  return (p) => {
    const index = p.memo.size === 0 ? 0 : p.pick([...p.memo.keys()], 0);
    p.emit(encode(index), 0, p.memo.get(index) ?? "made");
  };
};

const named = (p: Program): readonly [string, string] => p.pick(NAMES, ["m", "f"]);
const callable = (down: number) => (p: Program) => (p.top(down) === "name" || p.top(down) === "made") && p.top() === "tuple";

/** Runs of one opcode that fill what our machine makes room for at the start: stack, marks, memo. */
const RUN_LENGTHS = [64, 256, 300, 1024, 1100];
/** Indices about the memo's first sizes, and beyond every program's length. */
const FAR = [63, 64, 128, 255, 256, 300, 511, 513, 1200, 65_536, 70_000];

function run(p: Program, code: number, kind: Kind | null): void {
  const length = p.pick(RUN_LENGTHS, 64);
  p.emit(
    Array.from({ length }, () => code),
    0,
    ...Array.from({ length: kind === null ? 0 : length }, () => kind ?? "key"),
  );
  if (code === 0x94) for (let i = 0; i < length; i++) p.memo.set(p.memo.size, p.top() ?? "made");
}

const OPS: readonly Op[] = [
  plain(0x4e, "key", 2), // NONE
  plain(0x88, "key"), // NEWTRUE
  plain(0x89, "key"), // NEWFALSE
  op(1, always, (p) => p.emit(line("I", p.pick(INTS, "1")), 0, "key")),
  op(1, always, (p) => p.emit(line("L", p.pick(LONGS, "1L")), 0, "key")),
  op(1, always, (p) => p.emit(line("F", p.pick(FLOATS, "1.0")), 0, "key")),
  op(3, always, (p) => p.emit([0x4b, p.next(4)], 0, "key")), // BININT1
  op(1, always, (p) => p.emit([0x4d, p.next(256), p.next(3)], 0, "key")), // BININT2
  op(1, always, (p) => p.emit([0x4a, p.next(3), p.next(256), 0, p.next(256)], 0, "key")), // BININT
  op(1, always, (p) => p.emit(counted(0x8a, 1, p.pick(LONG_BODIES, [])), 0, "key")), // LONG1
  op(1, always, (p) => p.emit(counted(0x8b, 4, p.pick(LONG_BODIES, [])), 0, "key")), // LONG4
  op(2, always, (p) => p.emit([0x47, ...p.pick(FLOAT_BITS, [0, 0, 0, 0, 0, 0, 0, 0])], 0, "key")), // BINFLOAT
  op(1, always, (p) => p.emit(line("S", p.pick(STRINGS, "''")), 0, "str")),
  op(1, always, (p) => p.emit(line("V", p.pick(UNICODES, "")), 0, "str")),
  op(1, always, (p) => p.emit(counted(0x54, 4, p.pick(TEXTS, [])), 0, "str")), // BINSTRING
  op(1, always, (p) => p.emit(counted(0x55, 1, p.pick(TEXTS, [])), 0, "str")), // SHORT_BINSTRING
  op(3, always, (p) => p.emit(counted(0x8c, 1, p.pick(TEXTS, [])), 0, "str")), // SHORT_BINUNICODE
  op(1, always, (p) => p.emit(counted(0x58, 4, p.pick(TEXTS, [])), 0, "str")), // BINUNICODE
  op(1, always, (p) => p.emit(counted(0x8d, 8, p.pick(TEXTS, [])), 0, "str")), // BINUNICODE8
  op(1, always, (p) => p.emit(counted(0x43, 1, p.pick(BODIES.slice(0, 3), [])), 0, "bytes")), // SHORT_BINBYTES
  op(1, always, (p) => p.emit(counted(0x42, 4, p.pick(BODIES, [])), 0, "bytes")), // BINBYTES
  op(1, always, (p) => p.emit(counted(0x8e, 8, p.pick(BODIES, [])), 0, "bytes")), // BINBYTES8
  op(1, always, (p) => p.emit(counted(0x96, 8, p.pick(BODIES, [])), 0, "list")), // BYTEARRAY8
  plain(0x5d, "list", 3), // EMPTY_LIST
  plain(0x7d, "dict", 3), // EMPTY_DICT
  plain(0x8f, "set", 2), // EMPTY_SET
  tuple(0x29, 0),
  tuple(0x85, 1),
  tuple(0x86, 2),
  tuple(0x87, 3),
  op(5, always, (p) => p.emit([0x28], 0, "mark")),
  op(
    2,
    (p) => p.markAt >= 0,
    (p) => p.popMark([0x74], "tuple"),
  ), // TUPLE
  op(
    2,
    (p) => p.markAt >= 0,
    (p) => p.popMark([0x6c], "list"),
  ), // LIST
  op(
    2,
    (p) => p.markAt >= 0 && evenKeys(p),
    (p) => p.popMark([0x64], "dict"),
  ), // DICT
  op(
    1,
    (p) => p.markAt >= 0 && p.above.every(hashable),
    (p) => p.popMark([0x91], "tuple"),
  ), // FROZENSET
  op(
    1,
    (p) => p.markAt >= 0,
    (p) => p.popMark([0x31]),
  ), // POP_MARK
  op(
    3,
    (p) => p.top(1) === "list" || p.top(1) === "made",
    (p) => p.emit([0x61], 1),
  ), // APPEND
  op(
    3,
    (p) => p.markAt > 0 && (p.stack[p.markAt - 1] === "list" || p.stack[p.markAt - 1] === "made"),
    (p) => p.popMark([0x65]),
  ),
  op(
    3,
    (p) => (p.top(2) === "dict" || p.top(2) === "made") && hashable(p.top(1)),
    (p) => p.emit([0x73], 2),
  ), // SETITEM
  op(
    3,
    (p) => p.markAt > 0 && (p.stack[p.markAt - 1] === "dict" || p.stack[p.markAt - 1] === "made") && evenKeys(p),
    (p) => p.popMark([0x75]),
  ),
  op(
    3,
    (p) => p.markAt > 0 && p.stack[p.markAt - 1] === "set" && p.above.every(hashable),
    (p) => p.popMark([0x90]),
  ), // ADDITEMS
  op(2, some, (p) => p.emit([0x30], 1)), // POP
  op(2, some, (p) => p.emit([0x32], 0, p.top() ?? "made")), // DUP
  op(
    1,
    some,
    memoWrite((p) => {
      const index = Number(p.pick(INDICES, "0").trim()) || 0;
      return { bytes: line("p", String(index)), index };
    }),
  ),
  op(
    2,
    some,
    memoWrite((p) => {
      const index = p.next(4);
      return { bytes: [0x71, index], index };
    }),
  ), // BINPUT
  op(
    1,
    some,
    memoWrite((p) => {
      const index = p.next(5) * 77;
      return { bytes: [0x72, ...le(index, 4)], index };
    }),
  ), // LONG_BINPUT
  op(
    4,
    some,
    memoWrite((p) => ({ bytes: [0x94], index: p.memo.size })),
  ), // MEMOIZE
  op(
    2,
    (p) => p.memo.size > 0,
    memoRead((index) => line("g", String(index))),
  ),
  op(
    4,
    (p) => p.memo.size > 0,
    memoRead((index) => (index < 256 ? [0x68, index] : [0x6a, ...le(index, 4)])),
  ),
  op(1, always, (p) => p.emit(line("g", p.pick(INDICES, "0")), 0, "made")),
  op(1, some, (p) => p.emit(line("p", p.pick(INDICES, "0")), 0)),
  op(4, always, (p) => {
    const [module, name] = named(p);
    p.emit([...line("c", module), ...latin1(name), 10], 0, "name");
  }),
  op(3, always, (p) => {
    const [module, name] = named(p);
    p.emit([...counted(0x8c, 1, latin1(module)), ...counted(0x8c, 1, latin1(name)), 0x93], 0, "name");
  }),
  op(
    1,
    (p) => p.top() === "str" && p.top(1) === "str",
    (p) => p.emit([0x93], 2, "name"),
  ), // STACK_GLOBAL
  op(5, callable(1), (p) => p.emit([0x52], 2, "made")), // REDUCE
  op(4, callable(1), (p) => p.emit([0x81], 2, "made")), // NEWOBJ
  op(
    2,
    (p) => p.top() === "dict" && p.top(1) === "tuple" && (p.top(2) === "name" || p.top(2) === "made"),
    (p) => p.emit([0x92], 3, "made"),
  ),
  op(
    2,
    (p) => p.top(1) === "name" && p.top() !== undefined,
    (p) => p.emit([p.pick([0x52, 0x81], 0x52)], 2, "made"),
  ), // arguments of any kind
  op(
    1,
    (p) => p.top(2) === "name" && p.top() !== undefined,
    (p) => p.emit([0x92], 3, "made"),
  ),
  op(
    2,
    (p) => p.above[0] === "name" || p.above[0] === "made",
    (p) => p.popMark([0x6f], "made"),
  ), // OBJ
  op(
    2,
    (p) => p.markAt >= 0,
    (p) => {
      const [module, name] = named(p);
      p.popMark([...line("i", module), ...latin1(name), 10], "made");
    },
  ),
  op(
    4,
    (p) => p.top(1) === "made",
    (p) => p.emit([0x62], 1),
  ), // BUILD
  op(
    1,
    (p) => p.top(1) === "name",
    (p) => p.emit([0x62], 1),
  ),
  op(1, always, (p) => p.emit([0x82, 1 + p.next(3)], 0, "made")), // EXT1
  op(1, always, (p) => p.emit(line("P", "id"), 0, "made")), // PERSID
  op(1, some, (p) => p.emit([0x51], 1, "made")), // BINPERSID
  op(1, always, (p) => p.emit([0x80, p.next(8)], 0)), // PROTO
  op(1, always, (p) => p.emit([0x95, ...le(p.next(40), 8)], 0)), // FRAME
  op(1, some, (p) => p.emit(p.next(8) === 0 ? [0x98] : [], 0)), // READONLY_BUFFER
  op(1, always, (p) => p.emit(p.next(8) === 0 ? [0x97] : [], 0)), // NEXT_BUFFER
  op(1, some, (p) => p.emit(p.next(6) === 0 ? [0x2e] : [], 0)), // an early STOP
  op(1, always, (p) => (p.next(12) === 0 ? run(p, 0x4e, "key") : undefined)),
  op(1, always, (p) => (p.next(24) === 0 ? run(p, 0x28, "mark") : undefined)),
  op(2, some, (p) => (p.next(8) === 0 ? run(p, 0x94, null) : undefined)),
  op(
    2,
    some,
    memoWrite((p) => {
      const index = p.pick(FAR, 64);
      return { bytes: [0x72, ...le(index, 4)], index };
    }),
  ),
];

const WEIGHTED: readonly Op[] = OPS.flatMap((one) => Array.from({ length: one.weight }, () => one));

/** The program that an array of choices spells. */
export function spell(choices: readonly number[]): Uint8Array {
  const p = new Program(choices);
  const protocol = p.next(8);
  if (protocol < 6) p.emit([0x80, protocol], 0);
  while (!p.spent) {
    const wild = p.next(16) === 0;
    const fitting = wild ? WEIGHTED : WEIGHTED.filter((one) => one.fits(p));
    p.pick(fitting, WEIGHTED[0] ?? plain(0x4e, "key")).put(p);
  }
  finish(p, protocol);
  return Uint8Array.from(p.bytes);
}

/** A tuple of what is there as the value, STOP, and under protocol 4 now and then a frame around it all. */
function finish(p: Program, protocol: number): void {
  while (p.markAt >= 0) p.popMark([0x74], "tuple");
  if (p.stack.length === 0) p.emit([0x4e], 0, "key");
  for (let left = p.stack.length; left > 1; left -= Math.min(left, 3) - 1) p.emit([left > 2 ? 0x87 : 0x86], Math.min(left, 3), "tuple");
  p.emit([0x2e], 1);
  if (protocol >= 4 && protocol < 6 && p.bytes.length % 3 === 0) p.bytes.splice(2, 0, 0x95, ...le(p.bytes.length - 2, 8));
}

/** Choices by fast-check; `spell` makes programs of them. */
export const choices = (maxLength = 80): fc.Arbitrary<number[]> => fc.array(fc.nat({ max: 0xffff }), { minLength: 4, maxLength });
