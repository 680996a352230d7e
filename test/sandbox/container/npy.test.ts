/** The header of .npy: what numpy writes is read, everything else refused, and code told apart. */
import { describe, expect, test } from "vitest";
import { readNpyHeader } from "../../../sandbox/container/npy/index.js";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import { fixture } from "../../support/containers.js";

const read = (bytes: Uint8Array): ReturnType<typeof readNpyHeader> => readNpyHeader(new BytesSource(bytes));

function made(header: string, version = 1): Uint8Array {
  const text = Buffer.from(header, version === 3 ? "utf8" : "latin1");
  const head = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, 0, 0, 0, 0]);
  if (version === 1) head.writeUInt16LE(text.length, 8);
  else head.writeUInt32LE(text.length, 8);
  return Buffer.concat([head.subarray(0, version === 1 ? 10 : 12), text]);
}

const header = (descr: string, shape = "(3,)", order = "False"): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }   \n`;

test.each([
  ["float.npy", { version: 1, descr: { kind: "plain", text: "<f8" }, fortran: false, shape: [2, 3], dataOffset: 128 }],
  ["fortran.npy", { version: 1, descr: { kind: "plain", text: ">i4" }, fortran: true, shape: [2, 3], dataOffset: 128 }],
  ["version2.npy", { version: 2, shape: [3] }],
  ["version3.npy", { version: 3, descr: { kind: "fields", fields: [{ name: "é", title: null, descr: { kind: "plain", text: "<i2" } }] } }],
  ["scalar.npy", { shape: [] }],
])("%s", (name, want) => {
  expect(read(fixture(name))).toMatchObject({ header: want });
});

test("nested fields, titles and subarrays", () => {
  const plain = (text: string): object => ({ kind: "plain", text });
  expect(read(fixture("structured.npy"))).toMatchObject({
    header: {
      descr: {
        kind: "fields",
        fields: [
          { name: "a", descr: plain("<f4") },
          { name: "b", title: "title", descr: plain("|S3") },
          {
            name: "c",
            descr: {
              kind: "fields",
              fields: [
                { name: "x", descr: { kind: "subarray", base: plain("<i2"), shape: [2, 3] } },
                { name: "y", descr: plain("|b1") },
              ],
            },
          },
          { name: "t", descr: plain("<M8[ns]") },
        ],
      },
    },
  });
});

test("Python 2's long integers and blanks", () => {
  expect(read(made(header("'<f8'", "( 3L , 10 )")))).toMatchObject({ header: { shape: [3, 10] } });
  expect(read(made(header("'<f8'", "()")))).toMatchObject({ header: { shape: [] } });
});

describe("malformed", () => {
  test.each([
    ["no closing", "{'descr': '<f8'"],
    ["a shape that is a list", header("'<f8'", "[3]")],
    ["a shape that is a number", header("'<f8'", "3")],
    ["a number in brackets is no tuple", header("'<f8'", "(3)")],
    ["a negative length", header("'<f8'", "(-3,)")],
    ["a float length", header("'<f8'", "(3.0,)")],
    ["a length beyond 2^53", header("'<f8'", "(99999999999999999999,)")],
    ["65 dimensions", header("'<f8'", `(${"1,".repeat(65)})`)],
    ["an order that is a number", header("'<f8'", "(3,)", "0")],
    ["a key twice", `{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (3,)}`],
    ["a key too many", `{'descr': '<f8', 'fortran_order': False, 'shape': (3,), 'x': 1}`],
    ["a list", "['<f8']"],
    ["a field of four", header("[('a','<f8',(1,),2)]")],
    ["escapes", header("'<f\\x38'")],
    ["a bytes literal", header("b'<f8'")],
    ["deep nesting", header("[".repeat(40) + "]".repeat(40))],
    ["text after", `${header("'<f8'").trim()} 5`],
    ["two commas", header("'<f8'", "(3,,)")],
    ["a lonely comma", header("'<f8'", "(,)")],
    ["native.value", `{'descr', 'fortran_order': False, 'shape': (3,)}`],
    ["nothing", ""],
  ])("%s", (_what, text) => {
    expect(read(made(text))).toMatchObject({ fault: { code: "container.corrupt" } });
  });

  test.each([
    ["a call", header("__import__('os').system('id')")],
    ["a name", header("numpy")],
    ["a call of a string's method", header("'<f8'.join([])")],
    ["a string called", header("'<f8'()")],
    ["a comprehension", header("'<f8'", "(x for x in (3,))")],
    ["something after", `${header("'<f8'").trim()} or exit()`],
    ["True called", header("True()")],
    ["an f-string", header("f'{exit()}'")],
  ])("%s is unlisted", (_what, text) => {
    expect(read(made(text))).toMatchObject({ fault: { code: "call.unlisted" } });
  });

  test("versions, lengths and cuts", () => {
    expect(read(made(header("'<f8'"), 4))).toMatchObject({ fault: { code: "container.corrupt" } });
    expect(read(made(header("'<f8'") + " ".repeat(70_000), 2))).toMatchObject({ fault: { args: { why: "npy.long-header" } } });
    const whole = fixture("float.npy");
    for (let length = 0; length < 128; length += 1) expect(read(whole.subarray(0, length))).toHaveProperty("fault");
  });
});

test("slow: the time grows with the header's length, not its square", () => {
  const time = (n: number): number => {
    const bytes = made(header(`[${"('a','<f8'),".repeat(n)}]`), 2);
    const start = performance.now();
    for (let i = 0; i < 20; i += 1) read(bytes);
    return performance.now() - start;
  };
  time(1000);
  expect(time(4000)).toBeLessThan(20 * Math.max(1, time(1000)));
});
