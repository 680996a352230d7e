/** What is copied while it is hashed is what was hashed, whoever is first, late, far away or gone. */
import { describe, expect, test } from "vitest";
import { HashedChunks } from "../../src/artifact/hashed-chunks.js";

const CHUNK = 1024 * 1024;
const COUNT = 64;
const byteAt = (offset: number): number => Math.floor(offset / 1000) % 251;
const contentOf = (offset: number, length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => byteAt(offset + i)));

/** A hash that reads chunk by chunk, and lets others work between two. */
async function hashAll(chunks: HashedChunks, hashed: (from: number) => void = () => undefined): Promise<void> {
  chunks.begin();
  await new Promise((resolve) => setImmediate(resolve));
  let place: Buffer = Buffer.alloc(CHUNK);
  for (let from = 0; from < COUNT * CHUNK; from += CHUNK) {
    for (let i = 0; i < CHUNK; i += 1000) place.fill(byteAt(from + i), i, Math.min(CHUNK, i + 1000 - ((from + i) % 1000)));
    for (let i = 1000 - (from % 1000); i < CHUNK; i += 1000) place.fill(byteAt(from + i), i, Math.min(CHUNK, i + 1000));
    hashed(from);
    place = await chunks.pass(from, place, CHUNK);
    await new Promise((resolve) => setImmediate(resolve));
  }
  chunks.end();
}

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

describe("chunks that are hashed", () => {
  test("come to who copies them in their order, and stay as they are until the next is asked for", async () => {
    const chunks = new HashedChunks();
    const hashing = hashAll(chunks);
    let taken = 0;
    for (let at = 777; at < COUNT * CHUNK; ) {
      const piece = await chunks.take(at, 700_001);
      if (piece === null) {
        at += 700_001;
        continue;
      }
      // As slow as a disk: the hash would be far ahead.
      await turns(at < 20 * CHUNK ? 3 : 1);
      expect([piece[0], piece.at(-1)]).toEqual([byteAt(at), byteAt(at + piece.length - 1)]);
      taken += piece.length;
      // Whoever was lent it may write to it.
      piece.fill(0);
      at += piece.length;
    }
    chunks.leave();
    await hashing;
    expect(taken).toBe(COUNT * CHUNK - 777);
  });

  test("are read by who comes late, by who asks far ahead, and by who asks again", async () => {
    const chunks = new HashedChunks();
    expect(await chunks.take(0, 10)).toBeNull();
    const hashing = hashAll(chunks);
    expect(await chunks.take(40 * CHUNK, 10)).toBeNull();
    const first = await chunks.take(3 * CHUNK, 100);
    expect(Buffer.from(first ?? []).equals(contentOf(3 * CHUNK, 100))).toBe(true);
    expect(await chunks.take(3 * CHUNK + 50, 100)).toBeNull();
    expect(await chunks.take(0, 100)).toBeNull();
    await hashing;
    expect(await chunks.take(COUNT * CHUNK - 5, 5)).toBeNull();
  });

  test("are not waited for when the copying is over, nor by the copying when the hash is", async () => {
    const chunks = new HashedChunks();
    let last = 0;
    const hashing = hashAll(chunks, (from) => {
      last = from;
    });
    await chunks.take(0, 1);
    await turns(100);
    expect(last).toBeLessThan((COUNT - 1) * CHUNK);
    chunks.leave();
    await hashing;
    expect(last).toBe((COUNT - 1) * CHUNK);

    const ended = new HashedChunks();
    ended.begin();
    const waiting = ended.take(0, 10);
    ended.end();
    expect(await waiting).toBeNull();
  });
});
