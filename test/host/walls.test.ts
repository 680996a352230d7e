/**
 * Every way that was found to make V8 run out of time or memory ends in a verdict within the limits, and the next
 * artifact is judged as if nothing had been. Slow: a second or two each, because that is what the limits are.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cpuOf } from "../bench/measure.js";
import { type BuiltHost, buildHost, inMemory, job } from "./support/build-host.js";

let built: BuiltHost;

beforeAll(async () => {
  built = await buildHost();
});

afterAll(() => built.remove());

const LIMITS = { timeout: 1.5, maxMemory: 96 * 2 ** 20 };
const artifact = inMemory(new Uint8Array(8));

/** Processes that this one has started and that still run. Linux only; elsewhere the tests that ask are left out. */
function children(): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return new RegExp(`^PPid:\\s${process.pid}$`, "m").test(readFileSync(`/proc/${name}/status`, "utf8"));
      } catch {
        return false;
      }
    })
    .filter((name) => readFileSync(`/proc/${name}/cmdline`, "utf8").includes("child.cjs"))
    .map(Number);
}

const linux = process.platform === "linux";

const walls: Readonly<Record<string, readonly string[]>> = {
  loop: ["limit.time"],
  "regular expression": ["limit.time"],
  // On a busy machine the clock can come first.
  map: ["limit.memory", "limit.time"],
  "big integers": ["limit.memory", "limit.time", "limit.crash"],
  arrays: ["limit.memory", "limit.time"],
  "one array": ["limit.memory", "limit.time", "limit.crash"],
  strings: ["limit.memory", "limit.time"],
  buffers: ["limit.memory", "limit.crash"],
  recursion: ["limit.crash"],
  throw: ["limit.crash"],
  silence: ["limit.crash"],
};

describe("walls", () => {
  test.each(Object.entries(walls))("%s", async (act, codes) => {
    const host = built.createHost();
    const began = performance.now();
    const outcome = await host.run(artifact, job(act, "scan", LIMITS), {});
    expect(outcome.report).toBeNull();
    expect(codes).toContain(outcome.wall?.code);
    expect(performance.now() - began).toBeLessThan(4000);
    if (linux) expect(children()).toEqual([]);
    const next = await host.run(artifact, job("sum", "scan", LIMITS), {});
    expect(next.report?.artifacts[0]?.root).toBe("8:0");
    await host.close();
  });

  test("a wall names its limit and its option", async () => {
    const host = built.createHost();
    const outcome = await host.run(artifact, job("loop", "scan", { timeout: 0.2 }), {});
    expect(outcome.wall).toEqual({ code: "limit.time", args: { limit: 0.2, option: "--timeout" } });
    await host.close();
  });

  test("output is counted as it comes", async () => {
    const host = built.createHost();
    const outcome = await host.run(artifact, job("endless output", "convert", { maxOutput: 5_000_000 }), {});
    expect(outcome.wall).toEqual({ code: "limit.output", args: { limit: 5_000_000, option: "--max-output" } });
    await host.close();
  });
});

describe("what does not fit is a crash", () => {
  const acts: Readonly<Record<string, "scan" | "convert" | "inspect">> = {
    "report twice": "convert",
    "no json": "convert",
    "half json": "convert",
    "short tensor": "convert",
    "long tensor": "convert",
    "uncalled-for output": "convert",
    "another size": "scan",
    convert: "scan",
    "bad line": "inspect",
    lines: "scan",
  };
  test.each(Object.entries(acts))("%s", async (act, verb) => {
    const host = built.createHost();
    expect((await host.run(artifact, job(act, verb), {})).wall?.code).toBe("limit.crash");
    await host.close();
  });
});

describe("a text of the guest's own reaches nobody", () => {
  test.each(["a reason of its own", "an unknown reason", "a report that is a sentence", "throw"])("%s", async (act) => {
    const host = built.createHost();
    const { report, wall } = await host.run(artifact, job(act), {});
    expect(report).toBeNull();
    expect(wall?.code).toBe("limit.crash");
    expect(JSON.stringify(wall)).not.toMatch(/well/i);
    await host.close();
  });

  test("a reason of the list is told", async () => {
    const host = built.createHost();
    const { report } = await host.run(artifact, job("a known reason"), {});
    expect(report?.artifacts[0]?.findings[0]?.args).toMatchObject({ why: "state.no-dict" });
    await host.close();
  });
});

describe.runIf(linux)("children", () => {
  test("killed in the middle of a job: a crash, and the next job is judged", async () => {
    const host = built.createHost();
    const running = host.run(artifact, job("loop"), {});
    // A loop takes time of the processor; what boots and waits does not.
    const busy = (): number | undefined => children().find((one) => cpuOf(one) >= 1);
    let pid = busy();
    for (; pid === undefined; pid = busy()) await sleep(5);
    process.kill(pid, "SIGKILL");
    expect((await running).wall?.code).toBe("limit.crash");
    expect((await host.run(artifact, job("sum"), {})).report?.artifacts[0]?.root).toBe("8:0");
    await host.close();
  });

  test("a child is kept after what is judged and replaced after a limit", async () => {
    const host = built.createHost();
    await host.run(artifact, job("sum"), {});
    const [first] = children();
    await host.run(artifact, job("sum"), {});
    expect(children()).toEqual([first]);
    await host.run(artifact, job("unlisted"), {});
    expect(children()).toEqual([first]);
    await host.run(artifact, job("too deep"), {});
    expect(children()).toEqual([]);
    await host.run(artifact, job("sum"), {});
    expect(children()).not.toContain(first);
    await host.close();
    expect(children()).toEqual([]);
  });

  test("once one was replaced another waits, and takes over", async () => {
    const host = built.createHost();
    await host.run(artifact, job("too deep"), {});
    await host.run(artifact, job("sum"), {});
    const two = children();
    expect(two).toHaveLength(2);
    await host.run(artifact, job("too deep"), {});
    const [spare] = children();
    expect(children()).toHaveLength(1);
    await host.run(artifact, job("sum"), {});
    expect(children()).toContain(spare);
    expect(two).toContain(spare);
    await host.close();
    expect(children()).toEqual([]);
  });

  test("one-shot children do not stay", async () => {
    const host = built.createHost({ oneShot: true });
    await host.run(artifact, job("sum"), {});
    expect(children()).toEqual([]);
  });

  test("an abort ends the child at once and throws the signal's reason", async () => {
    const host = built.createHost();
    const controller = new AbortController();
    const running = host.run(artifact, job("loop"), {}, controller.signal);
    await sleep(150);
    const began = performance.now();
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    expect(performance.now() - began).toBeLessThan(500);
    expect(children()).toEqual([]);
    await expect(host.run(artifact, job("sum"), {}, controller.signal)).rejects.toThrow("enough");
    await host.close();
  });

  test("close ends a busy child", async () => {
    const host = built.createHost();
    const running = host.run(artifact, job("loop"), {});
    await sleep(150);
    await host.close();
    await running.catch(() => null);
    expect(children()).toEqual([]);
  });

  test("a program that exits in the middle leaves no child", async () => {
    const text = `
      import { createHost } from ${JSON.stringify(built.module)};
      const source = { size: 0, fd: null, read: async () => new Uint8Array() };
      createHost().run(source, ${JSON.stringify(job("loop", "scan", { timeout: 60 }))}, {});
      setTimeout(() => process.exit(3), 300);`;
    const done = spawnSync(process.execPath, ["--input-type=module", "-e", text], { timeout: 8000 });
    expect(done.status).toBe(3);
    await sleep(100);
    expect(readdirSync("/proc").filter((name) => isOurs(name))).toEqual([]);
  });
});

/** Any process that runs this test's child, whoever is its parent. */
function isOurs(name: string): boolean {
  try {
    return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, "utf8").includes(built.folder);
  } catch {
    return false;
  }
}
