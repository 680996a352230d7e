/** The hash is that of the bytes that were judged, whoever writes meanwhile. */
import { createHash } from "node:crypto";
import { closeSync, openSync, statSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openArtifact, openBytes, openPath } from "../../src/artifact/source.js";
import { type BuiltHost, buildHost, job } from "../host/support/build-host.js";

let built: BuiltHost;

beforeAll(async () => {
  built = await buildHost();
});
afterAll(() => built.remove());

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const PATTERN = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
const bytesOf = (length: number): Buffer => Buffer.alloc(length, PATTERN);

let number = 0;
function fileOf(bytes: Uint8Array): string {
  const path = join(built.folder, `content-${number++}`);
  writeFileSync(path, bytes);
  return path;
}

/** Writes one byte and sets the time back, as a hostile writer does. */
function overwrite(path: string, at: number): void {
  const { atime, mtime } = statSync(path);
  const fd = openSync(path, "r+");
  writeSync(fd, Uint8Array.of(0xee), 0, 1, at);
  closeSync(fd);
  utimesSync(path, atime, mtime);
}

const SHORT = 1_000_003;
const LONG = 6_000_007;

describe.each([SHORT, LONG])("a file of %i bytes", (length) => {
  test("that nobody writes to has its own hash", async () => {
    const bytes = bytesOf(length);
    const artifact = openPath(fileOf(bytes));
    const host = built.createHost();
    const outcome = await host.run(artifact, job("sum"), {});
    expect(outcome.wall).toBeNull();
    expect(await artifact.sha256()).toBe(sha256(bytes));
    expect(artifact.changed()).toBe(false);
    await Promise.all([host.close(), artifact.close()]);
  });

  test("that is written to between hash and a reading of our own: one truth, or changed", async () => {
    const bytes = bytesOf(length);
    const path = fileOf(bytes);
    const artifact = openPath(path);
    await artifact.sha256();
    const same = await artifact.reread?.(699_000, 200_000);
    expect([same && Buffer.from(same).equals(bytes.subarray(699_000, 899_000)), artifact.witness.differ]).toEqual([true, false]);
    overwrite(path, 700_000);
    await artifact.reread?.(800_000, 1000);
    const again = await artifact.reread?.(699_000, 2000);
    expect(again?.length).toBe(2000);
    // Of the long file the witness knows, without any clock.
    expect(artifact.witness.differ).toBe(length === LONG);
    expect(again && Buffer.from(again).equals(bytes.subarray(699_000, 701_000))).toBe(length === SHORT);
    await artifact.close();
  });

  test("that is written to between hash and judgement: one truth, or changed", async () => {
    const bytes = bytesOf(length);
    const path = fileOf(bytes);
    const artifact = openPath(path);
    const host = built.createHost();
    const hash = await artifact.sha256();
    overwrite(path, 700_000);
    await host.run(artifact, job("sum"), {});
    expect(hash).toBe(sha256(bytes));
    // What is kept in memory was judged as it was hashed; the long one was not, which the witness knows without any clock.
    expect(artifact.witness.differ).toBe(length === LONG);
    expect(artifact.changed()).toBe(true);
    await Promise.all([host.close(), artifact.close()]);
  });

  test("that is written to between judgement and hash", async () => {
    const path = fileOf(bytesOf(length));
    const artifact = openPath(path);
    const host = built.createHost();
    await host.run(artifact, job("sum"), {});
    overwrite(path, length - 1);
    await artifact.sha256();
    expect(artifact.witness.differ).toBe(length === LONG);
    await Promise.all([host.close(), artifact.close()]);
  });

  test("that was judged, hashed, and is judged again as other bytes", async () => {
    const path = fileOf(bytesOf(length));
    const artifact = openPath(path);
    const host = built.createHost();
    await host.run(artifact, job("offers"), {});
    const hash = await artifact.sha256();
    overwrite(path, length - 1);
    await host.run(artifact, job("sum"), {});
    expect(hash).toBe(sha256(bytesOf(length)));
    // A block that was hashed when nobody was left to read it is not believed to be the one that is read now.
    expect(artifact.witness.differ).toBe(length === LONG);
    await Promise.all([host.close(), artifact.close()]);
  });

  test("that is cut off meanwhile", async () => {
    const path = fileOf(bytesOf(length));
    const artifact = openPath(path);
    writeFileSync(path, "");
    await artifact.sha256();
    expect(artifact.witness.differ).toBe(true);
    await artifact.close();
  });
});

test("a warm child, which has to ask, tells the same", async () => {
  const host = built.createHost();
  const first = openPath(fileOf(bytesOf(10)));
  await host.run(first, job("sum"), {});
  const path = fileOf(bytesOf(LONG));
  const artifact = openPath(path);
  await host.run({ ...artifact, fd: null }, job("sum"), {});
  overwrite(path, 4_999_999);
  await artifact.sha256();
  expect(artifact.witness.differ).toBe(true);
  await Promise.all([host.close(), first.close(), artifact.close()]);
});

test("bytes in memory that the caller changes: short ones were copied, long ones have a witness", async () => {
  for (const length of [SHORT, LONG]) {
    const bytes = new Uint8Array(bytesOf(length));
    const before = sha256(bytes);
    const artifact = openBytes(bytes);
    const host = built.createHost();
    await host.run(artifact, job("sum"), {});
    bytes[500_000] = 0xee;
    expect(await artifact.sha256()).toBe(length === SHORT ? before : sha256(bytes));
    expect(artifact.changed()).toBe(length === LONG);
    await host.close();
  }
});

test("a companion that changes while it is read twice is a change of the artifact", async () => {
  const path = fileOf(bytesOf(300_000));
  const open = () => openArtifact({ fd: openSync(path, "r"), facts: statSync(path, { bigint: true }) }, path, null, new Uint8Array(16));
  const companion = open();
  companion.witness.note(1, new Uint8Array(16));
  companion.witness.note(1, new Uint8Array(16));
  expect(companion.changed()).toBe(false);
  companion.witness.note(1, new Uint8Array(16).fill(1));
  expect(companion.changed()).toBe(true);
  await companion.close();
});

test("the hash stops with the signal", async () => {
  const artifact = openPath(fileOf(bytesOf(LONG)));
  const stop = new AbortController();
  const hashing = artifact.sha256(stop.signal);
  stop.abort(new Error("enough"));
  await expect(hashing).rejects.toThrow("enough");
  await artifact.close();
});

test("a file that is hashed is closed, whoever began to copy it and is gone", async () => {
  const artifact = openPath(fileOf(bytesOf(40_000_000)));
  const hashing = artifact.sha256().catch((error: unknown) => error);
  const copied = await artifact.reread?.(0, 1000);
  expect(copied?.length).toBe(1000);
  // Time for the hash to fill what it keeps for the copying, which asks no more.
  for (let times = 0; times < 20; times++) await artifact.read(0, 40_000_000);
  await artifact.close();
  expect(await hashing).toMatchObject({ name: "AbortError" });
});
