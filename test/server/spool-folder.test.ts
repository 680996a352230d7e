/** Which folder may be the spool: who could put another file in an upload's place gets a verdict for his own. */
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSpool } from "../../src/server/spool/open.js";
import { openDatabase } from "../../src/server/store/database.js";
import { inFolder } from "../support/service.js";

const isRoot = process.geteuid?.() === 0;
const OTHER = 12_345;
const modeOf = (path: string): number => statSync(path).mode & 0o7777;

/** A folder of that mode, whatever the umask is. */
function made(path: string, mode: number, uid = process.geteuid?.() ?? 0): string {
  mkdirSync(path);
  chownSync(path, uid, process.getegid?.() ?? 0);
  chmodSync(path, mode);
  return path;
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

test("one that is not there is made for its owner alone, one of ours is closed, a group and a sticky bit may stay", async () => {
  await inFolder(async (folder) => {
    await openSpool(join(folder, "a", "b"));
    expect(modeOf(join(folder, "a", "b"))).toBe(0o700);
    await openSpool(made(join(folder, "open"), 0o777));
    expect(modeOf(join(folder, "open"))).toBe(0o775);
    await openSpool(made(join(folder, "sticky"), 0o1777));
    expect(modeOf(join(folder, "sticky"))).toBe(0o1777);
  });
});

test("a link is followed once: where it leads later does not matter", async () => {
  await inFolder(async (folder) => {
    for (const name of ["one", "two"]) mkdirSync(join(folder, name), { mode: 0o700 });
    const link = join(folder, "link");
    symlinkSync(join(folder, "one"), link);
    const spool = await openSpool(link);
    rmSync(link);
    symlinkSync(join(folder, "two"), link);
    await spool.keep(bytes("abc"), 100);
    expect([readdirSync(join(folder, "one")).length, readdirSync(join(folder, "two")).length]).toEqual([1, 0]);
  });
});

test.skipIf(!isRoot)("another user's is refused", async () => {
  await inFolder(async (folder) => {
    const path = made(join(folder, "theirs"), 0o700, OTHER);
    await expect(openSpool(path)).rejects.toMatchObject({ code: "service.storage", message: expect.stringContaining("another user") });
  });
});

test("what is no folder, or can never be one, is told at once", async () => {
  await expect(openSpool("/dev/null")).rejects.toMatchObject({ code: "service.storage" });
  await expect(openSpool("/proc/spool/here")).rejects.toMatchObject({ code: "service.storage" });
  await expect(openDatabase("sqlite:/proc/none/here.sqlite")).rejects.toMatchObject({ code: "service.storage" });
});
