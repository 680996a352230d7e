/** The library as a program uses it: from `dist`, as it is installed. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { ROOT } from "../support/cli.js";

const SEED = join(ROOT, "fixtures", "seed", "1.9.1");
const expected = JSON.parse(readFileSync(join(SEED, "ridge.json"), "utf8"));
// The built package, as another project imports it.
const library: typeof import("../../src/index.js") = await import(join(ROOT, "dist", "index.js"));
const folder = mkdtempSync(join(tmpdir(), "cornichon-library-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A pickle that takes the machine a while: nested lists of strings, some 60 MB. */
function bigPickle(): string {
  const path = join(folder, "big.pkl");
  const item = Buffer.concat([Buffer.from([0x8c, 200]), Buffer.alloc(200, 0x61)]);
  const items = Buffer.concat(Array.from({ length: 1000 }, () => item));
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from([0x80, 4, 0x5d]),
      ...Array.from({ length: 300 }, () => Buffer.concat([Buffer.from([0x28]), items, Buffer.from([0x65])])),
      Buffer.from([0x2e]),
    ]),
  );
  return path;
}

const children = (pid: number): string[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return (
          new RegExp(`^PPid:\\s${pid}$`, "m").test(readFileSync(`/proc/${name}/status`, "utf8")) &&
          readFileSync(`/proc/${name}/cmdline`, "utf8").includes("child.cjs")
        );
      } catch {
        return false;
      }
    });

describe("load", () => {
  test("from a path, from bytes, from a stream, from a neutral document", async () => {
    const bytes = readFileSync(join(SEED, "ridge.joblib"));
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    });
    const { document } = await library.convert(bytes);
    for (const input of [join(SEED, "ridge.joblib"), new Uint8Array(bytes), stream, JSON.parse(document ?? "{}")]) {
      const { model, verdict } = await library.load(input);
      expect(verdict).toBe("safe");
      const result = model?.predict?.(expected.input);
      expect(result).toMatchObject({ dtype: "float64", shape: [10] });
      expect(model?.featureNames).toEqual(["MKT", "SMB", "HML"]);
      expect(model?.nFeatures).toBe(3);
      expect(model?.methods).toEqual(["predict"]);
    }
  });

  test("malice is a result", async () => {
    const { model, verdict, findings } = await library.load(Buffer.from("cos\nsystem\n(S'true'\ntR."));
    expect(model).toBeNull();
    expect(verdict).toBe("dangerous");
    expect(findings[0]?.code).toBe("global.dangerous");
  });

  test("several estimators need a choice", async () => {
    const { root } = JSON.parse((await library.convert(join(SEED, "ridge.pkl"))).document ?? "{}");
    const document = { format: "cornichon", formatVersion: 1, source: {}, metadata: {}, root: { a: root, b: [root] } };
    await expect(library.load(document)).rejects.toMatchObject({ code: "model.ambiguous" });
    expect((await library.load(document, { select: "b[0]" })).model?.className).toBe("Ridge");
  });

  test("a document of one estimator is that estimator's, as the command writes it", async () => {
    const file = join(SEED, "pipeline.joblib");
    const { document, output, verdict } = await library.convert(file, { select: "scaler" });
    const { root, source } = JSON.parse(document ?? "{}");
    expect([verdict, output, root.class, source.select]).toEqual(["safe", null, "sklearn.preprocessing.StandardScaler", "scaler"]);
    expect((await library.load(JSON.parse(document ?? "{}"))).model?.className).toBe("StandardScaler");
    await expect(library.convert(file, { select: "nope" })).rejects.toMatchObject({ code: "model.missing" });
  });

  test("an option that the target does not take is refused, also of a program", async () => {
    const file = join(SEED, "pipeline.joblib");
    const wrong = [
      { language: "c" },
      { to: "json", outputs: ["predict"] },
      { to: "skops", opset: 18 },
      { to: "code", name: "ridge" },
      { to: "onnx", arrays: "sidecar" },
      { select: "scaler", arrays: "sidecar" },
    ] as const;
    for (const options of wrong) await expect(library.convert(file, options)).rejects.toMatchObject({ code: "usage" });
  });

  test("a missing file is our own failure, with a code", async () => {
    await expect(library.scan(join(SEED, "nothing"))).rejects.toMatchObject({ code: "input.unreadable" });
  });
});

describe("a program", () => {
  const program = (code: string, ...args: string[]) =>
    spawnSync(process.execPath, ["--input-type=module", "-e", code, ...args], {
      encoding: "utf8",
      timeout: 20_000,
      env: { ...process.env, CORNICHON: join(ROOT, "dist", "index.js") },
    });

  test("ends by itself after it used the library", () => {
    const done = program(`const { scan, load } = await import(process.env.CORNICHON);
      await scan(${JSON.stringify(join(SEED, "ridge.pkl"))});
      const { model } = await load(${JSON.stringify(join(SEED, "pipeline.joblib.gz"))});
      console.log(model.className);`);
    expect(done.stdout).toBe("Pipeline\n");
    expect(done.status).toBe(0);
  });
});

describe.runIf(process.platform === "linux")("interruption", () => {
  const big = bigPickle();
  const temporary = (): string[] => readdirSync(tmpdir()).filter((name) => /^cornichon-[0-9a-f]{8}-/.test(name));

  test("an aborted signal ends the child", async () => {
    const controller = new AbortController();
    const work = library.convert(big, { signal: controller.signal });
    const rejected = expect(work).rejects.toThrow("enough");
    await vi.waitFor(() => expect(children(process.pid).length).toBe(1), { timeout: 10_000, interval: 5 });
    controller.abort(new Error("enough"));
    await rejected;
    expect(children(process.pid)).toEqual([]);
    expect(temporary()).toEqual([]);
  });

  test("Ctrl-C ends the command, its child and its output", async () => {
    const output = join(folder, "out");
    const child = spawn(process.execPath, [join(ROOT, "dist", "cli.js"), "convert", big, "--output-dir", output], { stdio: "ignore" });
    const pid = child.pid ?? 0;
    await vi.waitFor(() => expect(children(pid).length).toBeGreaterThan(0), { timeout: 10_000, interval: 5 });
    // The temporary output is there: the work has begun.
    await vi.waitFor(() => expect(readdirSync(output).length).toBe(1), { timeout: 10_000, interval: 5 });
    const before = children(pid);
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(before.length).toBeGreaterThan(0);
    expect(code).toBe(130);
    expect(before.filter((one) => children(pid).includes(one))).toEqual([]);
    expect(readdirSync(output)).toEqual([]);
    expect(temporary()).toEqual([]);
  });
});
