import { crc32, deflateRawSync, deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import type { InflateEnd } from "../../sandbox/wire/hooks.js";
import { nodeHooks, WINDOW } from "./node-hooks.js";

const data = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * i) >> 7);

function readAll(hooks: ReturnType<typeof nodeHooks>, source: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const got = hooks.read(source, at, WINDOW);
    parts.push(hooks.input.slice(0, got));
    at += got;
    if (got < WINDOW) return Buffer.concat(parts);
  }
}

const endOf = (hooks: ReturnType<typeof nodeHooks>, source: number): InflateEnd => JSON.parse(hooks.inflateEnd(source)) as InflateEnd;

test("source 0 is the bytes, short only at the end", () => {
  const hooks = nodeHooks(data);
  expect(hooks.read(0, 10, 4)).toBe(4);
  expect([...hooks.input.subarray(0, 4)]).toEqual([...data.subarray(10, 14)]);
  expect(hooks.read(0, data.length - 2, 10)).toBe(2);
  expect(hooks.read(0, data.length + 5, 10)).toBe(0);
});

test("raw inflate tells consumed bytes and CRC, whatever follows", () => {
  const packed = deflateRawSync(data);
  const hooks = nodeHooks(Buffer.concat([Buffer.from("head"), packed, Buffer.from("tail")]));
  const source = hooks.inflate(0, 4, -1, "raw");
  expect(hooks.inflateEnd(source)).toBe("");
  expect(Buffer.compare(readAll(hooks, source), data)).toBe(0);
  expect(endOf(hooks, source)).toEqual({ consumed: packed.length, produced: data.length, crc32: crc32(data), error: "" });
});

test("zlib: exact end, cut off, corrupt, backwards", () => {
  const packed = deflateSync(data);
  const exact = nodeHooks(packed);
  const source = exact.inflate(0, 0, -1, "zlib");
  expect(readAll(exact, source).length).toBe(data.length);
  expect(endOf(exact, source)).toMatchObject({ consumed: packed.length, error: "" });
  expect(exact.read(source, 5, 3)).toBe(3);
  expect([...exact.input.subarray(0, 3)]).toEqual([...data.subarray(5, 8)]);

  const cut = nodeHooks(packed.subarray(0, packed.length - 3));
  const cutSource = cut.inflate(0, 0, -1, "zlib");
  expect(readAll(cut, cutSource).length).toBe(data.length);
  expect(endOf(cut, cutSource).error).toBe("Z_BUF_ERROR");

  const bad = Buffer.from(packed);
  bad[bad.length - 1] = (bad[bad.length - 1] ?? 0) ^ 1;
  const badHooks = nodeHooks(bad);
  const badSource = badHooks.inflate(0, 0, -1, "zlib");
  // Node drops what the failing call decoded; the hooks do not.
  expect(Buffer.compare(readAll(badHooks, badSource), data)).toBe(0);
  expect(endOf(badHooks, badSource).error).toBe("Z_DATA_ERROR");
});

test("a limit of input bytes cuts the stream off", () => {
  const packed = deflateRawSync(data);
  const hooks = nodeHooks(packed);
  const source = hooks.inflate(0, 0, 100, "raw");
  readAll(hooks, source);
  expect(endOf(hooks, source).error).toBe("Z_BUF_ERROR");
});
