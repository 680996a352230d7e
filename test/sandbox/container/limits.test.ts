/** Bombs and bounds: the ratio over all layers, memory of dictionaries, matches that cross what they may not. */
import { expect, test } from "vitest";
import { overRatio } from "../../../sandbox/container/decoded.js";
import { type Decoder, ForwardSource } from "../../../sandbox/container/forward-source.js";
import { fixture, LIMITS, MIB, waysToOpen } from "../../support/containers.js";

test("the ratio counts beyond 256 MiB, and over all layers", () => {
  expect(overRatio(256 * MIB, 1, LIMITS)).toBe(false);
  expect(overRatio(257 * MIB, 1, LIMITS)).toBe(true);
  expect(overRatio(1100 * MIB, MIB, LIMITS)).toBe(false);
  expect(overRatio(1100 * MIB + 1, MIB, LIMITS)).toBe(true);
  expect(overRatio(300 * MIB, MIB, { ...LIMITS, artifactBytes: 1000 })).toBe(true);
});

test("a source stops at the ratio", () => {
  // Says that it wrote without writing: only the count matters here.
  const zeros: Decoder = { fault: null, notes: [], consumed: 1000, decode: (_target, _at, length) => length };
  const source = new ForwardSource("bz2", () => zeros, LIMITS);
  const part = new Uint8Array(MIB);
  expect(source.read(200 * MIB, MIB, part, 0)).toBe(MIB);
  expect(source.read(400 * MIB, MIB, part, 0)).toBe(0);
  expect(source.fault).toEqual({ code: "limit.ratio", args: { limit: 1100, option: "--max-ratio" } });
  expect(source.length).toBeGreaterThan(256 * MIB - 1);
  expect(source.length).toBeLessThan(260 * MIB);
});

test("an end mark is not enough: the range coder must end on zero", () => {
  const bad = fixture("eos.lzma");
  bad[bad.length - 1] = (bad[bad.length - 1] ?? 0) ^ 1;
  const source = waysToOpen("lzma")[0]?.(bad);
  expect(source?.end()).toBeNull();
  expect(source?.fault?.args["why"]).toBe("lzma.end");
});

test("a dictionary of 4 GiB costs what was decoded, not more", () => {
  const bytes = fixture("eos.lzma");
  bytes.set([255, 255, 255, 255], 1);
  const before = process.memoryUsage().arrayBuffers;
  const source = waysToOpen("lzma")[0]?.(bytes);
  expect(source?.end()).not.toBeNull();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * MIB);
});
