/** The guest's own inflate against Node's zlib: the streams of zlib's own coverage test, and mutated ones. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ByteInput } from "../../../sandbox/container/byte-input.js";
import { InflateDecoder } from "../../../sandbox/container/inflate/inflate-decoder.js";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import { PAYLOAD } from "../../support/containers.js";

interface Outcome {
  readonly ok: boolean;
  readonly bytes: Uint8Array;
  readonly consumed: number;
}

function guest(packed: Uint8Array, step = 1000): Outcome {
  const input = new ByteInput(new BytesSource(packed), 0);
  const decoder = new InflateDecoder(input, "deflate");
  const parts: Uint8Array[] = [];
  for (;;) {
    const part = new Uint8Array(step);
    const got = decoder.decode(part, 0, step);
    if (got === 0) break;
    parts.push(part.subarray(0, got));
  }
  return { ok: decoder.fault === null, bytes: Buffer.concat(parts), consumed: input.offset };
}

/** Node's own; null when it refuses. */
function native(packed: Uint8Array): { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } | null {
  try {
    // With `info` the result is an object; the types do not know it.
    return inflateRawSync(packed, { info: true }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  } catch {
    return null;
  }
}

function agree(packed: Uint8Array): void {
  const mine = guest(packed);
  const theirs = native(packed);
  expect(mine.ok).toBe(theirs !== null);
  if (theirs === null) return;
  expect(Buffer.compare(mine.bytes, theirs.buffer)).toBe(0);
  expect(mine.consumed).toBe(theirs.engine.bytesWritten);
}

describe("zlib's coverage streams", () => {
  test.each([
    "0 0 0 0 0",
    "3 0",
    "6",
    "1 1 0 fe ff 0",
    "fc 0 0",
    "4 0 fe ff",
    "4 0 24 49 0",
    "4 0 24 e9 ff ff",
    "4 0 24 e9 ff 6d",
    "4 80 49 92 24 49 92 24 71 ff ff 93 11 0",
    "4 80 49 92 24 49 92 24 f b4 ff ff c3 84",
    "4 c0 81 8 0 0 0 0 20 7f eb b 0 0",
    "2 7e ff ff",
    "c c0 81 0 0 0 0 0 90 ff 6b 4 0",
    "5 c0 21 d 0 0 0 80 b0 fe 6d 2f 91 6c",
    "5 e0 81 91 24 cb b2 2c 49 e2 f 2e 8b 9a 47 56 9f fb fe ec d2 ff 1f",
    "ed c0 1 1 0 0 0 40 20 ff 57 1b 42 2c 4f",
    "ed cf c1 b1 2c 47 10 c4 30 fa 6f 35 1d 1 82 59 3d fb be 2e 2a fc f c",
    "63 18 5 40 c 0",
    "3 0 0 0",
  ])("%s", (hex) => {
    agree(Uint8Array.from(hex.split(" "), (byte) => Number.parseInt(byte, 16)));
  });
});

test.each([0, 1, 6, 9])("level %i, followed by other bytes, in steps", (level) => {
  for (const strategy of [0, 2, 3, 4]) {
    const data = Buffer.concat([PAYLOAD, Buffer.alloc(300_000, "xyz"), PAYLOAD]);
    const packed = deflateRawSync(data, { level, strategy });
    for (const step of [1, 777, 1_000_000]) {
      if (step === 1 && level !== 6) continue;
      const mine = guest(Buffer.concat([packed, Buffer.from("tail")]), step);
      expect(mine).toMatchObject({ ok: true, consumed: packed.length });
      expect(Buffer.compare(mine.bytes, data)).toBe(0);
    }
  }
});

test("mutated streams: the same are refused, the others give the same bytes", () => {
  const packed = deflateRawSync(PAYLOAD);
  let seed = 1;
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % n;
  };
  for (let round = 0; round < 1500; round += 1) {
    const bad = Buffer.from(packed);
    for (let k = 0; k <= random(3); k += 1) bad[random(round % 2 === 0 ? 60 : bad.length)] = random(256);
    agree(bad.subarray(0, round % 5 === 0 ? random(bad.length) : bad.length));
  }
});
