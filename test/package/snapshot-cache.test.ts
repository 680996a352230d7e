/**
 * Snapshots in the user's cache: made after a first run, used from then on, and never used when somebody else could have put
 * them there. A snapshot is code.
 */
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { OpenCode } from "../../src/host/bundles.js";
import { makePrivateFolder, privateFolder, readPrivateFile } from "../../src/host/private-folder.js";
import type { ChildRuntime } from "../../src/host/runtime.js";
import { cachedSnapshot, cacheFolder, openCached, snapshotFor as openSnapshot, sealed, unsealed } from "../../src/host/snapshot-cache.js";
import { ROOT } from "../support/cli.js";
import { canInstall, nodeOf } from "./support/nodes.js";

const isRoot = process.geteuid?.() === 0;
const isPosix = process.geteuid !== undefined;
const root = realpathSync(mkdtempSync(join(tmpdir(), "cornichon-cache-")));
afterAll(async () => {
  // Those that make snapshots have the folder in their arguments; a late one would make it again.
  await vi.waitFor(() => expect(spawnSync("pgrep", ["-f", root]).status).not.toBe(0), { timeout: 45_000, interval: 100 });
  rmSync(root, { recursive: true, force: true });
});

/** Length of the snapshot that a file holds, null when there is none. */
function lengthOf(file: OpenCode | null): number | null {
  if (file !== null) closeSync(file.fd);
  return file?.length ?? null;
}

const snapshotFor = (of: ChildRuntime): number | null => lengthOf(openSnapshot(of));

let count = 0;
/** A path in a folder of the test's own where nothing is yet. */
const fresh = (): string => join(root, `${++count}`);

describe("where", () => {
  test.each([
    ["off", null],
    ["relative/folder", null],
    ["/own/folder", "/own/folder"],
  ])("CORNICHON_CACHE=%s", (told, folder) => {
    expect(cacheFolder({ CORNICHON_CACHE: told, XDG_CACHE_HOME: "/xdg" })).toBe(folder);
  });

  test.runIf(process.platform === "linux")("the system's place for such things, never a relative one", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/xdg" })).toBe("/xdg/cornichon");
    expect(cacheFolder({ XDG_CACHE_HOME: "xdg" })).toBe(join(homedir(), ".cache", "cornichon"));
    expect(cacheFolder({})).toBe(join(homedir(), ".cache", "cornichon"));
  });
});

describe.runIf(isPosix)("a folder", () => {
  test("is made for this user alone, also below a sticky one that all may write to", () => {
    const folder = makePrivateFolder(join(fresh(), "a", "b"));
    expect(folder).not.toBeNull();
    expect(statSync(folder ?? "").mode & 0o777).toBe(0o700);
    expect(privateFolder(folder ?? "")).toBe(folder);
  });

  test.each(["777", "770", "702"])("of mode %s is nobody's own", (mode) => {
    const folder = makePrivateFolder(fresh()) ?? "";
    chmodSync(folder, Number.parseInt(mode, 8));
    expect(privateFolder(folder)).toBeNull();
  });

  test("below one that others can write to is not private", () => {
    const above = makePrivateFolder(fresh()) ?? "";
    const folder = makePrivateFolder(join(above, "cornichon")) ?? "";
    expect(privateFolder(folder)).toBe(folder);
    chmodSync(above, 0o777);
    expect(privateFolder(folder)).toBeNull();
    chmodSync(above, 0o1777);
    expect(privateFolder(folder)).toBe(folder);
  });

  test("behind this user's own link is used by its real path", () => {
    const folder = makePrivateFolder(fresh()) ?? "";
    const link = fresh();
    symlinkSync(folder, link);
    expect(privateFolder(link)).toBe(folder);
  });

  test.runIf(isRoot)("of another user, below another user's, or behind another user's link is not private", () => {
    const above = makePrivateFolder(fresh()) ?? "";
    const folder = makePrivateFolder(join(above, "cornichon")) ?? "";
    chownSync(folder, 12345, 12345);
    expect(privateFolder(folder)).toBeNull();
    chownSync(folder, 0, 0);
    chownSync(above, 12345, 12345);
    expect(privateFolder(folder)).toBeNull();
    chownSync(above, 0, 0);
    expect(privateFolder(folder)).toBe(folder);
  });

  test("that is a file, is not there, or has no absolute path is none", () => {
    const file = fresh();
    writeFileSync(file, "");
    expect([privateFolder(file), makePrivateFolder(file), privateFolder(fresh()), makePrivateFolder("relative")]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe.runIf(isPosix)("a file", () => {
  let file = "";
  beforeEach(() => {
    file = fresh();
    writeFileSync(file, "abc", { mode: 0o600 });
  });

  test("of this user's own is read", () => {
    expect(readPrivateFile(file, 3)?.toString()).toBe("abc");
  });

  test("that is longer than any snapshot is not", () => {
    expect(readPrivateFile(file, 2)).toBeNull();
  });

  test.each(["666", "620", "602"])("of mode %s is not", (mode) => {
    chmodSync(file, Number.parseInt(mode, 8));
    expect(readPrivateFile(file, 3)).toBeNull();
  });

  test("behind a link, symbolic or hard, is not", () => {
    const link = fresh();
    symlinkSync(file, link);
    expect(readPrivateFile(link, 3)).toBeNull();
    linkSync(file, fresh());
    expect(readPrivateFile(file, 3)).toBeNull();
  });

  test.runIf(isRoot)("of another user is not", () => {
    chownSync(file, 12345, 12345);
    expect(readPrivateFile(file, 3)).toBeNull();
  });
});

test("a seal holds the bytes and what they were made of", () => {
  const file = sealed("key", Buffer.from("snapshot"));
  expect(unsealed("key", file)?.toString()).toBe("snapshot");
  expect(unsealed("another", file)).toBeNull();
  for (let i = 0; i < file.length; i++) {
    const damaged = Buffer.from(file);
    damaged.writeUInt8(damaged.readUInt8(i) ^ 1, i);
    expect(unsealed("key", damaged)).toBeNull();
    expect(unsealed("key", file.subarray(0, i))).toBeNull();
  }
});

describe.skipIf(!canInstall || !isPosix)("a Node that the build made no snapshot for", { timeout: 60_000 }, () => {
  const VERSION = "26.12.1";
  const FIXTURE = join(ROOT, "fixtures", "seed", "1.9.1", "ridge.joblib");
  let folder = "";
  let runtime: ChildRuntime;

  /** Runs the command, and resolves with what it said. */
  const scan = (environment: NodeJS.ProcessEnv = {}): Promise<string> =>
    new Promise((resolve) => {
      const env = { ...process.env, CORNICHON_CACHE: folder, ...environment };
      const child = spawn(runtime.node, [join(ROOT, "dist", "cli.js"), "scan", FIXTURE], { env });
      let said = "";
      child.stdout.on("data", (bytes) => {
        said += bytes;
      });
      child.stderr.on("data", (bytes) => {
        said += bytes;
      });
      child.on("close", (code) => resolve(`${code} ${said}`));
    });
  const SAFE = /^0 safe .*ridge\.joblib .*\n1 artifact: 1 safe\n$/;

  const path = (): string => join(folder, cachedSnapshot(runtime)?.name ?? "");
  const made = (): Promise<void> =>
    vi.waitFor(() => expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([path()]), { timeout: 45_000, interval: 50 });

  beforeAll(() => {
    runtime = { node: nodeOf(VERSION), version: VERSION, major: 26, snapshot: null, addon: "" };
  });
  beforeEach(() => {
    folder = fresh();
    vi.stubEnv("CORNICHON_CACHE", folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test("makes one after its first run and uses it; one that is planted or damaged is not used, and made again", async () => {
    expect(snapshotFor(runtime)).toBeNull();
    expect(await scan()).toMatch(SAFE);
    await made();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(snapshotFor(runtime)).toBeGreaterThan(1e6);
    expect(await scan()).toMatch(SAFE);

    const bytes = readFileSync(path());
    bytes.writeUInt8(bytes.readUInt8(1e6) ^ 1, 1e6);
    writeFileSync(path(), bytes);
    expect(snapshotFor(runtime)).toBeNull();
    expect(await scan()).toMatch(SAFE);
    await vi.waitFor(() => expect(snapshotFor(runtime)).toBeGreaterThan(1e6), { timeout: 45_000, interval: 50 });

    const elsewhere = fresh();
    renameSync(path(), elsewhere);
    symlinkSync(elsewhere, path());
    expect(snapshotFor(runtime)).toBeNull();
    rmSync(path());
    renameSync(elsewhere, path());
    expect(snapshotFor(runtime)).not.toBeNull();
    chmodSync(folder, 0o777);
    expect(snapshotFor(runtime)).toBeNull();
    expect(await scan()).toMatch(SAFE);
  });

  test("makes one when several programs run first at once", async () => {
    const said = await Promise.all(Array.from({ length: 4 }, () => scan()));
    for (const one of said) expect(one).toMatch(SAFE);
    await made();
    expect(snapshotFor(runtime)).not.toBeNull();
  });

  test("takes none that was made for another Node", async () => {
    await scan();
    await made();
    const other = { ...runtime, version: "26.12.0" };
    renameSync(path(), join(folder, cachedSnapshot(other)?.name ?? ""));
    expect([snapshotFor(runtime), snapshotFor(other)]).toEqual([null, null]);
  });

  test.each([
    ["that is switched off", { CORNICHON_CACHE: "off" }],
    ["that cannot be made", { CORNICHON_CACHE: "/proc/none/cornichon" }],
    ["of a user whose home is not there", { CORNICHON_CACHE: "", XDG_CACHE_HOME: "", HOME: "/proc/none" }],
    ["in a folder of everybody's", { CORNICHON_CACHE: join(root, "open", "cornichon") }],
  ])("works without a cache: %s", async (_, environment) => {
    mkdirSync(join(root, "open"), { recursive: true });
    chmodSync(join(root, "open"), 0o777);
    expect(await scan(environment)).toMatch(SAFE);
    expect(await scan(environment)).toMatch(SAFE);
  });

  test("does not read one whose key is another's, though its seal holds", () => {
    const wanted = cachedSnapshot(runtime);
    makePrivateFolder(folder);
    writeFileSync(path(), sealed("other", Buffer.from("snapshot")), { mode: 0o600 });
    expect(wanted === null ? null : openCached(wanted)).toBeNull();
    writeFileSync(path(), sealed(wanted?.key ?? "", Buffer.from("snapshot")), { mode: 0o600 });
    const open = wanted === null ? null : openCached(wanted);
    const got = Buffer.alloc(open?.length ?? 0);
    if (open !== null) readSync(open.fd, got, 0, got.length, open.offset);
    expect([lengthOf(open), got.toString()]).toEqual([8, "snapshot"]);
  });
});
