/**
 * Long arrays that stand in an artifact as they are come from there, and not through the guest: whoever reads them sees no
 * difference. What must be swapped, turned or unpacked comes from the guest; both are held against base64, which always does.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/verbs/convert.js";
import { TemporaryFolder } from "../support/folder.js";
import { array, dtype, pickle, plain, type Value } from "../support/pickle.js";
import { zip } from "../support/zip.js";

/** Bytes without a pattern. */
function noise(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, n = seed; i < length; i++, n = (Math.imul(n, 1103515245) + 12345) >>> 0) bytes[i] = n >>> 16;
  return bytes;
}

/** An int64, a byte, seven bytes of nothing: as a tree's nodes are. */
const PADDED = dtype("V16", [
  3,
  "|",
  null,
  ["a", "b"],
  {
    dict: [
      ["a", [plain("i8"), 0]],
      ["b", [plain("u1"), 8]],
    ],
  },
  16,
  1,
  0,
]);
const SWAPPED = dtype("f8", [3, ">", null, null, null, -1, -1, 0]);

/** An array in Fortran order. */
const turned = (shape: readonly number[], data: Buffer): Value => ({
  call: "numpy.core.multiarray._reconstruct",
  args: [{ global: "numpy.ndarray" }, [0], Buffer.from("b")],
  state: [1, shape, plain("f8"), true, data],
});

const ROWS = 50_000;
const ARRAYS: readonly Value[] = [
  array(plain("f8"), [ROWS, 2], noise(ROWS * 16, 1)),
  array(plain("u1"), [7], noise(7, 2)),
  array(PADDED, [ROWS], noise(ROWS * 16, 3)),
  array(SWAPPED, [ROWS], noise(ROWS * 8, 4)),
  turned([2, ROWS], noise(ROWS * 16, 5)),
  array(plain("i4"), [3 * ROWS], noise(ROWS * 12, 6)),
  array(plain("f4"), [9 * ROWS], noise(ROWS * 36, 7)),
  array(plain("u1"), [100], noise(100, 8)),
];
const SHORT = pickle({ list: ARRAYS.slice(0, 3) });
const LONG = pickle({ list: ARRAYS });

/** Tensors of a sidecar by number. */
function tensorsOf(sidecar: Uint8Array): string[] {
  const bytes = Buffer.from(sidecar);
  const from = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, from).toString());
  return Array.from({ length: Object.keys(header).filter((key) => key !== "__metadata__").length }, (_, i) => {
    const [begin, end] = header[i].data_offsets;
    return bytes.subarray(from + begin, from + end).toString("base64");
  });
}

async function expectSame(input: string | Uint8Array, member?: string): Promise<void> {
  const which = member === undefined ? {} : { member };
  const beside = await convert(input, { arrays: "sidecar", ...which });
  const text = await convert(input, { arrays: "base64", ...which });
  const root: { readonly items: readonly { readonly base64: string }[] } | readonly { readonly base64: string }[] = JSON.parse(
    text.document ?? "",
  ).root;
  const wanted = ("items" in root ? root.items : root).map(({ base64 }) => base64);
  expect([beside.verdict, wanted.length > 2]).toEqual(["safe", true]);
  expect(tensorsOf(beside.sidecar ?? new Uint8Array())).toEqual(wanted);
}

describe("arrays of an artifact", () => {
  test.each([
    ["short", SHORT],
    ["long", LONG],
    ["packed", gzipSync(LONG)],
  ])("%s, in memory and in a file", async (_, bytes) => {
    const folder = new TemporaryFolder();
    const path = join(folder.path, "model.pkl");
    writeFileSync(path, bytes);
    await expectSame(bytes);
    await expectSame(path);
    folder.remove();
  });

  test("in an archive that stores them", () => expectSame(zip([{ name: "model.pkl", data: LONG }]), "model.pkl"));
});
