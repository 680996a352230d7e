/** Zip: what Python wrote is read; each trick of the trade is told, and every member that any reader would find is listed. */
import { describe, expect, test } from "vitest";
import type { Archive } from "../../../sandbox/container/archive.js";
import { RawSource } from "../../../sandbox/container/hook-source.js";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import { openZip } from "../../../sandbox/container/zip/index.js";
import { fixture, LIMITS, PAYLOAD, readAll } from "../../support/containers.js";
import { nodeHooks } from "../../support/node-hooks.js";
import { zip } from "../../support/zip.js";

const openers: readonly ((bytes: Uint8Array) => Archive)[] = [
  (bytes) => openZip(null, new BytesSource(bytes), LIMITS),
  (bytes) => {
    const hooks = nodeHooks(bytes);
    return openZip(hooks, new RawSource(hooks, 0, bytes.length), LIMITS);
  },
];

const text = (s: string): Uint8Array => new TextEncoder().encode(s);

/** All faults of an archive, its members and their bytes, as `code: why`. */
function faults(archive: Archive): string[] {
  const found = [...archive.faults];
  for (const member of archive.members) {
    found.push(...member.faults);
    const source = member.open();
    source?.end();
    if (source?.fault != null) found.push(source.fault);
  }
  return found.map((fault) => `${fault.code}: ${fault.args["why"] ?? fault.args["bytes"] ?? ""}`);
}

describe.each(openers.map((open, i) => [i === 0 ? "guest" : "native", open] as const))("%s", (_way, open) => {
  test.each(["plain.zip", "descriptors.zip"])("%s", (name) => {
    const archive = open(fixture(name));
    expect(archive.members.map((m) => [m.name, m.kind, m.size])).toEqual([
      ["folder/", "directory", 0],
      ["folder/one.bin", "file", PAYLOAD.length],
      ["two.txt", "file", 5],
    ]);
    const [, one, two] = archive.members.map((m) => m.open());
    expect(one == null ? 0 : Buffer.compare(readAll(one, 999), PAYLOAD)).toBe(0);
    expect(two == null ? "" : Buffer.from(readAll(two)).toString()).toBe("hello");
    expect(faults(archive)).toEqual([]);
  });

  test.each(["zip64.zip", "stored.npz", "deflated.npz"])("%s", (name) => {
    const archive = open(fixture(name));
    expect(archive.members.length).toBeGreaterThan(0);
    expect(faults(archive)).toEqual([]);
  });

  test("stored members may be read anywhere and are verified in the end", () => {
    const source = open(zip([{ name: "a", data: PAYLOAD }])).members[0]?.open();
    const part = new Uint8Array(10);
    for (const at of [3000, 0, 1000]) {
      expect(source?.read(at, 10, part, 0)).toBe(10);
      expect([...part]).toEqual([...PAYLOAD.subarray(at, at + 10)]);
    }
    expect(source?.end()).toMatchObject({ consumed: PAYLOAD.length });
    const bad = open(zip([{ name: "a", data: PAYLOAD, crc: 1 }])).members[0]?.open();
    expect(bad?.end()).toBeNull();
    expect(bad?.fault).toMatchObject({ code: "container.corrupt" });
  });

  test("long stored members are summed up where they lie, whatever was read of them before", () => {
    const data = Buffer.alloc(3 * 2 ** 20 + 5, PAYLOAD);
    const whole = zip([{ name: "a", data }]);
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(data.length) ^ 1, data.length);
    for (const read of [0, 512, 2 ** 20, data.length - 3]) {
      const good = open(whole).members[0]?.open();
      const bad = open(changed).members[0]?.open();
      for (const source of [good, bad]) expect(source?.read(0, read, new Uint8Array(read), 0)).toBe(read);
      expect(good?.end()).toMatchObject({ consumed: data.length });
      expect([bad?.end(), bad?.fault]).toMatchObject([null, { code: "container.corrupt" }]);
    }
  });

  test.each<[string, Buffer, string]>([
    ["a wrong CRC", zip([{ name: "a", data: text("x"), method: 8, crc: 5 }]), "container.corrupt: zip.member-crc"],
    [
      "two of one name",
      zip([
        { name: "a", data: text("x") },
        { name: "a", data: text("y") },
      ]),
      "container.inconsistent: name.twice",
    ],
    ["an absolute name", zip([{ name: "/etc/x", data: text("x") }]), "container.inconsistent: name.absolute"],
    ["a drive", zip([{ name: "C:x", data: text("x") }]), "container.inconsistent: name.absolute"],
    ["a name that goes up", zip([{ name: "a/../../x", data: text("x") }]), "container.inconsistent: name.dots"],
    ["backslashes that go up", zip([{ name: "..\\x", data: text("x") }]), "container.inconsistent: name.dots"],
    ["a NUL", zip([{ name: "a\0b", data: text("x") }]), "container.inconsistent: name.nul"],
    ["encrypted", zip([{ name: "a", data: text("x"), flags: 1 }]), "container.unsupported: zip.encrypted"],
    ["another method", zip([{ name: "a", data: text("x"), method: 12 }]), "container.unsupported: data.method"],
    ["a link", zip([{ name: "a", data: text("/etc"), mode: 0xa1ff }]), "container.inconsistent: zip.link"],
    ["bytes before", zip([{ name: "a", data: text("x") }], { before: "#!/bin/sh\n" }), "container.inconsistent: zip.before"],
    ["bytes after", zip([{ name: "a", data: text("x") }], { after: "tail" }), "container.trailing: 4"],
    ["bytes between", zip([{ name: "a", data: text("x") }], { between: text("hidden") }), "container.inconsistent: zip.gap"],
    [
      "two ends",
      zip([{ name: "a", data: text("x") }], { comment: zip([]).toString("latin1") }),
      "container.inconsistent: zip.several-ends",
    ],
  ])("%s is told", (_what, bytes, want) => {
    expect(faults(open(bytes))).toContain(want);
  });

  test("a comment is none of our business", () => {
    expect(faults(open(zip([{ name: "a", data: text("x") }], { comment: "made by hand" })))).toEqual([]);
  });

  test.each([
    ["zip.local-name", { name: "b" }],
    ["zip.local-crc", { crc: 9 }],
    ["zip.local-length", { size: 2 }],
    ["zip.local-method", { method: 8 }],
  ])("a local header of another kind (%s): both readings are members", (what, local) => {
    const archive = open(zip([{ name: "a", data: text("xyz"), local }]));
    expect(archive.members.map((m) => m.view)).toEqual(["central", "local"]);
    expect(faults(archive)).toContain(`container.inconsistent: ${what}`);
  });

  test("overlapping members", () => {
    const bytes = zip([
      { name: "a", data: text("x") },
      { name: "b", data: text("y") },
    ]);
    const second = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(0, second + 42);
    expect(faults(open(bytes))).toContain("container.inconsistent: zip.overlap");
  });

  test("a member that only the local headers have is listed", () => {
    const hidden = zip([{ name: "hidden.pkl", data: text("secret") }]);
    const bytes = zip([{ name: "a", data: text("x") }], { between: hidden.subarray(0, 46) });
    const archive = open(bytes);
    expect(archive.members.map((m) => [m.name, m.view])).toEqual([
      ["a", "central"],
      ["hidden.pkl", "local"],
    ]);
    const source = archive.members[1]?.open();
    expect(source == null ? "" : Buffer.from(readAll(source)).toString()).toBe("secret");
  });

  test("without its end the local headers are followed", () => {
    const bytes = fixture("plain.zip");
    const archive = open(bytes.subarray(0, bytes.length - 40));
    expect(archive.members.map((m) => m.name)).toEqual(["folder/", "folder/one.bin", "two.txt"]);
    expect(archive.faults.length).toBeGreaterThan(0);
  });

  test("cut off or flipped anywhere: never a crash, and never all is well with other bytes", () => {
    for (const name of ["plain.zip", "descriptors.zip", "zip64.zip"]) {
      const whole = fixture(name);
      for (let at = 0; at < whole.length; at += 11) {
        expect(faults(open(whole.subarray(0, at)))).not.toEqual([]);
        const bad = whole.slice();
        bad[at] = (bad[at] ?? 0) ^ (1 << (at % 8));
        const archive = open(bad);
        if (faults(archive).length > 0) continue;
        const one = archive.members.find((m) => m.size === PAYLOAD.length)?.open();
        expect(one == null ? 1 : Buffer.compare(readAll(one), PAYLOAD)).toBe(0);
      }
    }
  });

  test("more members than --max-members", () => {
    const bytes = zip([
      { name: "a", data: text("x") },
      { name: "b", data: text("y") },
      { name: "c", data: text("z") },
    ]);
    const archive = openZip(null, new BytesSource(bytes), { ...LIMITS, maxMembers: 2 });
    expect(archive.faults).toContainEqual({ code: "limit.members", args: { limit: 2, option: "--max-members" } });
  });
});
