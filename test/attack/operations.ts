/**
 * A pickle as a list of operations, and back: what the fuzzers cut between. Written apart from the product's reader (it
 * shares nothing with `sandbox/opcode`), so that a mistake in that table is no blind spot here. Raw bytes that stand
 * between operations (joblib's arrays) make one operation of their own, as far as the caller says how many they are.
 */
export interface Operation {
  readonly code: number;
  /** Everything behind the opcode, as it stands. */
  readonly argument: Uint8Array;
}

/** How an argument's length is found: a number of bytes, lines, or a counted length of so many bytes. */
const FIXED: Readonly<Record<string, number>> = {
  J: 4,
  K: 1,
  M: 2,
  G: 8,
  h: 1,
  j: 4,
  q: 1,
  r: 4,
  "\x80": 1,
  "\x82": 1,
  "\x83": 2,
  "\x84": 4,
  "\x95": 8,
};
const LINES: Readonly<Record<string, number>> = { I: 1, L: 1, F: 1, S: 1, V: 1, P: 1, p: 1, g: 1, c: 2, i: 2 };
const COUNTED: Readonly<Record<string, number>> = {
  U: 1,
  T: 4,
  X: 4,
  B: 4,
  C: 1,
  "\x8a": 1,
  "\x8b": 4,
  "\x8c": 1,
  "\x8d": 8,
  "\x8e": 8,
  "\x96": 8,
};
const BARE = "(.012NRabdelost)}]u\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x97\x98";

/** Length of the argument at `at`, -1 where there is none. */
function extent(bytes: Buffer, name: string, at: number): number {
  if (BARE.includes(name)) return 0;
  const fixed = FIXED[name];
  if (fixed !== undefined) return at + fixed <= bytes.length ? fixed : -1;
  const width = COUNTED[name];
  if (width !== undefined) return counted(bytes, width, at);
  let end = at;
  for (let left = LINES[name] ?? -1; left !== 0; left--) {
    if (left < 0) return -1;
    end = bytes.indexOf(10, end) + 1;
    if (end === 0) return -1;
  }
  return end - at;
}

function counted(bytes: Buffer, width: number, at: number): number {
  if (at + width > bytes.length) return -1;
  const length = width === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes.readUIntLE(at, width);
  return at + width + length <= bytes.length ? width + length : -1;
}

/** The operations up to the first STOP, and what stands behind; null where it is no pickle. FRAMEs are left out. */
export function operationsOf(input: Uint8Array): Operation[] | null {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.length);
  const found: Operation[] = [];
  for (let at = 0; at < bytes.length; ) {
    const code = bytes[at] ?? 0;
    const length = extent(bytes, String.fromCharCode(code), at + 1);
    if (length < 0) return null;
    if (code !== 0x95) found.push({ code, argument: bytes.subarray(at + 1, at + 1 + length) });
    at += 1 + length;
    if (code === 0x2e) return at === bytes.length ? found : null;
  }
  return null;
}

export const spelled = (operations: readonly Operation[]): Buffer =>
  Buffer.concat(operations.flatMap(({ code, argument }) => [Uint8Array.of(code), argument]));

export const op = (name: string, argument: Uint8Array = new Uint8Array(0)): Operation => ({ code: name.charCodeAt(0), argument });

/** BINGET or LONG_BINGET; the same for puts. */
function indexed(short: string, long: string, index: number): Operation {
  if (index < 256) return op(short, Uint8Array.of(index));
  const wide = Buffer.alloc(4);
  wide.writeUInt32LE(index);
  return op(long, wide);
}

export const get = (index: number): Operation => indexed("h", "j", index);
export const put = (index: number): Operation => indexed("q", "r", index);

export function textOp(text: string): Operation {
  const bytes = Buffer.from(text, "utf8");
  const head = Buffer.alloc(4);
  head.writeUInt32LE(bytes.length);
  return op("X", Buffer.concat([head, bytes]));
}
