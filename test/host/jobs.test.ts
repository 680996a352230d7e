/** The host's ordinary work, with a real child and a guest that is told what to do. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Host } from "../../src/host/index.js";
import { asFile, type BuiltHost, buildHost, inMemory, job } from "./support/build-host.js";

let built: BuiltHost;
let host: Host;

beforeAll(async () => {
  built = await buildHost();
  host = built.createHost();
});

afterAll(async () => {
  await host.close();
  built.remove();
});

/** Bytes without a pattern that a window could hide. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0, n = 1; i < length; i++, n = (Math.imul(n, 1103515245) + 12345) >>> 0) bytes[i] = n >>> 16;
  return bytes;
}

function sum(bytes: Uint8Array): string {
  let total = 0;
  for (const byte of bytes) total = (total * 31 + byte) >>> 0;
  return `${bytes.length}:${total}`;
}

async function said(bytes: Uint8Array, act: string, on: Host = host): Promise<string | null | undefined> {
  const outcome = await on.run(inMemory(bytes), job(act), {});
  expect(outcome.wall).toBeNull();
  return outcome.report?.artifacts[0]?.root;
}

describe("reading", () => {
  test.each([0, 1, 1024 * 1024, 3 * 1024 * 1024 + 7])("%i bytes through the channel", async (length) => {
    const bytes = noise(length);
    expect(await said(bytes, "sum")).toBe(sum(bytes));
  });

  test("an inherited file: the parent is not asked", async () => {
    const bytes = noise(2 * 1024 * 1024 + 3);
    const file = asFile(bytes, built.folder);
    const fresh = built.createHost();
    const refuse = (): never => {
      throw new Error("asked");
    };
    const outcome = await fresh.run({ ...file, read: refuse }, job("sum"), {});
    expect(outcome.report?.artifacts[0]?.root).toBe(sum(bytes));
    // The warm child has no way to the next file but to ask.
    await expect(fresh.run({ ...file, read: refuse }, job("sum"), {})).rejects.toThrow("asked");
    file.close();
    await fresh.close();
  });

  test("a failing read of the parent is the caller's failure", async () => {
    const source = { size: 10, fd: null, read: () => Promise.reject(new Error("disk")) };
    await expect(host.run(source, job("sum"), {})).rejects.toThrow("disk");
    expect(await said(noise(5), "sum")).toBe(sum(noise(5)));
  });

  test("inflates natively, again and again, to the exact end", async () => {
    const bytes = noise(40 * 1024 * 1024);
    const packed = deflateSync(bytes, { level: 1 });
    const text = await said(Buffer.concat([packed, Buffer.from("trailing")]), "inflate");
    expect(text).toBe(`${sum(bytes)} true {"consumed":${packed.length},"produced":${bytes.length},"crc32":0,"error":""}`);
  });
});

describe("output", () => {
  test("root and tensors arrive whole and in order, after the report", async () => {
    const got: string[] = [];
    const sinks = {
      report: () => void got.push("report"),
      root: (chunk: Uint8Array) => void got.push(`root ${Buffer.from(chunk)}`),
      tensor: (index: number, chunk: Uint8Array) => void got.push(`tensor ${index} ${Buffer.from(chunk)}`),
    };
    const outcome = await host.run(inMemory(noise(3)), job("convert", "convert"), sinks);
    expect(outcome.report?.converted).toBe(true);
    expect(got).toEqual(["report", 'root {"a":[1,2.5,"x"]', "root }", "tensor 0 abc", "tensor 2 de", "tensor 2 fg"]);
  });

  test("lines arrive whole", async () => {
    const got: string[] = [];
    await host.run(inMemory(noise(3)), job("lines", "inspect"), { lines: (chunk) => void got.push(Buffer.from(chunk).toString()) });
    expect(got.every((chunk) => chunk.endsWith("\n"))).toBe(true);
    expect(
      got
        .join("")
        .split("\n")
        .map((line) => (line === "" ? null : JSON.parse(line).opcode)),
    ).toEqual(["PROTO", "STOP", null]);
  });

  test("a sink that throws ends the job with its own error", async () => {
    const root = (): never => {
      throw new Error("disk full");
    };
    await expect(host.run(inMemory(noise(3)), job("convert", "convert"), { root })).rejects.toThrow("disk full");
  });
});

describe("children", () => {
  test("nothing of an artifact is there for the next one in the isolate", async () => {
    const untouched = JSON.stringify([false, false, false, false, false, true, true]);
    for (const act of ["mark", "leave", "mark"]) {
      await host.run(inMemory(noise(1)), job(act), {});
      expect(await said(noise(1), "look")).toBe(untouched);
    }
  });

  test("work that an artifact leaves behind says nothing in the name of the next", async () => {
    for (let i = 0; i < 3; i++) {
      const left = await host.run(inMemory(noise(1)), job("leave work"), {});
      // It may still speak while its own job runs, and is distrusted then.
      expect(["limit.crash", undefined]).toContain(left.wall?.code);
      expect(await said(noise(5), "sum")).toBe(sum(noise(5)));
    }
  });

  test("each artifact gets a fresh context", async () => {
    expect(await said(noise(1), "mark")).toBe("false");
    expect(await said(noise(1), "mark")).toBe("false");
  });

  test("what V8 offers beyond the language is gone", async () => {
    expect(await said(noise(1), "offers")).toBe("");
  });

  test("jobs beyond the number of children wait for their turn", async () => {
    const pool = built.createHost({ jobs: 2 });
    const all = await Promise.all(Array.from({ length: 7 }, (_, i) => said(noise(i), "sum", pool)));
    expect(all).toEqual(Array.from({ length: 7 }, (_, i) => sum(noise(i))));
    await pool.close();
  });

  test("a closed host says so", async () => {
    const closed = built.createHost();
    await closed.close();
    await expect(closed.run(inMemory(noise(1)), job("sum"), {})).rejects.toMatchObject({ code: "host.closed" });
  });

  test.each<readonly [string, (file: string) => void]>([
    ["changed", (file) => writeFileSync(file, "globalThis.cornichonGuest = () => {};")],
    [
      "a folder",
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    ["gone", (file) => rmSync(file)],
  ])("a bundle that is %s is not run, and nothing stays open", async (_what, spoil) => {
    const other = await buildHost();
    spoil(join(other.folder, "guest.js"));
    const open = (): number => readdirSync("/proc/self/fd").length;
    const run = () => other.createHost().run(inMemory(noise(1)), job("sum"), {});
    await expect(run()).rejects.toMatchObject({ code: "host.bundle-changed" });
    const before = process.platform === "linux" ? open() : 0;
    for (let i = 0; i < 20; i++) await expect(run()).rejects.toMatchObject({ code: "host.bundle-changed" });
    if (process.platform === "linux") expect(open() - before).toBeLessThan(20);
    other.remove();
  });

  test("a program that used the host ends by itself", () => {
    const program = `
      import { createHost } from "./host.mjs";
      const source = { size: 0, fd: null, read: async () => new Uint8Array() };
      const outcome = await createHost({ jobs: 2 }).run(source, ${JSON.stringify(job("sum"))}, {});
      console.log(outcome.report.artifacts[0].root);`;
    writeFileSync(join(built.folder, "program.mjs"), program);
    const done = spawnSync(process.execPath, [join(built.folder, "program.mjs")], { encoding: "utf8", timeout: 8000 });
    expect([done.status, done.stdout, done.stderr]).toEqual([0, "0:0\n", ""]);
  });
});
