/** Values by sklearn.utils.murmurhash.murmurhash3_bytes_s32 with seed 0 (sklearn 1.9.1): every length of tail, ASCII and not. */
import { describe, expect, it } from "vitest";
import { murmurHash } from "../../src/numeric/murmur-hash.js";

describe("MurmurHash3", () => {
  it.each([
    ["", 0],
    ["a", 1009084850],
    ["foo", -156908512],
    ["hello world", 1586663183],
    ["naïve café", 1734666806],
    ["日本語", -1515949417],
    ["abcde", -392455434],
    ["temp=1", 1044440251],
    ["x".repeat(33), -51778350],
  ])("hashes %j", (text, hash) => expect(murmurHash(text)).toBe(hash));
});
