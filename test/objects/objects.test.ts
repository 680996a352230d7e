/** Objects as artifacts, and uploads in parts, against a store that speaks S3. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PlacedOutput } from "../../src/cli/placed-output.js";
import type { Bucket } from "../../src/objects/bucket.js";
import { ListedNames } from "../../src/objects/listed-names.js";
import { openObject } from "../../src/objects/object.js";
import { isInShard, shardOf } from "../../src/objects/shard.js";
import { type Store, startStore } from "../support/buckets.js";
import { lacking } from "../support/parts.js";

const MIB = 1024 * 1024;
const filled = (length: number, first: number): Buffer =>
  Buffer.alloc(
    length,
    Uint8Array.from({ length: 251 }, (_, i) => (i + first) % 256),
  );

test("a key is in one shard of each count", () => {
  for (const count of [1, 2, 7, 200])
    for (let i = 0; i < 100; i++)
      expect(
        Array.from({ length: count }, (_, at) => at + 1).filter((index) => isInShard(`models/${i}.pkl`, { index, count })),
      ).toHaveLength(1);
  expect(isInShard("models/a.pkl", { index: 1, count: 2 })).toBe(true);
  expect([shardOf("0/3"), shardOf("4/3"), shardOf("1/0"), shardOf("x"), shardOf("3/3")]).toEqual([
    null,
    null,
    null,
    null,
    { index: 3, count: 3 },
  ]);
});

test("a page answers for the names between its first and its last", () => {
  const names = new ListedNames();
  names.add(["a/m.pkl", "a/x.pkl"]);
  expect(["a/m.pkl", "a/n.pkl", "a/z.pkl", "a/A"].map((key) => names.mayHave(key))).toEqual([true, false, true, true]);
  names.lacks("a/z.pkl");
  expect(names.mayHave("a/z.pkl")).toBe(false);
});

describe.skipIf(lacking("s3") !== "")("objects", () => {
  let store: Store;
  let bucket: Bucket;
  beforeAll(async () => {
    store = await startStore();
    bucket = await store.bucket("objects");
  });
  afterAll(() => store.stop());
  const open = (key: string, size: number) => openObject(bucket, { key, size, named: true }, new ListedNames());

  test("long ones are read in ranges, wherever one begins", async () => {
    const bytes = filled(11 * MIB + 17, 3);
    await bucket.put("long.bin", bytes);
    const object = await open("long.bin", bytes.length);
    for (const [at, length] of [
      [0, 10],
      [4 * MIB - 5, 10],
      [3 * MIB, 6 * MIB],
      [11 * MIB + 10, 100],
    ] as const)
      expect(Buffer.compare(await object.read(at, length), bytes.subarray(at, at + length))).toBe(0);
    expect(object.size).toBe(bytes.length);
    expect(object.changed()).toBe(false);
  });

  test("one that is overwritten while it is read has changed", async () => {
    await bucket.put("other.bin", filled(9 * MIB, 1));
    const object = await open("other.bin", 9 * MIB);
    await object.read(0, 10);
    await bucket.put("other.bin", filled(9 * MIB, 2));
    expect(await object.read(8 * MIB, 10)).toHaveLength(0);
    expect(object.changed()).toBe(true);
  });

  test("one that is deleted after it was listed is told as such", async () => {
    await expect(open("gone.pkl", 10)).rejects.toMatchObject({
      code: "input.unreadable",
      message: expect.stringContaining("it was deleted"),
    });
  });

  test("companions lie in the object's own folder", async () => {
    await bucket.put("m/a.pkl", filled(100, 1));
    await bucket.put("m/a.pkl_01.npy", filled(200_000, 5));
    const object = await open("m/a.pkl", 100);
    const companion = await object.companion?.("a.pkl_01.npy");
    expect(Buffer.compare((await companion?.read(190_000, 100)) ?? Buffer.alloc(0), filled(200_000, 5).subarray(190_000, 190_100))).toBe(0);
    expect(await object.companion?.("none.npy")).toBe(null);
  });

  test("a report of many parts is gone on with from what was written down", async () => {
    const piece = "x".repeat(3 * MIB);
    const begun = await PlacedOutput.at("s3://objects/report");
    begun.keep({ standing: () => ({ isWhole: false }) });
    for (let i = 0; i < 4; i++) begun.data(`${piece}${i}`);
    await begun.ready();
    await begun.checkpoint();
    begun.data("lost with its run");
    const again = await PlacedOutput.at("s3://objects/report");
    const { mark } = JSON.parse((await again.progress()) ?? "");
    expect(mark.parts).toHaveLength(1);
    expect(await again.restore(mark)).toBe(true);
    again.data("the end");
    await again.end();
    const facts = await bucket.facts("report");
    expect(facts?.size).toBe(4 * (piece.length + 1) + "the end".length);
    expect(Buffer.from((await bucket.read("report", 12 * MIB, 100))?.bytes ?? []).toString()).toBe("xxx3the end");
  });
});
