/** What is measured first and encoded later is what is encoded at once: lengths, long and short, numbers of every size. */
import { expect, test } from "vitest";
import { joined } from "../../src/targets/deferred.js";
import { ProtoWriter } from "../../src/targets/onnx/protobuf.js";

/** A varint as the specification has it, by big integers. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

const field = (number: number, bytes: readonly number[]): number[] => [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
const written = (write: (out: ProtoWriter) => void): number[] => {
  const out = new ProtoWriter();
  write(out);
  const bytes = [...joined(out)];
  expect(bytes.length).toBe(out.length);
  return bytes;
};

const NUMBERS = [
  0,
  1,
  127,
  128,
  16383,
  16384,
  2 ** 21 - 1,
  2 ** 21,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 40,
  Number.MAX_SAFE_INTEGER,
  -1,
  -128,
  -(2 ** 40),
];

test.each(NUMBERS)("the integer %i", (value) => {
  expect(written((out) => out.int(3, value))).toEqual([...varint(24), ...varint(value)]);
});

test.each([1, 100, 20_000])("%i times all of them, packed", (times) => {
  const values = Array.from({ length: times }, () => NUMBERS).flat();
  expect(written((out) => out.ints(8, values))).toEqual(field(8, values.flatMap(varint)));
});

test.each([3, 70_000])("texts of %i characters, many times", (length) => {
  const texts = ["a", "b".repeat(length), "ü", "", "a"];
  const wanted = texts.flatMap((text) => field(9, [...new TextEncoder().encode(text)]));
  expect(written((out) => out.texts(9, texts))).toEqual(wanted);
});

test("messages in messages, with long parts between short ones", () => {
  const long = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251);
  const floats = Float32Array.from({ length: 10_000 }, (_, at) => at / 7);
  const bytes = written((out) => {
    out.int(1, 8);
    out.message(7, (graph) => {
      graph.text(2, "model");
      graph.message(5, (tensor) => {
        tensor.raw(9, long);
        tensor.text(8, "c0");
      });
      graph.floats(7, floats);
      graph.text(2, "end");
    });
    out.text(2, "cornichon");
  });
  const text = (value: string): number[] => [...new TextEncoder().encode(value)];
  const inner = [
    ...field(2, text("model")),
    ...field(5, [...field(9, [...long]), ...field(8, text("c0"))]),
    ...field(7, [...new Uint8Array(floats.buffer)]),
    ...field(2, text("end")),
  ];
  expect(bytes).toEqual([8, 8, ...field(7, inner), ...field(2, text("cornichon"))]);
});
