/** Tar: ustar, pax and GNU as Python writes them; links, names that leave the folder, damage. */
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openGzip } from "../../../sandbox/container/gzip/index.js";
import { BytesSource } from "../../../sandbox/container/plain-source.js";
import { openTar } from "../../../sandbox/container/tar/index.js";
import { fixture, LIMITS, PAYLOAD, readAll } from "../../support/containers.js";

const open = (bytes: Uint8Array, limits = LIMITS): ReturnType<typeof openTar> => openTar(null, new BytesSource(bytes), limits);

test.each([
  ["ustar.tar", "folder/one.bin"],
  ["pax.tar", `folder/${"n".repeat(180)}.bin`],
  ["gnu.tar", `folder/${"n".repeat(180)}.bin`],
])("%s", (name, long) => {
  const archive = open(fixture(name));
  expect(archive.faults).toEqual([]);
  expect(archive.members.map((m) => [m.name, m.kind, m.size, m.faults.length])).toEqual([
    ["folder/", "directory", 0, 0],
    [long, "file", PAYLOAD.length, 0],
    ["two.txt", "file", 5, 0],
  ]);
  const one = archive.members[1]?.open();
  expect(one == null ? 1 : Buffer.compare(readAll(one, 700), PAYLOAD)).toBe(0);
  expect(one?.end()).toMatchObject({ consumed: PAYLOAD.length });
});

test("a link and a name that goes up", () => {
  const archive = open(fixture("hostile.tar"));
  expect(archive.members.map((m) => m.faults.map((f) => f.args["why"]))).toEqual([["tar.link"], ["name.dots"]]);
  expect(archive.members[0]?.open()).toBeNull();
});

test("inside gzip", () => {
  const archive = openTar(null, openGzip(null, new BytesSource(gzipSync(fixture("ustar.tar"))), LIMITS), LIMITS);
  const two = archive.members[2]?.open();
  expect(two == null ? "" : Buffer.from(readAll(two)).toString()).toBe("hello");
});

test("cut off anywhere is told", () => {
  const bytes = fixture("pax.tar");
  const end = bytes.findLastIndex((byte) => byte !== 0);
  for (let length = 0; length < end; length += 97) {
    const archive = open(bytes.subarray(0, length));
    expect(archive.faults.length).toBeGreaterThan(0);
    for (const member of archive.members) {
      const source = member.open();
      if (source !== null && source.end() === null) expect(source.fault?.code).toBe("container.corrupt");
    }
  }
});

test("a damaged header, bytes after the end, too many members", () => {
  const bytes = fixture("ustar.tar");
  const bad = bytes.slice();
  bad[3] = 1;
  expect(open(bad).faults).toMatchObject([{ code: "container.corrupt" }]);
  const tail = bytes.slice();
  tail[tail.length - 1] = 1;
  expect(open(tail).faults).toMatchObject([{ code: "container.trailing", args: { bytes: 1 } }]);
  expect(open(bytes, { ...LIMITS, maxMembers: 1 }).faults).toMatchObject([{ code: "limit.members" }]);
});
