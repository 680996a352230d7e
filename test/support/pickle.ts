/**
 * Small pickles of protocol 4 from values, as a pickler would write them (without a memo), and values with one thing
 * changed: another type that looks alike, one more or less, a bit.
 */

/** A float, which JavaScript does not tell from an integer. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A value in a pickle: arrays are tuples. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | Uint8Array
  | readonly Value[]
  | { readonly list: readonly Value[] }
  | { readonly dict: readonly (readonly [Value, Value])[] }
  | { readonly global: string }
  | { readonly call: string; readonly args: readonly Value[]; readonly state?: Value };

const bytes = (...items: number[]): Buffer => Buffer.from(items);

function sized(short: number, long: number, data: Buffer): Buffer {
  if (data.length < 256) return Buffer.concat([bytes(short, data.length), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return Buffer.concat([bytes(long), length, data]);
}

function integer(value: bigint): Buffer {
  if (value >= 0n && value < 256n) return bytes(0x4b, Number(value));
  const size = (value < 0n ? -value : value).toString(16).length / 2 + 1;
  const data = Buffer.alloc(Math.floor(size) + 1);
  for (let i = 0, rest = BigInt.asUintN(data.length * 8, value); i < data.length; i++, rest >>= 8n) data[i] = Number(rest & 255n);
  return Buffer.concat([bytes(0x8a, data.length), data]);
}

function float(value: number): Buffer {
  const data = Buffer.alloc(9);
  data[0] = 0x47;
  data.writeDoubleBE(value, 1);
  return data;
}

const name = (dotted: string): Buffer => {
  const dot = dotted.lastIndexOf(".");
  return Buffer.concat([write(dotted.slice(0, dot)), write(dotted.slice(dot + 1)), bytes(0x93)]);
};

const tuple = (items: readonly Value[]): Buffer => Buffer.concat([bytes(0x28), ...items.map(write), bytes(0x74)]);

function write(value: Value): Buffer {
  if (value === null) return bytes(0x4e);
  if (typeof value === "boolean") return bytes(value ? 0x88 : 0x89);
  if (typeof value === "number" || typeof value === "bigint") return integer(BigInt(value));
  if (typeof value === "string") return sized(0x8c, 0x58, Buffer.from(value));
  if (value instanceof Float) return float(value.value);
  if (value instanceof Uint8Array) return sized(0x43, 0x42, Buffer.from(value));
  if ("list" in value) return Buffer.concat([bytes(0x5d, 0x28), ...value.list.map(write), bytes(0x65)]);
  if ("dict" in value) return Buffer.concat([bytes(0x7d, 0x28), ...value.dict.flat().map(write), bytes(0x75)]);
  if ("global" in value) return name(value.global);
  if (!("call" in value)) return value.length === 0 ? bytes(0x29) : tuple(value);
  const called = Buffer.concat([name(value.call), value.args.length === 0 ? bytes(0x29) : tuple(value.args), bytes(0x52)]);
  return value.state === undefined ? called : Buffer.concat([called, write(value.state), bytes(0x62)]);
}

/** The whole pickle. */
export const pickle = (value: Value): Buffer => Buffer.concat([bytes(0x80, 4), write(value), bytes(0x2e)]);

/** numpy's dtype with its state. */
export const dtype = (text: string, state: Value): Value => ({ call: "numpy.dtype", args: [text, false, true], state });

/** A plain dtype of a fixed size, little-endian where that means something. */
export const plain = (text: string): Value =>
  dtype(text, [3, /1$|^O/.test(text) ? "|" : "<", null, null, null, -1, -1, text === "O8" ? 63 : 0]);

/** A numpy array in C order. */
export function array(type: Value, shape: readonly number[], data: Value): Value {
  const args = [{ global: "numpy.ndarray" }, [0], Buffer.from("b")];
  return { call: "numpy.core.multiarray._reconstruct", args, state: [1, shape, type, false, data] };
}

const scalar = (type: Value, data: Uint8Array): Value => ({ call: "numpy.core.multiarray.scalar", args: [type, data] });

function int64(value: bigint): Buffer {
  const data = Buffer.alloc(8);
  data.writeBigInt64LE(BigInt.asIntN(64, value));
  return data;
}

const unicode = (text: string): Value =>
  scalar(
    dtype(`U${text.length}`, [3, "<", null, null, null, 4 * text.length, 4, 8]),
    Buffer.from([...text].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])),
  );

type Change = readonly [label: string, value: Value];

/** A value in the place of another that Python, or a careless reader, would take for it. */
function confusions(value: Value): Change[] {
  if (typeof value === "number" || typeof value === "bigint")
    return [
      ["integer as numpy scalar", scalar(plain("i8"), int64(BigInt(value)))],
      ["integer as float", new Float(Number(value))],
      ["integer as text", String(value)],
      ...(value === 0 || value === 1 ? [["integer as boolean", value === 1] as const] : []),
    ];
  if (typeof value === "boolean")
    return [
      ["boolean as None", null],
      ["boolean as text", String(value)],
      ["boolean as float", new Float(value ? 1 : 0)],
    ];
  if (typeof value === "string")
    return value === ""
      ? []
      : [
          ["text as bytes", Buffer.from(value)],
          ["text as numpy scalar", unicode(value)],
          ["text and more", `${value}x`],
        ];
  if (value instanceof Float)
    return [
      ["float as integer", Math.trunc(value.value)],
      ["float as text", "0"],
    ];
  if (value instanceof Uint8Array)
    return [
      ["bytes as number", 7],
      ["bytes with one more", Buffer.concat([value, bytes(0)])],
      ["bytes as text beyond ASCII", "\xe9".repeat(value.length)],
    ];
  if (value === null || "global" in value || "list" in value || "dict" in value) return [];
  return "call" in value
    ? []
    : [
        ["tuple as list", { list: value }],
        ["tuple with one more", [...value, null]],
        ...(value.length > 0 ? [["tuple with one less", value.slice(1)] as const] : []),
      ];
}

/** The dict with a key lost, doubled, or added. */
function dictChanges(pairs: readonly (readonly [Value, Value])[]): Change[] {
  const lost = pairs.map((pair, i): Change => [`without ${String(pair[0])}`, { dict: pairs.toSpliced(i, 1) }]);
  return [...lost, ["with a key of its own", { dict: [...pairs, ["own", 1]] }]];
}

/** Every value that differs from this one in one place by `confusions`, with the path to it. Recursion ends with the value. */
export function* mutants(value: Value, path = ""): Generator<Change> {
  for (const [label, changed] of confusions(value)) yield [`${path}: ${label}`, changed];
  if (value === null || typeof value !== "object" || value instanceof Float || value instanceof Uint8Array || "global" in value) return;
  if ("list" in value) yield* inside(value.list, path, (list) => ({ list }));
  else if ("dict" in value) {
    for (const [label, changed] of dictChanges(value.dict)) yield [`${path}: ${label}`, changed];
    for (const [i, [key, held]] of value.dict.entries()) {
      for (const [label, changed] of mutants(key, `${path}.key ${String(key)}`))
        yield [label, { dict: value.dict.with(i, [changed, held]) }];
      for (const [label, changed] of mutants(held, `${path}.${String(key)}`)) yield [label, { dict: value.dict.with(i, [key, changed]) }];
    }
  } else if ("call" in value) {
    yield* inside(value.args, `${path}(args)`, (args) => ({ ...value, args }));
    if (value.state === undefined) return;
    for (const [label, state] of mutants(value.state, `${path}(state)`)) yield [label, { ...value, state }];
  } else yield* inside(value, path, (items) => items);
}

function* inside(items: readonly Value[], path: string, around: (items: readonly Value[]) => Value): Generator<Change> {
  for (const [i, item] of items.entries())
    for (const [label, changed] of mutants(item, `${path}[${i}]`)) yield [label, around(items.with(i, changed))];
}
