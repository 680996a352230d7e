/** Every compression: what Python wrote is read, whatever the steps; damage is a fault, never a crash or wrong bytes. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { extensionOf, fixture, isPrefix, LIMITS, MIB, PAYLOAD, readAll, waysToOpen } from "../../support/containers.js";

const GOOD = [
  "plain.bz2",
  "level1.bz2",
  "multi.bz2",
  "plain.lz4",
  "checks.lz4",
  "nosize.lz4",
  "multi.lz4",
  "eos.lzma",
  "both.lzma",
  "known.lzma",
  "multi.lzma",
  "then-xz.lzma",
  "plain.xz",
  "crc32.xz",
  "sha256.xz",
  "nocheck.xz",
  "multi.xz",
  "props.xz",
  "plain.gz",
  "flags.gz",
  "multi.gz",
  "plain.zlib",
  "python3.zf",
  "python2.zf",
];

/** Cut between two streams they are whole files. */
const SEVERAL = ["multi.bz2", "multi.lz4", "multi.lzma", "then-xz.lzma", "multi.xz", "multi.gz"];

/** Without a checksum a flipped bit may give other bytes. */
const UNCHECKED = [
  "eos.lzma",
  "both.lzma",
  "known.lzma",
  "multi.lzma",
  "then-xz.lzma",
  "nocheck.xz",
  "plain.lz4",
  "nosize.lz4",
  "multi.lz4",
];

describe.each(GOOD)("%s", (name) => {
  const bytes = fixture(name);
  const ways = waysToOpen(extensionOf(name));

  test.each([1, 7, 4096, 1_000_000])("gives the payload in steps of %i", (step) => {
    for (const open of ways) {
      const source = open(bytes);
      expect(Buffer.compare(readAll(source, step), PAYLOAD)).toBe(0);
      expect(source.fault).toBeNull();
      expect(source.length).toBe(PAYLOAD.length);
      expect(source.end()).toMatchObject({ consumed: bytes.length });
    }
  });

  test("tells its end without being read before", () => {
    for (const open of ways) expect(open(bytes).end()?.consumed).toBe(bytes.length);
  });

  test("reads anywhere", () => {
    for (const open of ways) {
      const source = open(bytes);
      const part = new Uint8Array(60);
      for (const at of [3000, 10, PAYLOAD.length - 60, 0, 2500, 100]) {
        expect(source.read(at, 50, part, 5)).toBe(50);
        expect(Buffer.compare(part.subarray(5, 55), PAYLOAD.subarray(at, at + 50))).toBe(0);
      }
      expect(source.read(PAYLOAD.length - 3, 10, part, 0)).toBe(3);
      expect(source.read(PAYLOAD.length + 3, 10, part, 0)).toBe(0);
    }
  });

  test("cut off at any byte: a fault, and only true bytes before it", () => {
    const wrong: number[] = [];
    for (const open of ways) {
      for (let length = 0; length < bytes.length; length += SEVERAL.includes(name) ? 3 : 11) {
        const source = open(bytes.subarray(0, length));
        const whole = isPrefix(readAll(source), PAYLOAD) && source.fault === null && source.end() !== null;
        if (whole ? !SEVERAL.includes(name) : source.fault === null) wrong.push(length);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("a flipped bit: a fault, a trailing note, or the same bytes", () => {
    const wrong: number[] = [];
    for (const open of ways) {
      for (let at = 0; at < bytes.length; at += 9) {
        const bad = bytes.slice();
        bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
        const source = open(bad, { ...LIMITS, maxDecoded: 4 * MIB });
        const got = readAll(source);
        const noted = source.end()?.notes.some((note) => note.code === "container.trailing") ?? true;
        if (source.fault === null && !noted && Buffer.compare(got, PAYLOAD) !== 0 && !UNCHECKED.includes(name)) wrong.push(at);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test("randomised blocks of bzip2 0.9", () => {
  const source = waysToOpen("bz2")[0]?.(fixture("randomised.bz2"));
  if (source === undefined) throw new Error("no way");
  expect(Buffer.compare(readAll(source), fixture("randomised.bin"))).toBe(0);
  expect(source.fault).toBeNull();
});

test.each(["long.bz2", "linked.lz4", "independent.lz4", "long.xz"])("%s: many blocks, forwards and backwards", (name) => {
  const digest = Buffer.from(fixture("long.sha256")).toString();
  for (const open of waysToOpen(extensionOf(name))) {
    const source = open(fixture(name));
    const all = readAll(source, 30_000);
    expect(createHash("sha256").update(all).digest("hex")).toBe(digest);
    expect(source.fault).toBeNull();
    const part = new Uint8Array(1000);
    for (const at of [200_000, 5, 100_000, 0]) {
      source.read(at, 1000, part, 0);
      expect(Buffer.compare(part, all.subarray(at, at + 1000))).toBe(0);
    }
  }
});

test.each([
  ["trailing.bz2", 4],
  ["trailing.lz4", 5],
  ["trailing.lzma", 4],
  ["trailing.xz", 4],
  ["trailing.gz", 4],
])("%s: %i bytes after the end", (name, bytes) => {
  for (const open of waysToOpen(extensionOf(name))) {
    const source = open(fixture(name));
    expect(Buffer.compare(readAll(source), PAYLOAD)).toBe(0);
    expect(source.fault).toBeNull();
    const end = source.end();
    expect(end?.consumed).toBe(fixture(name).length - bytes);
    expect(end?.notes).toMatchObject([{ code: "container.trailing", args: { bytes } }]);
  }
});

test.each([
  ["skippable.lz4", "lz4.skippable"],
  ["legacy.lz4", "lz4.legacy"],
  ["delta.xz", "xz.filters"],
  ["dictionary.zlib", "deflate.dictionary"],
])("%s is unsupported: %s", (name, why) => {
  for (const open of waysToOpen(extensionOf(name))) {
    const source = open(fixture(name));
    readAll(source);
    expect(source.fault).toMatchObject({ code: "container.unsupported", args: { why } });
    expect(source.end()).toBeNull();
  }
});

test("padding between and after streams is a note", () => {
  for (const open of waysToOpen("gz")) {
    expect(open(fixture("multi.gz")).end()?.notes).toEqual([
      { code: "note.gzip-padding", args: { bytes: 3 } },
      { code: "note.gzip-members", args: {} },
      { code: "note.gzip-padding", args: { bytes: 5 } },
    ]);
  }
  expect(
    waysToOpen("xz")[0]?.(fixture("multi.xz"))
      .end()
      ?.notes.map((note) => note.code),
  ).toEqual(["note.padding", "container.trailing", "note.padding"]);
});

test("a ZF file must hold what it declares", () => {
  for (const open of waysToOpen("zf")) {
    const source = open(fixture("longer.zf"));
    expect(Buffer.compare(readAll(source), PAYLOAD)).toBe(0);
    expect(source.fault).toMatchObject({ code: "container.corrupt", args: { why: "zf.longer" } });
  }
});

test("what is missing is told where it can be known", () => {
  const known = fixture("known.lzma");
  const source = waysToOpen("lzma")[0]?.(known.subarray(0, known.length - 40));
  expect(source?.end()).toBeNull();
  expect(Number(source?.fault?.args["missing"])).toBeGreaterThan(0);
  const gz = fixture("plain.gz");
  for (const open of waysToOpen("gz")) {
    const cut = open(gz.subarray(0, gz.length - 3));
    expect(cut.end()).toBeNull();
    expect(cut.fault?.args["missing"]).toBe(3);
  }
});

test.each(["bomb.bz2", "bomb.xz", "bomb.lzma"])("%s stops at the limit of decoded bytes", (name) => {
  for (const open of waysToOpen(extensionOf(name))) {
    const source = open(fixture(name), { ...LIMITS, maxDecoded: 3 * MIB });
    const part = new Uint8Array(MIB);
    expect(source.read(2 * MIB, MIB, part, 0)).toBe(MIB);
    expect(source.read(3 * MIB, MIB, part, 0)).toBe(0);
    expect(source.fault).toEqual({ code: "limit.decoded", args: { limit: 3 * MIB, option: "--max-decoded" } });
    expect(source.length).toBe(3 * MIB);
  }
});

test("exactly the limit is allowed", () => {
  for (const name of ["plain.bz2", "plain.lz4", "plain.xz", "eos.lzma", "plain.gz", "multi.gz", "plain.zlib"]) {
    for (const open of waysToOpen(extensionOf(name))) {
      const fits = open(fixture(name), { ...LIMITS, maxDecoded: PAYLOAD.length });
      expect(readAll(fits).length).toBe(PAYLOAD.length);
      expect(fits.fault).toBeNull();
      const short = open(fixture(name), { ...LIMITS, maxDecoded: PAYLOAD.length - 1 });
      expect(readAll(short).length).toBe(PAYLOAD.length - 1);
      expect(short.fault?.code).toBe("limit.decoded");
    }
  }
});

test("more gzip members than --max-members", () => {
  for (const open of waysToOpen("gz")) {
    const source = open(fixture("multi.gz"), { ...LIMITS, maxMembers: 2 });
    expect(source.end()).toBeNull();
    expect(source.fault?.code).toBe("limit.members");
  }
});
